"""JSON files as read, or refused with what is wrong, where, and how to mend it."""

import json
from typing import Any

from lpplan.reading.excess import TooMuch, refuse_excess
from lpplan.reading.toml_file import decode, read_bytes, refusal, too_large, written_key
from lpplan.values.limits import MOST_BYTES_OF_A_QUOTE, MOST_VALUES_OF_A_QUOTE
from lpplan.values.problem import LocatedProblem, LpplanError


def read_json(path: str, shown: str, hint: str) -> Any:
    """What a JSON file holds; ``-`` is standard input.

    ``hint`` says how to make such a file. Raises LpplanError with the one problem of a file that
    cannot be read, or is not JSON.
    """
    content = read_bytes(path, shown, hint, MOST_BYTES_OF_A_QUOTE)
    if len(content) > MOST_BYTES_OF_A_QUOTE:
        raise too_large(shown, MOST_BYTES_OF_A_QUOTE, "quote")
    try:
        # Shells of Windows save what they redirect as UTF-16.
        text = content.decode(json.detect_encoding(content))
    except UnicodeDecodeError:
        text = decode(shown, content)
    try:
        data = json.loads(text, parse_constant=str)
        refuse_excess(data, MOST_VALUES_OF_A_QUOTE, MOST_BYTES_OF_A_QUOTE)
        # Half a character, which JSON can hold and no text can.
        json.dumps(data, ensure_ascii=False).encode()
    except TooMuch as more:
        problem = more.problem
        if problem.code != "syntax":
            located = LocatedProblem(shown, None, written_key(problem.key), problem)
            raise LpplanError(problems=[located]) from None
        message, line = "has lists or tables nested too deeply", None
    except json.JSONDecodeError as wrong:
        message, line = _objection(wrong)
    except RecursionError:
        message, line = "has lists or tables nested too deeply", None
    except UnicodeEncodeError:
        message, line = "has half of a character", None
    except ValueError:
        # Python converts at most 4,300 digits.
        message, line = "has a number of thousands of digits", None
    else:
        return data
    raise refusal(shown, line, "no-json", f"is not JSON: {message}", hint) from None


def _objection(wrong: json.JSONDecodeError) -> tuple[str, int | None]:
    rest = wrong.doc[wrong.pos :].strip()
    if not wrong.doc.strip():
        return "it is empty", None
    if not rest or wrong.msg.startswith("Unterminated string"):
        return "it ends before it is complete", wrong.lineno
    return f"{wrong.msg[:1].lower()}{wrong.msg[1:]}, column {wrong.colno}", wrong.lineno
