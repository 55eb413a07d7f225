"""A student's answer: acceptable now? Then to the writer; acknowledged only after the commit."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select, text
from sqlalchemy.exc import IntegrityError

from classroom.actions import announcements, voting
from classroom.domain.certainty import checked
from classroom.domain.errors import (
    AnswerForAnotherRound,
    AnswerTooLate,
    CannotPass,
    MalformedAnswer,
    NotSeated,
)
from classroom.domain.kinds import PASS, Choice, as_text, from_text, kind_named
from classroom.domain.question import Question
from classroom.domain.standing import Standing
from classroom.storage.database import UtcTime, db, now
from classroom.storage.queries import sessions
from classroom.storage.tables import Answer, Vote
from classroom.storage.writer import write, write_item

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
    try:
        # Decided and written in one statement, so that many workers may do it side by side.
        if kind.is_linked:
            sent_by = _Sent(student_id, sent_now, arrived_at)
            standing = write_item(_store_linked, sent_by, alone=False)
        else:
            standing = write(
                lambda session: voting.cast(session, student_id, sent_now, arrived_at), alone=False
            )
    except IntegrityError:
        raise NotSeated from None
    if standing is None:
        raise _refusal(session_id, vote_id)
    announcements.answered.send(session_id=session_id)
    announcements.answer_changed.send(session_id=session_id, student_id=student_id)
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


@dataclass(frozen=True)
class _Sent:
    """An answer on its way to the disk."""

    student_id: int
    standing: Standing
    arrived_at: datetime

    def stands(self, row: Standing | None) -> Standing | None:
        """What stands, if this answer or a later one does; None when the vote took no more.

        One sent again, or overtaken by a later one, is no news and no reason to refuse, closed or
        not.
        """
        if row is not None and (row.seq > self.standing.seq or row == self.standing):
            return row
        return None


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

_READ_BACK = select(
    Answer.vote_id, Answer.student_id, Answer.choice, Answer.seq, Answer.certainty
).where(
    Answer.vote_id.in_(bindparam("votes", expanding=True)),
    Answer.student_id.in_(bindparam("students", expanding=True)),
)


def _store_linked(connection: Connection, sent: Sequence[_Sent]) -> list[Standing | None]:
    """Insert or replace the answers of a moment, and read back what stands now for each."""
    connection.execute(
        _UPSERT,
        [
            {
                "vote": answer.standing.vote_id,
                "student": answer.student_id,
                "choice": as_text(answer.standing.choice),
                "certainty": answer.standing.certainty,
                "seq": answer.standing.seq,
                "now": answer.arrived_at,
            }
            for answer in sent
        ],
    )
    asked = {
        "votes": list({answer.standing.vote_id for answer in sent}),
        "students": list({answer.student_id for answer in sent}),
    }
    rows = {
        (vote, student): Standing(vote, from_text(choice), seq, certainty)
        for vote, student, choice, seq, certainty in connection.execute(_READ_BACK, asked)
    }
    return [
        answer.stands(rows.get((answer.standing.vote_id, answer.student_id))) for answer in sent
    ]


def _refusal(session_id: int, vote_id: int) -> AnswerTooLate | AnswerForAnotherRound:
    live = sessions.with_id(session_id)
    vote = sessions.current_vote(live) if live else None
    return AnswerTooLate() if vote and vote.id == vote_id else AnswerForAnotherRound()
