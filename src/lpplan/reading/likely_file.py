"""Which file somebody meant who named one that is not there."""

import os
import re
from itertools import islice
from pathlib import Path

_ENDINGS = (".toml", ".txt", ".json", ".csv", ".xlsx", ".png", ".jpg", ".jpeg")
"""Of files that some command reads, plans first, and what Notepad makes of their names."""
_MOST_FILES = 10_000
_MOST_COMPARED = 200
"""Of those, how many are compared letter by letter, which takes long."""


def likely_file(path: str) -> str | None:
    """The file of the same folder that a path is nearly the name of, None where there is none.

    A name without its ending, one that Notepad has put .txt after, the first of several words,
    one with other capitals or marks between words, or one with a letter wrong.
    """
    from difflib import get_close_matches

    folder, typed = os.path.split(path)
    try:
        with os.scandir(folder or ".") as entries:
            found = [entry.name for entry in islice(entries, _MOST_FILES) if entry.is_file()]
    except (OSError, ValueError):
        return None
    names = [name for name in found if name.lower().endswith(_ENDINGS)]
    names.sort(key=lambda name: (_ENDINGS.index(Path(name).suffix.lower()), name))
    wanted = typed.lower()
    if not wanted:
        return None
    likely = [name for name in names if name.lower().startswith(f"{wanted}.")]
    likely += [name for name in names if _letters(name) == _letters(typed)]
    likely += [name for name in names if name.lower().startswith(f"{wanted} ")]
    likely += get_close_matches(typed, names[:_MOST_COMPARED], n=1, cutoff=0.8)
    return str(Path(folder) / likely[0]) if likely else None


def in_quotes(path: str) -> str:
    """A path as it is typed at any prompt, in quotes where it has spaces."""
    return f'"{path}"' if re.search(r"\s", path) else path


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()
