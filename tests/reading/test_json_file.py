"""What is no JSON is told where and in what way."""

from pathlib import Path

import pytest

from lpplan.reading.json_file import read_json
from lpplan.values.problem import LocatedProblem, LpplanError, Problem


def refused(folder: Path, content: bytes) -> LocatedProblem:
    path = folder / "quote.json"
    path.write_bytes(content)
    with pytest.raises(LpplanError) as caught:
        read_json(str(path), "quote.json", "Save it anew.")
    (problem,) = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        (b"", None, "it is empty"),
        (b" \n ", None, "it is empty"),
        (b'{"a": 1', 1, "it ends before it is complete"),
        (b'{"a":\n "b', 2, "it ends before it is complete"),
        (b'{"a":\n "b, "c": 1}', 2, "expecting ',' delimiter, column 7"),
        (b'{"a": 1 "b": 2}', 1, "expecting ',' delimiter, column 9"),
        (b'{\n"a": x}', 2, "expecting value, column 6"),
        (b"[" * 100_000, None, "has lists or tables nested too deeply"),
        (b'["\\ud800"]', None, "has half of a character"),
        (b"[" + b"9" * 5000 + b"]", None, "has a number of thousands of digits"),
    ],
)
def test_what_is_no_json_says_where_and_why(
    content: bytes, line: int | None, message: str, tmp_path: Path
) -> None:
    assert refused(tmp_path, content) == LocatedProblem(
        "quote.json",
        line,
        "",
        Problem((), "no-json", f"is not JSON: {message}", "Save it anew."),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_windows_saves_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "quote.json"
    path.write_bytes('{"school": "Ysgol Gŵyr"}'.encode(encoding))
    assert read_json(str(path), "quote.json", "") == {"school": "Ysgol Gŵyr"}
