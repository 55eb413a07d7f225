"""A student's answer: acceptable now? Then to the writer; acknowledged only after the commit."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import bindparam, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from classroom.actions import announcements
from classroom.domain.errors import (
    AnswerForAnotherRound,
    AnswerTooLate,
    MalformedAnswer,
    NotSeated,
)
from classroom.domain.kinds import kind_named
from classroom.domain.question import Question
from classroom.domain.round import SessionPhase
from classroom.domain.standing import Standing
from classroom.storage.database import UtcTime, db, now
from classroom.storage.queries import sessions
from classroom.storage.tables import Answer, LiveSession, Round, Vote
from classroom.storage.writer import write

HIGHEST_SEQ = 2**53
"""Sequence numbers come from JavaScript, whose whole numbers end here."""


def answer(
    session_id: int,
    student_id: int,
    vote_id: int,
    sent: Iterable[str],
    seq: int | None = None,
) -> Standing:
    """Store the answer and return what stands once it is on disk.

    `seq` is the sender's sequence number; the highest counts, and the same one sent twice is one
    answer. Raises an AnswerRefused that says why nothing was stored, or Busy to send it again.
    """
    asked = _asked(vote_id)
    if asked is None or asked[0] != session_id:
        raise AnswerForAnotherRound
    question = asked[1]
    choice = kind_named(question.kind).choice(question, sent)
    seq = _next_seq(vote_id, student_id) if seq is None else seq
    if not 0 < seq <= HIGHEST_SEQ:
        raise MalformedAnswer
    parameters = {
        "vote": vote_id,
        "student": student_id,
        "choice": ",".join(choice),
        "seq": seq,
        "now": now(),
    }
    try:
        standing, accepted = write(lambda session: _store(session, parameters))
    except IntegrityError:
        raise NotSeated from None
    if not accepted:
        if standing is not None and standing.seq == seq and standing.choice == choice:
            return standing  # sent again because the acknowledgement was lost
        raise _refusal(session_id, vote_id)
    assert standing is not None
    announcements.answered.send(session_id=session_id)
    return standing


# One statement, so that no close can come between the check and the insert. It is conditional on
# the vote: open, or closed so shortly ago that the answer was on its way.
_UPSERT = text(
    """
    INSERT INTO answers (vote_id, student_id, choice, seq, saved_at)
    SELECT votes.id, :student, :choice, :seq, :now FROM votes
    WHERE votes.id = :vote AND votes.accepts
      AND (votes.accepts_until IS NULL OR votes.accepts_until >= :now)
    ON CONFLICT (vote_id, student_id) DO UPDATE
    SET choice = excluded.choice, seq = excluded.seq, saved_at = excluded.saved_at
    WHERE excluded.seq >= answers.seq
    """
).bindparams(bindparam("now", type_=UtcTime))


def _store(session: Session, parameters: dict[str, object]) -> tuple[Standing | None, bool]:
    """Insert or replace; returns the answer that stands and whether the vote took answers."""
    connection = session.connection()
    vote_id, student_id = parameters["vote"], parameters["student"]
    if connection.execute(_UPSERT, parameters).rowcount == 1:
        choice = tuple(str(parameters["choice"]).split(","))
        return Standing(int(str(vote_id)), choice, int(str(parameters["seq"]))), True
    row = session.get(Answer, (vote_id, student_id))
    standing = Standing(row.vote_id, row.letters, row.seq) if row else None
    vote = session.get(Vote, vote_id)
    accepts = (
        vote is not None
        and vote.accepts
        and (vote.accepts_until is None or vote.accepts_until >= parameters["now"])  # type: ignore[operator]
    )
    return standing, accepts and standing is not None


@lru_cache(maxsize=1024)
def _cached_question(vote_id: int, database: str) -> tuple[int, Question] | None:
    vote = db.session.get(Vote, vote_id)
    if vote is None:
        raise KeyError(vote_id)  # not cached: it may come to exist
    return vote.round.session_id, vote.round.question


def _asked(vote_id: int) -> tuple[int, Question] | None:
    """The session and the question of a vote. Neither ever changes, so both are remembered."""
    try:
        return _cached_question(vote_id, str(db.engine.url))
    except KeyError:
        return None


def _next_seq(vote_id: int, student_id: int) -> int:
    """A sequence number for a page without JavaScript: now, and after what stands."""
    standing = sessions.answer_of(vote_id, student_id)
    return max(int(time.time() * 1000), standing.seq + 1 if standing else 0)


def _refusal(session_id: int, vote_id: int) -> AnswerTooLate | AnswerForAnotherRound:
    live = db.session.get(LiveSession, session_id)
    current: Round | None = sessions.last_round(session_id)
    vote = sessions.last_vote(current.id) if current else None
    here = vote is not None and vote.id == vote_id
    if here and live is not None and live.phase == SessionPhase.ROUND:
        return AnswerTooLate()
    return AnswerForAnotherRound()
