"""Names of files that are made from names of schools, whatever a school is called."""

import unicodedata
from pathlib import Path

from lpplan.values.file_names import is_device_of_windows, name_key

MOST_CHARACTERS = 100
MOST_BYTES = 180
"""How long a name may be without its number and ending; every system has room for more."""

_NAMELESS = "School"
_KEPT = " -_'’,()&"


def proposal_file_name(school: str, ending: str, taken: set[str]) -> str:
    """A name for a school's file that any system takes, and that is not taken yet.

    It keeps letters and digits of every script, leads to no other folder, and is numbered where
    it is taken: ``Oakfield Academy 2.docx``. ``ending`` is such as ``.docx``. ``taken`` holds the
    names given before as ``name_key`` has them, and takes this one in.
    """
    stem = _stem(school)
    name, number = f"{stem}{ending}", 1
    while name_key(name) in taken:
        number += 1
        name = f"{stem} {number}{ending}"
    taken.add(name_key(name))
    return name


def names_in(folder: Path) -> set[str]:
    """The names taken in a folder, as ``proposal_file_name`` wants them; none where it is not."""
    return {name_key(path.name) for path in folder.iterdir()} if folder.is_dir() else set()


def _stem(school: str) -> str:
    whole = unicodedata.normalize("NFC", school)
    words = " ".join("".join(map(_safe, whole)).split())
    # A dash in front would be read as a flag.
    short = words.strip(_KEPT)[:MOST_CHARACTERS].encode()[:MOST_BYTES].decode("utf-8", "ignore")
    stem = short.strip(_KEPT)
    if is_device_of_windows(stem):
        stem = f"{_NAMELESS} {stem}"
    return stem or _NAMELESS


def _safe(character: str) -> str:
    """A character where it is a letter, mark or digit, or harmless; else a space, or nothing."""
    if character in _KEPT:
        return character
    category = unicodedata.category(character)
    if category[0] in "LMN":
        return character
    # Joiners and marks of direction stand within words.
    return "" if category == "Cf" else " "
