"""Each rule finds its own fault, and only that; each is tested here."""

from __future__ import annotations

from typing import Any

import pytest

from classroom.banks import rules
from classroom.banks.fault import BankFaults
from classroom.banks.reading import read
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


SPOILED = {
    "kind": question(options=[keyed(1), option(2), option(3)]),
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
    "rationale-length": first(rationale=TWELVE.replace(" twelve", "")),
    "first-sentence": first(rationale=" ".join(["word"] * 26) + ". And more."),
    "lead-in-asks": question(lead_in="Say what comes first."),
    "no-all-of-the-above": first(text="None of the above"),
    "option-once": first(text="Answer number 1"),
    "case-has-stem": case_question(stem=None),
    "signature-on-case": first_of_case(signature=None),
    "second-component": first_of_case(
        signature={"component": "task", "second": "task", "valence": "strains"}
    ),
    "misconception-on-wrong": first(misconception=None),
    "misconception-on-key": question(
        options=[option(1, key=True), option(2), option(3), option(4)]
    ),
    "misconception-known": first(misconception="bond-is-nothing"),
    "facts-exist": question(facts=["BOR-99"]),
    "sources-exist": question(sources=["bordin-1980"]),
    "doubtful-fact": question(facts=["BOR-03"]),
    "evidence-note": question(facts=["BOR-01", "BOR-02"]),
    "named-once": question(facts=["BOR-01", "BOR-01"]),
    "section-known": question(section="ROB"),
}

SPOILED_LESSONS = {
    "lesson-questions-exist": sample.lesson("nowhere"),
    "lesson-question-once": sample.lesson("first-question", "first-question"),
}

SPOILED_REFERENCES = {
    "fact-of-misconception": ("misconceptions", sample.MISCONCEPTIONS, {"facts": ["BOR-99"]}),
    "source-of-fact": ("facts", sample.FACTS, {"sources": ["bordin-1980"]}),
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


def test_every_rule_is_tested_and_described() -> None:
    assert {*SPOILED, *SPOILED_LESSONS, *SPOILED_REFERENCES} == {
        rule.name for rule in rules.all_rules()
    }
    assert all(rule.meaning for rule in rules.all_rules())


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
    "text",
    [
        "All of the above",
        "none of the others.",
        "Both A and C",
        "Either of the answers above",
        "A and C only",
        "B or D",
    ],
)
def test_options_that_speak_of_others_are_found(folder: Folder, text: str) -> None:
    folder.put("small.yaml", sample.bank(first(text=text)))

    assert broken_rules(folder) == {"no-all-of-the-above"}


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        (question(kind="guess"), "choose one of select_all, single_best"),
        (question(nce_domain=7), "write 6 or less"),
        (question(nce_domain="5"), "write a whole number"),
        (question(title=5), "needs quotes"),
        (question(title="   "), "is empty"),
        (question(facts=[]), "name at least 1"),
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
