"""What is odd about a fee file beside the one before it, at the bounds of each rule."""

from datetime import date

import pytest

from lpplan.core.fees import FeeSchedule
from lpplan.core.programme import STANDARD_CHARGES
from lpplan.reading.fee_folder import FeeText, examine
from lpplan.reading.fee_rule import FeeFile
from lpplan.values.years import AcademicYear

CHARGES = ("accreditation", "person", 400), ("train_the_trainer", "stage", 1200)


def fees(year: str, status: str = "published", more: str = "", **prices: int | None) -> FeeText:
    """A fee file of made-up prices, in which None leaves a charge out."""
    lines = [f'academic_year = "{year}"', f'status = "{status}"', more]
    if status == "published":
        lines.append('source = { title = "T", publisher = "P", checked = 2018-09-01 }')
    lines.append('withdrawn = ["support_package"]')
    for name, per, usual in CHARGES:
        lines += [f"[fees.{name}]", f'label = "{name}"', f'per = "{per}"', "stages = [1]"]
        lines += [f"member = {prices.get(name, usual)}", 'reference = "Here"']
    name = f"{year.replace('/', '-')}.toml"
    return FeeText(name, name, lambda: "\n".join(lines).encode())


def codes(*texts: FeeText, as_of: date = date(2018, 10, 1)) -> list[tuple[str | None, str, str]]:
    """What is odd about the prices and the changes of the last of the files."""
    _, problems = examine(texts, as_of)
    last = texts[-1].name
    return [
        (one.path, one.key, one.problem.code)
        for one in problems
        if one.path == last and one.problem.code in PRICES
    ]


PRICES = {"price-rose", "price-fell", "provisional-year-over", "change-in-future"}
FIRST = fees("2018/19")


@pytest.mark.parametrize(
    ("year", "price", "code"),
    [
        ("2019/20", 440, None),  # 10 % in a year
        ("2019/20", 441, "price-rose"),
        ("2020/21", 484, None),  # 400 × 1.1²
        ("2020/21", 485, "price-rose"),
        ("2019/20", 400, None),
        ("2019/20", 399, "price-fell"),
    ],
)
def test_a_price_may_rise_by_a_tenth_a_year_and_never_fall(
    year: str, price: int, code: str | None
) -> None:
    second = fees(year, accreditation=price)
    expected = [(second.name, "fees.accreditation.member", code)] if code else []
    assert codes(FIRST, second) == expected


@pytest.mark.parametrize(
    ("named", "is_accepted"),
    [('["accreditation"]', True), ('"all"', True), ('["train_the_trainer"]', False)],
)
def test_a_rise_is_accepted_for_the_charge_that_an_entry_names(
    named: str, is_accepted: bool
) -> None:
    entry = f'{{ on = 2018-08-01, fees = {named}, because = "A list", accepts = ["rise"] }}'
    second = fees("2019/20", more=f"changes = [{entry}]", accreditation=500)
    assert (codes(FIRST, second) == []) is is_accepted


def test_a_change_may_be_of_today_and_not_of_tomorrow() -> None:
    entry = '{ on = 2018-10-01, fees = "all", because = "A list" }'
    provisional = fees("2019/20", "provisional", f"changes = [{entry}]")
    assert codes(FIRST, provisional) == []
    early = codes(FIRST, provisional, as_of=date(2018, 9, 30))
    assert early == [(provisional.name, "changes[1].on", "change-in-future")]


def test_a_charge_that_was_not_there_before_has_no_price_to_compare_with() -> None:
    second = fees("2019/20")
    venue = (
        b'\n[fees.venue]\nlabel = "V"\nper = "stage"\nstages = [1]\nmember = 5\nreference = "X"\n'
    )
    more = second._replace(read=lambda: second.read() + venue)
    assert codes(FIRST, more) == []


def test_a_second_file_for_a_year_is_not_compared_with_the_first() -> None:
    again = fees("2018/19", accreditation=300)._replace(name="2019-20.toml", shown="2019-20.toml")
    assert codes(FIRST, again) == []


@pytest.mark.parametrize(
    ("as_of", "found"),
    [(date(2019, 8, 31), []), (date(2019, 9, 1), ["provisional-year-over"])],
)
def test_a_provisional_year_is_over_the_day_after_its_last(as_of: date, found: list[str]) -> None:
    provisional = fees("2018/19", "provisional")
    assert [code for _, _, code in codes(provisional, as_of=as_of)] == found


@pytest.mark.parametrize(
    ("entry", "key", "message", "hint"),
    [
        ('{ fees = "all", because = "A" }', "on", "is missing", "For example: on = 2018-05-14"),
        (
            '{ on = 2018-08-01, because = "A" }',
            "fees",
            "is missing",
            'For example: fees = ["accreditation"]',
        ),
        (
            '{ on = 2018-08-01, fees = 5, because = "A" }',
            "fees",
            'must be a list of charges such as ["accreditation"], or "all", not 5',
            'For example: fees = ["accreditation"]',
        ),
        (
            '{ on = 2018-08-01, fees = "all" }',
            "because",
            "is missing",
            'For example: because = "SSAT price list 2019/20, received by email"',
        ),
    ],
)
def test_an_entry_of_changes_that_lacks_something_is_told_and_the_rest_is_judged(
    entry: str, key: str, message: str, hint: str
) -> None:
    file = fees("2018/19", more=f"changes = [{entry}]")
    read = file.read().replace(b'["support_package"]', b'["support_package", "venue"]')
    _, problems = examine([file._replace(read=lambda: read)], date(2018, 10, 1))
    found = {one.key: (one.problem.message, one.problem.hint) for one in problems}
    assert found[f"changes[1].{key}"] == (message, hint)
    assert found["withdrawn"] == (
        "names venue, which was not charged before",
        f"Correct it, or remove it. Charged before: {', '.join(sorted(STANDARD_CHARGES))}.",
    )


def test_a_first_schedule_is_no_years_after_any() -> None:
    draft = FeeSchedule.model_construct(academic_year=AcademicYear(2018))
    assert FeeFile(draft, "2018-19.toml", (), None).years == 0


def test_a_fee_file_has_room_for_fifteen_charges() -> None:
    def last(number: int) -> list[tuple[str, str]]:
        more = [f'[fees.room_{n}]\nper = "stage"\nstages = [1]\nmember = 5' for n in range(number)]
        read = "\n".join([FIRST.read().decode(), *more]).encode()
        _, problems = examine([FIRST._replace(read=lambda: read)])
        return [(one.key, one.problem.message) for one in problems]

    # The file has two of its own.
    assert last(13) == []
    assert last(14) == [
        ("fees.room_13", "is one charge more than the 15 that a fee file has room for")
    ]
