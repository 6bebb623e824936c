"""Whether the tests notice a mutant.

Most mutants change the code of functions: pytest has collected the tests once, and in a copy of
that process the functions are given their changed code, and the tests that run those lines are
run. What a file does as it is imported, such as making a table, is changed in a copy of a process
that has not imported lpplan yet. So is each mutant that seems to survive, to be sure, unless
`equivalent.toml` has it.
"""

import contextlib
import gc
import io
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from _pytest.runner import runtestprotocol
from forks import in_copies, limit_processor
from hypothesis import Phase, settings
from mutants import Mutant, mutants

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "lpplan"

SURVIVED = "survived"
COLD = "to be imported"

TIMES_AS_LONG = 5
SECONDS_BESIDES = 3
"""How long a test may take by the processor, beside what it takes with sound code and traced."""

SECONDS_OF_A_COLD_TEST = 20
SECONDS_TO_IMPORT = 30
"""How long all that comes before the first test may take."""

_OPTIONS = [
    *(
        "-q",
        "-x",
        "-s",
        "--assert=plain",
        "--no-header",
        "--tb=no",
        "-m",
        "not slow",
        "-o",
        "addopts=",
    ),
    *("-p", "no:cacheprovider", "-p", "no:xdist", "--rootdir", str(ROOT)),
]


class Source:
    """A source file, its tree, and every mutant of it."""

    def __init__(self, name: str) -> None:
        """Take a file of lpplan by its name, such as ``core/quote.py``."""
        self.path = SOURCE / name
        self.module = ".".join(("lpplan", *Path(name).with_suffix("").parts))
        self.tree, self.mutants = mutants(self.path.read_text(encoding="utf-8"), name)
        self.code = self.compiled()

    def compiled(self) -> CodeType:
        """The tree as it is now."""
        return compile(self.tree, str(self.path), "exec", dont_inherit=True)

    def changed(self, mutant: Mutant) -> CodeType:
        """The file with one mutant, for good: no second one can be made in this process."""
        mutant.apply()
        return self.compiled()


class NotSound(Exception):
    """Tests fail before anything is changed; the text says which."""


class _Quick:
    """A plugin that has properties stop at the first counterexample, as it is."""

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self) -> None:
        phases = (Phase.explicit, Phase.generate)
        settings.register_profile("mutation", settings.get_profile("quick"), phases=phases)
        settings.load_profile("mutation")


class Test(NamedTuple):
    """A test that has been collected, what it runs, and how long that takes."""

    item: Any
    seconds: float
    lines: dict[str, set[int]]
    """By the path of a source file."""


class Warm:
    """A plugin that, in place of running the tests, judges mutants by them."""

    def __init__(
        self,
        sources: dict[str, Source],
        wanted: list[Mutant],
        hints: dict[str, str],
        jobs: int,
        say: Callable[[str], None],
    ) -> None:
        """Take the files, and by the key of a mutant the test that noticed it the last time."""
        self.sources, self.wanted, self.hints = sources, wanted, hints
        self.jobs, self.say = jobs, say
        self.stopped = False
        self.noticed: Counter[str] = Counter()
        """How many mutants each test was the one to notice."""
        self.tests: dict[str, Test] = {}
        self.functions: dict[tuple[str, str, int], list[FunctionType]] = defaultdict(list)

    def run(self, tests: list[str]) -> None:
        """Judge the mutants wanted, and say of each what came of it, as a line of JSON."""
        with contextlib.redirect_stdout(io.StringIO()) as shown:
            code = pytest.main([*_OPTIONS, *tests], plugins=[_Quick(), self])
        if self.stopped:
            raise KeyboardInterrupt
        if code:
            raise NotSound(f"pytest ended with {code}:\n{shown.getvalue()}")

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Tell Ctrl-C from what pytest makes of tests that cannot be collected."""
        self.stopped = excinfo.type is KeyboardInterrupt

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: Any) -> bool:
        """Learn what each test runs, and judge."""
        paths = {str(source.path) for source in self.sources.values()}
        parts = [session.items[n :: self.jobs] for n in range(self.jobs)]
        items = {item.nodeid: item for item in session.items}
        for _, answer in in_copies(parts, lambda part, own: _traced(part, paths, own), self.jobs):
            for nodeid, seconds, lines in json.loads(answer):
                reached = {path: set(numbers) for path, numbers in lines.items()}
                self.tests[nodeid] = Test(items[nodeid], seconds, reached)
        for function in gc.get_objects():
            if isinstance(function, FunctionType) and function.__code__.co_filename in paths:
                self.functions[_key(function.__code__)].append(function)
        for mutant, verdict in in_copies(iter(self.wanted), self._judged, self.jobs):
            self.noticed[verdict] += 1
            chosen = [test.item.nodeid for test in self._chosen(mutant)]
            self.say(json.dumps([mutant.key, verdict, chosen]))
        return True

    def _chosen(self, mutant: Mutant) -> list[Test]:
        """The tests that run what is changed, first the one that noticed it the last time.

        Then come those that take the least time for what they have noticed so far.
        """
        path, hint = str(SOURCE / mutant.file), self.hints.get(str(mutant.key))
        chosen = (
            test
            for test in self.tests.values()
            if not test.lines.get(path, set()).isdisjoint(mutant.reach)
        )

        def order(test: Test) -> tuple[bool, float]:
            nodeid = test.item.nodeid
            return nodeid != hint, test.seconds / (1 + self.noticed[nodeid])

        return sorted(chosen, key=order)

    def _judged(self, mutant: Mutant, folder: Path) -> str:
        source = self.sources[mutant.file]
        pairs = self._exchanges(source.code, source.changed(mutant))
        if pairs is None:
            return COLD
        for function, code in pairs:
            function.__code__ = code
        chosen = self._chosen(mutant)
        for test in chosen:
            limit_processor(SECONDS_BESIDES + TIMES_AS_LONG * test.seconds)
            if not _passes(test.item, folder):
                return str(test.item.nodeid)
        return SURVIVED

    def _exchanges(
        self, sound: CodeType, changed: CodeType
    ) -> list[tuple[FunctionType, CodeType]] | None:
        """The functions to be given other code; None where the file has to be imported anew."""
        found: list[tuple[FunctionType, CodeType]] = []

        def exchanged(old: CodeType, new: CodeType, alive: bool) -> bool:
            if old == new:
                return True
            functions = self.functions.get(_key(old), [])
            if len({f.__code__ for f in functions}) > 1:
                return False  # two lambdas on a line
            if any(f.__code__.co_freevars != new.co_freevars for f in functions):
                return False
            found.extend((function, new) for function in functions)
            alive = alive or bool(functions)
            if _by_itself(old) != _by_itself(new) and not alive:
                return False
            inside, others = _inside(old), _inside(new)
            if len(inside) != len(others):
                return alive
            return all(exchanged(a, b, alive) for a, b in zip(inside, others, strict=True))

        return found if exchanged(sound, changed, False) else None


def _key(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _inside(code: CodeType) -> list[CodeType]:
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _by_itself(code: CodeType) -> tuple[object, ...]:
    """What a piece of code is made of, without the pieces inside it."""
    constants = [repr(c) for c in code.co_consts if not isinstance(c, CodeType)]
    return (code.co_code, constants, code.co_names, code.co_varnames, code.co_exceptiontable)


def _passes(item: Any, folder: Path) -> bool:
    item.config._tmp_path_factory._basetemp = folder
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _traced(items: list[Any], paths: set[str], folder: Path) -> str:
    """What each test runs of the files, and for how long; an empty text where one fails."""
    lines: dict[str, set[int]] = {}

    def line(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            lines[frame.f_code.co_filename].add(frame.f_lineno)
        return line

    def call(frame: FrameType, _: str, __: object) -> Any:
        return line if frame.f_code.co_filename in paths else None

    learnt = []
    for item in items:
        lines = {path: set() for path in paths}
        began = time.process_time()
        sys.settrace(call)
        passes = _passes(item, folder)
        sys.settrace(None)
        seconds = round(time.process_time() - began, 4)
        if not passes:
            raise NotSound(item.nodeid)
        learnt.append((item.nodeid, seconds, {path: [*of] for path, of in lines.items() if of}))
    return json.dumps(learnt)


class _Cold:
    """A plugin that runs some of the tests, each with its limit, and remembers which fails."""

    def __init__(self, only: set[str] | None) -> None:
        self.only, self.failed = only, ""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        if self.only is not None:
            items[:] = [item for item in items if item.nodeid in self.only]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self) -> None:
        limit_processor(SECONDS_OF_A_COLD_TEST)

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


class Run(NamedTuple):
    """What pytest is given, and which of the tests found there are run: None for all."""

    tests: list[str]
    only: set[str] | None


def judged_cold(source: Source, mutant: Mutant | None, run: Run, folder: Path) -> str:
    """What the tests say of a mutant, or of the sound file, where nothing is imported yet."""
    code = source.changed(mutant) if mutant else source.code
    really = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, name: str) -> CodeType | None:
        return code if name == source.module else really(loader, name)

    limit_processor(SECONDS_TO_IMPORT)
    plugin = _Cold(run.only)
    options = [*_OPTIONS, "--basetemp", str(folder / "tmp")]
    with patch.object(SourceFileLoader, "get_code", get_code):
        ended = pytest.main([*options, *run.tests], plugins=[_Quick(), plugin])
    if ended in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
        return SURVIVED
    return plugin.failed or f"pytest ended with {ended!r}"
