"""L12, L13, L14: what each option says about whoever chose it."""

from __future__ import annotations

from typing import Any

from classroom.banks.rules import explanation
from classroom.banks.schema import Question
from tests import sample_bank as sample
from tests.unit.banks.rule_items.item import (
    DANA,
    Item,
    bank,
    case_question,
    placed,
    question,
    rationale,
)

TWELVE = "One two three four five six seven eight nine ten eleven twelve."
SIGNED = {"signature": {"component": "bond", "valence": "strengthens"}}


def wrong(*misconceptions: str | None) -> Question:
    options = [sample.option(n, misconception=slug) for n, slug in enumerate(misconceptions)]
    return question(options=[sample.keyed(9), *options])


def signed_key(**given: Any) -> Question:
    options = [sample.keyed(1, **SIGNED, **given), *(sample.option(n, **SIGNED) for n in (2, 3, 4))]
    return case_question(options=options)


ITEMS = [
    Item(
        explanation.rationales_say_why,
        passes=(
            rationale(TWELVE),
            rationale("Right after a rupture " + TWELVE),
            rationale("It is right to ask, and yet " + TWELVE),
        ),
        fails=(
            rationale(TWELVE.replace(" twelve", "")),
            rationale("Incorrect. " + TWELVE),
            rationale("This option is wrong, " + TWELVE),
            rationale(f"1: {sample.WHY}"),
        ),
    ),
    Item(
        explanation.wrong_options_name_the_error,
        passes=(
            wrong("bond-is-everything", "empathy-only", "none"),
            placed("ordering", {"place": 1}, {"place": 2, "misconception": "empathy-only"}),
        ),
        fails=(
            wrong("bond-is-everything", "empathy-only", None),
            wrong("bond-is-everything", "empathy-only", "bond-is-nothing"),
            placed("ordering", {"place": 1}, {"place": 2, "misconception": "unheard-of"}),
        ),
    ),
    Item(
        explanation.errors_have_names,
        passes=(
            bank(wrong("none", "empathy-only", "empathy-only")),
            bank(*[wrong("none", *["empathy-only"] * 2)] * 2, *[wrong(*["empathy-only"] * 3)] * 2),
        ),
        fails=(
            bank(*[wrong("none", *["empathy-only"] * 2)] * 2, wrong(*["empathy-only"] * 3)),
            bank(wrong("none", "none", "empathy-only")),
        ),
    ),
    Item(
        explanation.options_are_signed,
        passes=(case_question(), question(), question(level="apply", stem="Two studies differ.")),
        fails=(
            case_question(options=[sample.keyed(1), *map(sample.option, (2, 3, 4))]),
            question(level="apply", stem=DANA),
        ),
    ),
    Item(
        explanation.key_names_its_component,
        passes=(
            signed_key(rationale=f"It repairs the bond. {sample.WHY}"),
            signed_key(effect="restores trust"),
            question(),
        ),
        fails=(signed_key(), signed_key(rationale=f"It serves the goal. {sample.WHY}")),
    ),
]
