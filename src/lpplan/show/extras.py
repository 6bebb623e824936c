"""Libraries that only some results need, and that not every installation has."""

from importlib.util import find_spec

from lpplan.core.problem import LpplanError


def need_office(feature: str, *libraries: str) -> None:
    """Raise LpplanError where a feature, such as ``A workbook``, lacks a library it is made with.

    It says what to install: they come with the extra ``lpplan[office]``.
    """
    if any(find_spec(library) is None for library in libraries):
        raise LpplanError(
            f"{feature} needs libraries that are not installed: those of lpplan[office]",
            'Install them: pip install "lpplan[office]"',
            'or, in the folder that lpplan was installed from: pip install ".[office]"',
        )
