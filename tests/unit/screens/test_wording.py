"""What a screen says of a vote: short, true, and counts before percentages in a small room."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain import errors
from classroom.domain.headline import MOST_WORDS, Pattern, headline
from classroom.domain.kinds import Choice, kind_named, kind_names
from classroom.domain.question import Key, Question
from classroom.domain.signature import Component, Repair, Signature, Valence
from classroom.domain.tally import SMALL_ROOM, Tally, tally
from classroom.screens import wording
from classroom.screens.kinds import look_of
from tests.sample_question import (
    CASE,
    answers_of,
    classify,
    in_places,
    keys_of,
    matching,
    option,
    ordering,
    poll,
    question,
    questions,
    select_all,
    short_text,
)

VALENCE_WORDS = {
    Component.GOAL: ("strengthens the goal", "strains the goal", "goal unchanged"),
    Component.TASK: ("strengthens the task", "strains the task", "task unchanged"),
    Component.BOND: ("strengthens the bond", "strains the bond", "bond unchanged"),
    Component.CONTEXTUAL: ("secures the frame", "blurs the frame", "outside the alliance"),
}


pytestmark = pytest.mark.usefixtures("in_english")


def said(asked: Question, key: Key | None = None, **chosen: int) -> str:
    """The headline when each option of `chosen` was chosen so often."""
    key = key or Key(asked.key)
    votes = {tuple(choice): number for choice, number in chosen.items()}
    return wording.headline(headline(asked, key, tally(asked, key, votes)))


recall = question("B")
case = question("B", reading=CASE)


@pytest.mark.parametrize(
    ("asked", "chosen", "sentence"),
    [
        (recall, {}, "Nobody answered."),
        (case, {}, "Nobody answered. The case needed the task reopened."),
        (recall, {"B": 9, "A": 3}, "9 of 12 did B: the best answer."),
        (recall, {"B": 30, "A": 10}, "75 % did B: the best answer."),
        (recall, {"A": 9, "B": 3}, "9 of 12 did A. 3 did B."),
        (recall, {"A": 30, "B": 10}, "75 % did A. 25 % did B."),
        (case, {"B": 9, "A": 3}, "9 of 12 did B. The case needed the task reopened."),
        (case, {"A": 19}, "19 of 19 did A. The case needed the task reopened."),
        (case, {"A": 20}, "100 % did A. The case needed the task reopened."),
        (case, {"A": 5, "B": 5}, "A and B: 5 of 10 each. The case needed the task reopened."),
        (recall, {"A": 4, "B": 4, "D": 4}, "A, B, D: 4 of 12 each."),
        (recall, {"A": 10, "D": 10}, "A and D: 50 % each."),
        (
            case,
            dict.fromkeys("ABCD", 3),
            "The room split evenly over every option. The case needed the task reopened.",
        ),
        (select_all("BD"), {"BD": 4, "B": 6}, "4 of 10 got every option right."),
        (select_all("BD"), {"BD": 10, "B": 30}, "25 % got every option right."),
        (
            select_all("BD", reading=CASE),
            {"B": 1},
            "0 of 1 got every option right. The case needed the task reopened.",
        ),
    ],
)
def test_the_headline_says_what_the_room_did_and_what_was_needed(
    asked: Question, chosen: dict[str, int], sentence: str
) -> None:
    assert said(asked, **chosen) == sentence


def test_a_void_question_is_only_said_to_be_withdrawn() -> None:
    void = Key(frozenset("B"), void=True)
    for asked in (recall, case, select_all("BD", reading=CASE)):
        assert said(asked, void, A=3) == "This question was withdrawn: it counts for nobody."


def test_an_answer_accepted_later_is_a_best_answer_too() -> None:
    key = Key(frozenset("B"), corrected=True, alternatives=frozenset("C"))
    assert said(recall, key, C=3) == "3 of 3 did C: the best answer."


@pytest.mark.parametrize(
    ("asked", "counts", "pattern"),
    [
        (case, "", Pattern.NOBODY),
        (case, "AABB", Pattern.SPLIT),
        (case, "BBA", Pattern.CASE_MET),
        (case, "AAB", Pattern.CASE_MISSED),
        (recall, "BBA", Pattern.RECALL_MET),
        (recall, "AAB", Pattern.RECALL_MISSED),
        (select_all("BD"), "AABB", Pattern.ALL_FOUND),
    ],
)
def test_the_pattern_follows_from_the_votes(asked: Question, counts: str, pattern: Pattern) -> None:
    key = Key(asked.key)
    found = headline(asked, key, tally(asked, key, [(letter,) for letter in counts]))
    assert found.pattern is pattern
    assert headline(asked, Key(asked.key, void=True), tally(asked, key, [])).pattern is Pattern.VOID


@st.composite
def voted(draw: st.DrawFn, *kinds: str) -> tuple[Question, Key, Tally]:
    """A question whose gists and need are as long as banks may make them, and a vote on it."""
    asked = draw(questions(*kinds))
    needed = draw(st.integers(1, 4))
    longest = min(5, 8 - needed) if asked.reading else 5
    asked = replace(
        asked,
        reading=replace(asked.reading, needed=_words(needed)) if asked.reading else None,
        options=tuple(replace(each, gist=_words(longest)) for each in asked.options),
    )
    people = st.dictionaries(answers_of(asked), st.integers(0, 40), max_size=6)
    key = draw(keys_of(asked))
    return asked, key, tally(asked, key, draw(people))


def _words(number: int) -> str:
    return " ".join(["word"] * number)


def told(asked: Question, key: Key, counted: Tally) -> str:
    """The headline as the kind of the question tells it."""
    return look_of(asked.kind).headline(asked, key, counted)


@pytest.mark.parametrize("kind", kind_names())
@given(data=st.data())
def test_no_headline_has_more_than_fourteen_words(kind: str, data: st.DataObject) -> None:
    sentence = told(*data.draw(voted(kind)))
    assert 0 < len(sentence.split()) <= MOST_WORDS
    assert sentence.endswith(".")


@pytest.mark.parametrize("kind", kind_names())
@given(data=st.data())
def test_a_headline_of_a_small_room_has_no_percentages(kind: str, data: st.DataObject) -> None:
    *_, counted = drawn = data.draw(voted(kind))
    sentence = told(*drawn)
    people = counted.answered if kind_named(kind).is_linked else counted.took_part
    if people < SMALL_ROOM:
        assert "%" not in sentence
    else:
        assert f" of {people}" not in sentence


@given(voted("single_best", "select_all"))
def test_a_headline_names_what_the_case_needed_unless_the_question_is_void(
    drawn: tuple[Question, Key, Tally],
) -> None:
    asked, key, _ = drawn
    sentence = told(*drawn)
    needed = f"The case needed {asked.reading.needed}." if asked.reading else "The case needed"
    assert (needed in sentence) == (asked.reading is not None and not key.void)


ALL_RIGHT = ("A:goal", "B:task", "C:bond", "D:contextual", "E:task", "F:goal")


@pytest.mark.parametrize(
    ("asked", "votes", "sentence"),
    [
        (ordering("CABD"), {}, "Nobody answered."),
        (ordering("CABD"), {in_places("CABD"): 3}, "3 of 3 found the whole order."),
        (
            ordering("CABD"),
            {in_places("CABD"): 9, in_places("CADB"): 3},
            "9 of 12 found the whole order. Lost most: A before B.",
        ),
        (
            ordering("CABD"),
            {in_places("ABDC"): 20},
            "Nobody found the whole order. Lost most: C before A.",
        ),
        (matching("312"), {}, "Nobody answered."),
        (matching("312"), {("A:3", "B:1", "C:2"): 2}, "2 of 2 matched every line."),
        (
            matching("312"),
            {("A:3", "B:1", "C:2"): 10, ("A:3", "B:1"): 10},
            "50 % matched every line. Missed most: C.",
        ),
        (matching("312"), {("A:3", "C:2"): 1}, "Nobody matched every line. Missed most: B."),
        (classify(), {ALL_RIGHT: 4}, "4 of 4 read every move as the lens does."),
        (
            classify(),
            {ALL_RIGHT: 1, (*ALL_RIGHT[:4], "E:bond", "F:bond"): 2},
            "1 of 3 read every move as the lens does. Most divided: F.",
        ),
        (
            classify(),
            {("A:goal", "B:task"): 5},
            "Nobody read every move as the lens does. Most divided: C.",
        ),
        (poll(), {}, "Nobody answered."),
        (poll(), {("A",): 4}, "Fewer than five answered, so no sides are shown."),
        (poll(), {("B",): 12, ("A",): 7}, "12 of 19 did B. 7 did A."),
        (poll(), {("B",): 15, ("A",): 7}, "68 % did B. 7 did A."),
        (poll(), {("B",): 5}, "5 of 5 did B. 0 did A."),
        (poll(), {("B",): 5, ("C",): 2}, "Most did B. Few did C."),
        (poll("ABCD"), {("A",): 1, ("B",): 2, ("C",): 2}, "Few did B. Few did C."),
        (short_text(), {}, "Nobody answered."),
        (short_text(), {("It got quiet.",): 1}, "1 sentence was written."),
        (short_text(), {("It got quiet.",): 2, ("Hm.",): 1}, "3 sentences were written."),
    ],
)
def test_the_headline_of_a_kind_says_what_the_room_did(
    asked: Question, votes: dict[Choice, int], sentence: str
) -> None:
    key = Key(asked.key)
    assert told(asked, key, tally(asked, key, votes)) == sentence


def test_a_poll_with_the_longest_gists_fits_into_a_headline() -> None:
    asked = poll(options=tuple(option(letter, gist=_words(5)) for letter in "AB"))
    for votes in ({("A",): 8, ("B",): 2}, {("A",): 8, ("B",): 3}, {("A",): 30, ("B",): 1}):
        sentence = told(asked, Key(asked.key), tally(asked, Key(asked.key), votes))
        assert len(sentence.split()) <= MOST_WORDS


@pytest.mark.parametrize("asked", [ordering(), matching(), classify()])
def test_a_withdrawn_question_is_only_said_to_be_withdrawn_in_every_kind(asked: Question) -> None:
    void = Key(asked.key, void=True)
    withdrawn = "This question was withdrawn: it counts for nobody."
    assert told(asked, void, tally(asked, void, [tuple(sorted(asked.key))])) == withdrawn


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, ""), (1, "A few passed."), (2, "A few passed."), (3, "3 passed."), (30, "30 passed.")],
)
def test_who_passed_is_told_without_a_small_number(number: int, words: str) -> None:
    counted = Tally(12, {"A": 12, "B": 0}, passed=number)
    assert wording.passed(counted, is_linked=False) == words


def test_passes_of_a_question_that_stays_its_students_are_counted_as_they_are() -> None:
    assert wording.passed(Tally(2, {"A": 2}, passed=1), is_linked=True) == "1 passed."


def test_a_share_turns_to_percentages_at_twenty_answers() -> None:
    assert wording.share(9, 19) == "9 of 19"
    assert wording.share(9, 20) == "45 %"
    assert wording.share(0, 0) == "0 of 0"


@pytest.mark.parametrize("component", Component)
def test_every_signature_is_put_into_words(component: Component) -> None:
    strengthens, strains, neither = VALENCE_WORDS[component]
    assert effect(component, Valence.STRENGTHENS) == strengthens
    assert effect(component, Valence.STRAINS) == strains
    assert effect(component, Valence.NEITHER) == neither


@pytest.mark.parametrize("repair", [Repair.IMMEDIATE, Repair.EXPLORATORY])
def test_a_repair_is_called_one_only_where_it_helps(repair: Repair) -> None:
    repaired = [effect(each, Valence.STRENGTHENS, repair) for each in Component]
    words = ["reopens the goal", "reopens the task", "repairs the bond", "secures the frame"]
    assert repaired == words
    for component in Component:
        for valence in (Valence.STRAINS, Valence.NEITHER):
            assert effect(component, valence, repair) == effect(component, valence)


def effect(component: Component, valence: Valence, repair: Repair = Repair.NONE) -> str:
    return wording.effect(option("A", signature=Signature(component, valence, repair=repair)))


def test_an_effect_that_an_author_wrote_stands_before_the_usual_words() -> None:
    signature = Signature(Component.BOND, Valence.STRAINS)
    written = option("A", effect="flatters the bond", signature=signature)
    assert wording.effect(written) == "flatters the bond"


def test_plain_recall_has_no_effect() -> None:
    assert wording.effect(option("A")) == ""


@pytest.mark.parametrize("component", Component)
def test_every_component_has_a_name_to_show(component: Component) -> None:
    assert wording.component_name(component.value)


def every_error() -> list[type[errors.ClassroomError]]:
    found = [errors.ClassroomError]
    for error in found:
        found += error.__subclasses__()
    return found


@pytest.mark.parametrize("error", every_error())
def test_every_refusal_is_one_sentence_that_can_be_shown(
    error: type[errors.ClassroomError],
) -> None:
    facts = dict.fromkeys(re.findall(r"%\((\w+)\)s", error.message), "100 %s")
    sentence = wording.sentence(error(**facts))
    assert sentence.endswith(".") and "%(" not in sentence
    assert sentence.count("100 %s") == len(facts)
    assert 400 <= error.status < 600


def test_no_two_refusals_share_a_code() -> None:
    codes = [error.code for error in every_error()]
    assert len(set(codes)) == len(codes)
