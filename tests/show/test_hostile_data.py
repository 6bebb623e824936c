"""What a text says, data, calendars, workbooks and logs hold as well, and nothing acts on it."""

import csv
import io
import json
import os
import re
import tomllib
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import tomli_w
from ical.calendar_stream import IcsCalendarStream

from conftest import ROOT, Lpplan, Process
from frozen_fees import FROZEN_FEES
from hostile_texts import COMMANDS, HOSTILE, HUGE, LONGEST, NO_TEXTS
from lpplan.fees.codes import CODES
from lpplan.fees.findings import github_log, gitlab, junit, sarif
from lpplan.reading.tables import read_plan
from lpplan.reading.toml_file import toml_line
from lpplan.show.data import csv_text, to_csv, to_json
from lpplan.show.svg import Svg
from lpplan.show.text import visible
from lpplan.show.workbook import Book, Page
from lpplan.show.workbook_cells import Hint, SheetColumn, Words
from lpplan.timeline.calendar import timeline_calendar
from lpplan.timeline.items import timeline
from lpplan.values.limits import MOST_TOPICS
from lpplan.values.money import NOTHING
from lpplan.values.problem import LocatedProblem, LpplanError, Problem
from test_formats import formats_of

TEXTS = (*HOSTILE, *NO_TEXTS)
SHOWN = [*map(visible, TEXTS)]
DAY = date(2026, 11, 28)


def test_a_reader_of_csv_finds_each_text_in_its_cell_guarded_from_spreadsheets() -> None:
    made = to_csv(("one", "other"), [(text, text) for text in TEXTS])
    _, *rows = csv.reader(io.StringIO(made))
    assert rows == [[csv_text(text)] * 2 for text in TEXTS]
    for (cell, _), shown in zip(rows, SHOWN, strict=True):
        assert cell in (shown, f"'{shown}")
        assert cell[0] not in "=+-@"
    assert not commands_in(made.replace("##[", ""))


def test_a_reader_of_json_finds_each_text_itself() -> None:
    made = to_json(TEXTS)
    assert tuple(json.loads(made)) == TEXTS
    assert made.isascii()
    assert not commands_in(made)


def test_a_reader_of_toml_finds_each_text_itself() -> None:
    for text in HOSTILE:
        assert tomllib.loads(toml_line("x", text)) == {"x": text}


def test_a_reader_of_svg_finds_each_text_and_no_element_of_its() -> None:
    drawing = Svg()
    for text in TEXTS:
        drawing.label(0, 0, text, "start")
    title, *labels = ET.fromstring(drawing.drawn(100, TEXTS[0]))
    assert [title.text, *(label.text for label in labels)] == [SHOWN[0], *SHOWN]
    assert not any([*label] for label in labels)


def test_a_reader_of_calendars_finds_each_text_in_its_words_place() -> None:
    words = [f"Wort{number:04}" for number in range(len(TEXTS))]

    def read(texts: Sequence[str]) -> list[str]:
        chunks = [texts[at : at + MOST_TOPICS] for at in range(0, len(texts), MOST_TOPICS)]
        stages = [
            {
                "stage": 3,
                "academic_year": f"20{27 + place}/{28 + place}",
                "participants": 1,
                "topics": [*chunk],
                "support": [{"kind": "other", "label": text, "times": 1} for text in chunk],
            }
            for place, chunk in enumerate(chunks)
        ]
        data = {
            "school": {"name": texts[0], "membership": "member"},
            "stages": stages,
            "trainers": [{"name": text} for text in texts[:4]],
        }
        plan, problems = read_plan(data)
        assert plan is not None, problems
        calendar = IcsCalendarStream.calendar_from_ics(timeline_calendar(timeline(plan, DAY)))
        assert not calendar.todos
        return [f"{one.dtstart} {one.summary}: {one.description}" for one in calendar.events]

    # Of the length that a name may have.
    texts = [text for text in HOSTILE if len(text) <= 300]
    harmless, shown = read(words[: len(texts)]), [*map(visible, texts)]
    in_place = [re.sub(r"Wort(\d{4})", lambda word: shown[int(word[1])], one) for one in harmless]
    assert in_place == read(texts)
    assert all(text in "".join(in_place) for text in shown)


def test_a_reader_of_workbooks_finds_each_text_in_its_cell_and_no_formula() -> None:
    book = Book("Texts", DAY, NOTHING)
    for text in TEXTS:
        columns = [SheetColumn(text, 10), *[SheetColumn("", 10)] * 2]
        page = Page(book, text, columns, title=text, about=[text])
        page.line(text, "grand", B=Words(text, "hint"), C=text)
        page.line("", B=Hint(text))
    made = openpyxl.load_workbook(io.BytesIO(book.content()))
    assert len(made.sheetnames) == len(TEXTS)
    for sheet, shown in zip(made, SHOWN, strict=True):
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert [cell.value for cell in cells if cell.value] == [shown] * 7
        assert {cell.data_type for cell in cells} == {"s"}
        assert not any(cell.hyperlink for cell in cells)


def test_a_text_longer_than_a_cell_is_refused_and_named(tmp_path: Path, lpplan: Lpplan) -> None:
    schools, out = tmp_path / "schools.csv", tmp_path / "summary.xlsx"
    header = "school,membership,stage,academic_year,participants,about\n"
    for length, code in ((LONGEST, 0), (LONGEST + 1, 2)):
        schools.write_text(f"{header}Oak,member,1,2018/19,5,{'x' * length}\n")
        outcome = lpplan("batch", schools, "-o", out, "--force")
        assert outcome.code == code
    assert outcome.err == (
        "Summary!C4: a cell holds 32,767 characters, and this text has 32,768:"
        f' "{"x" * 39}…"\n'
        "  Shorten it, or take another format, such as --format csv.\n"
    )
    # What Office programs count as two.
    page = Page(Book("Texts", DAY, NOTHING), "x", [SheetColumn("", 9)] * 2, title="", about=[])
    with pytest.raises(LpplanError, match="this text has 40,000"):
        page.line("\U0001f984" * 20_000)
    with pytest.raises(LpplanError, match="this text has 40,500"):
        page.paragraph(HUGE)


def found_by_ci() -> list[LocatedProblem]:
    codes = [*CODES]
    return [
        LocatedProblem(
            path=f"{text[:60]}.toml" if text in HOSTILE else "\udcff",
            line=number + 1,
            key=text,
            problem=Problem(
                key=(text,),
                code=codes[number % len(codes)],
                message=f"is {text}",
                hint=f"Mend {text}",
                severity="warning" if number % 2 else "error",
            ),
        )
        for number, text in enumerate(TEXTS)
    ]


def test_readers_of_findings_find_each_text() -> None:
    problems = found_by_ci()
    said = [f"{text}: is {text}. Mend {text}" for text in SHOWN]
    results = json.loads(sarif(problems))["runs"][0]["results"]
    assert [visible(one["message"]["text"]) for one in results] == said
    assert [visible(one["description"]) for one in json.loads(gitlab(problems))] == said
    cases = [*ET.fromstring(junit(problems, "fees", "done", strict=True)).iter("testcase")]
    assert [case[0].text for case in cases] == said


def test_a_log_of_github_has_no_commands_but_the_annotations() -> None:
    log = github_log(found_by_ci(), "Done.")
    told = commands_in(log)
    assert len(told) == 20
    for line, text in zip(told[:10], SHOWN[::2], strict=False):
        command = re.fullmatch(r"::(error|warning) file=(.*),line=\d+,title=[a-z-]+::(.*)", line)
        assert command
        assert unescaped(command[2]) == f"{text[:60]}.toml"
        assert unescaped(command[3]).replace("# #[", "##[") == f"{text}: is {text}\nMend {text}"


def unescaped(words: str) -> str:
    """As the runner of a workflow reads them."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        words = words.replace(code, character)
    return words


def commands_in(log: str) -> list[str]:
    """The lines that the runner of a workflow takes for commands, however they begin or end."""
    lines = map(str.strip, re.split("[\r\n]+", log))
    return [line for line in lines if line.startswith("::") or "##[" in line]


@pytest.fixture(scope="module")
def hostile_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan, a list and a style whose texts are commands of a workflow."""
    folder = tmp_path_factory.mktemp("hostile")
    schools = [{"name": text, "participants": 2} for text in COMMANDS]
    costs = [{"label": text, "amount": 5} for text in COMMANDS]
    support = [{"kind": "other", "label": text, "times": 1, "hours": 1} for text in COMMANDS]
    stages = [
        {
            "stage": stage,
            "academic_year": year,
            "schools": schools,
            "own_costs": costs,
            "support": support,
            "topics": [*COMMANDS],
        }
        for stage, year in ((2, "2018/19"), (3, "2019/20"))
    ]
    data = {
        "school": {"name": COMMANDS[0], "membership": "member", "topics": [*COMMANDS]},
        "stages": stages,
        "trainers": [{"name": text, "school": text} for text in COMMANDS[:4]],
        "applicants": {"contact": COMMANDS[0], "requirements": [*COMMANDS]},
    }
    fees = tomllib.loads((FROZEN_FEES / "2018-19.toml").read_text("utf-8"))
    for charge, text in zip(fees["fees"].values(), COMMANDS, strict=False):
        charge |= {"label": text, "reference": text, "member": 400}
    fees["source"] |= {"title": COMMANDS[0], "publisher": COMMANDS[10]}
    fees |= {"note": COMMANDS[0], COMMANDS[0]: COMMANDS[8]}
    (folder / "unsound").mkdir()
    (folder / "unsound" / "2018-19.toml").write_text(tomli_w.dumps(fees), encoding="utf-8")
    (folder / "fees").mkdir()
    del fees[COMMANDS[0]]
    (folder / "fees" / "2018-19.toml").write_text(tomli_w.dumps(fees), encoding="utf-8")
    plan, batch, style = (folder / name for name in ("plan.toml", "schools.csv", "style.toml"))
    plan.write_text(tomli_w.dumps(data), encoding="utf-8")
    look = {"name": COMMANDS[0], "address": [*COMMANDS], "contact": COMMANDS[8]}
    style.write_text(tomli_w.dumps(look), encoding="utf-8")
    with batch.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["school", "membership", "stage", "academic_year", "participants", "::a::"])
        names = dict.fromkeys(text.strip() for text in COMMANDS)
        rows.writerows([name, "member", 1, "2018/19", 5, name] for name in names)
    return folder


ASKED = {
    **dict.fromkeys(
        (
            *("quote", "readiness", "timeline", "recharge", "case", "proposal", "offer"),
            "applicant sheet",
        ),
        ("plan.toml", "--style", "style.toml"),
    ),
    "compare": ("plan.toml", str(ROOT / "examples" / "worth-it.toml")),
    "batch": ("schools.csv",),
    "fees show": ("2018/19",),
    "fees list": (),
    "fees check": ("unsound",),
    "fees diff": (str(FROZEN_FEES), "fees"),
}


@pytest.mark.parametrize("command", ASKED)
def test_no_result_on_standard_output_is_a_command_of_a_workflow(
    command: str, hostile_files: Path, lpplan: Lpplan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(hostile_files)
    monkeypatch.setenv("LPPLAN_FEES", "fees")
    forms = {*formats_of(command, lpplan)} - {"docx", "pdf", "xlsx", "svg", "github"}
    for form in forms:
        outcome = lpplan(*command.split(), *ASKED[command], "-f", form)
        assert outcome.code in (0, 1), outcome.err
        assert "stop-commands" in outcome.out or form in ("gitlab", "junit", "sarif")
        assert not commands_in(outcome.out + outcome.err), form


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX system")
def test_no_result_on_a_device_is_a_command_of_a_workflow_and_a_file_has_the_text(
    tmp_path: Path, lpplan_process: Process
) -> None:
    asked = ("quote", "--stage", "1", "--participants", "5", "--school", "##[error]x", "-f", "html")
    assert b"##[" not in lpplan_process(*asked, "-o", "/dev/stdout").stdout
    lpplan_process(*asked, "-o", tmp_path / "q.html")
    assert "Quote for ##[error]x" in (tmp_path / "q.html").read_text("utf-8")
