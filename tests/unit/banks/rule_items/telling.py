"""L16 and L17: how a case is told."""

from __future__ import annotations

from classroom.banks.rules import vignette
from tests.unit.banks.rule_items.item import DANA, Item, asking, case_question, question

FILLER = "word " * 25

ITEMS = [
    Item(
        vignette.stem_fits_a_phone,
        passes=(
            case_question(stem=DANA),
            question(stem=FILLER + "word " * 10),
            question(level="analyse", stem="Two studies disagree."),
            question(level="apply", stem="Two plans are drawn up for a client's last month."),
        ),
        fails=(
            case_question(stem="Dana, 20, says “fine” and looks at the clock."),
            case_question(stem=f"{DANA} {'word ' * 70}"),
            question(stem=FILLER + "word " * 11),
            question(level="apply", stem="A client of yours looks at the clock."),
            question(level="apply", stem="word " * 91),
            asking("word " * 31, "Two", "Three", "Four"),
        ),
    ),
    Item(
        vignette.vignette_has_its_parts,
        passes=(
            case_question(stem=DANA),
            case_question(stem="First visit. Mr. Lee shrugs when you ask about work."),
            question(level="recall", stem="Bordin wrote about the alliance."),
        ),
        fails=(
            case_question(stem="Second session. The worksheet is lost."),
            case_question(stem="Dana, 20, says “fine”."),
            case_question(stem="Second session. Dana, 20, is a nurse."),
        ),
    ),
]
