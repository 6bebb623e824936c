"""What SSAT told a school of its prices, as fee files of the school's own."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lpplan.core.fees import FeeSchedule, Membership, Reason
from lpplan.fees.new import PriceKey, ProvisionalSchedule, provisional_toml
from lpplan.output import make_folder, write_result
from lpplan.reading.fee_folder import (
    FeeFolder,
    FeeText,
    folder_texts,
    is_fee_file,
    load_fees,
    sound_folder,
)
from lpplan.reading.toml_file import read_bytes, toml_line
from lpplan.values.money import NOTHING, Pounds
from lpplan.values.words import day_in_words
from lpplan.values.years import AcademicYear

TOLD_FOLDER = "our-fees"
"""Where a plan's own fees go, beside it."""


class Told(NamedTuple):
    """What SSAT said: prices of a year in pounds exc VAT, who said so, and when."""

    year: AcademicYear
    membership: Membership
    prices: Mapping[str, Pounds]
    by: str
    on: date

    @property
    def because(self) -> str:
        """Why the prices are what they are."""
        return f"Told by {self.by} on {day_in_words(self.on)}"

    @property
    def column(self) -> str:
        """The key of its prices in a fee file."""
        return self.membership.replace("-", "_")

    @property
    def known_prices(self) -> dict[PriceKey, Pounds]:
        """Its prices as a schedule has them."""
        return {(name, self.column): amount for name, amount in self.prices.items()}


def fees_to_add_to(folder: str) -> FeeFolder:
    """The fees that a folder has, else those that come with lpplan, from which it begins."""
    path = Path(folder)
    has_fees = path.is_dir() and any(is_fee_file(one.name) for one in path.iterdir())
    return load_fees(folder) if has_fees else sound_folder(folder_texts(None), None)


def with_told(known: FeeFolder, base: FeeSchedule, said: Told, folder: str) -> FeeFolder:
    """The fees of a folder with what SSAT said, of which nothing is written yet.

    ``base`` is the year's own schedule, or the one that a new one begins from. Raises LpplanError
    where the folder would not be sound.
    """
    if base.academic_year == said.year:
        text = _corrected(known.files[said.year].text, said)
    else:
        reason = Reason(on=said.on, fees="all", because=said.because)
        new = ProvisionalSchedule(said.year, base, NOTHING, said.known_prices, reason)
        text = provisional_toml(new)
    texts = {file.path: file.text for year, file in known.files.items() if year != said.year}
    texts[str(Path(folder) / f"{said.year.in_file_names}.toml")] = text
    files = (FeeText(path, Path(path).name, text.encode) for path, text in texts.items())
    every = sorted(files, key=lambda file: file.name)
    return sound_folder(every, folder, known.schedules.uplift)


@contextmanager
def told_written(fees: FeeFolder, known: FeeFolder, folder: str) -> Iterator[None]:
    """What is new in the fees of a folder, and where it is a new one the earlier years, in place.

    An error while they are written, or in the block, takes what is new away again. Raises
    LpplanError where they cannot be written.
    """
    with ExitStack() as taking_back:
        if not Path(folder).exists():
            taking_back.callback(_remove, Path.rmdir, Path(folder))
        make_folder(folder)
        for year, file in fees.files.items():
            before = None if known.folder is None else known.files.get(year)
            path = Path(folder) / Path(file.path).name
            if before is None or before.text != file.text:
                write_result(file.text, str(path), force=before is not None)
            if before is None:
                taking_back.callback(_remove, Path.unlink, path)
        yield
        taking_back.pop_all()


def _remove(how: Callable[[Path], None], path: Path) -> None:
    with suppress(OSError):
        how(path)


def name_folder(path: str) -> None:
    """Say at the top of a plan which fees it has."""
    content = read_bytes(path, path)
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    end = b"\r\n" if b"\r\n" in content else b"\n"
    line = toml_line("fees", TOLD_FOLDER).encode() + end
    write_result(mark + line + content.removeprefix(mark), path, force=True)


def _corrected(text: str, said: Told) -> str:
    """A provisional schedule with other prices, and why; its comments stay."""
    import tomlkit

    document = tomlkit.parse(text)
    charges = document["fees"]
    for name, amount in said.prices.items():
        whole = amount == amount.to_integral_value()
        price = tomlkit.value(str(int(amount) if whole else amount))
        charges[name][said.column] = price.comment("as told; check it")
    entry = [toml_line("on", said.on), toml_line("fees", [*said.prices])]
    entry.append(toml_line("because", said.because))
    lines = ["", "[[changes]]", *entry]
    return tomlkit.dumps(document).rstrip("\n") + "\n" + "\n".join(lines) + "\n"
