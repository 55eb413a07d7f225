"""What the reveal shows of each kind: figures worked out by hand, and numbers kept back."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.kinds import PASS, Choice, kind_named, kind_names
from classroom.domain.question import Key, Question, letter_of
from classroom.domain.tally import percent, tally
from classroom.screens.kinds import look_of
from classroom.screens.reveal import reveal_view
from classroom.screens.views import (
    BinView,
    OrderingFigure,
    RevealView,
    SentencesFigure,
    SentenceView,
)
from tests.sample_question import (
    SAMPLES,
    answers_of,
    choices_of,
    classify,
    in_places,
    keys_of,
    matching,
    ordering,
    poll,
    question,
    questions,
    short_text,
)

pytestmark = pytest.mark.usefixtures("in_english")


def revealed(asked: Question, votes: dict[Choice, int], key: Key | None = None) -> RevealView:
    key = key or Key(asked.key)
    return reveal_view(asked, key, tally(asked, key, votes))


def votes_on(asked: Question, most: int = 6) -> st.SearchStrategy[dict[Choice, int]]:
    return st.dictionaries(answers_of(asked), st.integers(0, 30), max_size=most)


ORDERS = {
    in_places("CABD"): 5,
    in_places("CADB"): 3,
    in_places("ABCD"): 1,
    in_places("BDCA"): 2,
}


def test_the_figure_of_an_order_shows_each_step_and_how_many_kept_it() -> None:
    figure = revealed(ordering("CABD"), ORDERS).figure
    assert isinstance(figure, OrderingFigure)
    assert [result.letter for result in figure.right] == list("CABD")
    assert [(step.first, step.second, step.count) for step in figure.steps] == [
        ("C", "A", 10),  # all but ABCD
        ("A", "B", 6),  # CABD and ABCD
        ("B", "D", 7),  # CABD and BDCA
    ]
    assert [step.percent for step in figure.steps] == [91, 55, 64]
    assert figure.step_after("A") == figure.steps[1]
    assert figure.step_after("D") is None


def test_the_three_orders_that_were_chosen_most_are_shown() -> None:
    figure = revealed(ordering("CABD"), ORDERS).figure
    assert isinstance(figure, OrderingFigure)
    assert [("".join(o.letters), o.count, o.percent, o.is_key) for o in figure.orders] == [
        ("CABD", 5, 45, True),
        ("CADB", 3, 27, False),
        ("BDCA", 2, 18, False),
    ]


def test_no_order_of_a_withdrawn_question_is_right() -> None:
    key = Key(ordering("CABD").key, void=True)
    reveal = revealed(ordering("CABD"), ORDERS, key)
    assert isinstance(reveal.figure, OrderingFigure)
    assert not any(order.is_key for order in reveal.figure.orders)


def test_an_order_that_nobody_sent_has_steps_of_nobody() -> None:
    figure = revealed(ordering("CABD"), {}).figure
    assert isinstance(figure, OrderingFigure)
    assert figure.orders == ()
    assert [(step.count, step.percent) for step in figure.steps] == [(0, 0)] * 3


@given(st.data())
def test_every_order_shown_was_chosen_and_none_left_out_was_chosen_more(
    data: st.DataObject,
) -> None:
    asked = data.draw(questions("ordering"))
    votes = data.draw(votes_on(asked, most=8))
    figure = revealed(asked, votes).figure
    assert isinstance(figure, OrderingFigure)
    sent = sorted((n for choice, n in votes.items() if choice != PASS), reverse=True)
    assert [order.count for order in figure.orders] == sent[:3]
    for order in figure.orders:
        assert votes[in_places(order.letters)] == order.count
        assert order.is_key == (set(in_places(order.letters)) == asked.key)


def bins_of(asked: Question, votes: dict[Choice, int], key: Key | None = None) -> list[BinView]:
    figure = revealed(asked, votes, key).figure
    assert isinstance(figure, tuple)
    return list(figure)


def test_the_bins_show_what_the_room_named_beside_what_the_lens_names_first() -> None:
    asked = classify("goal", "task", "bond", "bond", "task bond", "goal")
    votes = {
        ("A:goal", "B:task", "C:bond", "D:bond", "E:task", "F:goal"): 1,
        ("A:goal", "B:goal"): 1,
        ("A:contextual", "B:task"): 2,
    }
    # Twelve were named: A goal 2 and frame 2, B task 3 and goal 1, and one each of C to F.
    bins = {each.place.id: (each.room_percent, each.lens_percent) for each in bins_of(asked, votes)}
    assert bins == {
        "goal": (33, 33),  # 4 of 12, 2 of 6
        "task": (33, 33),  # 4 of 12, 2 of 6: the second bin of E does not count
        "bond": (17, 33),  # 2 of 12, 2 of 6
        "contextual": (17, 0),
    }
    assert [each.place.label for each in bins_of(asked, votes)] == ["Goal", "Task", "Bond", "Frame"]


def test_a_corrected_bin_is_the_first_of_its_move() -> None:
    asked = classify(*["goal"] * 6)
    key = Key(frozenset({"A:bond", *(f"{letter}:goal" for letter in "BCDEF")}), corrected=True)
    bins = {each.place.id: each.lens_percent for each in bins_of(asked, {("A:bond",): 1}, key)}
    assert bins == {"goal": 83, "task": 0, "bond": 17, "contextual": 0}


def test_there_are_no_bins_where_nobody_answered_or_nothing_is_right() -> None:
    asked = classify()
    assert revealed(asked, {}).figure is None
    assert revealed(asked, {PASS: 3}).figure is None
    assert revealed(asked, {("A:goal",): 3}, Key(asked.key, void=True)).figure is None


@given(st.data())
def test_the_bins_of_the_room_and_of_the_lens_are_each_one_whole(data: st.DataObject) -> None:
    asked = data.draw(questions("classify"))
    votes = {data.draw(choices_of(asked)): data.draw(st.integers(1, 30)) for _ in range(3)}
    bins = bins_of(asked, votes)
    for whole in (sum(b.room_percent for b in bins), sum(b.lens_percent for b in bins)):
        assert abs(whole - 100) <= len(bins) / 2


def test_each_line_shows_where_the_room_put_it() -> None:
    reveal = revealed(matching("312"), {("A:3", "B:1"): 3, ("A:1", "C:2"): 1})
    first, second, third = reveal.results
    assert [(p.place.id, p.count, p.percent, p.before_percent) for p in first.placed] == [
        ("1", 1, 25, 0),
        ("2", 0, 0, 25),
        ("3", 3, 75, 25),
        ("4", 0, 0, 100),
    ]
    assert [p.is_right for p in first.placed] == [False, False, True, False]
    assert [(r.count, r.percent) for r in (first, second, third)] == [(3, 75), (3, 75), (1, 25)]
    assert [place.label for place in third.belongs] == ["Target 2"]
    assert reveal.why == third and reveal.why_not is None


@given(st.data())
def test_what_is_right_in_a_reveal_is_what_the_key_says(data: st.DataObject) -> None:
    asked = data.draw(questions())
    key, votes = data.draw(keys_of(asked)), data.draw(votes_on(asked))
    counted = tally(asked, key, votes)
    reveal = reveal_view(asked, key, counted)
    accepted = frozenset() if key.void else key.accepted
    is_linked = kind_named(asked.kind).is_linked
    people = counted.answered if is_linked else counted.took_part
    assert (reveal.answered, reveal.is_small) == (people, people < 20)
    for result in reveal.results:
        right = {mark for mark in accepted if letter_of(mark) == result.letter}
        if asked.places:
            assert {f"{result.letter}:{p.place.id}" for p in result.placed if p.is_right} == right
            assert {f"{result.letter}:{place.id}" for place in result.belongs} == right
            assert [p.count for p in result.placed] == [
                counted.counts[f"{result.letter}:{place.id}"] for place in asked.places
            ]
        else:
            assert (result.is_key or result.is_alternative) == bool(right)
        if not result.kept_back:
            assert result.percent == percent(result.count, people)


@given(st.data())
def test_a_key_changes_the_name_of_what_a_phone_keeps_of_it(data: st.DataObject) -> None:
    asked = data.draw(questions("single_best", "select_all", "matching", "classify"))
    key, other = data.draw(keys_of(asked)), data.draw(keys_of(asked))
    standing = dict(revealed(asked, {}, key).own_marks), dict(revealed(asked, {}, other).own_marks)
    for mark in standing[0]:
        right, later = (_accepted(each, letter_of(mark)) for each in (key, other))
        if right != later:
            assert standing[0][mark] != standing[1][mark]


def _accepted(key: Key, letter: str) -> set[str]:
    return set() if key.void else {mark for mark in key.accepted if letter_of(mark) == letter}


@given(st.data())
def test_there_is_a_part_for_every_mark_that_a_choice_can_have(data: st.DataObject) -> None:
    asked = data.draw(questions(*(kind for kind in kind_names() if kind != "short_text")))
    reveal = revealed(asked, {}, data.draw(keys_of(asked)))
    marks = [mark for mark, _ in reveal.own_marks]
    assert len(set(marks)) == len(marks)
    assert set(kind_named(asked.kind).marks(asked)) <= set(marks)
    assert set(reveal.own_of(data.draw(answers_of(asked)))) <= set(marks)


@given(st.data())
def test_the_own_answer_names_every_line_once_in_order(data: st.DataObject) -> None:
    asked = data.draw(questions("matching", "classify"))
    choice = data.draw(choices_of(asked))
    own = revealed(asked, {}).own_of(choice)
    assert [letter_of(mark) for mark in own] == list(asked.letters)
    assert set(choice) <= set(own)
    assert {mark for mark in own if mark.endswith(":")} == set(own) - set(choice)


def test_what_was_left_open_stands_in_the_own_answer_without_a_place() -> None:
    reveal = revealed(matching("312"), {})
    assert reveal.own_of(("B:1",)) == ("A:", "B:1", "C:")
    assert reveal.own_of(("A:3", "B:1", "C:2")) == ("A:3", "B:1", "C:2")
    assert reveal.own_of(PASS) == PASS


def test_an_own_order_stays_in_its_order_and_an_own_letter_is_itself() -> None:
    assert revealed(ordering("CABD"), {}).own_of(in_places("DBCA")) == in_places("DBCA")
    assert revealed(question("B"), {}).own_of(("C",)) == ("C",)
    assert dict(revealed(question("B"), {}).own_marks) == {
        "A": "other",
        "B": "key",
        "C": "other",
        "D": "other",
    }


@given(
    st.dictionaries(st.sampled_from("ABC").map(lambda letter: (letter,)), st.integers(0, 4)).filter(
        lambda votes: sum(votes.values()) < 5
    ),
    st.integers(0, 2),
)
def test_a_poll_of_fewer_than_five_shows_no_number_of_a_side(
    votes: dict[Choice, int], passed: int
) -> None:
    reveal = revealed(poll(), {**votes, PASS: passed})
    assert [(r.count, r.percent, r.most_chosen) for r in reveal.results] == [(0, 0, False)] * 3
    assert {result.kept_back for result in reveal.results} == {"–"}
    assert (reveal.figure, reveal.profile, reveal.why, reveal.why_not) == (None, (), None, None)
    assert not re.search(r"\d", reveal.headline + reveal.passed)


@given(
    st.dictionaries(
        st.sampled_from("ABC").map(lambda letter: (letter,)), st.integers(0, 30)
    ).filter(lambda votes: sum(votes.values()) >= 5)
)
def test_one_or_two_people_of_a_side_are_a_few(votes: dict[Choice, int]) -> None:
    reveal = revealed(poll(), votes)
    for result in reveal.results:
        number = votes.get((result.letter,), 0)
        if number in (1, 2):
            assert (result.kept_back, result.count, result.percent) == ("a few", 0, 0)
            assert not result.most_chosen
        elif result.kept_back:
            assert result.kept_back in ("some", "most") and result.count == 0
        else:
            assert result.count == number
    assert not re.search(r"\b[12]\b", reveal.headline)


def test_nothing_is_kept_back_where_answers_are_right_or_wrong() -> None:
    reveal = revealed(question("B"), {("A",): 1, ("B",): 1})
    assert [(r.kept_back, r.count) for r in reveal.results] == [("", 1), ("", 1), ("", 0), ("", 0)]


SENTENCES = (
    SentenceView("1", "It got quiet. Was it me?", 3, ("A", "B"), is_released=True),
    SentenceView("2", "Tell me more.", 1, ("B",), is_released=True),
)


def test_the_features_of_sentences_are_counted_by_how_many_wrote_them() -> None:
    asked = short_text()
    counted = tally(asked, Key(asked.key), {("a",): 3, ("b",): 1, ("c",): 4})
    reveal = reveal_view(asked, Key(asked.key), counted, SENTENCES)
    assert reveal.figure == SentencesFigure(SENTENCES, 8, is_sealed=True)
    assert [(r.letter, r.count, r.percent) for r in reveal.results] == [
        ("A", 3, 38),
        ("B", 4, 50),
        ("C", 0, 0),
    ]


def test_sentences_that_can_still_be_changed_are_not_there_to_be_read() -> None:
    asked = short_text()
    reveal = reveal_view(asked, Key(asked.key), tally(asked, Key(asked.key), {("a",): 3}))
    assert reveal.figure == SentencesFigure((), 3, is_sealed=False)
    assert [result.count for result in reveal.results] == [0, 0, 0]


@pytest.mark.parametrize(
    ("kind", "choice", "line"),
    [
        ("single_best", ("B",), "B"),
        ("select_all", ("B", "D"), "B, D"),
        ("poll", ("A",), "A"),
        ("ordering", in_places("CABD"), "C, A, B, D"),
        ("matching", ("A:3", "C:2"), "A\u00a03 · C\u00a02"),
        ("classify", ("A:goal", "B:contextual"), "A\u00a0Goal · B\u00a0Frame"),
        ("short_text", ("It got quiet, and I asked.",), "It got quiet, and I asked."),
    ],
)
def test_a_choice_is_one_line_in_words(kind: str, choice: Choice, line: str) -> None:
    assert look_of(kind).in_words(choice, SAMPLES[kind]) == line


@pytest.mark.parametrize("kind", kind_names())
def test_every_kind_has_a_name_and_says_how_in_whole_sentences(kind: str) -> None:
    assert look_of(kind).name()
    how = look_of(kind).how(SAMPLES[kind])
    assert how == "" if kind == "single_best" else how.endswith(".")


def test_what_is_left_over_is_said_only_where_something_is() -> None:
    assert "left over" in look_of("matching").how(matching("312", spare=1))
    assert "left over" not in look_of("matching").how(matching("312", spare=0))
