"""Text from files and people, made safe to show in each kind of output."""

import os
import re
import shlex
from collections.abc import Iterable

from lpplan.values.charset import UNSAFE
from lpplan.values.problem import LocatedProblem

ON_WINDOWS = os.name == "nt"
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Marks that mean something within a line: a colon where it begins an :emoji:, an address or a
# command of a workflow, and a dot after www. Then what calls somebody, or an issue, of GitHub.
_MARKDOWN = (
    r"[\\`*_\[\]<>&|~$]|#(?!\d)|:(?=[\w+-]+:|//|:)|(?<=\b[Ww]{3})\."
    r"|(?P<call>(?<!\w)@(?=\w)|#(?=\d))"
)
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_HTML = str.maketrans({**_ENTITIES, '"': "&quot;", "'": "&#x27;"})


def visible(text: str) -> str:
    """A text with control and direction-override characters shown escaped."""
    return UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _NAMED.get(match[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")


def without_commands(text: str) -> str:
    """Lines of output that no workflow of GitHub takes for a command, whatever a file holds."""
    if "::" in text:
        # A command may stand behind any blanks at the begin of a line, and its older form anywhere.
        text = re.sub(r"^([^\S\n]*):(?=:)", r"\1: ", text, flags=re.MULTILINE)
    return text.replace("##[", "# #[")


def markdown_text(text: str) -> str:
    """A text that Markdown shows as it stands, within a line or a table."""
    return re.sub(_MARKDOWN, _escaped_mark, visible(text))


def _escaped_mark(match: re.Match[str]) -> str:
    mark = match[0]
    return f"{mark}&#8203;" if match["call"] else _ENTITIES.get(mark, f"\\{mark}")


def html_text(text: str) -> str:
    """A text that HTML and XML show as it stands."""
    return visible(text).translate(_HTML)


def as_typed(*words: str) -> str:
    """Words as they are typed at this system's prompt."""
    if ON_WINDOWS:
        return " ".join(w if re.fullmatch(r"[\w.:\\/-]+", w) else f'"{w}"' for w in words)
    return shlex.join(words)


def problems_text(problems: Iterable[LocatedProblem]) -> str:
    """``PATH:LINE: KEY: what is wrong`` of each problem, and below it how to mend it.

    No workflow of GitHub takes a line for a command.
    """
    return without_commands("".join(map(_problem, problems)))


def _problem(located: LocatedProblem) -> str:
    path = None if located.path is None else visible(located.path)
    where = f"{path}:{located.line}" if path and located.line else path
    parts = [where, visible(located.key), visible(located.problem.message)]
    lines = (*located.problem.excerpt.splitlines(), *located.problem.hint.splitlines())
    below = "".join(f"  {visible(line)}\n" for line in lines)
    return f"{': '.join(part for part in parts if part)}\n{below}"
