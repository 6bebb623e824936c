"""A fixed number of the cases that ``tests/fuzz/run.py`` makes for hours."""

import signal
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import run as fuzz
from cases import Case, case, write_files

CASES = 150


@pytest.mark.parametrize("number", range(CASES))
def test_no_case_ends_as_none_may(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    one = case(number)
    write_files(one.files, tmp_path)
    code, _ = fuzz.ended(one)
    assert code in fuzz.CODES


def test_a_case_is_made_again_by_its_number() -> None:
    assert case(42) == case(42)
    assert case(42) != case(47)


@pytest.mark.parametrize("fault", ["raise", "code", "slow", "trace"])
def test_a_case_that_ends_as_none_may_is_told(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(arguments: list[str], typed: object = ()) -> tuple[int, str]:
        if fault == "raise":
            raise KeyError("x")
        monkeypatch.setattr(fuzz, "MOST_SECONDS", -1 if fault == "slow" else 60)
        return 3 if fault == "code" else 0, "Traceback" if fault == "trace" else ""

    monkeypatch.setattr(fuzz, "_run", run)
    with pytest.raises(fuzz.Ended):
        fuzz.ended(Case({}, ["quote", "plan.toml"]))


def test_ctrl_c_within_a_case_stops_the_run_which_says_what_it_finished(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    begun = []

    def run(arguments: list[str], typed: object = ()) -> tuple[int, str]:
        begun.append(arguments)
        try:
            if len(begun) == 3:
                signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            # As whatever reads a command line takes it.
            return 130, ""
        return 2, ""

    monkeypatch.setattr(fuzz, "_run", run)
    monkeypatch.setattr(sys, "argv", ["run.py", "--cases", "10"])
    before = signal.getsignal(signal.SIGINT)
    try:
        assert fuzz.main() == 0
    finally:
        signal.signal(signal.SIGINT, before)
    told = capsys.readouterr().out
    assert told == "\nInterrupted. \n3 cases from 0: 0 failed; 3 with 2.\n"


def test_totals_that_differ_over_formats_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = {"json": '{"total": "2.00"}', "csv": "amount_exc_vat\n1.00\n"}
    monkeypatch.setattr(fuzz, "_run", lambda arguments, typed=(): (0, shown[arguments[-1]]))
    with pytest.raises(fuzz.Ended, match=r"1.00 in CSV, 2.00 in JSON"):
        fuzz._compare_totals(["quote", "plan.toml"])
