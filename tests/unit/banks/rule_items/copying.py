"""L25 and L28: what must not be copied or claimed."""

from __future__ import annotations

from classroom.banks.rules import instruments
from tests.unit.banks.rule_items.item import Item, asking, bank_head, question

OTHERS = ("Warmth", "Insight", "Relief")

ITEMS = [
    Item(
        instruments.instruments_are_not_copied,
        passes=(
            question(stem="The WAI has three subscales: goal, task and bond. Clients rate it."),
            question(stem="The SRS takes a minute and asks about the session as a whole."),
            question(stem="The WAI is very often used. The teacher and I rate it, she says."),
            question(stem="“I strongly agree with my mother,” the client says."),
            question(stem="“I feel that you and I pull in two directions,” the client says."),
        ),
        fails=(
            asking("“My counselor and I agree on what to work on.”", *OTHERS),
            asking("“I feel that my counselor appreciates me.”", *OTHERS),
            question(stem="A form says: I feel ___ about this session."),
            question(stem="She hesitates at item 3 of the SRS."),
            question(stem="On the WAI she ticks “strongly agree”."),
            question(stem="On the SRS, 1 means never."),
            question(note="The Working Alliance Inventory runs from seldom to very often."),
        ),
    ),
    Item(
        instruments.frequency_is_not_claimed,
        passes=(
            question(note="Alliance is likely to appear in an exam."),
            question(note="Trust is often tested in long work, and often examined in studies."),
            question(note="A well-tested method. Each exam question has four options."),
            asking("Bordin's parts are the most tested items", *OTHERS, doubts=["BOR-03"]),
        ),
        fails=(
            question(note="This is the most tested part of the model."),
            question(note="Ruptures are always on the NCE."),
            question(note="The NCE often asks for Bordin's parts."),
            asking("Bordin's parts are the most tested items", *OTHERS),
        ),
    ),
    Item(
        instruments.bank_claims_no_frequency,
        passes=(bank_head(description="Questions in the manner of an examination."),),
        fails=(bank_head(description="The most frequently tested facts."),),
    ),
]
