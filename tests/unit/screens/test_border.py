"""The border that a key must not cross: what phones and projectors are given before the reveal."""

from __future__ import annotations

import re
from dataclasses import asdict, fields, replace
from typing import Any

import pytest

from classroom.domain.kinds import kind_named, kind_names
from classroom.domain.question import Key, Question
from classroom.domain.signature import LensRule
from classroom.screens import audiences
from classroom.screens.state import State
from classroom.screens.views import OptionView, PlaceView, SentenceView
from tests.sample_question import SAMPLES, classify, matching, ordering, question, select_all
from tests.unit.screens.planting import (
    BLOCKS,
    CODED,
    MOMENTS,
    PLANTED,
    PLANTED_NUMBER,
    PUBLIC,
    VIEWS,
    Draw,
    given,
    leaves,
    parts,
    planted,
    state_in,
)

VOTING = ["open", "closed"]
QUIET = [moment for moment in MOMENTS if moment not in (*VOTING, "revealed")]
UNREVEALED = [*VOTING, *QUIET]
SCREENS = [*VIEWS.values(), *BLOCKS.values()]

pytestmark = pytest.mark.usefixtures("drawing")


@pytest.mark.parametrize("kind", kind_names())
def test_every_private_text_is_planted(kind: str) -> None:
    """A text added to a question later must be planted too, or be declared public there."""
    for path, value in leaves(planted(SAMPLES[kind]).to_json()):
        if isinstance(value, str) and path[-1] not in PUBLIC | CODED | {"id", "kind", "language"}:
            assert PLANTED in value, path


@pytest.mark.parametrize("shows_counts", [False, True])
@pytest.mark.parametrize("moment", UNREVEALED)
@pytest.mark.parametrize("kind", kind_names())
def test_nothing_private_is_given_to_the_room_before_the_reveal(
    kind: str, moment: str, shows_counts: bool
) -> None:
    state = state_in(moment, planted(SAMPLES[kind]), shows_counts=shows_counts)
    for draw in SCREENS:
        assert PLANTED not in given(draw, state)
        assert str(PLANTED_NUMBER) not in given(draw, state)


@pytest.mark.parametrize(
    ("asked", "otherwise"),
    [
        (question("B"), question("C")),
        (select_all("AB"), select_all("CDE")),
        (ordering("CABD"), ordering("BDCA")),
        (matching("312"), matching("243")),
        (
            classify("goal", "task", "bond", "contextual", "task bond", "goal"),
            classify(*["bond goal"] * 6, rules=(LensRule.BOND_TEST,) * 6),
        ),
    ],
    ids=lambda asked: asked.kind,
)
@pytest.mark.parametrize("moment", UNREVEALED)
def test_what_the_room_is_given_does_not_depend_on_the_key(
    moment: str, asked: Question, otherwise: Question
) -> None:
    assert asked.key != otherwise.key
    state = state_in(moment, planted(asked), shows_counts=True)
    other = authored_otherwise(state, planted(otherwise))
    for draw in SCREENS:
        assert without_time(draw, state) == without_time(draw, other)


def authored_otherwise(state: State, other: Question) -> State:
    """The same moment in a world in which the question had another key, and it was corrected."""
    if state.question is None:
        return state
    accepted = frozenset(kind_named(other.kind).marks(other)[:1]) - other.key
    key = Key(other.key, corrected=True, alternatives=accepted)
    counted = replace(state.tally, full_marks=99) if state.tally else None
    return replace(state, question=other, key=key, tally=counted)


def without_time(draw: Draw, state: State) -> dict[str, Any]:
    """What a screen is given, less the milliseconds at which it was drawn."""
    return {**asdict(draw(state)), "version": None}


@pytest.mark.parametrize("moment", UNREVEALED)
@pytest.mark.parametrize("kind", kind_names())
def test_no_part_of_an_explanation_is_in_a_view_before_the_reveal(kind: str, moment: str) -> None:
    private = {"ResultView", "RevealView", "ProfileRowView", "Source", "Contested", "Option"}
    private |= {"PlacedView", "OrderingFigure", "OrderView", "StepKeptView", "BinView", "Place"}
    private |= {"SentencesFigure", "SentenceView"}
    state = state_in(moment, planted(SAMPLES[kind]), shows_counts=True)
    for draw in VIEWS.values():
        assert draw(state).reveal is None
        assert not private & {type(part).__name__ for part in parts(draw(state))}


def test_an_option_and_a_place_hold_nothing_that_could_join_them() -> None:
    assert {field.name for field in fields(OptionView)} == {"letter", "text"}
    assert {field.name for field in fields(PlaceView)} == {"id", "label", "component"}
    for kind in ("ordering", "matching", "classify"):
        asked = planted(SAMPLES[kind])
        view = audiences.phone_view(state_in("open", asked)).question
        assert view is not None
        assert [place.id for place in view.places] == [place.id for place in asked.places]
        assert [option.letter for option in view.options] == sorted(asked.letters)


RULES = {
    LensRule.CONTEXTUAL_GATE: "Frame first",
    LensRule.TASK_TEST: "Task test",
    LensRule.TIES: "Ties:",
}


@pytest.mark.parametrize("moment", UNREVEALED)
def test_no_rule_of_the_lens_is_read_before_the_reveal(moment: str) -> None:
    asked = planted(classify(*["goal"] * 6, rules=(*RULES, *RULES)))
    for draw in SCREENS:
        shown = given(draw, state_in(moment, asked, shows_counts=True))
        assert not any(words in shown for words in RULES.values())


def test_the_phone_reads_at_the_reveal_by_which_rule_each_move_was_decided() -> None:
    asked = planted(classify(*["goal"] * 6, rules=(*RULES, *RULES)))
    for draw in (VIEWS["phone"], BLOCKS["phone"]):
        shown = given(draw, state_in("revealed", asked))
        assert all(words in shown for words in RULES.values())


@pytest.mark.parametrize("moment", QUIET)
def test_not_even_the_question_is_given_while_nobody_votes(moment: str) -> None:
    state = state_in(moment, shows_counts=True)
    assert audiences.projector_view(state).counts == ()
    for draw in SCREENS:
        for early in ("Title", "Stem", "Lead-in", "Option A"):
            assert early not in given(draw, state)


@pytest.mark.parametrize("moment", VOTING)
def test_the_room_reads_the_question_while_it_votes(moment: str) -> None:
    for draw in SCREENS:
        for public in ("Stem", "Lead-in", "Option A", "Option D"):
            assert public in given(draw, state_in(moment))


@pytest.mark.parametrize("moment", UNREVEALED)
def test_counts_stay_with_the_console_unless_the_session_shows_them(moment: str) -> None:
    state = state_in(moment)
    assert audiences.projector_view(state).counts == ()
    if state.tally:
        otherwise = replace(state, tally=replace(state.tally, counts=dict.fromkeys("ABCD", 1)))
        for draw in SCREENS:
            assert without_time(draw, state) == without_time(draw, otherwise)


@pytest.mark.parametrize("moment", VOTING)
@pytest.mark.parametrize("kind", ["ordering", "matching", "classify", "poll", "short_text"])
def test_what_a_bare_number_would_betray_is_not_counted_before_the_reveal(
    kind: str, moment: str
) -> None:
    state = state_in(moment, planted(SAMPLES[kind]), shows_counts=True)
    assert state.tally and state.question
    assert audiences.projector_view(state).counts == ()
    marks = kind_named(kind).marks(state.question)
    counts = dict.fromkeys(marks, 3)
    otherwise = replace(state, tally=replace(state.tally, counts=counts, choices={}))
    for draw in SCREENS:
        assert without_time(draw, state) == without_time(draw, otherwise)


@pytest.mark.parametrize("moment", VOTING)
def test_counts_that_are_shown_are_bare(moment: str) -> None:
    counts = audiences.projector_view(state_in(moment, shows_counts=True)).counts
    assert [(each.letter, each.count, each.percent) for each in counts] == [
        ("A", 2, 67),
        ("B", 1, 33),
        ("C", 0, 0),
        ("D", 0, 0),
    ]
    assert {field.name for field in fields(counts[0])} == {"letter", "count", "percent"}


@pytest.mark.parametrize("moment", VOTING)
def test_a_phone_is_given_nothing_of_the_others_before_the_reveal(moment: str) -> None:
    state = state_in(moment, shows_counts=True)
    assert state.tally
    crowd = replace(state.tally, answered=700, counts=dict.fromkeys("ABCD", 175))
    later = replace(state, tally=crowd, present=800)
    for draw in (VIEWS["phone"], BLOCKS["phone"]):
        assert without_time(draw, state) == without_time(draw, later)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", kind_names())
def test_what_is_only_for_the_instructor_never_leaves_the_console(kind: str, moment: str) -> None:
    for draw in SCREENS:
        shown = given(draw, state_in(moment, planted(SAMPLES[kind])))
        for private in ("note", "evidence", "iso", "sensitivity", "level", "section", "fact"):
            assert f"{PLANTED}-{private}" not in shown
        assert f"{PLANTED}-doubt" not in shown


def test_a_sentence_that_was_not_released_never_leaves_the_console() -> None:
    written = (
        SentenceView("1", "A released sentence.", 2, ("A",), is_released=True),
        SentenceView("2", "A private sentence.", 1, ("B",), is_released=False),
    )
    for moment in ("closed", "revealed"):
        state = replace(state_in(moment, planted(SAMPLES["short_text"])), sentences=written)
        for draw in SCREENS:
            assert "A private sentence." not in given(draw, state)
            assert ("A released sentence." in given(draw, state)) == (moment == "revealed")


@pytest.mark.parametrize("kind", kind_names())
def test_every_screen_of_the_room_gives_the_reasons_of_every_kind_at_the_reveal(kind: str) -> None:
    state = state_in("revealed", planted(SAMPLES[kind]))
    for draw in VIEWS.values():
        reveal = draw(state).reveal
        letters = [result.letter for result in reveal.results]
        assert letters == list(SAMPLES[kind].letters)
        assert all(f"{PLANTED}-rationale" in result.rationale for result in reveal.results)
    for block in BLOCKS.values():
        assert block(state).phase == "revealed"
        assert f"{PLANTED}-rationale" in block(state).html


def test_the_reveal_gives_the_room_the_key_and_every_reason() -> None:
    for draw in VIEWS.values():
        reveal = draw(state_in("revealed")).reveal
        assert [result.letter for result in reveal.results if result.is_key] == ["B"]
        assert [result.count for result in reveal.results] == [2, 1, 0, 0]
        assert (reveal.why.letter, reveal.why_not.letter) == ("B", "A")
        assert reveal.headline == f"2 of 3 {PLANTED}-gist-A. The case needed {PLANTED}-needed."
        assert [row.component for row in reveal.profile if row.needed] == ["contextual"]
        assert [source.short for source in reveal.sources] == [f"{PLANTED}-short"]


def test_a_withdrawn_question_shows_neither_a_key_nor_a_wrong_option() -> None:
    void = replace(state_in("revealed"), key=Key(frozenset("B"), void=True, corrected=True))
    for draw in VIEWS.values():
        reveal = draw(void).reveal
        assert reveal.is_void and reveal.why is None and reveal.why_not is None
        assert not any(result.is_key or result.is_alternative for result in reveal.results)


@pytest.mark.parametrize("ballots", range(1, 5))
def test_a_phone_reads_no_number_of_a_poll_of_fewer_than_five_but_how_many_took_part(
    ballots: int,
) -> None:
    answers = [("A",)] * ballots + [()] * 2
    shown = text_of_room(state_in("revealed", planted(SAMPLES["poll"]), answers=answers))
    assert re.findall(r"\d+", shown.replace("planted-", "")) == [str(ballots + 2)]
    assert "passed" not in shown


def test_one_or_two_of_a_side_are_a_few_on_the_phone_and_the_others_most() -> None:
    answers = [("A",)] * 5 + [("B",)] * 2
    shown = text_of_room(state_in("revealed", planted(SAMPLES["poll"]), answers=answers))
    assert "a few" in shown and "most" in shown
    assert set(re.findall(r"\d+", shown)) <= {"7", "0"}


def text_of_room(state: State) -> str:
    """What a phone says under “How the room answered”, without its markup."""
    html = str(BLOCKS["phone"](state).html)
    room = html[html.index('id="room"') :]
    return " ".join(re.sub(r"<[^>]*>", " ", room[: room.index("</section>")]).split())
