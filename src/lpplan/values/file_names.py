"""Names of files as every system takes them, Windows above all."""

import re
import unicodedata

# Windows keeps these for devices, with any ending, in any case and with digits of any kind.
_DEVICES = re.compile(r"con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9]")


def name_key(name: str) -> str:
    """A name in the one form of all that some system takes for the same."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return unicodedata.normalize("NFKC", folded)


def is_device_of_windows(name: str) -> bool:
    """Whether Windows takes a name of a file, whatever its ending, for a device such as CON."""
    return _DEVICES.fullmatch(name_key(name).partition(".")[0].rstrip()) is not None
