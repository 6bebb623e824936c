"""A list of schools is read row by row, however it was saved."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.batch import list_file, school_rows
from lpplan.batch.list_file import csv_records
from lpplan.batch.school_rows import SchoolRows, listed_schools, open_list, survey
from lpplan.values.problem import LpplanError

HEADER = "school,membership,stage,academic_year,participants\n"
OAK = "Oak,member,1,2018/19,27\n"
ELM = "Elm,member,2,2018/19,5\n"


def read(text: str) -> list[SchoolRows]:
    return list(listed_schools(csv_records(io.StringIO(text, newline=""), "s.csv"), "s.csv")[1])


def lines_and_cells(
    schools: list[SchoolRows],
) -> list[tuple[str, list[tuple[int, tuple[str, ...]]]]]:
    return [(s.name, [(row.line, row.cells) for row in s.rows]) for s in schools]


def faults(schools: list[SchoolRows]) -> list[tuple[int, list[str]]]:
    return [(r.line, [f.code for f in r.problems]) for s in schools for r in s.rows if r.problems]


def refused(text: str) -> list[str]:
    with pytest.raises(LpplanError) as refusal:
        read(text)
    assert refusal.value.exit_code == 2
    return [f"{p.line}: {p.key}: {p.problem.message}" for p in refusal.value.problems]


PLAIN = lines_and_cells(read(HEADER + OAK + ELM))


def test_a_school_has_its_rows_with_their_lines() -> None:
    text = HEADER + OAK + "Oak,member,2,2019/20,5\n" + ELM
    assert lines_and_cells(read(text)) == [
        (
            "Oak",
            [
                (2, ("Oak", "member", "1", "2018/19", "27")),
                (3, ("Oak", "member", "2", "2019/20", "5")),
            ],
        ),
        ("Elm", [(4, ("Elm", "member", "2", "2018/19", "5"))]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        (HEADER + OAK + ELM).replace(",", ";"),
        (HEADER + OAK + ELM).replace(",", "\t"),
        (HEADER + OAK + ELM).replace("\n", "\r\n"),
        (HEADER + OAK + ELM).replace("\n", "\r"),
        (HEADER + OAK + ELM).removesuffix("\n"),
        (HEADER + OAK + ELM).replace(",", " , "),
        HEADER.upper() + OAK + ELM,
        (HEADER + OAK + ELM).replace("\n", ",,\n"),
        HEADER.replace("\n", ",,\n") + OAK + ELM,
        HEADER + '"Oak","member","1","2018/19","27"\n' + ELM,
        HEADER + OAK + ELM + "\n,,,,\n  \n,\n",
    ],
)
def test_the_ways_in_which_editors_save_a_list_change_nothing(text: str, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    for mark in (b"", b"\xef\xbb\xbf"):
        file.write_bytes(mark + text.encode())
        with open_list(str(file)) as found:
            assert lines_and_cells(list(found.schools)) == PLAIN


def test_columns_may_stand_in_any_order() -> None:
    text = "participants,academic_year,stage,membership,school\n27,2018/19,1,member,Oak\n"
    assert lines_and_cells(read(text)) == PLAIN[:1]


def test_lines_count_blank_ones_and_those_within_quotes() -> None:
    text = f'\n\n{HEADER}\n"Oak\nand ""Ash"", too",member,1,2018/19,27\n\n{ELM}'
    assert [(s.name, s.rows[0].line) for s in read(text)] == [
        ('Oak\nand "Ash", too', 5),
        ("Elm", 8),
    ]


def test_spaces_and_accents_make_no_other_school() -> None:
    text = HEADER + OAK.replace("Oak", "G\u0175yr  Uchaf") + OAK.replace("Oak", "Gw\u0302yr Uchaf ")
    assert [len(school.rows) for school in read(text)] == [2]


def test_a_school_that_came_before_is_a_fault_of_the_later_row() -> None:
    assert faults(read(HEADER + OAK + ELM + OAK + OAK + ELM)) == [
        (4, ["rows-apart"]),
        (6, ["rows-apart"]),
    ]


def test_a_row_that_cannot_be_read_leaves_out_the_schools_on_either_side() -> None:
    found = read(HEADER + OAK + '"Ash"x,member,1,2018/19,5\n' + ELM + OAK.replace("Oak", "Yew"))
    assert faults(found) == [(3, ["unreadable-row"]), (4, ["beside-unreadable-row"])]
    assert [len(school.rows) for school in found] == [2, 1, 1]


def test_within_a_school_such_a_row_is_its_own() -> None:
    found = read(HEADER + OAK + '"Oak"x,member,1,2018/19,5\n' + OAK + ELM)
    assert faults(found) == [(3, ["unreadable-row"])]
    assert [len(school.rows) for school in found] == [3, 1]


def test_rows_that_cannot_be_read_are_not_held_without_end() -> None:
    found = read(HEADER + OAK + '"Oak"x,member,1,2018/19,5\n' * 2_500 + ELM)
    assert [len(school.rows) for school in found] == [1_000, 1_000, 501, 1]
    assert len(faults(found)) == 2_501


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("Ash,member,1\n", "row-width"),
        ("Ash\n", "row-width"),
        ("Ash,member,1,2018/19,5,6\n", "row-width"),
        ("Ash,member,1,2018/19,5\0\n", "nul"),
        ("Ash\udcff,member,1,2018/19,5\n", "not-utf-8"),
        (f"Ash,member,1,2018/19,{'5' * 200_000}\n", "unreadable-row"),
        ('Ash,member,1,2018/19,"5\n', "unreadable-row"),
    ],
)
def test_a_row_that_is_none_is_a_fault(row: str, code: str) -> None:
    assert faults(read(HEADER + OAK + row)) == [(3, [code])]


def test_a_quote_that_is_not_closed_says_which_lines_are_left_out() -> None:
    (school,) = read(HEADER + '"Oak,member,1,2018/19,27\n' + ELM)
    assert school.rows[0].problems[0].message.endswith("; lines 2 to 3 are left out")


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("", ["1: : has no header"]),
        ("\n \n", ["1: : has no header"]),
        (
            "schol,membership,stage,academic_year",
            [
                "1: schol: is not a column of a list",
                "1: participants: is missing from the header",
            ],
        ),
        (
            "\nschool,School,membership,stage,academic_year,participants,phone\n",
            ["2: school: is a column twice"],
        ),
        ('"school\n', ["1: : is not a valid header: its quotes do not match"]),
    ],
)
def test_a_header_is_refused_with_all_its_faults(header: str, told: list[str]) -> None:
    assert refused(header) == told


def test_a_column_that_is_misspelt_is_told_what_was_meant() -> None:
    with pytest.raises(LpplanError) as refusal:
        read("school,membership,stage,acadamic_year,participants\n")
    assert [p.problem.hint for p in refusal.value.problems] == ["Did you mean academic_year?"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_list_in_utf_16_is_refused_with_what_to_do(encoding: str, tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_bytes((HEADER + OAK).encode(encoding))
    with pytest.raises(LpplanError) as refusal, open_list(str(file)) as found:
        list(found.schools)
    (problem,) = refusal.value.problems
    assert "UTF-16" in problem.problem.message
    assert "encoding UTF-8" in problem.problem.hint


def test_an_endless_line_and_endless_rows_of_one_school_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_file, "MOST_CHARACTERS_OF_A_ROW", 1_000)
    file = tmp_path / "s.csv"
    file.write_text(HEADER + "x" * 2_000)
    with pytest.raises(LpplanError) as refusal, open_list(str(file)) as found:
        list(found.schools)
    assert "is longer than 1,000 characters" in refusal.value.problems[0].problem.message
    assert "more than 1,000 rows" in refused(HEADER + OAK * 1_001)[0]


def test_nothing_is_read_ahead_but_the_first_row_of_the_next_school() -> None:
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in (HEADER, *(f"School {n},member,1,2018/19,5\n" for n in range(10))):
            taken += 1
            yield line

    found = listed_schools(csv_records(lines(), "s.csv"), "s.csv")[1]
    # The header is judged at once.
    assert taken == 1
    for number in range(5):
        assert next(found).name == f"School {number}"
        assert taken == number + 3


def test_names_are_told_apart_beyond_the_room_there_is_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(school_rows, "LEAST_SLOTS", 8)
    text = HEADER + "".join(f"S{n},member,1,2018/19,5\n" for n in [*range(200), *range(200)])
    assert [line for line, _ in faults(read(text))] == list(range(202, 402))


@given(st.lists(st.tuples(*[st.text(st.characters(codec="utf-8"), max_size=8)] * 5), max_size=8))
def test_what_a_spreadsheet_writes_is_read_as_it_was(rows: list[tuple[str, ...]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER.strip().split(","))
    writer.writerows(rows)
    found = [row.cells for school in read(text.getvalue()) for row in school.rows]
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    if not any("\0" in cell for row in rows for cell in row):
        assert found == [row for row in stripped if any(row)]


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_bytes((HEADER + OAK).encode() + content)
    with open_list(str(file)) as found:
        for school in found.schools:
            assert school.rows


def test_schools_are_counted_where_the_list_can_be_read_twice(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(HEADER + OAK + OAK + ELM + "bad,,,,\n", encoding="utf-8")
    assert survey(str(file)) == (3, {})
    file.write_text("no,header\n" + OAK, encoding="utf-8")
    assert survey(str(file)) == survey("-") == (None, {})


def test_schools_whose_rows_stand_apart_are_known_before_and_count_once(tmp_path: Path) -> None:
    file = tmp_path / "schools.csv"
    file.write_text(HEADER + OAK + ELM + OAK + ELM + OAK, encoding="utf-8")
    known = survey(str(file))
    assert (known.schools, known.apart) == (2, {"Oak": 4, "Elm": 5})
    with open_list(str(file), known.apart) as listed:
        assert faults(list(listed.schools)) == [
            (2, ["known-apart"]),
            (3, ["known-apart"]),
            (4, ["left-out-apart"]),
            (5, ["left-out-apart"]),
            (6, ["left-out-apart"]),
        ]
