"""The border that a key must not cross: what phones and projectors are given before the reveal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from typing import Any

import pytest

from classroom.app import create_app
from classroom.config import Settings
from classroom.domain.question import Key, Question
from classroom.domain.round import RoundPhase, SessionPhase
from classroom.domain.tally import tally
from classroom.screens import audiences
from classroom.screens.state import State
from classroom.storage.tables import LiveSession, Round, StoredQuestion, Vote
from tests.unit.screens.planting import (
    BLOCKS,
    CODED,
    PLANTED,
    PLANTED_NUMBER,
    PUBLIC,
    VIEWS,
    Draw,
    given,
    leaves,
    parts,
    planted,
)

MOMENTS = {
    "before the first question": (SessionPhase.LOBBY, None),
    "ready": (SessionPhase.ROUND, RoundPhase.READY),
    "open": (SessionPhase.ROUND, RoundPhase.OPEN),
    "closed": (SessionPhase.ROUND, RoundPhase.CLOSED),
    "revealed": (SessionPhase.ROUND, RoundPhase.REVEALED),
    "skipped": (SessionPhase.LOBBY, RoundPhase.SKIPPED),
    "in the lobby after the reveal": (SessionPhase.LOBBY, RoundPhase.REVEALED),
    "ended": (SessionPhase.ENDED, RoundPhase.CLOSED),
}
VOTING = ["open", "closed"]
QUIET = [moment for moment in MOMENTS if moment not in (*VOTING, "revealed")]
UNREVEALED = [*VOTING, *QUIET]
SCREENS = [*VIEWS.values(), *BLOCKS.values()]


@pytest.fixture(scope="module", autouse=True)
def drawing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An application to draw with; the states are made by hand, so its database stays empty."""
    app = create_app(Settings(instance=str(tmp_path_factory.mktemp("drawing")), testing=True))
    with app.test_request_context():
        yield
    app.extensions["classroom.writer"].close()


def state_in(moment: str, asked: Question | None = None, *, shows_counts: bool = False) -> State:
    """A session with a planted question at that moment; two answered A and one B."""
    asked = asked or planted()
    phase, round_phase = MOMENTS[moment]
    session = LiveSession(
        id=1,
        public_id="sessionsessi",
        code="K7M4QX",
        title="A lesson",
        phase=phase.value,
        version=5,
        locked=False,
        shows_counts=shows_counts,
    )
    plan = (StoredQuestion(slug=asked.id, title=asked.title, content=asked.to_json()),)
    rounds = (
        (Round(id=1, position=1, question_slug=asked.id, phase=round_phase.value),)
        if round_phase
        else ()
    )
    round_ = rounds[0] if rounds and phase is SessionPhase.ROUND else None
    has_vote = round_ is not None and round_phase is not RoundPhase.READY
    key = Key(asked.key)
    return State(
        session=session,
        phase=phase,
        plan=plan,
        rounds=rounds,
        round=round_,
        vote=Vote(id=17) if has_vote else None,
        question=asked if round_ else None,
        key=key if round_ else None,
        tally=tally(asked, key, [("A",), ("A",), ("B",)]) if has_vote else None,
        present=4,
        connected=frozenset({1, 2, 3, 4}),
        answered=frozenset({1, 2, 3}) if has_vote else frozenset(),
    )


def test_every_private_text_is_planted() -> None:
    """A text added to a question later must be planted too, or be declared public there."""
    for path, value in leaves(planted().to_json()):
        if isinstance(value, str) and path[-1] not in PUBLIC | CODED | {"id", "kind", "language"}:
            assert PLANTED in value, path


@pytest.mark.parametrize("shows_counts", [False, True])
@pytest.mark.parametrize("moment", UNREVEALED)
def test_nothing_private_is_given_to_the_room_before_the_reveal(
    moment: str, shows_counts: bool
) -> None:
    state = state_in(moment, shows_counts=shows_counts)
    for draw in SCREENS:
        assert PLANTED not in given(draw, state)
        assert str(PLANTED_NUMBER) not in given(draw, state)


@pytest.mark.parametrize(
    ("kind", "key", "other_key"), [("single_best", "B", "C"), ("select_all", "AB", "CDE")]
)
@pytest.mark.parametrize("moment", UNREVEALED)
def test_what_the_room_is_given_does_not_depend_on_the_key(
    moment: str, kind: str, key: str, other_key: str
) -> None:
    state = state_in(moment, planted(key, kind), shows_counts=True)
    other = authored_otherwise(state, planted(other_key, kind))
    for draw in SCREENS:
        assert without_time(draw, state) == without_time(draw, other)


def authored_otherwise(state: State, other: Question) -> State:
    """The same moment in a world in which the question had another key, and it was corrected."""
    if state.question is None:
        return state
    key = Key(other.key, corrected=True, alternatives=frozenset("A") - other.key)
    counted = replace(state.tally, full_marks=99) if state.tally else None
    return replace(state, question=other, key=key, tally=counted)


def without_time(draw: Draw, state: State) -> dict[str, Any]:
    """What a screen is given, less the milliseconds at which it was drawn."""
    return {**asdict(draw(state)), "version": None}


@pytest.mark.parametrize("moment", UNREVEALED)
def test_no_part_of_an_explanation_is_in_a_view_before_the_reveal(moment: str) -> None:
    private = {"ResultView", "RevealView", "ProfileRowView", "Source", "Contested", "Option"}
    state = state_in(moment, shows_counts=True)
    for draw in VIEWS.values():
        assert draw(state).reveal is None
        assert not private & {type(part).__name__ for part in parts(draw(state))}


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
def test_what_is_only_for_the_instructor_never_leaves_the_console(moment: str) -> None:
    for draw in SCREENS:
        for private in ("note", "evidence", "iso", "sensitivity", "level", "section", "fact"):
            assert f"{PLANTED}-{private}" not in given(draw, state_in(moment))


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
