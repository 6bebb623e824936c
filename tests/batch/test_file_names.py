"""Any school has a file name that any system takes, that stays in its folder and is its own."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpplan.batch.file_names import (
    MOST_BYTES,
    MOST_CHARACTERS,
    names_in,
    proposal_file_name,
)
from lpplan.values.file_names import name_key


@pytest.mark.parametrize(
    ("school", "name"),
    [
        ("Oakfield Academy", "Oakfield Academy.docx"),
        ("St Mary's CE Primary School", "St Mary's CE Primary School.docx"),
        ("Ysgol Gŵyr", "Ysgol Gŵyr.docx"),
        ("Ysgol Gw\u0302yr", "Ysgol Gŵyr.docx"),
        ("مدرسة النور", "مدرسة النور.docx"),
        ("दिल्ली", "दिल्ली.docx"),
        ("../../x", "x.docx"),
        ("/etc/passwd", "etc passwd.docx"),
        ("..\\..\\x", "x.docx"),
        ("C:\\Oak", "C Oak.docx"),
        ("a:b", "a b.docx"),
        ("..", "School.docx"),
        ("", "School.docx"),
        (" \t\n", "School.docx"),
        ("***", "School.docx"),
        ("☃", "School.docx"),
        ("CON", "School CON.docx"),
        ("nul", "School nul.docx"),
        ("Com1", "School Com1.docx"),
        ("LPT¹", "School LPT¹.docx"),
        ("nul.txt", "nul txt.docx"),
        ("aux.", "School aux.docx"),
        ("Console School", "Console School.docx"),
        ("Oak. ", "Oak.docx"),
        ("-rf", "rf.docx"),
        (".hidden", "hidden.docx"),
        ("Oak\u202ecod.exe", "Oakcod exe.docx"),
        ("Oak\x00Elm", "Oak Elm.docx"),
        ("Oak\nElm", "Oak Elm.docx"),
        ("\udcff", "School.docx"),
        ("x" * 300, "x" * 100 + ".docx"),
        ("ع" * 300, "ع" * 90 + ".docx"),
    ],
)
def test_a_school_gets_this_name(school: str, name: str) -> None:
    assert proposal_file_name(school, ".docx", set()) == name


def test_a_name_that_is_taken_is_numbered() -> None:
    taken: set[str] = set()
    schools = ["Oak", "OAK", "oak ", "Oak!", "Oak 2", "ＯＡＫ"]
    assert [proposal_file_name(school, ".md", taken) for school in schools] == [
        "Oak.md",
        "OAK 2.md",
        "oak 3.md",
        "Oak 4.md",
        "Oak 2 2.md",
        "ＯＡＫ 5.md",
    ]


def test_a_file_that_is_there_has_its_name_taken(tmp_path: Path) -> None:
    (tmp_path / "OAK.docx").touch()
    (tmp_path / "Oak 2.docx").mkdir()
    assert proposal_file_name("Oak", ".docx", names_in(tmp_path)) == "Oak 3.docx"
    assert proposal_file_name("Oak", ".md", names_in(tmp_path)) == "Oak.md"
    assert names_in(tmp_path / "none") == set()


HOSTILE = st.one_of(
    st.text(max_size=400),
    st.text(st.sampled_from("./\\: \0\u200b\u202e-*?\"<>|'CONconaux1¹ẞßŵ"), max_size=12),
    st.sampled_from(["con", "PRN", "aux ", "NUL.", "CoM3", "lpt9", "..", "~", "$HOME", "%TEMP%"]),
)


@given(st.lists(HOSTILE, max_size=12))
def test_any_schools_have_safe_names_that_no_system_takes_for_one_another(
    schools: list[str],
) -> None:
    taken: set[str] = set()
    names = [proposal_file_name(school, ".docx", taken) for school in schools]
    assert len({name_key(name) for name in names}) == len(schools) == len(taken)
    assert len({unicodedata.normalize("NFD", name).lower() for name in names}) == len(schools)
    for name in names:
        stem = name.removesuffix(".docx")
        assert stem
        assert stem != name
        assert stem == stem.strip(" .-")
        assert not set(stem) & set('/\\:*?"<>|.%$~`')
        assert all(unicodedata.category(c)[0] != "C" for c in stem)
        assert len(stem) <= MOST_CHARACTERS + 10
        assert len(name.encode()) <= MOST_BYTES + 20 <= 255
        assert stem.casefold() not in {"con", "prn", "aux", "nul"}
        assert Path(name).name == name


@given(HOSTILE)
def test_a_name_can_be_created_in_a_folder(
    tmp_path_factory: pytest.TempPathFactory, school: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    file = folder / proposal_file_name(school, ".docx", set())
    file.touch()
    assert file.parent.samefile(folder)
    file.unlink()
