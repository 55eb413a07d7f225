"""Which moves fit where, however somebody presses."""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from classroom.domain.round import (
    Move,
    Position,
    RoundPhase,
    SessionPhase,
    after,
    legal_moves,
    next_step,
)

LOBBY = Position(SessionPhase.LOBBY)


def in_round(phase: RoundPhase, **given: bool) -> Position:
    return Position(SessionPhase.ROUND, phase, **given)


def in_exam(phase: RoundPhase, **given: bool) -> Position:
    return in_round(phase, is_exam=True, **given)


@pytest.mark.parametrize(
    ("position", "moves"),
    [
        (LOBBY, [Move.ASK, Move.END]),
        (in_round(RoundPhase.READY), [Move.OPEN, Move.SKIP, Move.END]),
        (in_round(RoundPhase.OPEN), [Move.CLOSE, Move.SKIP, Move.END]),
        (in_round(RoundPhase.CLOSED), [Move.REVEAL, Move.REOPEN, Move.SKIP, Move.END]),
        (in_round(RoundPhase.REVEALED), [Move.ASK, Move.LOBBY, Move.END]),
        (in_exam(RoundPhase.READY), [Move.OPEN, Move.SKIP, Move.END]),
        (in_exam(RoundPhase.OPEN), [Move.CLOSE, Move.SKIP, Move.END]),
        (in_exam(RoundPhase.CLOSED), [Move.ASK, Move.END, Move.REOPEN, Move.SKIP]),
        (Position(SessionPhase.ENDED), []),
        (Position(SessionPhase.ENDED, RoundPhase.OPEN), []),
    ],
)
def test_every_place_offers_just_its_moves(position: Position, moves: list[Move]) -> None:
    assert list(legal_moves(position)) == moves


@pytest.mark.parametrize("phase", [None, RoundPhase.SKIPPED, RoundPhase.REVEALED])
def test_the_lobby_offers_the_same_whatever_the_last_round_came_to(
    phase: RoundPhase | None,
) -> None:
    assert legal_moves(Position(SessionPhase.LOBBY, phase)) == legal_moves(LOBBY)


def test_nothing_is_asked_when_no_question_is_left() -> None:
    assert legal_moves(Position(SessionPhase.LOBBY, has_next=False)) == (Move.END,)
    last = in_round(RoundPhase.REVEALED, has_next=False)
    assert legal_moves(last) == (Move.LOBBY, Move.END)


def test_the_forward_key_alone_leads_from_the_lobby_to_the_reveal_and_on() -> None:
    position, pressed = LOBBY, []
    for _ in range(5):
        move = next_step(position)
        assert move is not None
        pressed.append(move)
        position = Position(*after(move, position))
    assert pressed == [Move.ASK, Move.OPEN, Move.CLOSE, Move.REVEAL, Move.ASK]
    assert next_step(Position(SessionPhase.ENDED)) is None


@pytest.mark.parametrize("is_exam", [False, True])
@pytest.mark.parametrize("phase", [p for p in RoundPhase if p is not RoundPhase.SKIPPED])
def test_a_vote_of_nobodys_ballots_does_not_open_again_and_loses_no_other_move(
    phase: RoundPhase, is_exam: bool
) -> None:
    linked = legal_moves(in_round(phase, is_exam=is_exam))
    unlinked = legal_moves(in_round(phase, is_exam=is_exam, is_linked=False))
    assert unlinked == tuple(move for move in linked if move is not Move.REOPEN)
    if phase is RoundPhase.CLOSED:
        with pytest.raises(KeyError):
            after(Move.REOPEN, in_round(phase, is_exam=is_exam, is_linked=False))


def test_an_exam_goes_from_question_to_question_and_explains_nothing() -> None:
    position, pressed = Position(SessionPhase.LOBBY, is_exam=True), []
    for _ in range(7):
        move = next_step(position)
        assert move is not None
        pressed.append(move)
        position = Position(*after(move, position), is_exam=True)
    assert pressed == [Move.ASK, Move.OPEN, Move.CLOSE, Move.ASK, Move.OPEN, Move.CLOSE, Move.ASK]


def test_after_the_last_question_of_an_exam_the_step_forward_ends_it() -> None:
    last = in_exam(RoundPhase.CLOSED, has_next=False)
    assert next_step(last) is Move.END


@pytest.mark.parametrize(
    ("phase", "in_class", "in_an_exam"),
    [
        (RoundPhase.READY, RoundPhase.SKIPPED, RoundPhase.SKIPPED),
        (RoundPhase.OPEN, RoundPhase.CLOSED, RoundPhase.REVEALED),
        (RoundPhase.CLOSED, RoundPhase.CLOSED, RoundPhase.REVEALED),
    ],
)
def test_the_end_reveals_an_exam_and_only_closes_what_was_open_in_class(
    phase: RoundPhase, in_class: RoundPhase, in_an_exam: RoundPhase
) -> None:
    assert after(Move.END, in_round(phase)) == (SessionPhase.ENDED, in_class)
    assert after(Move.END, in_exam(phase)) == (SessionPhase.ENDED, in_an_exam)


class Console(RuleBasedStateMachine):
    """An instructor who presses anything, beside a model of what the room has been through."""

    @initialize(questions=st.integers(0, 4), is_exam=st.booleans())
    def open_session(self, questions: int, is_exam: bool) -> None:
        self.left = questions
        self.is_exam, self.is_linked = is_exam, True
        self.closings = 0
        self.session, self.round = SessionPhase.LOBBY, None
        self.voted = self.revealed = False

    @property
    def position(self) -> Position:
        return Position(self.session, self.round, self.left > 0, self.is_linked, self.is_exam)

    @rule(move=st.sampled_from(Move), is_linked=st.booleans())
    def press(self, move: Move, is_linked: bool = True) -> None:
        """`is_linked` is what the next question will be, where the press asks one."""
        before = self.position
        if move not in legal_moves(before):
            with pytest.raises(KeyError):
                after(move, before)
            return
        self.session, self.round = after(move, before)
        if move is Move.ASK:
            self.left -= 1
            self.voted = self.revealed = False
            self.is_linked, self.closings = is_linked, 0
        self.closings += move is Move.CLOSE
        assert self.is_linked or self.closings <= 1
        self.voted = self.voted or move is Move.OPEN
        ends_exam = self.is_exam and move is Move.END
        self.revealed = self.revealed or move is Move.REVEAL or ends_exam
        if self.round is RoundPhase.REVEALED:
            assert self.voted and self.revealed
        if before.round is RoundPhase.REVEALED:
            assert self.round in (RoundPhase.REVEALED, RoundPhase.READY)

    @precondition(lambda self: self.session is not SessionPhase.ENDED)
    @rule()
    def press_forward(self) -> None:
        move = next_step(self.position)
        assert move is not None
        self.press(move)

    @invariant()
    def a_question_is_on_exactly_during_a_round(self) -> None:
        if self.session is SessionPhase.ROUND:
            assert self.round not in (None, RoundPhase.SKIPPED)
        if self.session is SessionPhase.LOBBY:
            assert self.round in (None, RoundPhase.SKIPPED, RoundPhase.REVEALED)

    @invariant()
    def an_exam_explains_nothing_before_its_end(self) -> None:
        if self.is_exam and self.session is not SessionPhase.ENDED:
            assert self.round is not RoundPhase.REVEALED and not self.revealed
            assert Move.REVEAL not in legal_moves(self.position)

    @invariant()
    def an_exam_that_has_ended_leaves_no_vote_unexplained(self) -> None:
        if self.is_exam and self.session is SessionPhase.ENDED:
            assert self.round in (None, RoundPhase.SKIPPED, RoundPhase.REVEALED)

    @invariant()
    def no_more_questions_are_asked_than_there_are(self) -> None:
        assert self.left >= 0

    @invariant()
    def the_session_can_be_ended_until_it_has_ended(self) -> None:
        moves = legal_moves(self.position)
        assert (Move.END in moves) == (self.session is not SessionPhase.ENDED)
        assert len(set(moves)) == len(moves)


TestConsole = Console.TestCase
