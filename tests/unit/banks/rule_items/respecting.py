"""L22, L23, L24: how people are spoken of, and what may hurt."""

from __future__ import annotations

from classroom.banks.rules import respect
from classroom.banks.schema import Question
from tests.unit.banks.rule_items.item import Item, bank, question, rationale

MORE = "and that is why the counselor asks what it means to this person before going on"


def told(stem: str, **given: object) -> Question:
    return question(level="apply", stem=stem, **given)


SHE = [told(f"A client says that she is tired, week {number}.") for number in range(9)]
HE = [told(f"A client says that he is tired, week {number}.") for number in range(3)]

ITEMS = [
    Item(
        respect.people_are_not_their_diagnosis,
        passes=(
            told("Rosa, 55, lives with schizophrenia and is patient with the forms."),
            told("Rosa, 55, has an alcoholic father. “I was a good patient,” she says."),
            told("A patient counselor waits. The patient tone helps."),
            told("Rosa, 55, has a bipolar brother and plans a borderline case of a trip."),
        ),
        fails=(
            told("Rosa, 55, is a schizophrenic."),
            told("Rosa, 55, works with the homeless."),
            told("The alcoholics in the group fall silent."),
            told("The patient complains of panic."),
            rationale(f"To the patient this sounds like a verdict, {MORE}."),
        ),
    ),
    Item(
        respect.words_are_consistent,
        passes=(bank(told("A counselor waits."), rationale(f"Counselors wait, {MORE}.")),),
        fails=(bank(told("The counsellor waits."), rationale(f"A counselor waits, {MORE}.")),),
    ),
    Item(
        respect.names_are_varied,
        passes=(
            bank(told("Rosa, 55, waits."), told("Omar, 24, waits.")),
            bank(*SHE[:6], *HE[:2]),
            bank(*SHE[:5]),
        ),
        fails=(
            bank(told("Rosa, 55, waits."), told("Rosa, 31, waits.", id="other")),
            bank(*SHE[:7], *HE[:2]),
        ),
    ),
    Item(
        respect.identity_has_a_reason,
        passes=(
            told("Rosa, 55, wears black. The black coat is wet."),
            told("Omar, 24, a Muslim, asks for a break.", facts=["STR-03"]),
            told("Omar, 24, a Muslim, asks for a break.", sensitivity=["religion"]),
        ),
        fails=(
            told("Omar, 24, a Muslim, asks for a break."),
            told("Rosa, 55, is in a wheelchair and asks for a break."),
        ),
    ),
    Item(
        respect.what_may_hurt_is_tagged,
        passes=(
            told("Rosa, 55, speaks of suicide.", sensitivity=["suicide"]),
            told("Rosa, 55, beats the traffic and kills time."),
            told("Rosa, 55, has cut herself off from her sisters."),
        ),
        fails=(
            told("Rosa, 55, speaks of suicide."),
            told("Rosa, 55, has hurt herself."),
            told("Rosa, 55, left after years of abuse."),
            told("Rosa, 55, was assaulted on her way here."),
            rationale(f"Violence at home changes what is safe to say, {MORE}."),
        ),
    ),
]
