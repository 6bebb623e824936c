"""Every small change that could be made to a source file, each of which some test should notice.

A mutant is a change that a slip of the pen, or of the mind, could make: ``<`` for ``<=``, a number
one off, a condition left out, a text changed, a result withheld. What decides nothing when a
program runs is left alone: docstrings, annotations, names of types.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

TEXT_SHOWN = 40
"""How much of a text is shown in the description of a mutant."""


class Mutant(NamedTuple):
    """One change of a source file, and how it is told from the others."""

    file: str
    within: str
    """The function or class, as ``Class.method``; empty where the change is in none."""
    line: str
    """The text of the line on which what is changed begins."""
    change: str
    """What is changed, such as ``< → <=``; the second alike on a line ends in ``(2)``."""
    kind: str
    number: int
    """The number of the line: for people, since it changes with every edit."""
    reach: range
    """The lines of which one is run wherever the change can matter."""
    apply: Callable[[], None]
    """Makes the change in the tree that the mutant was made from."""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells a mutant from every other, whatever else is changed in its file."""
        return self.file, self.within, self.line, self.change

    def __str__(self) -> str:
        """Where it is, and what it changes."""
        return f"{self.file}:{self.number}: {self.change}    {self.line}"


def mutants(source: str, file: str) -> tuple[ast.Module, list[Mutant]]:
    """The tree of a source file and every mutant of it, in the order of the file."""
    tree, lines, alike = ast.parse(source), source.splitlines(), Counter[tuple[str, ...]]()
    made = []
    for place, kind, change, apply in _changes(tree, _Place("", 1, range(1, len(lines) + 1))):
        line = lines[place.number - 1].strip()
        alike[place.within, line, change] += 1
        if (nth := alike[place.within, line, change]) > 1:
            change = f"{change} ({nth})"  # noqa: PLW2901 - its name from here on
        made.append(
            Mutant(file, place.within, line, change, kind, place.number, place.reach, apply)
        )
    return tree, made


class _Place(NamedTuple):
    """Where in a file a node stands."""

    within: str
    number: int
    reach: range


_Change = tuple[_Place, str, str, Callable[[], None]]
_Found = tuple[str, str, Callable[[], None]]
_Put = Callable[[ast.AST], None]

_OF_TYPES = {
    (ast.AnnAssign, "annotation"),
    (ast.arg, "annotation"),
    (ast.FunctionDef, "returns"),
    (ast.ImportFrom, "names"),
    (ast.Import, "names"),
}
_TYPE_CALLS = {"cast", "TypeVar", "NewType", "NamedTuple"}


def _changes(node: ast.AST, place: _Place) -> Iterator[_Change]:
    """The changes of what stands in a node, the outermost first."""
    for field, value in ast.iter_fields(node):
        if any(isinstance(node, kind) and field == name for kind, name in _OF_TYPES):
            # What is called in an annotation, such as the bounds of a field, decides something.
            for call in ast.walk(value) if isinstance(value, ast.expr) else ():
                if isinstance(call, ast.Call):
                    yield from _changes(call, _place_of(call, place))
            continue
        children = value if isinstance(value, list) else [value]
        for n, child in enumerate(children):
            if not isinstance(child, ast.AST) or _decides_nothing(child):
                continue
            put = _setter(value, n) if isinstance(value, list) else _field_setter(node, field)
            inner = _place_of(child, place)
            for kind, change, apply in _found(child, put):
                yield inner, kind, change, apply
            yield from _changes(child, inner)


def _setter(values: list[Any], n: int) -> _Put:
    def put(new: ast.AST) -> None:
        values[n] = ast.fix_missing_locations(ast.copy_location(new, values[n]))

    return put


def _field_setter(node: ast.AST, field: str) -> _Put:
    def put(new: ast.AST) -> None:
        setattr(
            node, field, ast.fix_missing_locations(ast.copy_location(new, getattr(node, field)))
        )

    return put


def _decides_nothing(node: ast.AST) -> bool:
    """Whether a node is a docstring, is for type checkers alone, or names a type."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    if isinstance(node, ast.AnnAssign):
        return ast.unparse(node.annotation) == "TypeAlias"
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in _TYPE_CALLS
    return isinstance(node, ast.MatchSingleton)


def _place_of(node: ast.AST, outer: _Place) -> _Place:
    within, number, reach = outer
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        within = f"{within}.{node.name}".lstrip(".")
    # What is in a text with braces has no line of its own before Python 3.12.
    if isinstance(node, ast.stmt | ast.expr | ast.pattern) and not isinstance(
        node, ast.FormattedValue
    ):
        number = node.lineno
    if isinstance(node, ast.stmt | ast.Lambda):
        body = getattr(node, "body", None)
        last = node.end_lineno or number
        if isinstance(node, ast.stmt) and isinstance(body, list) and body:
            last = max(number, body[0].lineno - 1)
        reach = range(node.lineno, last + 1)
    return _Place(within, number, reach)


_OTHERS: dict[type[ast.AST], tuple[tuple[str, type[ast.AST]], ...]] = {
    ast.Lt: (("<=", ast.LtE), (">=", ast.GtE)),
    ast.LtE: (("<", ast.Lt), (">", ast.Gt)),
    ast.Gt: ((">=", ast.GtE), ("<=", ast.LtE)),
    ast.GtE: ((">", ast.Gt), ("<", ast.Lt)),
    ast.Eq: (("!=", ast.NotEq),),
    ast.NotEq: (("==", ast.Eq),),
    ast.In: (("not in", ast.NotIn),),
    ast.NotIn: (("in", ast.In),),
    ast.Is: (("is not", ast.IsNot),),
    ast.IsNot: (("is", ast.Is),),
    ast.Add: (("-", ast.Sub),),
    ast.Sub: (("+", ast.Add),),
    ast.Mult: (("+", ast.Add), ("//", ast.FloorDiv)),
    ast.Div: (("*", ast.Mult),),
    ast.FloorDiv: (("/", ast.Div), ("*", ast.Mult)),
    ast.Mod: (("//", ast.FloorDiv),),
    ast.Pow: (("*", ast.Mult),),
    ast.BitOr: (("&", ast.BitAnd),),
    ast.BitAnd: (("|", ast.BitOr),),
    ast.BitXor: (("|", ast.BitOr),),
}
_SIGNS = {other: sign for pairs in _OTHERS.values() for sign, other in pairs} | {
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitXor: "^",
}
_SWAPPED = {
    "min": "max", "max": "min", "any": "all", "all": "any",
    "startswith": "endswith", "endswith": "startswith",
    "removeprefix": "removesuffix", "removesuffix": "removeprefix",
    "ceil": "floor", "floor": "ceil", "issubset": "issuperset", "issuperset": "issubset",
}  # fmt: skip
_IDLE = {"sorted", "reversed", "abs", "round"}
"""Calls that give what they are given, otherwise: without them, it comes as it is."""
_IDLE_METHODS = {"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "capitalize", "title"}
_DEFAULTS = {"next": 2, "getattr": 3, "get": 2, "pop": 2, "sum": 2}
"""With so many arguments, the last is what is given where there is nothing."""


def _found(node: ast.AST, put: _Put) -> Iterator[_Found]:
    """The changes of one node."""
    yield from _of_operators(node, put)
    yield from _of_conditions(node, put)
    yield from _of_statements(node, put)
    match node:
        case ast.Constant():
            yield from _of_constants(node, put)
        case ast.Call():
            yield from _of_calls(node, put)
        case ast.Subscript(slice=ast.Slice() as part):
            for end in ("lower", "upper"):
                if getattr(part, end) is not None:
                    yield "part", f"[…] without its {end} end", _clearing(part, end)
        case ast.Lambda(body=body) if not isinstance(body, ast.Constant):
            put_body = _field_setter(node, "body")
            yield "result", "lambda gives None", _later(put_body, ast.Constant(None))


def _of_operators(node: ast.AST, put: _Put) -> Iterator[_Found]:
    match node:
        case ast.Compare(ops=operators):
            for n, operator in enumerate(operators):
                yield from _others("comparison", operator, _setter(operators, n))
        case ast.BinOp(op=operator) | ast.AugAssign(op=operator):
            yield from _others("arithmetic", operator, _field_setter(node, "op"))
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield "condition", f"{_shown(node)} → {_shown(operand)}", _later(put, operand)


def _others(kind: str, operator: ast.AST, put: _Put) -> Iterator[_Found]:
    for sign, other in _OTHERS.get(type(operator), ()):
        yield kind, f"{_SIGNS[type(operator)]} → {sign}", _later(put, other())


def _of_conditions(node: ast.AST, put: _Put) -> Iterator[_Found]:
    match node:
        case ast.BoolOp(op=operator, values=values):
            is_and = isinstance(operator, ast.And)
            other = ast.Or() if is_and else ast.And()
            change = "and → or" if is_and else "or → and"
            yield "condition", change, _later(_field_setter(node, "op"), other)
            for n, value in enumerate(values):
                rest = values[:n] + values[n + 1 :]
                left = rest[0] if len(rest) == 1 else ast.BoolOp(operator, rest)
                yield "condition", f"without {_shown(value)}", _later(put, left)
        case ast.comprehension(ifs=ifs):
            for n, condition in enumerate(ifs):
                yield "condition", f"all, not only if {_shown(condition)}", _taking(ifs, n)
        case ast.If(test=test) | ast.While(test=test) | ast.IfExp(test=test):
            if not isinstance(test, ast.Compare | ast.UnaryOp | ast.BoolOp):
                negated = ast.UnaryOp(ast.Not(), test)
                put_test = _field_setter(node, "test")
                yield "condition", f"{_shown(test)} → not {_shown(test)}", _later(put_test, negated)


def _of_statements(node: ast.AST, put: _Put) -> Iterator[_Found]:
    match node:
        case ast.Return(value=value):
            if value is not None and not (
                isinstance(value, ast.Constant) and isinstance(value.value, bool | None)
            ):
                yield "result", "returns None", _later(put, ast.Return(ast.Constant(None)))
        case ast.Expr():
            yield "statement", f"without {_shown(node)}", _later(put, ast.Pass())
        case ast.Raise():
            yield "statement", "does not raise", _later(put, ast.Pass())
        case ast.Break():
            yield "statement", "break → continue", _later(put, ast.Continue())
        case ast.Continue():
            yield "statement", "continue → break", _later(put, ast.Break())
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript() as target]):
            yield "statement", f"without {_shown(target)} =", _later(put, ast.Pass())
    if isinstance(node, ast.AugAssign):
        yield "statement", "left out", _later(put, ast.Pass())


def _of_constants(node: ast.Constant, put: _Put) -> Iterator[_Found]:
    value = node.value
    if isinstance(value, bool):
        yield "number", f"{value} → {not value}", _later(put, ast.Constant(not value))
    elif isinstance(value, int):
        for other in (value + 1, value - 1):
            yield "number", f"{value} → {other}", _later(put, ast.Constant(other))
    elif isinstance(value, str):
        shown = value if len(value) <= TEXT_SHOWN else f"{value[:TEXT_SHOWN]}…"
        yield "text", f"{shown!r} → with XX before it", _later(put, ast.Constant(f"XX{value}"))


def _of_calls(node: ast.Call, put: _Put) -> Iterator[_Found]:
    is_method = isinstance(node.func, ast.Attribute)
    name = getattr(node.func, "attr" if is_method else "id", "")
    if name in _SWAPPED:
        to_name = _naming(node.func, "attr" if is_method else "id", _SWAPPED[name])
        yield "call", f"{name} → {_SWAPPED[name]}", to_name
    if name in _IDLE and len(node.args) == 1:
        # A list, since what is sorted can be measured and walked twice.
        inside: ast.expr = node.args[0]
        if name in {"sorted", "reversed"}:
            inside = ast.Call(ast.Name("list", ast.Load()), [inside], [])
        yield "call", f"without {name}", _later(put, inside)
    if is_method and name in _IDLE_METHODS and not node.args:
        yield "call", f"without .{name}()", _later(put, node.func.value)  # type: ignore[attr-defined]
    if _DEFAULTS.get(name) == len(node.args):
        yield "call", f"{name} without its default", _taking(node.args, -1)
    for n, keyword in enumerate(node.keywords):
        if keyword.arg in {"key", "default"}:
            yield "call", f"{name} without {keyword.arg}", _taking(node.keywords, n)


def _later(put: _Put, new: ast.AST) -> Callable[[], None]:
    return lambda: put(new)


def _taking(values: list[Any], n: int) -> Callable[[], None]:
    return lambda: values.__delitem__(n)


def _clearing(node: ast.AST, field: str) -> Callable[[], None]:
    return lambda: setattr(node, field, None)


def _naming(node: ast.AST, field: str, name: str) -> Callable[[], None]:
    return lambda: setattr(node, field, name)


def _shown(node: ast.AST) -> str:
    """A node as source, short enough for a description."""
    text = re.sub(r"\s+", " ", ast.unparse(node))
    return text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]}…"
