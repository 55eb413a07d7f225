"""L18: questions beside one another."""

from __future__ import annotations

from classroom.banks.rules import sameness
from tests.unit.banks.rule_items.item import DANA, Item, case_question, keyed_at, shelf

OTHER = DANA.replace("Dana", "Omar")
TRAIN = "Omar, 24, came for help with panic on trains and has missed two visits at the harbor."
PAIR = {"iso_group": "polite"}

ITEMS = [
    Item(
        sameness.questions_differ,
        passes=(
            shelf(keyed_at(0), keyed_at(0, "other", lead_in="What do pilots bring home at dawn?")),
            shelf(keyed_at(0, **PAIR), keyed_at(1, "other", **PAIR)),
        ),
        fails=(
            shelf(keyed_at(0), keyed_at(1, "other")),
            shelf(case_question(stem=DANA), case_question(stem=OTHER, id="other")),
            shelf(keyed_at(0, **PAIR), keyed_at(1, "other", iso_group="another")),
        ),
    ),
    Item(
        sameness.pairs_tell_another_story,
        passes=(
            shelf(keyed_at(0, stem=DANA, **PAIR), keyed_at(1, "other", stem=TRAIN, **PAIR)),
            shelf(keyed_at(0, stem=DANA), keyed_at(0, "other", stem=DANA)),
        ),
        fails=(
            shelf(keyed_at(0, stem=DANA, **PAIR), keyed_at(0, "other", stem=TRAIN, **PAIR)),
            shelf(keyed_at(0, stem=DANA, **PAIR), keyed_at(1, "other", stem=OTHER, **PAIR)),
        ),
    ),
]
