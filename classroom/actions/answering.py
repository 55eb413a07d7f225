"""A student's answer: acceptable now? Then to the writer; acknowledged only after the commit."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from sqlalchemy import bindparam, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from classroom.actions import announcements, voting
from classroom.domain.certainty import checked
from classroom.domain.errors import (
    AnswerForAnotherRound,
    AnswerTooLate,
    CannotPass,
    MalformedAnswer,
    NotSeated,
)
from classroom.domain.kinds import PASS, Choice, as_text, kind_named
from classroom.domain.question import Question
from classroom.domain.standing import Standing
from classroom.storage.database import UtcTime, db, now
from classroom.storage.queries import sessions
from classroom.storage.tables import Answer, Vote
from classroom.storage.writer import write

HIGHEST_SEQ = 2**53
"""Sequence numbers come from JavaScript, whose whole numbers end here."""


def answer(
    session_id: int,
    student_id: int,
    vote_id: int,
    sent: Iterable[str],
    seq: int | None = None,
    *,
    certainty: int | None = None,
    passes: bool = False,
) -> Standing:
    """Store the answer, or the pass, and return what stands once it is on disk.

    `seq` is the sender's sequence number; the highest counts, and the same one sent twice is one
    answer. Raises an AnswerRefused that says why nothing was stored, or Busy to send it again.
    """
    asked_in, question = _asked(vote_id, str(db.engine.url))
    if asked_in != session_id:
        raise AnswerForAnotherRound
    kind = kind_named(question.kind)
    choice = _pass(question) if passes else kind.choice(question, sent)
    level = None if passes else checked(certainty, question)
    seq = _next_seq(vote_id, student_id) if seq is None else seq
    if not 0 < seq <= HIGHEST_SEQ:
        raise MalformedAnswer
    sent_now, arrived_at = Standing(vote_id, choice, seq, level), now()
    store = _store if kind.is_linked else voting.cast
    try:
        # Decided and written in one statement, so that many workers may do it side by side.
        standing = write(
            lambda session: store(session, student_id, sent_now, arrived_at), alone=False
        )
    except IntegrityError:
        raise NotSeated from None
    if standing is None:
        raise _refusal(session_id, vote_id)
    announcements.answered.send(session_id=session_id)
    return standing


@lru_cache(maxsize=1024)
def _asked(vote_id: int, database: str) -> tuple[int, Question]:
    """The session and the question of a vote. Neither ever changes, so both are remembered."""
    vote = db.session.get(Vote, vote_id)
    if vote is None:
        raise AnswerForAnotherRound  # not remembered: it may come to exist
    return vote.round.session_id, vote.round.question


def _pass(question: Question) -> Choice:
    if not question.may_pass:
        raise CannotPass
    return PASS


def _next_seq(vote_id: int, student_id: int) -> int:
    """A sequence number for a page without JavaScript: now, and after what stands."""
    vote = db.session.get(Vote, vote_id)
    standing = sessions.standing_in(vote, student_id) if vote else None
    return max(int(time.time() * 1000), standing.seq + 1 if standing else 0)


# One statement, so that no close can come between the check and the insert. It is conditional on
# the vote: open, or closed so shortly ago that the answer was on its way.
_UPSERT = text(
    """
    INSERT INTO answers (vote_id, student_id, choice, certainty, seq, saved_at)
    SELECT votes.id, :student, :choice, :certainty, :seq, :now FROM votes
    WHERE votes.id = :vote AND votes.accepts
      AND (votes.accepts_until IS NULL OR votes.accepts_until >= :now)
    ON CONFLICT (vote_id, student_id) DO UPDATE
    SET choice = excluded.choice, certainty = excluded.certainty, seq = excluded.seq,
        saved_at = excluded.saved_at
    WHERE excluded.seq >= answers.seq
    """
).bindparams(bindparam("now", type_=UtcTime))


def _store(
    session: Session, student_id: int, sent: Standing, arrived_at: datetime
) -> Standing | None:
    """Insert or replace; returns the answer that stands, None when the vote took no more.

    One sent again, or overtaken by a later one, is no news and no reason to refuse, closed or not.
    """
    parameters = {
        "vote": sent.vote_id,
        "student": student_id,
        "choice": as_text(sent.choice),
        "certainty": sent.certainty,
        "seq": sent.seq,
        "now": arrived_at,
    }
    if session.connection().execute(_UPSERT, parameters).rowcount == 1:
        return sent
    row = session.get(Answer, (sent.vote_id, student_id))
    if row is not None and (row.seq > sent.seq or row.standing == sent):
        return row.standing
    return None


def _refusal(session_id: int, vote_id: int) -> AnswerTooLate | AnswerForAnotherRound:
    live = sessions.with_id(session_id)
    vote = sessions.current_vote(live) if live else None
    return AnswerTooLate() if vote and vote.id == vote_id else AnswerForAnotherRound()
