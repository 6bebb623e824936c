"""Where the fee schedules and example plans that come with lpplan are."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled_folder(name: str) -> Path:
    """The folder ``fees`` or ``examples``: in the installed package, else in the checkout."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent.parent / name
