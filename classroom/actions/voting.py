"""Ballots: cast while voting is open, withdrawn with their seat, sealed when voting is over."""

from __future__ import annotations

import secrets
from collections import Counter
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, or_, select, text
from sqlalchemy.orm import Session

from classroom.actions import announcements
from classroom.domain.errors import BallotSealed
from classroom.domain.kinds import as_text, kind_named
from classroom.domain.standing import Standing
from classroom.storage.database import UtcTime, db, now
from classroom.storage.queries.ballots import choice_of, name_of
from classroom.storage.tables import Ballot, Participation, Round, Sentence, Vote
from classroom.storage.writer import scrub, write

# One statement, like that for answers; the secret is the vote's own, so none means sealed.
_CAST = text(
    """
    INSERT INTO ballots (vote_id, name, content, seq)
    SELECT votes.id, :name, :content, :seq FROM votes
    WHERE votes.id = :vote AND votes.accepts AND votes.secret IS NOT NULL
      AND (votes.accepts_until IS NULL OR votes.accepts_until >= :now)
    ON CONFLICT (vote_id, name) DO UPDATE
    SET content = excluded.content, seq = excluded.seq
    WHERE excluded.seq >= ballots.seq
    """
).bindparams(bindparam("now", type_=UtcTime))

_TAKE_PART = text(
    """
    INSERT INTO participations (vote_id, student_id) VALUES (:vote, :student)
    ON CONFLICT (vote_id, student_id) DO NOTHING
    """
)


def cast(
    session: Session, student_id: int, sent: Standing, arrived_at: datetime
) -> Standing | None:
    """Put the ballot in, or in place of the seat's earlier one; returns what stands.

    None when the vote took no more and the seat had no part in it; BallotSealed when it had.
    """
    connection = session.connection()
    secret = connection.scalar(select(Vote.secret).where(Vote.id == sent.vote_id))
    if secret is None:
        if session.get(Participation, (sent.vote_id, student_id)) is not None:
            raise BallotSealed
        return None
    name = name_of(secret, sent.vote_id, student_id)
    ballot = {
        "vote": sent.vote_id,
        "name": name,
        "content": as_text(sent.choice),
        "seq": sent.seq,
        "now": arrived_at,
    }
    if connection.execute(_CAST, ballot).rowcount == 1:
        connection.execute(_TAKE_PART, {"vote": sent.vote_id, "student": student_id})
        return sent
    stands = session.get(Ballot, (sent.vote_id, name))
    if stands is None:
        return None
    standing = Standing(sent.vote_id, choice_of(stands.content), stands.seq)
    return standing if standing.seq > sent.seq or standing == sent else None


def withdraw(session: Session, student_id: int) -> None:
    """Take the seat's ballots out of every vote that is not sealed."""
    for vote in session.scalars(select(Vote).where(Vote.secret.is_not(None))):
        assert vote.secret is not None
        name = name_of(vote.secret, vote.id, student_id)
        session.execute(delete(Ballot).where(Ballot.vote_id == vote.id, Ballot.name == name))


def merge(session: Session, kept_id: int, other_id: int) -> None:
    """One seat of two has one ballot in a vote: the later, while it can still be told."""
    for vote in session.scalars(select(Vote).where(Vote.secret.is_not(None))):
        assert vote.secret is not None
        names = (name_of(vote.secret, vote.id, seat) for seat in (kept_id, other_id))
        kept, other = (session.get(Ballot, (vote.id, name)) for name in names)
        if other is None:
            continue
        if kept is None:
            other.name = name_of(vote.secret, vote.id, kept_id)
            continue
        if other.seq > kept.seq:
            kept.content, kept.seq = other.content, other.seq
        session.delete(other)
    held = select(Participation.vote_id).where(Participation.student_id == kept_id)
    for part in session.scalars(
        select(Participation).where(
            Participation.student_id == other_id,
            Participation.vote_id.not_in(held.scalar_subquery()),
        )
    ).all():
        session.add(Participation(vote_id=part.vote_id, student_id=kept_id))
    session.flush()


def seal(session: Session, vote: Vote) -> bool:
    """Count the ballots into the vote and destroy its secret; False when it was sealed before.

    What is left are counts, and sentences under random names: nothing that leads to a seat. Scrub
    after the commit, so that no file holds the secret either.
    """
    if vote.secret is None:
        return False
    question = session.get_one(Round, vote.round_id).question
    contents = list(session.scalars(select(Ballot.content).where(Ballot.vote_id == vote.id)))
    if kind_named(question.kind).is_written:
        texts = [content for content in contents if content]
        secrets.SystemRandom().shuffle(texts)
        session.add_all(Sentence(vote_id=vote.id, text=written) for written in texts)
        contents = [content for content in contents if not content]
    vote.kept_choices = dict(Counter(vote.kept_choices or {}) + Counter(contents))
    vote.secret = None
    session.execute(delete(Ballot).where(Ballot.vote_id == vote.id))
    return True


def seal_vote(session_id: int, vote_id: int) -> None:
    """Seal one vote, unless that has happened."""

    def work(session: Session) -> bool:
        vote = session.get(Vote, vote_id)
        return vote is not None and seal(session, vote)

    if write(work):
        announcements.moved.send(session_id=session_id)
        scrub()


def seal_every(session: Session) -> None:
    """Seal whatever is open, overdue or not: nobody is there any more who could change a ballot."""
    for vote in session.scalars(select(Vote).where(Vote.secret.is_not(None))).all():
        seal(session, vote)


def seal_overdue() -> int:
    """Seal what a server that was stopped has left unsealed; returns how many votes.

    Several workers may do this at once: one seals, and the others find nothing to do.
    """
    if db.session.scalar(_overdue().limit(1)) is None:
        return 0

    def work(session: Session) -> list[int]:
        votes = session.scalars(_overdue()).all()
        sealed = [vote for vote in votes if seal(session, vote)]
        return [session.get_one(Round, vote.round_id).session_id for vote in sealed]

    sealed = write(work)
    for session_id in sealed:
        announcements.moved.send(session_id=session_id)
    if sealed:
        scrub()
    return len(sealed)


def _overdue() -> Select[Vote]:
    over = or_(Vote.accepts.is_(False), Vote.accepts_until < now())
    return select(Vote).where(Vote.secret.is_not(None), over)
