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


def in_round(phase: RoundPhase, *, has_next: bool = True) -> Position:
    return Position(SessionPhase.ROUND, phase, has_next)


@pytest.mark.parametrize(
    ("position", "moves"),
    [
        (LOBBY, [Move.ASK, Move.END]),
        (in_round(RoundPhase.READY), [Move.OPEN, Move.SKIP, Move.END]),
        (in_round(RoundPhase.OPEN), [Move.CLOSE, Move.SKIP, Move.END]),
        (in_round(RoundPhase.CLOSED), [Move.REVEAL, Move.REOPEN, Move.SKIP, Move.END]),
        (in_round(RoundPhase.REVEALED), [Move.ASK, Move.LOBBY, Move.END]),
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


class Console(RuleBasedStateMachine):
    """An instructor who presses anything, beside a model of what the room has been through."""

    @initialize(questions=st.integers(0, 4))
    def open_session(self, questions: int) -> None:
        self.left = questions
        self.session, self.round = SessionPhase.LOBBY, None
        self.voted = self.revealed = False

    @property
    def position(self) -> Position:
        return Position(self.session, self.round, self.left > 0)

    @rule(move=st.sampled_from(Move))
    def press(self, move: Move) -> None:
        before = self.position
        if move not in legal_moves(before):
            with pytest.raises(KeyError):
                after(move, before)
            return
        self.session, self.round = after(move, before)
        if move is Move.ASK:
            self.left -= 1
            self.voted = self.revealed = False
        self.voted = self.voted or move is Move.OPEN
        self.revealed = self.revealed or move is Move.REVEAL
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
    def no_more_questions_are_asked_than_there_are(self) -> None:
        assert self.left >= 0

    @invariant()
    def the_session_can_be_ended_until_it_has_ended(self) -> None:
        moves = legal_moves(self.position)
        assert (Move.END in moves) == (self.session is not SessionPhase.ENDED)
        assert len(set(moves)) == len(moves)


TestConsole = Console.TestCase
