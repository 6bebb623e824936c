"""Everything wrong with a text that is not TOML: its slips, and what can be judged without them.

Loaded only for such a text.
"""

import re
from collections.abc import Sequence
from tomllib import TOMLDecodeError
from typing import Any, NamedTuple

from lpplan.reading.other_kinds import other_kind
from lpplan.reading.slip_mends import is_sound, is_toml, left_out
from lpplan.reading.tables import GAPS
from lpplan.reading.toml_file import Judge, TomlFile, refusal, toml_data, written_key
from lpplan.reading.toml_lines import statement_keys
from lpplan.reading.toml_slips import SHAPE, SLIPS, UNQUOTED, Slip
from lpplan.values.charset import UNSAFE
from lpplan.values.problem import LocatedProblem, LpplanError, Problem

_MOST_LINES = 20_000
"""Of a text that is looked at line by line: no plan or fee file has as many."""
_LONGEST_LIST = 200
_MOST_ON_A_LINE = 6
_MOST_SLIPS = 100
_MOST_OBJECTIONS = 10
_LONGEST_TO_ASK_AGAIN = 100_000
_WIDEST = 90
_ALSO = "; it also "

_OPENS_LIST = re.compile(r"[^=#\"']*=\s*\[")
_STATEMENT = re.compile(r"\s*(?:\[{1,2}\s*[A-Za-z]|[A-Za-z][\w -]*[=:])", re.ASCII)
_NAME = r"[\w-]+(?:\.[\w-]+)*"
_HEADER = re.compile(rf"\s*(?P<header>\[{{1,2}}{_NAME}\]{{1,2}})\s*(?:#.*)?", re.ASCII)
_KEY = re.compile(rf"\s*(?P<key>{_NAME})\s*[=:]", re.ASCII)


_PLAINER = {
    "Invalid value": "the value is neither a number, a date, true, false nor text in quotes",
    "Expected '=' after a key in a key/value pair": "an equals sign is missing after the key",
    "Illegal character '\\n'": "a quote is opened on this line and not closed",
    "Unterminated string": "a quote is opened and not closed",
    "Expected newline or end of document after a statement": "more follows after the value",
}


class Mend(NamedTuple):
    """A line as it was meant, and what is wrong with it as it was written."""

    line: str | None
    """None where nobody can tell."""
    message: str
    column: int
    """Where on the line as it was written, from 0."""
    hint: str

    @property
    def is_left_out(self) -> bool:
        """Whether the line says nothing yet, and becomes a comment."""
        return self.line is not None and self.line.startswith("#")


class _Fault(NamedTuple):
    line: int
    """From 0, as the one below."""
    statement: int
    """Where the key or table begins that the line belongs to."""
    mend: Mend


def refused(path: str, text: str, judge: Judge) -> LpplanError:
    """The error that shows all that can be told of a text which is not TOML."""
    if other := other_kind(text):
        return refusal(path, *other)
    mending = _Mending(text)
    problems = {fault: mending.problem(fault) for fault in mending.faults}
    judged = () if mending.data is None else judge(mending.data)
    others = [other for other in judged if not _joins(other, problems, mending)]
    located = [
        LocatedProblem(path, fault.line + 1, written_key(problem.key), problem)
        for fault, problem in problems.items()
    ]
    located += TomlFile(path, "\n".join(mending.lines), mending.data or {}).locate(others)
    return LpplanError(problems=sorted(located, key=lambda found: found.line or 0))


def _joins(other: Problem, problems: dict[_Fault, Problem], mending: "_Mending") -> bool:
    """Whether what is wrong once a slip is mended says nothing of its own beside the slip.

    A line that is mended and still wrong is one problem; what stands on a line that nobody can
    mend is not missing.
    """
    is_gap = other.code in GAPS
    for fault, problem in problems.items():
        if problem.key != other.key:
            continue
        if is_gap and fault.mend.is_left_out:
            problems[fault] = problem._replace(hint=other.hint)
            return True
        if other.code == "wrong-value":
            bare = problem.message == UNQUOTED
            message = other.message if bare else f"{problem.message}, and {other.message}"
            problems[fault] = problem._replace(message=message, hint=other.hint)
            return True
    return is_gap and mending.has_lost


def mend(line: str) -> Mend | None:
    """The line as it should be, for every slip on it; None of one that is sound or unknown."""
    messages: list[str] = []
    column, hint, meant = 0, "", line
    while not is_sound(meant) and len(messages) < _MOST_ON_A_LINE:
        code, comment = _without_comment(meant)
        slip, match = _first_slip(code)
        if match is None:
            break
        new = slip.mended(match)
        if new == match["slip"] and slip.mended is not left_out:
            break  # it is sound, and something else on the line is not
        if not messages:
            column, hint = match.start("slip"), slip.hint
        if new is None:
            message, hint = slip.unclear or (slip.message, slip.hint)
            return Mend(None, _ALSO.join([*messages, message]), column, hint)
        messages.append(slip.message)
        meant = code[: match.start("slip")] + new + code[match.end("slip") :] + comment
        if slip.mended is left_out:
            hint, meant = slip.hint, f"# {line.strip()}"
    if not messages:
        return None
    if not is_sound(meant):
        return Mend(None, _ALSO.join(messages), column, SHAPE)
    return Mend(meant, _ALSO.join(messages), column, hint.format(line=meant.strip()))


def _first_slip(code: str) -> tuple[Slip, re.Match[str] | None]:
    matches = ((slip, slip.pattern.fullmatch(code)) for slip in SLIPS)
    return next((found for found in matches if found[1]), (SLIPS[0], None))


def _without_comment(line: str) -> tuple[str, str]:
    """A line and its comment, which begins after a space, with no quotes on one of its sides."""
    for mark in re.finditer(r"(?:(?<!\s)\s+|^)#", line):
        code, comment = line[: mark.start()], line[mark.start() :]
        colour = code.endswith("=") and re.match(r"\s*#[0-9A-Fa-f]{6}\b", comment)
        quotes = (re.search("[\"'“”„‘’]", part) for part in (code, comment))
        if not colour and not all(quotes):
            return code, comment
    return line.rstrip(), ""


class _Mending:
    """A text mended line by line, and what is wrong with it."""

    def __init__(self, text: str) -> None:
        self.written = text.split("\n")
        self.lines = text.split("\n")
        self.faults: list[_Fault] = []
        self.has_lost = False
        """Whether something that the text says is not in its data."""
        self._ends: dict[int, int] = {}
        self._frame = [""] * len(self.lines)
        if len(self.lines) <= _MOST_LINES:
            self._mend_lines()
        self._keys = statement_keys("\n".join(self._frame))
        self.data = self._parsed()

    def problem(self, fault: _Fault) -> Problem:
        """What is wrong on a line, with the line and a mark below the place."""
        key = self._keys.get(fault.statement + 1, ())
        excerpt = _excerpt(self.written[fault.line], fault.mend.column)
        return Problem(key, "syntax", fault.mend.message, fault.mend.hint, excerpt=excerpt)

    def _mend_lines(self) -> None:
        place = 0
        while place < len(self.lines):
            end = self._ends[place] = _end(self.lines, place)
            says = self.lines[place]
            if len(self.faults) < _MOST_SLIPS:
                if end > place + 1:
                    self._mend_list(place, end)
                elif meant := mend(says):
                    self.faults.append(_Fault(place, place, meant))
                    self.lines[place] = meant.line or ""
                    self.has_lost = self.has_lost or meant.line is None
                    says = (meant.line or says).lstrip("# ")
            self._frame[place] = _frame(says)
            place = end

    def _mend_list(self, start: int, end: int) -> None:
        """Mend a list that goes over several lines."""
        opening = _OPENS_LIST.match(self.lines[start])
        if opening is None or is_toml("\n".join(self.lines[start:end])):
            return
        code, comment = _without_comment(self.lines[end - 1])
        if not code.endswith("]"):
            self.lines[end - 1] = f"{code}]{comment}"
            hint = f"Write one after its last item: {self.lines[end - 1].strip()}"
            message = "is a list without a square bracket at its end"
            self.faults.append(_Fault(start, start, Mend("", message, opening.end() - 1, hint)))
        for place in range(start, end):
            before = opening[0] if place == start else ""
            meant = _mend_items(self.lines[place], before, self.lines[place + 1 : end])
            if meant:
                self.faults.append(_Fault(place, start, meant))
                if meant.line is None:
                    self._lose(self.faults[-1])
                    return
                self.lines[place] = meant.line

    def _parsed(self) -> dict[str, Any] | None:
        """What the text says but for lines that the parser objects to; None where it is beaten."""
        for _ in range(_MOST_OBJECTIONS):
            if self._has_lost_a_header():
                return None
            text = "\n".join(self.lines)
            try:
                data = toml_data(text)
            except TOMLDecodeError as wrong:
                fault = self._objection(str(wrong))
                self.faults.append(fault)
                self._lose(fault)
                if len(text) > _LONGEST_TO_ASK_AGAIN:
                    return None
            except ValueError:
                return None
            else:
                return data
        return None

    def _has_lost_a_header(self) -> bool:
        """Whether nobody knows what the keys below some line belong to."""
        lost = (fault.statement for fault in self.faults if fault.mend.line is None)
        return any(self.written[line].lstrip().startswith("[") for line in lost)

    def _lose(self, fault: _Fault) -> None:
        start = fault.statement
        end = self._ends.get(start, start + 1)
        self.lines[start:end] = [""] * (end - start)
        self.has_lost = self.has_lost or fault.mend.line is None

    def _objection(self, wrong: str) -> _Fault:
        """What the parser objects to, and where."""
        place = r"(?:line (?P<line>\d+), column (?P<column>\d+)|end of document)"
        match = re.fullmatch(rf"(?P<what>.*) \(at {place}\)", wrong, re.DOTALL)
        what = match["what"] if match else wrong
        line = max((n for n, line in enumerate(self.lines) if line.strip()), default=0)
        column = 0
        if match and match["line"]:
            line, column = int(match["line"]) - 1, int(match["column"]) - 1
        statement = max((start for start in self._ends if start <= line), default=line)
        if re.match("Cannot (?:overwrite|declare|mutate)", what):
            return self._written_twice(statement)
        message = f"is not TOML: {_PLAINER.get(what) or f'{what[:1].lower()}{what[1:]}'}"
        return _Fault(line, statement, Mend(None, message, column, SHAPE))

    def _written_twice(self, line: int) -> _Fault:
        key = self._keys.get(line + 1, ())
        before = (n for n, other in self._keys.items() if n <= line and other[: len(key)] == key)
        first = next(before, None)
        message = f"is written on line {first} already" if first else "is written in two ways"
        if self._frame[line].startswith("["):
            hint = "Put the keys of both under one; an entry of a list begins as in [[stages]]."
            return _Fault(line, line, Mend(None, message, 0, hint))
        return _Fault(line, line, Mend("", message, 0, "Remove one of the two."))


def _mend_items(line: str, before: str, later: Sequence[str]) -> Mend | None:
    """A line of a list that goes over several, after what opens it and before the lines below."""
    code, comment = _without_comment(line)
    before = before or code[: len(code) - len(code.lstrip())]
    after = "" if later else "]"
    items = code[len(before) : len(code) - len(after)].rstrip()
    if not items:
        return None
    comma = "," if items.endswith(",") else ""
    as_list = "_ = ["
    meant = mend(f"{as_list}{items.rstrip(',')}]")
    if meant is not None:
        column = len(before) + max(meant.column - len(as_list), 0)
        if meant.line is None:
            return meant._replace(column=column)
        items = meant.line.removeprefix(as_list)[:-1] + comma
        meant = meant._replace(column=column)
    elif later and not comma and later[0].strip() != "]":
        items += ","
        meant = Mend("", "has no comma after an item", len(code), "")
    else:
        return None
    mended = f"{before}{items}{after}{comment}"
    return meant._replace(line=mended, hint=f"Write: {mended.strip()}")


def _end(lines: Sequence[str], start: int) -> int:
    """The line after a statement, which goes on over several where it is a list or a text."""
    if is_sound(lines[start]):
        return start + 1
    later = range(start + 1, min(len(lines), start + _LONGEST_LIST))
    for mark in ('"""', "'''"):
        if lines[start].count(mark) == 1:
            return next((place + 1 for place in later if mark in lines[place]), start + 1)
    if not _OPENS_LIST.match(lines[start]):
        return start + 1
    end, depth = start + 1, lines[start].count("[") - lines[start].count("]")
    for place in later:
        if depth <= 0 or _STATEMENT.match(lines[place]):
            break
        depth += lines[place].count("[") - lines[place].count("]")
        if lines[place].strip():
            end = place + 1
    return end


def _frame(line: str) -> str:
    """A line with nothing but its header or its key, as far as it has one."""
    if header := _HEADER.fullmatch(line):
        return header["header"]
    key = _KEY.match(line)
    return f"{key['key']} = 0" if key else ""


def _excerpt(line: str, column: int) -> str:
    """A line and a mark below a place on it, or as much of the line as is near the place."""
    shown = UNSAFE.sub(" ", line).rstrip()
    column = min(column, len(shown))
    start = min(len(shown) - len(shown.lstrip()), column)
    if len(shown) - start > _WIDEST:
        start = max(start, column - _WIDEST // 2)
    part = shown[start : start + _WIDEST]
    return f"{part}\n{' ' * (column - start)}^"
