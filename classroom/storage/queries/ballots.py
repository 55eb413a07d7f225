"""Ballots while they are open, and the sentences that sealed ones become."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import func, select

from classroom.domain.kinds import PASS, Choice
from classroom.domain.standing import Standing
from classroom.storage.database import db
from classroom.storage.tables import Ballot, Participation, Sentence, Vote


def name_of(secret: str, vote_id: int, student_id: int) -> str:
    """Under which name a seat's ballot lies: HMAC-SHA-256 of vote and seat, in hex.

    Without the secret the name of no seat can be told, not even by trying every seat.
    """
    seat = f"{vote_id}:{student_id}".encode()
    return hmac.new(secret.encode(), seat, hashlib.sha256).hexdigest()


def choice_of(content: str) -> Choice:
    return (content,) if content else PASS


def choices(vote: Vote) -> Counter[Choice]:
    """How often each choice lies in ballots that are not sealed, and each sentence that was."""
    counted: Counter[Choice] = Counter()
    for table, column in ((Ballot, Ballot.content), (Sentence, Sentence.text)):
        rows = db.session.execute(
            select(column, func.count()).where(table.vote_id == vote.id).group_by(column)
        )
        for content, number in rows:
            counted[choice_of(content)] += number
    return counted


def taken_part(vote_id: int) -> frozenset[int]:
    """The ids of the students who took part in the vote."""
    return frozenset(
        db.session.scalars(select(Participation.student_id).where(Participation.vote_id == vote_id))
    )


def standing(vote: Vote, student_id: int) -> Standing | None:
    """The student's ballot; after the seal only that there was one (see `Standing.seq`)."""
    if vote.secret is not None:
        return standing_under(vote.secret, vote.id, student_id)
    took_part = db.session.get(Participation, (vote.id, student_id)) is not None
    return sealed(vote.id) if took_part else None


def standing_under(secret: str, vote_id: int, student_id: int) -> Standing | None:
    """The ballot of the student in a vote with that secret."""
    ballot = db.session.get(Ballot, (vote_id, name_of(secret, vote_id, student_id)))
    return Standing(vote_id, choice_of(ballot.content), ballot.seq) if ballot else None


def sealed(vote_id: int) -> Standing:
    """All that stands of a ballot after the seal: that there was one."""
    return Standing(vote_id, PASS, 0)


def sentences(vote_id: int) -> Sequence[Sentence]:
    """The sentences of a sealed vote, in the order of their random names."""
    return db.session.scalars(
        select(Sentence).where(Sentence.vote_id == vote_id).order_by(Sentence.id)
    ).all()
