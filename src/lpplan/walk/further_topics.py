"""What a walk asks of those who want to say more: on money, to applicants, of told prices."""

from lpplan.walk.kinds import (
    AMOUNT,
    DAY,
    HOURS,
    LABEL_OR_END,
    LINES,
    PEOPLE,
    PER,
    PERIODS,
    SUPPORT_OR_END,
    TEXT,
    TEXT_OR_LEFT_OUT,
    TEXT_OR_NONE,
    TIMES,
    YES_NO,
    Topic,
)

FURTHER_TOPICS: dict[str, Topic] = {
    "has_money": Topic(
        "Charges, own costs, support, topics",
        "Do you want to plan charges to other schools, costs of your own, support or topics?",
        "The net of a quote, the case for becoming a centre and the offer to other schools rest on"
        " them. No leaves them as they are, and you can come back to them.",
        YES_NO,
    ),
    "charge_per_person": Topic(
        "Charge per person",
        "What will you charge other schools for each person at Stage {stage} in {year}, exc VAT?",
        "Your own people pay nobody. It covers the accreditation fee and what you add to that."
        " Don't know shares SSAT's charges among the schools instead.",
        AMOUNT.or_unknown,
    ),
    "minimum_participants": Topic(
        "Fewest people",
        "With how few people would you still run Stage {stage}?",
        "An offer to other schools says so, and the case looks at what fewer people cost.",
        PEOPLE.or_unknown,
    ),
    "own_cost": Topic(
        "Own cost",
        "Which costs of your own does Stage {stage} have in {year}?",
        "One at a time, such as cover, a venue or travel; its amount is asked for next. Say no more"
        " when every cost is named.",
        LABEL_OR_END,
    ),
    "own_cost_amount": Topic(
        "{cost}: amount",
        "How much is {cost}, exc VAT?",
        "The next question is whether that is for the stage, or for each cohort, session or"
        " person.",
        AMOUNT,
    ),
    "own_cost_per": Topic(
        "{cost}: paid for each",
        "Is {cost} paid once for the stage, or for each cohort, session or person?",
        "There are two sessions to a cohort.",
        PER,
    ),
    "support": Topic(
        "Support",
        "What support do you add to the sessions of Stage {stage}?",
        "One kind at a time. Say no more when every one is named.",
        SUPPORT_OR_END,
    ),
    "support_label": Topic(
        "{support}: called",
        "What do you call this {support}?",
        "For example: Half-termly twilight. Offers and proposals call it so.",
        TEXT_OR_NONE,
    ),
    "support_times": Topic(
        "{support}: times",
        "How many times is there {support} in all?",
        "Don't know means that it is offered, but not counted.",
        TIMES.or_unknown,
    ),
    "support_hours": Topic(
        "{support}: hours each time",
        "How many hours does {support} take each time?",
        "It counts in the time that people give.",
        HOURS.or_unknown,
    ),
    "support_cost": Topic(
        "{support}: cost each time",
        "What does {support} cost you each time, exc VAT?",
        "It counts as a cost of your own.",
        AMOUNT.or_unknown,
    ),
    "topics": Topic(
        "Action research topics",
        "Which topics of action research are planned for {about}?",
        "Proposals and offers name them. A semicolon stands between two topics.",
        LINES,
    ),
    "has_applicants": Topic(
        "Words for applicants",
        "Do you want to write what staff should know before they apply?",
        "lpplan applicant puts it into the sheet for them. No leaves it as it is.",
        YES_NO,
    ),
    "contact": Topic(
        "Contact",
        "Whom do applicants turn to?",
        "A name, and an address or a number.",
        TEXT_OR_NONE,
    ),
    "weekly_periods": Topic(
        "Periods a week",
        "How many periods a week must an applicant teach, to have a class to work with?",
        "A whole number from 1 to 50.",
        PERIODS.or_unknown,
    ),
    "part_time": Topic(
        "Part-time staff",
        "What do you tell part-time staff?",
        "For example: Sessions may fall on your days off.",
        TEXT_OR_NONE,
    ),
    "specialist_leader": Topic(
        "Specialist leaders of education",
        "What do you tell staff who are specialist leaders of education?",
        "No leaves the sentence out that the sheet has otherwise.",
        TEXT_OR_LEFT_OUT.or_unknown,
    ),
    "requirements": Topic(
        "Further requirements",
        "What else do you ask of applicants?",
        "A semicolon stands between two requirements.",
        LINES,
    ),
    "told": Topic(
        "Told by SSAT for {year}",
        "Has SSAT told you its prices for {year}?",
        "If so, the plan gets a fee folder of its own with them, and quotes use it. If not, {year}"
        " is estimated from the latest prices that are known; for a school that is not a member"
        " there are none.",
        YES_NO,
    ),
    "told_again": Topic(
        "Other prices told for {year}",
        "Has SSAT told you other prices for {year} than your fee folder has?",
        "Those of the folder stay where you name no other.",
        YES_NO,
    ),
    "told_price": Topic(
        "{charge}, {year}",
        "What did SSAT say of the {charge} for {year}, exc VAT?",
        "Don't know leaves it as it is, or as in the latest year that is known.",
        AMOUNT.or_unknown,
    ),
    "told_by": Topic(
        "Told by, {year}",
        "Who at SSAT told you the prices for {year}?",
        "A name or a team. It stands in the fee file, so that others can ask again.",
        TEXT,
    ),
    "told_on": Topic(
        "Told on, {year}",
        "When were you told the prices for {year}?",
        "The day of the email or of the call.",
        DAY,
    ),
}
