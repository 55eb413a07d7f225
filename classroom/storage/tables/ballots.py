"""Answers that belong to nobody once voting has closed: polls and short texts.

While voting is open, a ballot is found under an HMAC of its seat, so that it can be changed and
sent again. Sealing destroys the secret of that HMAC and counts the ballots into the vote; texts
become sentences under random names. Nothing here carries a time, and no table keeps the order in
which its rows came.
"""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from classroom.storage.database import Model, new_public_id

IN_NO_ORDER = {"sqlite_with_rowid": False}
"""SQLite numbers the rows of other tables as they come, which would tell who was first."""


class Ballot(Model):
    """What one seat says in a vote that is not sealed yet; an empty content is a pass."""

    __tablename__ = "ballots"
    __table_args__ = IN_NO_ORDER

    vote_id: Mapped[int] = mapped_column(
        ForeignKey("votes.id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[str] = mapped_column(String(600))
    seq: Mapped[int] = mapped_column(BigInteger)


class Participation(Model):
    """A student took part in a vote of ballots; with what, no row says."""

    __tablename__ = "participations"
    __table_args__ = IN_NO_ORDER

    vote_id: Mapped[int] = mapped_column(
        ForeignKey("votes.id", ondelete="CASCADE"), primary_key=True
    )
    student_id: Mapped[int] = mapped_column(
        ForeignKey("students.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Sentence(Model):
    """A short text after its vote was sealed. `features` are the letters that it was ticked for."""

    __tablename__ = "sentences"
    __table_args__ = IN_NO_ORDER

    id: Mapped[str] = mapped_column(String(16), primary_key=True, default=new_public_id)
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(600))
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_released: Mapped[bool] = mapped_column(default=False)
