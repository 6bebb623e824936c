"""What is odd about a fee file beside the one before it, at the bounds of each rule."""

from datetime import date

import pytest

from lpplan.reading.fee_folder import FeeText, examine

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


PRICES = {"price-rose", "price-fell", "still-provisional", "change-in-future"}
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
