"""L02, L03, L04, L19, L29: how a question is put."""

from __future__ import annotations

from classroom.banks.rules import wording
from tests.unit.banks.rule_items.item import Item, asking, bank, placed, question, rationale


def first_option(text: str) -> object:
    return asking(text, "Answer one", "Answer two", "Answer three")


def asked(lead_in: str) -> object:
    return question(lead_in=lead_in)


LONG = " ".join(["word"] * 29) + "."

ITEMS = [
    Item(
        wording.options_stand_alone,
        passes=(
            first_option("All of the clients in the group"),
            first_option("A and B vitamins, taken daily"),
        ),
        fails=(
            first_option("All of the above"),
            first_option("none of the others."),
            first_option("Both A and C"),
            first_option("Either of the answers above"),
            first_option("A and C only"),
            first_option("B or D"),
        ),
    ),
    Item(
        wording.lead_in_asks,
        passes=(
            asked("What is meant by “why?”"),
            placed("ordering", {"place": 1}, lead_in="Put the moves into order."),
        ),
        fails=(
            asked("Say what comes first."),
            placed("poll", {"gist": "took the first"}, lead_in="Choose a side."),
        ),
    ),
    Item(
        wording.lead_in_can_be_answered_alone,
        passes=(
            asked("Which of these is true of the bond in Bordin's model?"),
            asked("What serves the alliance best now?"),
            placed("poll", {"gist": "went first"}, lead_in="Now or later?"),
        ),
        fails=(
            asked("Which of the following is true?"),
            asked("Which of the following statements are correct?"),
            asked("What comes first?"),
        ),
    ),
    Item(
        wording.negatives_are_emphasized,
        passes=(
            asked("Which of these is NOT a part of the bond?"),
            asked("Which part decides whether or “not” a client stays?"),
            asked("Which part needs at least two people to agree?"),
            asked("Which part does “I do not trust you” speak of?"),
        ),
        fails=(
            asked("Which of these is not a part of the bond?"),
            asked("Which of these isn't a part of the bond?"),
            asked("Which would help least in this session?"),
        ),
    ),
    Item(
        wording.negatives_are_few,
        passes=(
            bank(asked("Which is NOT a part?"), asked("Which is a part?")),
            bank(*[asked("Which is NOT a part?")] * 2, *[asked("Which is a part?")] * 38),
        ),
        fails=(
            bank(*[asked("Which is NOT a part?")] * 2, *[asked("Which is a part?")] * 37),
            bank(asked("All EXCEPT which?"), asked("Which fits LEAST?")),
        ),
    ),
    Item(
        wording.questions_stand_alone,
        passes=(
            question(stem="“Let us go back to the previous question,” says the client."),
            question(stem="The counselor asks question after question."),
            question(stem="She moves on to the next question of the form."),
        ),
        fails=(
            question(stem="As in the previous question, the client is silent."),
            asked("What would the client above need first?"),
            asked("How does this differ from question 3?"),
            first_option("The step from the last case"),
        ),
    ),
    Item(
        wording.sentences_are_short,
        passes=(
            rationale(" ".join(["word"] * 28) + ". And more."),
            rationale(f"“{' '.join(['word'] * 15)}. {' '.join(['Word'] * 15)}.”"),
        ),
        fails=(rationale(LONG), question(stem=f"Short. {LONG}")),
    ),
]
