"""Everything that any screen of a session may need, read once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import current_app

from classroom.domain.certainty import confident_and_wrong
from classroom.domain.kinds import kind_named
from classroom.domain.presence import Register
from classroom.domain.question import Key, Question
from classroom.domain.round import (
    Move,
    Position,
    RoundPhase,
    SessionPhase,
    legal_moves,
    next_step,
)
from classroom.domain.tally import Tally
from classroom.screens.sentences import released, sentences_of
from classroom.screens.views import SentenceView
from classroom.storage.queries import lessons, sessions
from classroom.storage.tables import LiveSession, Round, StoredQuestion, Vote


@dataclass(frozen=True)
class State:
    """A session as it stands. `round` is the last one asked, shown only in the round phase."""

    session: LiveSession
    phase: SessionPhase
    plan: tuple[StoredQuestion, ...]
    rounds: tuple[Round, ...]
    round: Round | None
    vote: Vote | None
    question: Question | None
    key: Key | None
    tally: Tally | None
    sentences: tuple[SentenceView, ...] | None
    """What was written, where the question asks for a text and its vote is sealed."""
    sure_and_wrong: tuple[tuple[str, int], ...]
    """What those believed who were sure of a wrong answer, and how many."""
    present: int
    """Everybody who has answered, hands without a phone included, and who is connected besides."""
    connected: frozenset[int]
    """Ids of the students who are connected now."""
    answered: frozenset[int]
    """Ids of the students who answered the current vote."""
    as_of_ms: int
    """When reading it began, by `now_ms`: nothing in it is older."""

    @property
    def released(self) -> tuple[SentenceView, ...] | None:
        """What the room may read of it."""
        if self.sentences is None:
            return None
        return released(self.sentences)

    @property
    def round_phase(self) -> RoundPhase | None:
        return RoundPhase(self.round.phase) if self.round else None

    @property
    def upcoming(self) -> StoredQuestion | None:
        """The first question of the lesson that has not been asked in this session."""
        asked = {round_.question_slug for round_ in self.rounds}
        return next((question for question in self.plan if question.slug not in asked), None)

    @property
    def position(self) -> Position:
        return Position(
            self.phase,
            self.round_phase,
            has_next=self.upcoming is not None,
            is_linked=self.question is None or kind_named(self.question.kind).is_linked,
            is_exam=self.session.is_exam,
        )

    @property
    def legal_moves(self) -> tuple[Move, ...]:
        return legal_moves(self.position)

    @property
    def next_step(self) -> Move | None:
        return next_step(self.position)

    @property
    def shown_phase(self) -> str:
        """The phase in one word, as a screen shows it: the round's, or `lobby` or `ended`."""
        if self.phase is SessionPhase.ROUND and self.round is not None:
            return self.round.phase
        return self.phase.value


def register() -> Register:
    """The register of open connections of this process."""
    found: Register = current_app.extensions["classroom.register"]
    return found


def _sure_and_wrong(round_: Round, vote: Vote) -> tuple[tuple[str, int], ...]:
    question, key = round_.question, sessions.key_of(round_)
    if not question.asks_certainty or key.void:
        return ()
    return confident_and_wrong(question, key, sessions.sure_choices(vote))


_OFFSET_NS = time.time_ns() - time.monotonic_ns()


def now_ms() -> int:
    """The time since 1970, never less than before: a clock set back would make every push old."""
    return (_OFFSET_NS + time.monotonic_ns()) // 1_000_000


def state_of(session: LiveSession, as_of_ms: int | None = None) -> State:
    """The session as it stands now. `as_of_ms` is when the session itself was read.

    On PostgreSQL two may read side by side, and who began first may be done last.
    """
    as_of_ms = as_of_ms or now_ms()
    phase = SessionPhase(session.phase)
    rounds = tuple(sessions.rounds(session.id))
    round_ = rounds[-1] if rounds and phase is SessionPhase.ROUND else None
    vote = sessions.last_vote(round_.id) if round_ else None
    counted = sessions.tally_of(round_, vote) if round_ and vote else None
    answered = sessions.answered_by(vote.id) if vote else frozenset()
    connected = register().students(session.id)
    return State(
        session=session,
        phase=phase,
        plan=tuple(lessons.plan_of(session)),
        rounds=rounds,
        round=round_,
        vote=vote,
        question=round_.question if round_ else None,
        key=sessions.key_of(round_) if round_ else None,
        tally=counted,
        sentences=sentences_of(vote) if round_ and vote else None,
        sure_and_wrong=_sure_and_wrong(round_, vote) if round_ and vote else (),
        present=(counted.took_part if counted else 0) + len(connected - answered),
        connected=connected,
        answered=answered,
        as_of_ms=as_of_ms,
    )
