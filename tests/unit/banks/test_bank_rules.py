"""A spoiled entry breaks its rule and no other; the rules of item writing are tried one by one in
`test_each_rule.py`."""

from __future__ import annotations

from typing import Any

import pytest

from classroom.banks import rules
from classroom.banks.fault import BankFaults
from classroom.banks.reading import read
from classroom.banks.rulebook import is_numbered
from tests import sample_bank as sample
from tests.sample_bank import Folder, case_question, keyed, option, question

SIGNED = {"signature": {"component": "task", "valence": "strengthens"}}
TWELVE = "One two three four five six seven eight nine ten eleven twelve."


def first(**given: Any) -> dict[str, Any]:
    """A question whose first wrong option has these fields."""
    return question(options=[keyed(1), option(2, **given), option(3), option(4)])


def first_of_case(**given: Any) -> dict[str, Any]:
    wrong = option(2, **{**SIGNED, **given})
    return case_question(
        options=[keyed(1, **SIGNED), wrong, option(3, **SIGNED), option(4, **SIGNED)]
    )


def case(**given: Any) -> dict[str, Any]:
    return {**case_question()["case"], **given}


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


def move(**given: Any) -> dict[str, Any]:
    """An option that is put into a place."""
    return {"text": f"Move {given}", "rationale": f"{given}: {sample.WHY}", **given}


SPOILED = {
    "L01": question(options=[keyed(1), option(2), option(3)]),
    "L27": question(kind="poll", options=[option(1), keyed(2)]),
    "kind": question(kind="ordering", options=[move(place=1), move(place=2), move(place=3)]),
    "kind-fields": question(kind="poll", certainty=True, options=[option(1), option(2)]),
    "exception-known": question(exceptions=[{"rule": "L01", "because": "Three suffice."}]),
    "title-length": question(title="x" * 41),
    "option-length": first(text=" ".join(["word"] * 17)),
    "gist-length": first(gist="one two three four five six"),
    "needed-length": case_question(case=case(needed="one two three four five")),
    "headline-length": case_question(
        case=case(needed="one two three four"),
        options=[
            keyed(1, **SIGNED, gist="one two three four five"),
            *(option(n, **SIGNED) for n in (2, 3, 4)),
        ],
    ),
    "effect-length": first(effect="strains"),
    "L12": first(rationale=TWELVE.replace(" twelve", "")),
    "first-sentence": first(rationale=" ".join(["word"] * 26) + ". And more."),
    "L03": question(lead_in="Say what comes first."),
    "L02": first(text="None of the above"),
    "option-once": first(text="Answer number 1"),
    "case-has-stem": case_question(stem=None),
    "L14": first_of_case(signature=None),
    "second-component": first_of_case(
        signature={"component": "task", "second": "task", "valence": "strains"}
    ),
    "L13": first(misconception=None),
    "misconception-on-key": question(
        options=[option(1, key=True), option(2), option(3), option(4)]
    ),
    "L15": question(facts=["BOR-99"]),
    "L26": question(sources=["bordin-1980"]),
    "named-once": question(facts=["BOR-01", "BOR-01"]),
    "section-known": question(section="ROB"),
    "domain-of-outline": question(nce_domain=6),
}

SPOILED_LESSONS = {
    "lesson-questions-exist": sample.lesson("nowhere"),
    "lesson-question-once": sample.lesson("first-question", "first-question"),
}

SPOILED_REFERENCES = {
    "fact-of-misconception": ("misconceptions", sample.MISCONCEPTIONS, {"facts": ["BOR-99"]}),
    "source-of-fact": ("facts", sample.FACTS, {"sources": ["bordin-1980"]}),
}

SPOILED_OUTLINES = {
    "source-of-outline": {"sources": ["bordin-1980"]},
    "outline-weights": {"domains": sample.OUTLINE["domains"][:4]},
}


def broken_rules(folder: Folder) -> set[str]:
    with pytest.raises(BankFaults) as caught:
        read(folder.path)
    return {fault.rule for fault in caught.value.faults}


@pytest.mark.parametrize("rule", SPOILED)
def test_a_spoiled_question_breaks_that_rule_alone(folder: Folder, rule: str) -> None:
    folder.put("small.yaml", sample.bank(SPOILED[rule]))

    assert broken_rules(folder) == {rule}


@pytest.mark.parametrize("rule", SPOILED_LESSONS)
def test_a_spoiled_lesson_breaks_that_rule_alone(folder: Folder, rule: str) -> None:
    folder.put("small.yaml", sample.bank())
    folder.put("lesson.yaml", SPOILED_LESSONS[rule])

    assert broken_rules(folder) == {rule}


@pytest.mark.parametrize("rule", SPOILED_REFERENCES)
def test_a_spoiled_reference_breaks_that_rule_alone(folder: Folder, rule: str) -> None:
    name, data, spoiled = SPOILED_REFERENCES[rule]
    folder.put(f"reference/{name}.yaml", data | {name: [data[name][0] | spoiled]})

    assert broken_rules(folder) == {rule}


@pytest.mark.parametrize("rule", SPOILED_OUTLINES)
def test_a_spoiled_outline_breaks_that_rule_alone(folder: Folder, rule: str) -> None:
    folder.put("reference/outline.yaml", sample.OUTLINE | SPOILED_OUTLINES[rule])

    assert broken_rules(folder) == {rule}


def test_every_rule_without_a_number_is_tested() -> None:
    tested = {*SPOILED, *SPOILED_LESSONS, *SPOILED_REFERENCES, *SPOILED_OUTLINES}

    assert {rule.name for rule in rules.all_rules() if not is_numbered(rule.name)} <= tested


ALLOWED = {
    "a title of 40 characters": question(title="x" * 40),
    "an option of 16 words": first(text=" ".join(["word"] * 16)),
    "a rationale of 12 words": first(rationale=TWELVE),
    "a first sentence of 25 words": first(rationale=" ".join(["word"] * 25) + ". And more."),
    "a lead-in that ends with a quoted question": question(lead_in="What is meant by “why?”"),
    "an option about all of the clients": first(text="All of the clients in the group"),
    "an option that starts with a letter": first(text="A and B vitamins, taken daily"),
    "a nuance with its note": question(facts=["BOR-02"], evidence_note="The claim is narrower."),
    "an optional field left out": question(nce_domain=5, note="Ask the room."),
    "an effect of four words": first_of_case(effect="strains the shared task"),
    "a signature without a case": first(**SIGNED),
    "a gist of five words beside a need of three": first_of_case(gist="one two three four five"),
    "two keys of five": question(
        kind="select_all", options=[keyed(1), keyed(2), option(3), option(4), option(5)]
    ),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_what_is_just_within_a_rule_is_sound(folder: Folder, what: str) -> None:
    folder.put("small.yaml", sample.bank(ALLOWED[what]))

    read(folder.path)


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        (question(kind="guess"), "choose one of classify, matching, ordering, poll"),
        (question(nce_domain=7), "write 6 or less"),
        (question(nce_domain="5"), "write a whole number"),
        (question(title=5), "needs quotes"),
        (question(title="   "), "is empty"),
        (question(sources=[]), "name at least 1"),
        (question(facts="BOR-01"), "write a list"),
        (question(options=[keyed(1), *(option(n) for n in range(2, 10))]), "list at most 8"),
        (question(case="withdrawal"), "write fields with values"),
        (question(id="First Question"), "small letters"),
        (question(note="ring \x07 the bell"), "U+0007"),
        (without(question(), "lead_in"), "add the field “lead_in”"),
        ({**question(), "leadin": "What?"}, "did you mean “lead_in”?"),
        (case_question(case=case(strained="trust")), "choose 'goal', 'task', 'bond' or 'none'"),
        (case_question(case={**case(), "need": "x"}), "did you mean “needed”?"),
    ],
)
def test_what_does_not_fit_the_shape_is_told_in_plain_words(
    folder: Folder, spoiled: dict[str, Any], words: str
) -> None:
    folder.put("small.yaml", sample.bank(spoiled))

    with pytest.raises(BankFaults) as caught:
        read(folder.path)

    (fault,) = caught.value.faults
    assert words in fault.text
