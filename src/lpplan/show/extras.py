"""Libraries that only some results need, and that not every installation has."""

from lpplan.values.problem import LpplanError


def need_office(feature: str) -> LpplanError:
    """What to raise where a feature, such as ``A workbook``, lacks the libraries it is made with.

    It says what to install: they come with the extra ``lpplan[office]``.
    """
    return LpplanError(
        f"{feature} needs libraries that are not installed: those of lpplan[office]",
        'Install them: pip install "lpplan[office]"',
        'or, in the folder that lpplan was installed from: pip install ".[office]"',
    )
