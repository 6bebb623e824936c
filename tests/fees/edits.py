"""Edits of a fee folder, what the gates say of each, and what opens them or why it may pass.

They start from ``tests/synthetic/three_years``: 2018/19 published, 2019/20 published with prices
for non-members and a charge for a room, and 2020/21 provisional; on 30 June 2020.
"""

from edit_steps import (
    DAY,
    Edit,
    checked,
    copy,
    end,
    entry,
    every,
    move,
    remove,
    swap,
    table,
    told,
    top,
)
from edits_of_reasons import EDITS_OF_REASONS
from edits_of_words import EDITS_OF_WORDS

ROOM = '[fees.room]\nlabel = "A hall"\nper = "stage"\nstages = [1]\nmember = 5\nnon_member = 5\n'
ROOM += 'reference = "3"\n\n'
IGNORE = 'ignore = ["{}"]'

AMOUNTS = [
    Edit(
        "a price a digit short",
        [swap("member = 2300", "member = 230")],
        check="price-fell price-rose",
        diff="max-fall unexplained-change charge-changed-unchecked",
        exits=(1, 1),
        mend=[*told("fall"), entry("rise", year="2020-21")],
    ),
    Edit(
        "a price a digit short, with the check moved a day",
        [swap("member = 2300", "member = 230"), checked("2020-03-11")],
        check="price-fell price-rose",
        diff="max-fall unexplained-change",
        exits=(1, 1),
        mend=[*told("fall", "support_package"), entry("rise", "support_package", year="2020-21")],
    ),
    Edit(
        "all prices to 0 with the check moved a day",
        [every("member = .*", "member = 0"), checked("2020-03-11")],
        check="price-fell price-rose",
        diff="max-fall unexplained-change",
        exits=(1, 1),
        mend=[*told("fall"), entry("rise", year="2020-21")],
    ),
    Edit(
        "a price up by half",
        [swap("non_member = 1400", "non_member = 2100")],
        check="price-fell",
        diff="max-rise unexplained-change charge-changed-unchecked",
        exits=(1, 1),
        mend=[*told("rise"), entry("fall", year="2020-21")],
    ),
    Edit(
        "a price up by half, with a reason that accepts nothing",
        [swap("non_member = 1428", "non_member = 2142", "2020-21"), entry(year="2020-21")],
        check="price-rose",
        diff="max-rise",
        exits=(1, 1),
        mend=[entry("rise", year="2020-21", because="The same letter")],
    ),
    Edit(
        "a price up by half, with a reason that accepts a fall",
        [swap("non_member = 1428", "non_member = 2142", "2020-21"), entry("fall", year="2020-21")],
        check="price-rose",
        diff="max-rise",
        exits=(1, 1),
        mend=[entry("rise", "train_the_trainer", year="2020-21")],
    ),
    Edit(
        "a price up by a penny",
        [swap("member = 410", "member = 410.01")],
        diff="unexplained-change charge-changed-unchecked",
        exits=(0, 1),
        mend=told(fees="accreditation"),
    ),
    Edit(
        "a price up by 10% to the penny",
        [swap("member = 418.20", "member = 460.02", "2020-21")],
        check="price-rose",
        diff="unexplained-change",
        exits=(1, 1),
        mend=[entry("rise", year="2020-21")],
    ),
    Edit(
        "a price up by 10% and a penny",
        [swap("member = 1234.20", "member = 1357.63", "2020-21")],
        check="price-rose",
        diff="max-rise unexplained-change",
        exits=(1, 1),
        mend=[entry("rise", year="2020-21")],
    ),
    Edit(
        "a price down by a penny",
        [swap("member = 153", "member = 152.99", "2020-21")],
        diff="max-fall unexplained-change",
        exits=(0, 1),
        mend=[entry("fall", "venue", year="2020-21")],
    ),
    Edit(
        "a price down, with a new check and no reason",
        [swap("member = 1210", "member = 1205"), checked(DAY)],
        diff="max-fall unexplained-change",
        exits=(0, 1),
        mend=[entry("fall", "train_the_trainer")],
    ),
    Edit(
        "the price of a non-member up",
        [swap("non_member = 500", "non_member = 505")],
        diff="unexplained-change charge-changed-unchecked",
        exits=(0, 1),
        mend=told(),
    ),
    Edit(
        "the price of a non-member down",
        [swap("non_member = 500", "non_member = 450")],
        check="price-rose",
        diff="max-fall unexplained-change charge-changed-unchecked",
        exits=(1, 1),
        mend=[*told("fall"), entry("rise", year="2020-21")],
    ),
    Edit(
        "the price of a non-member deleted",
        [swap("non_member = 510", "", "2020-21")],
        check="non-member-gone",
        diff="price-gone unexplained-change",
        exits=(1, 1),
        mend=[
            entry("gone", "accreditation", year="2020-21"),
            top(IGNORE.format("non-member-gone:accreditation"), "2020-21"),
        ],
    ),
    Edit(
        "every price of non-members deleted in a published year",
        [every("non_member = .*\\n", "")],
        diff="price-gone unexplained-change charge-changed-unchecked",
        exits=(0, 1),
        mend=told("gone"),
    ),
    Edit(
        "a price for non-members where there was none",
        [swap("member = 400", "member = 400\nnon_member = 480", "2018-19")],
        diff="unexplained-change charge-changed-unchecked",
        exits=(0, 1),
        mend=told(year="2018-19"),
    ),
    Edit(
        "prices moved between charges, with the total as it was",
        [swap("member = 1210", "member = 1200"), swap("member = 150", "member = 160")],
        check="price-fell",
        diff="max-fall unexplained-change charge-changed-unchecked",
        exits=(1, 1),
        mend=[*told("fall"), entry("fall", year="2020-21")],
    ),
    Edit(
        "members and non-members the wrong way round",
        [swap("member = 410\nnon_member = 500", "member = 500\nnon_member = 410"), checked(DAY)],
        check="non-member-below-member price-fell price-rose",
        diff="max-rise max-fall unexplained-change max-increase",
        exits=(1, 1),
        mend=[swap("member = 500\nnon_member = 410", "member = 410\nnon_member = 500")],
    ),
    Edit(
        "two prices changed, and a reason for one of them",
        [
            swap("member = 410", "member = 411"),
            swap("member = 150", "member = 151"),
            *told(fees="venue"),
        ],
        diff="unexplained-change",
        exits=(0, 1),
        mend=[entry(fees="accreditation")],
    ),
    Edit(
        "two years changed, and a reason in one of them",
        [
            swap("member = 410", "member = 411"),
            swap("member = 418.20", "member = 419", "2020-21"),
            *told(),
        ],
        diff="unexplained-change",
        exits=(0, 1),
        mend=[entry(year="2020-21")],
    ),
]

MADE_OTHERWISE = [
    Edit(
        "a charge made at fewer stages",
        [swap("stages = [1, 2, 3]", "stages = [1, 2]")],
        check="stages-differ",
        diff="charge-withdrawn unexplained-change charge-changed-unchecked",
        exits=(1, 1),
        mend=[
            *told("withdrawn", "accreditation"),
            top(IGNORE.format("stages-differ")),
            top(IGNORE.format("stages-differ"), "2020-21"),
        ],
    ),
    Edit(
        "a charge made at more stages",
        [swap("stages = [2]", "stages = [2, 3]", "2020-21")],
        check="stages-differ",
        diff="max-rise unexplained-change max-increase",
        exits=(1, 1),
        mend=[
            entry("rise", year="2020-21"),
            top(IGNORE.format("stages-differ:train_the_trainer"), "2020-21"),
        ],
    ),
    Edit(
        "a charge per cohort made one per stage",
        [swap('per = "cohort"\nmax_cohort_size = 25', 'per = "stage"', "2020-21")],
        check="per-differs",
        diff="max-fall unexplained-change",
        exits=(1, 1),
        mend=[entry("fall", year="2020-21"), top(IGNORE.format("per-differs"), "2020-21")],
    ),
    Edit(
        "a charge per person made one per stage, for twelve people's money",
        [
            swap('per = "person"', 'per = "stage"', "2020-21"),
            swap(
                "member = 418.20\nnon_member = 510", "member = 5020\nnon_member = 6120", "2020-21"
            ),
        ],
        check="per-differs price-rose",
        diff="max-fall unexplained-change",
        exits=(1, 1),
        mend=[entry("rise fall", year="2020-21"), top(IGNORE.format("per-differs"), "2020-21")],
    ),
    Edit(
        "a charge per stage made one per person",
        [
            swap(
                'label = "Train the trainer"\nper = "stage"',
                'label = "Train the trainer"\nper = "person"',
                "2020-21",
            )
        ],
        check="per-differs",
        diff="max-rise unexplained-change max-increase",
        exits=(1, 1),
        mend=[entry("rise", year="2020-21"), top(IGNORE.format("per-differs"), "2020-21")],
    ),
    Edit(
        "a cohort of one person more",
        [swap("max_cohort_size = 25", "max_cohort_size = 26", "2020-21")],
        check="limit-differs",
        diff="max-fall unexplained-change",
        exits=(1, 1),
        mend=[entry("fall", year="2020-21"), top(IGNORE.format("limit-differs"), "2020-21")],
    ),
    Edit(
        "a cohort of two people fewer",
        [swap("max_cohort_size = 25", "max_cohort_size = 23", "2020-21")],
        check="limit-differs",
        diff="max-rise unexplained-change max-increase",
        exits=(1, 1),
        mend=[entry("rise", year="2020-21"), top(IGNORE.format("limit-differs"), "2020-21")],
    ),
    Edit(
        "a cohort of ten times as many",
        [swap("max_cohort_size = 25", "max_cohort_size = 250")],
        check="limit-differs",
        diff="max-fall unexplained-change charge-changed-unchecked",
        exits=(1, 1),
        mend=[
            *told("fall"),
            top(IGNORE.format("limit-differs")),
            top(IGNORE.format("limit-differs"), "2020-21"),
        ],
    ),
    Edit(
        "a cohort of one person more than there can be in any reference group",
        [swap("max_cohort_size = 25", "max_cohort_size = 61", "2020-21"), entry(year="2020-21")],
        check="limit-differs",
        diff="max-fall",
        exits=(1, 1),
        mend=[
            entry("fall", "support_package", year="2020-21"),
            top(IGNORE.format("limit-differs"), "2020-21"),
        ],
    ),
]

CHARGES = [
    Edit(
        "a charge added",
        [every("^\\[\\[changes", f"{ROOM}[[changes", "2020-21")],
        diff="max-rise unexplained-change",
        exits=(0, 1),
        mend=[entry("rise", "room", year="2020-21")],
    ),
    Edit(
        "a charge added that costs nothing",
        [every("^\\[\\[changes", f"{ROOM.replace('= 5', '= 0')}[[changes", "2020-21")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=[entry(fees="room", year="2020-21")],
    ),
    Edit(
        "a charge added without a price for non-members",
        [every("^\\[\\[changes", f"{ROOM.replace('non_member = 5', '')}[[changes", "2020-21")],
        diff="max-rise price-gone unexplained-change",
        exits=(0, 1),
        mend=[entry("rise gone", "room", year="2020-21")],
    ),
    Edit(
        "a charge removed, and not withdrawn",
        [table("venue", year="2020-21")],
        check="missing-charge",
        exits=(1, 2),
        mend=[top('withdrawn = ["venue"]', "2020-21"), entry("withdrawn", "venue", year="2020-21")],
    ),
    Edit(
        "a charge withdrawn",
        [table("venue", year="2020-21"), top('withdrawn = ["venue"]', "2020-21")],
        diff="charge-withdrawn unexplained-change",
        exits=(0, 1),
        mend=[entry("withdrawn", "venue", year="2020-21")],
    ),
    Edit(
        "a standard charge withdrawn",
        [table("train_the_trainer"), top('withdrawn = ["train_the_trainer"]')],
        diff="charge-withdrawn unexplained-change charge-changed-unchecked",
        exits=(0, 1),
        mend=[*told("withdrawn", "train_the_trainer")],
    ),
    Edit(
        "a charge removed from the first year that makes it",
        [table("venue"), checked(DAY)],
        diff="charge-withdrawn unexplained-change",
        exits=(0, 1),
        mend=[entry("withdrawn")],
    ),
    Edit(
        "a charge withdrawn from the first year that makes it",
        [table("venue"), top('withdrawn = ["venue"]'), checked(DAY)],
        check="withdrawn-unknown",
        diff="charge-withdrawn unexplained-change",
        exits=(1, 1),
        mend=[entry("withdrawn", "venue")],
    ),
    Edit(
        "a charge removed that an entry names",
        [table("venue"), checked(DAY), entry("withdrawn")],
        check="change-unknown-charge",
        exits=(1, 0),
        mend=[top('withdrawn = ["venue"]')],
        base=[entry(fees="venue", on="2020-03-10")],
    ),
    Edit(
        "a charge under another name",
        [swap("[fees.venue]", "[fees.room]", "2020-21")],
        check="missing-charge",
        exits=(1, 2),
        mend=[
            top('withdrawn = ["venue"]', "2020-21"),
            entry("rise withdrawn", "room venue", year="2020-21"),
        ],
    ),
    Edit(
        "a withdrawn charge made again",
        [
            swap('withdrawn = ["venue"]', "", "2020-21"),
            end(ROOM.replace("room", "venue"), "2020-21"),
        ],
        check="stages-differ price-fell",
        diff="max-rise unexplained-change",
        exits=(1, 1),
        mend=[
            entry("rise fall", "venue", year="2020-21"),
            top(IGNORE.format("stages-differ"), "2020-21"),
        ],
        base=[
            table("venue", year="2020-21"),
            every("^based_on", 'withdrawn = ["venue"]\nbased_on', "2020-21"),
        ],
    ),
    Edit(
        "what was never charged withdrawn",
        [top('withdrawn = ["library"]', "2020-21")],
        check="withdrawn-unknown",
        diff="unexplained-change",
        exits=(1, 1),
        why="Nothing lets it pass: it says nothing true.",
    ),
    Edit(
        "what was never charged withdrawn no longer",
        [swap('withdrawn = ["library"]', "", "2020-21")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=[entry(year="2020-21")],
        base=[every("^based_on", 'withdrawn = ["library"]\nbased_on', "2020-21")],
    ),
]

YEARS = [
    Edit(
        "the last year deleted",
        [remove("2020-21.toml")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=told("gone"),
    ),
    Edit(
        "a published year deleted",
        [remove("2019-20.toml")],
        check="gap-between-years based-on-unknown",
        diff="published-removed",
        exits=(1, 1),
        mend=[
            *told("gone", year="2018-19"),
            swap('based_on = "2019/20"', 'based_on = "2018/19"', "2020-21"),
            top(IGNORE.format("gap-between-years"), "2020-21"),
        ],
        why="2020/21 rests on it.",
    ),
    Edit(
        "the first year deleted",
        [remove("2018-19.toml")],
        diff="published-removed",
        exits=(0, 1),
        mend=told("gone"),
    ),
    Edit(
        "a year deleted, and told in the wrong file",
        [remove("2020-21.toml"), *told("gone", year="2018-19")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=told("gone"),
    ),
    Edit(
        "a year deleted, and told where a price for non-members is gone",
        [remove("2020-21.toml"), swap("non_member = 160", ""), *told("gone", "venue")],
        diff="unexplained-change",
        exits=(0, 1),
        mend=[entry("gone")],
    ),
    Edit(
        "a year renamed",
        [copy("2020-21", "2021-22"), remove("2020-21.toml")],
        check="gap-between-years",
        diff="unexplained-change",
        exits=(0, 1),
        mend=[
            *told("gone"),
            entry(year="2021-22"),
            top(IGNORE.format("gap-between-years"), "2021-22"),
        ],
    ),
    Edit(
        "a file renamed, and not its year",
        [copy("2020-21", "2021-22", reword=False), remove("2020-21.toml")],
        check="file-name",
        exits=(1, 2),
        mend=[move("fees/2021-22.toml", "fees/2020-21.toml")],
    ),
    Edit(
        "all years deleted",
        [remove("2018-19.toml"), remove("2019-20.toml"), remove("2020-21.toml")],
        exits=(2, 2),
        why="Nothing lets it pass: nobody could be quoted.",
    ),
    Edit(
        "two files for one year",
        [copy("2020-21", "2020-21 (1)", reword=False)],
        check="file-name",
        exits=(1, 2),
        mend=[remove("2020-21 (1).toml")],
    ),
]
EDITS = [*AMOUNTS, *MADE_OTHERWISE, *CHARGES, *YEARS, *EDITS_OF_REASONS, *EDITS_OF_WORDS]
