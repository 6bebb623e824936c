"""Libraries that not everybody needs, and how to get them."""

from importlib.util import find_spec

from lpplan.values.problem import LpplanError


def need_office(module: str, what: str) -> None:
    """Make sure of a library of ``lpplan[office]``. Raises LpplanError where it is missing."""
    if find_spec(module) is None:
        raise LpplanError(
            f"{what} needs a library that is not installed",
            'Install it with: pip install "lpplan[office]"',
            'From a copy of the project: pip install ".[office]"',
        )
