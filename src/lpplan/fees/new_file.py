"""A provisional schedule as a fee file, with comments that say what to confirm."""

from collections.abc import Iterator

from lpplan.core.words import pounds
from lpplan.fees.next_schedule import NextSchedule
from lpplan.reading.toml_line import table_header, toml_line
from lpplan.show.text import visible


def new_schedule_toml(new: NextSchedule) -> str:
    """The fee file."""
    return "\n".join(_lines(new)) + "\n"


def _lines(new: NextSchedule) -> Iterator[str]:
    base = new.base.academic_year
    yield f"# Fees for {new.year}, made from those of {base}."
    yield "# PROVISIONAL: SSAT has not confirmed them."
    yield "#"
    yield "# To confirm with SSAT before anyone relies on it:"
    yield "# - each price; a non-member price goes into non_member once SSAT has told it;"
    yield '# - whether a charge is new, or gone (then remove it, and add withdrawn = ["NAME"]);'
    yield "# - whether what a charge is per, its stages and the limit of a cohort are the same."
    yield "#"
    yield '# To publish it: set status = "published", remove based_on and uplift, correct each'
    yield "# reference, and say under [source] the title, the publisher, and in checked the day"
    yield "# on which you compared every price."
    yield ""
    yield toml_line("academic_year", str(new.year))
    yield toml_line("status", "provisional")
    yield toml_line("based_on", str(base))
    if new.uplift:
        yield toml_line("uplift", f"{new.uplift.normalize():f}%")
    yield toml_line("currency", "GBP")
    yield toml_line("vat", "exclusive")
    if new.withdrawn:
        yield toml_line("withdrawn", new.withdrawn)
    for name, charge in new.base.fees.items():
        yield from ("", table_header("fees", name))
        for key in ("label", "per", "max_cohort_size", "stages"):
            value = getattr(charge, key)
            if value is not None:
                yield toml_line(key, value)
        for column in ("member", "non_member"):
            yield from _price(new, name, column)
        # Notes stay behind: they are about the prices of the year that they were written for.
        if charge.reference is not None:
            yield toml_line("reference", charge.reference)


def _price(new: NextSchedule, name: str, column: str) -> Iterator[str]:
    price, then = new.price(name, column), new.then(name, column)
    if price is None:
        return
    whole = price == price.to_integral_value()
    line = toml_line(column, int(price) if whole else price)
    was = f"{pounds(then)} in {new.base.academic_year}" if then is not None else "no price before"
    told = "as told; check it" if (name, column) in new.told else "to confirm"
    yield f"{line}  # {told}: {visible(was)}"
