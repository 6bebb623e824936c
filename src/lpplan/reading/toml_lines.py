"""On which line each key of a TOML text is written.

``tomllib`` says what a text holds, not where. This reads only as much of the language as
places need, of texts that ``tomllib`` has accepted already: it judges nothing and decodes
no value.
"""

import re
import tomllib

from lpplan.values.problem import KeyPath

_BETWEEN = re.compile(r"(?:[ \t\r\n,]|#[^\n]*)*")
"""What may stand between two statements, or two entries of a list or inline table."""
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*'""")
_DOTTED_KEY = re.compile(rf"[ \t]*(?:{_KEY.pattern})(?:[ \t]*\.[ \t]*(?:{_KEY.pattern}))*[ \t]*")
_SCALAR = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[^,\]}#\r\n]+",
    re.DOTALL,
)


def key_lines(text: str) -> dict[KeyPath, int]:
    r"""The line, counted from 1, of every key, table and list entry of a valid TOML text.

    A table stands where its header is, and without one where a key in it is first written.
    Line ends must be ``\n`` alone or after a ``\r``.
    """
    return _KeyLines(text).lines


def statement_keys(text: str) -> dict[int, KeyPath]:
    """The key or table that begins on each line, counted from 1, of a text as above.

    A key may be there twice.
    """
    return _KeyLines(text).statements


class _KeyLines:
    def __init__(self, text: str) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.statements: dict[int, KeyPath] = {}
        self._text = text
        self._position = 0
        self._line_number = 1
        self._entries: dict[KeyPath, int] = {}
        table: KeyPath = ()
        self._skip(_BETWEEN)
        while self._position < len(text):
            line = self._line_number
            if text[self._position] == "[":
                self.statements[line] = table = self._header()
            else:
                self.statements[line] = self._pair(table)
            self._skip(_BETWEEN)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._position)
        if match is None:
            raise ValueError(f"not TOML that lpplan can read, at character {self._position}")
        self._line_number += match[0].count("\n")
        self._position = match.end()
        return match[0]

    def _take(self, mark: str) -> bool:
        if not self._text.startswith(mark, self._position):
            return False
        self._position += len(mark)
        return True

    def _dotted_key(self) -> list[str]:
        parts = _KEY.findall(self._skip(_DOTTED_KEY))
        return [
            next(iter(tomllib.loads(f"{part} = 0"))) if part[0] in "\"'" else part for part in parts
        ]

    def _record(self, path: KeyPath) -> KeyPath:
        self.lines.setdefault(path, self._line_number)
        return path

    def _header(self) -> KeyPath:
        is_list = self._take("[[")
        if not is_list:
            self._take("[")
        *outer, last = self._dotted_key()
        self._take("]]" if is_list else "]")
        path: KeyPath = ()
        for part in outer:
            path = self._record((*path, part))
            if path in self._entries:
                path = (*path, self._entries[path])
        path = (*path, last)
        if is_list:
            self._record(path)
            self._entries[path] = self._entries.get(path, -1) + 1
            path = (*path, self._entries[path])
        # A header is the place of its table even where a key of a sub-table came first.
        self.lines[path] = self._line_number
        return path

    def _pair(self, table: KeyPath) -> KeyPath:
        path = table
        for part in self._dotted_key():
            path = self._record((*path, part))
        self._take("=")
        self._skip(_SPACE)
        self._value(path)
        return path

    def _value(self, path: KeyPath) -> None:
        if self._take("["):
            self._list(path)
        elif self._take("{"):
            self._inline_table(path)
        else:
            self._skip(_SCALAR)

    def _list(self, path: KeyPath) -> None:
        index = 0
        self._skip(_BETWEEN)
        while not self._take("]"):
            self._value(self._record((*path, index)))
            self._skip(_BETWEEN)
            index += 1

    def _inline_table(self, path: KeyPath) -> None:
        self._skip(_BETWEEN)
        while not self._take("}"):
            self._pair(path)
            self._skip(_BETWEEN)
