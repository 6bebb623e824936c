"""Edits of what decides no amount, of how files are written, and of where they are."""

from pathlib import Path

from edit_steps import Edit, copy, every, link, move, nothing, remove, swap, table, told, top, write

SAME = "It says the same amounts."
IS_NO_AMOUNT = "A name is no amount, and the diff shows it."

WORDS = [
    Edit("nothing at all", [nothing, write("../README.md")], why="No fee file changed."),
    Edit("a comment", [top("# Read twice.")], why=SAME),
    Edit("blank lines and spaces", [every(" = ", "   =  "), every("\\n\\n", "\n\n\n")], why=SAME),
    Edit("an amount with its pence", [swap("member = 410", "member = 410.00")], why=SAME),
    Edit("an amount with an underscore", [swap("member = 2300", "member = 2_300")], why=SAME),
    Edit(
        "an amount in quotes",
        [swap("member = 2300", 'member = "2300"')],
        check="wrong-value",
        exits=(1, 2),
        mend=[swap('member = "2300"', "member = 2300")],
    ),
    Edit(
        "an amount with an exponent",
        [swap("member = 2300", "member = 23e2")],
        check="wrong-value",
        exits=(1, 2),
        mend=[swap("member = 23e2", "member = 2300")],
    ),
    Edit(
        "a negative amount",
        [swap("member = 2300", "member = -2300")],
        check="wrong-value",
        exits=(1, 2),
        mend=[swap("member = -2300", "member = 2300")],
    ),
    Edit(
        "an amount with a digit of another script",
        [swap("member = 2300", "member = 2٣٠٠")],
        check="syntax",
        exits=(1, 2),
        mend=[swap("member = 2٣٠٠", "member = 2300")],
    ),
    Edit(
        "another order of keys",
        [swap('per = "person"\nstages = [1, 2, 3]', 'stages = [1, 2, 3]\nper = "person"')],
        why=SAME,
    ),
    Edit("another order of stages", [swap("stages = [1, 2, 3]", "stages = [3, 1, 2]")], why=SAME),
    Edit(
        "another order of charges",
        [
            table("venue"),
            every(
                "^\\[fees\\.accreditation",
                '[fees.venue]\nlabel = "A room for both sessions"\nper = "stage"\nstages = [1, 2]\n'
                "member = 150\nnon_member = 160\n"
                'reference = "Page 2"\n\n[fees.accreditation',
            ),
        ],
        why="Quotes list the charges in another order, with the same amounts.",
    ),
    Edit(
        "another label",
        [swap('label = "Train the trainer"', 'label = "Training of trainers"')],
        why=IS_NO_AMOUNT,
    ),
    Edit(
        "the labels of two charges swapped",
        [
            every('"Train the trainer"', '"?"'),
            every('"A room for both sessions"', '"Train the trainer"'),
            every('"[?]"', '"A room for both sessions"'),
        ],
        why=IS_NO_AMOUNT,
    ),
    Edit(
        "two charges of one label",
        [swap('label = "Train the trainer"', 'label = "LP Support  package"')],
        check="repeated-label",
        exits=(1, 0),
        mend=[swap('label = "LP Support  package"', 'label = "Train the trainer"')],
    ),
    Edit(
        "a label deleted",
        [every('^label = "Train the trainer"\n', "")],
        check="missing-label",
        exits=(1, 0),
        mend=[every("^\\[fees.train_the_trainer\\]", '[fees.train_the_trainer]\nlabel = "T"')],
    ),
    Edit(
        "a note, a reference and an address",
        [every("^reference.*", 'reference = "Page 9"\nnote = "Told"\nurl = "https://a.example"')],
        why=SAME,
    ),
    Edit("another title of the source", [every("^title = .*", 'title = "A list"')], why=SAME),
    Edit(
        "the title of the source to be written",
        [every("^title = .*", 'title = "TBC."')],
        check="placeholder",
        exits=(1, 0),
        mend=[every("^title = .*", 'title = "A list"')],
    ),
    Edit(
        "based on another year",
        [swap('based_on = "2019/20"', 'based_on = "2018/19"', "2020-21")],
        why=SAME,
    ),
    Edit(
        "another uplift on paper",
        [swap("uplift = 2", "uplift = 3", "2020-21")],
        why="It says how the prices were estimated; quotes take the prices.",
    ),
    Edit("currency and VAT said", [top('currency = "GBP"\nvat = "exclusive"')], why=SAME),
    Edit(
        "another currency",
        [top('currency = "EUR"')],
        check="wrong-value",
        exits=(1, 2),
        mend=[every("^currency.*\n", "")],
    ),
    Edit(
        "the year spelt otherwise",
        [swap('academic_year = "2019/20"', 'academic_year = "2019-2020"')],
        why=SAME,
    ),
    Edit(
        "the year misspelt",
        [swap('academic_year = "2019/20"', 'academic_year = "2019/21"')],
        check="wrong-value",
        exits=(1, 2),
        mend=[swap('academic_year = "2019/21"', 'academic_year = "2019/20"')],
    ),
    Edit(
        "a key misspelt",
        [swap("non_member = 500", "nonmember = 500")],
        check="unknown-key",
        exits=(1, 2),
        mend=[swap("nonmember = 500", "non_member = 500")],
    ),
    Edit(
        "a key twice",
        [swap("member = 410", "member = 410\nmember = 4100")],
        check="syntax",
        exits=(1, 2),
        mend=[swap("member = 410\nmember = 4100", "member = 410")],
    ),
]
FILE, LAST = (Path("fees/2019-20.toml"), Path("fees/2020-21.toml"))
CONFLICT = "<<<<<<< main\nmember = 410\n=======\nmember = 415\n>>>>>>> edit"


def as_windows_writes() -> None:
    FILE.write_bytes(b"\xef\xbb\xbf" + FILE.read_bytes().replace(b"\n", b"\r\n"))


def as_utf_16() -> None:
    FILE.write_bytes(FILE.read_text("utf-8").encode("utf-16"))


def as_utf_8() -> None:
    FILE.write_bytes(FILE.read_bytes().decode("utf-16").encode())


def unlink(path: str) -> None:
    Path(path).unlink()


def moved_with_another_price() -> None:
    path = Path("prices/2019-20.toml")
    path.write_text(path.read_text("utf-8").replace("= 2300", "= 230"), "utf-8")


FILES = [
    Edit("a byte order mark and lines of Windows", [as_windows_writes], why=SAME),
    Edit("a file saved as UTF-16", [as_utf_16], check="not-utf-8", exits=(1, 2), mend=[as_utf_8]),
    Edit(
        "a file beside that is no fee file", [write("README.md")], why="Nobody is quoted from it."
    ),
    Edit(
        "a new year whose ending is misspelt",
        [copy("2020-21", "2021-22"), move("fees/2021-22.toml", "fees/2021-22.tml")],
        check="stray-file",
        exits=(1, 0),
        mend=[remove("2021-22.tml")],
    ),
    Edit(
        "a year whose ending is misspelt",
        [move("fees/2020-21.toml", "fees/2020-21.tml")],
        check="stray-file",
        diff="unexplained-change",
        exits=(1, 1),
        mend=[move("fees/2020-21.tml", "fees/2020-21.toml")],
    ),
    Edit(
        "a year whose ending is in capitals",
        [move("fees/2020-21.toml", "fees/2020-21.TOML")],
        check="file-name",
        exits=(1, 2),
        mend=[move("fees/2020-21.TOML", "fees/2020-21.toml")],
    ),
    Edit(
        "a year that is hidden",
        [move("fees/2020-21.toml", "fees/.2020-21.toml")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=[move("fees/.2020-21.toml", "fees/2020-21.toml")],
    ),
    Edit(
        "a year in a folder below",
        [move("fees/2020-21.toml", "fees/2020/2020-21.toml")],
        check="stray-file",
        diff="unexplained-change",
        exits=(1, 1),
        mend=[move("fees/2020/2020-21.toml", "fees/2020-21.toml")],
    ),
    Edit(
        "the whole folder moved",
        [move("fees", "prices")],
        exits=(2, 2),
        mend=[move("prices", "fees")],
    ),
    Edit(
        "a file that is empty",
        [write("2019-20.toml")],
        check="missing-key",
        exits=(1, 2),
        why="Nothing lets it pass.",
    ),
    Edit(
        "a new file that is empty",
        [write("2021-22.toml")],
        check="missing-key",
        exits=(1, 2),
        mend=[remove("2021-22.toml")],
    ),
    Edit(
        "a file that is huge",
        [write("2021-22.toml", b"#" * 3000000)],
        check="unreadable",
        exits=(1, 2),
        mend=[remove("2021-22.toml")],
    ),
    Edit(
        "a folder named as a fee file",
        [write("2021-22.toml/x")],
        check="unreadable",
        exits=(1, 2),
        mend=[remove("2021-22.toml/x"), lambda: Path("fees/2021-22.toml").rmdir()],
    ),
    Edit(
        "a merge that nobody settled",
        [swap("member = 410", CONFLICT)],
        check="merge-conflict",
        exits=(1, 2),
        mend=[swap(CONFLICT, "member = 410")],
    ),
    Edit(
        "a year that is a link to another place",
        [
            move("fees/2020-21.toml", "prices/2020-21.toml"),
            link("../prices/2020-21.toml", "fees/2020-21.toml"),
        ],
        check="stray-file",
        exits=(1, 0),
        mend=[LAST.unlink, move("prices/2020-21.toml", "fees/2020-21.toml")],
    ),
    Edit(
        "the folder a link to another place",
        [move("fees", "prices"), link("prices", "fees")],
        check="stray-file",
        exits=(1, 0),
        mend=[Path("fees").unlink, move("prices", "fees")],
    ),
    Edit(
        "prices changed where the folder of the base is a link",
        [moved_with_another_price],
        check="price-fell price-rose stray-file",
        exits=(1, 2),
        why="git holds no folder there to compare with: a hand must push it past the gate.",
        base=[move("fees", "prices"), link("prices", "fees")],
    ),
    Edit(
        "a link of the base made a file",
        [LAST.unlink, move("prices/2020-21.toml", "fees/2020-21.toml")],
        exits=(0, 2),
        why="git holds no file there to compare with: a hand must push it past the gate.",
        base=[
            move("fees/2020-21.toml", "prices/2020-21.toml"),
            link("../prices/2020-21.toml", "fees/2020-21.toml"),
        ],
    ),
    Edit(
        "an unsound base repaired",
        [swap('member = "410"', "member = 410")],
        why="The repaired year counts as new, and has its entry.",
        base=[swap("member = 410", 'member = "410"')],
    ),
    Edit(
        "the first fees of all",
        [move("prices", "fees")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=told(year="2018-19"),
        base=[move("fees", "prices")],
    ),
]
EDITS_OF_WORDS = [*WORDS, *FILES]
