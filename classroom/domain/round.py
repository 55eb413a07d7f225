"""The phases of a live session and of a round, and which moves are legal in each.

Session: `lobby → round ⇄ lobby → ended`. Round: `ready → open → closed → revealed`; from `closed`
back to `open`; from anything before `revealed` away with `skip`. In an exam the next question is
asked from `closed`, and the end reveals. Decided here and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

GRACE = timedelta(seconds=2)
"""How long after the close an answer that was on its way still counts, unless the reveal came."""


class SessionPhase(StrEnum):
    LOBBY = "lobby"
    ROUND = "round"
    ENDED = "ended"


class RoundPhase(StrEnum):
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    REVEALED = "revealed"
    SKIPPED = "skipped"


class Move(StrEnum):
    """What the instructor can do to the session, a verb each."""

    ASK = "ask"
    OPEN = "open"
    CLOSE = "close"
    REVEAL = "reveal"
    REOPEN = "reopen"
    SKIP = "skip"
    LOBBY = "lobby"
    END = "end"


@dataclass(frozen=True)
class Position:
    """Where a session stands: its phase, the round's phase, and what bears on the next step.

    `is_linked`: whether answers stay their students'. Ballots that belong to nobody cannot be
    changed after the close, so their vote does not open again. `is_exam`: nothing is explained
    before the end.
    """

    session: SessionPhase
    round: RoundPhase | None = None
    has_next: bool = True
    is_linked: bool = True
    is_exam: bool = False


_LEGAL_IN_ROUND: dict[RoundPhase, tuple[Move, ...]] = {
    RoundPhase.READY: (Move.OPEN, Move.SKIP, Move.END),
    RoundPhase.OPEN: (Move.CLOSE, Move.SKIP, Move.END),
    RoundPhase.CLOSED: (Move.REVEAL, Move.REOPEN, Move.SKIP, Move.END),
    RoundPhase.REVEALED: (Move.ASK, Move.LOBBY, Move.END),
}


_LEGAL_AFTER_AN_EXAM_QUESTION = (Move.ASK, Move.END, Move.REOPEN, Move.SKIP)
"""Once voting on it has closed; the end of the session reveals all of them."""


def legal_moves(position: Position) -> tuple[Move, ...]:
    """The moves that fit here, in the order in which a console offers them."""
    if position.session is SessionPhase.ENDED:
        return ()
    if position.session is SessionPhase.LOBBY:
        moves: tuple[Move, ...] = (Move.ASK, Move.END)
    else:
        assert position.round is not None
        moves = _LEGAL_IN_ROUND[position.round]
        if position.is_exam and position.round is RoundPhase.CLOSED:
            moves = _LEGAL_AFTER_AN_EXAM_QUESTION
    return tuple(move for move in moves if _fits(move, position))


def _fits(move: Move, position: Position) -> bool:
    if move is Move.ASK:
        return position.has_next
    return move is not Move.REOPEN or position.is_linked


def next_step(position: Position) -> Move | None:
    """The one step forward: what the big button and the clicker's forward key do."""
    moves = legal_moves(position)
    return moves[0] if moves else None


def after(move: Move, position: Position) -> tuple[SessionPhase, RoundPhase | None]:
    """The phases after a legal move; KeyError if the move does not fit."""
    if move not in legal_moves(position):
        raise KeyError(move)
    match move:
        case Move.ASK:
            return SessionPhase.ROUND, RoundPhase.READY
        case Move.OPEN | Move.REOPEN:
            return SessionPhase.ROUND, RoundPhase.OPEN
        case Move.CLOSE:
            return SessionPhase.ROUND, RoundPhase.CLOSED
        case Move.REVEAL:
            return SessionPhase.ROUND, RoundPhase.REVEALED
        case Move.SKIP:
            return SessionPhase.LOBBY, RoundPhase.SKIPPED
        case Move.LOBBY:
            return SessionPhase.LOBBY, position.round
        case Move.END:
            # Whatever was going on ends with the session: a vote closes (and is explained, after
            # an exam), a question never opened counts as skipped.
            closed = RoundPhase.REVEALED if position.is_exam else RoundPhase.CLOSED
            unfinished = {
                RoundPhase.OPEN: closed,
                RoundPhase.CLOSED: closed,
                RoundPhase.READY: RoundPhase.SKIPPED,
            }
            was = position.round
            return SessionPhase.ENDED, unfinished.get(was, was) if was else None
