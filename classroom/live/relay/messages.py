"""What workers say to each other: one small JSON object each, checked when it arrives.

Ids and numbers alone: no text that anybody wrote, and nothing that is drawn.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from classroom.domain.elsewhere import Crowd

LARGEST = 512 * 1024
"""Bytes of one message; a room of 20,000 students needs about 200 KB."""
FACTS: dict[str, frozenset[str]] = {
    "moved": frozenset({"session_id"}),
    "answered": frozenset({"session_id"}),
    "answer_changed": frozenset({"session_id", "student_id"}),
    "student_changed": frozenset({"student_id"}),
    "seat_removed": frozenset({"student_id"}),
    "seats_merged": frozenset({"student_id"}),
    "session_deleted": frozenset({"session_id"}),
    "signed_out": frozenset({"token_hash"}),
    "teaching_ended": frozenset({"group_id", "instructor_id"}),
}
"""The announcements that are passed on as they are, and their facts."""
PASSED_ON_AT_NEED = ("answered", "answer_changed")
"""Those that come with every answer: passed on only to workers that have to do with it."""
SHOWN_ANYWAY = ("moved", "answered")
"""Those whose effect is seen by whoever draws the session's screens from the database."""

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Short = Annotated[str, Field(max_length=80)]


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    worker: Short = ""
    """Who says it; filled in when it is sent."""
    key: Short = ""
    """A mark of the secret key, which all workers of an installation share."""


class Told(_Message):
    """An announcement of `actions`."""

    kind: Literal["told"] = "told"
    name: Short
    facts: dict[Short, Id | Short]

    @model_validator(mode="after")
    def _is_known(self) -> Told:
        if self.facts.keys() != FACTS.get(self.name):
            raise ValueError("no such announcement")
        return self


class Here(_Message):
    """Who is connected to a session at this worker. `is_news`: somebody came, went or was named."""

    kind: Literal["here"] = "here"
    session: Id
    students: Annotated[list[Id], Field(max_length=50_000)]
    sockets: Annotated[dict[Short, int], Field(max_length=20)]
    addresses: Annotated[list[Short], Field(max_length=20)]
    is_news: bool

    @classmethod
    def of(cls, session_id: int, crowd: Crowd, *, is_news: bool) -> Here:
        return cls(
            session=session_id,
            students=sorted(crowd.students),
            sockets=dict(crowd.sockets),
            addresses=sorted(crowd.addresses),
            is_news=is_news,
        )

    @property
    def crowd(self) -> Crowd:
        return Crowd(frozenset(self.students), self.sockets, frozenset(self.addresses))


class Longer(_Message):
    """A student would like a little longer for a vote."""

    kind: Literal["longer"] = "longer"
    session: Id
    vote: Id
    student: Id


class Alive(_Message):
    """Nothing but that this worker is there. `asks`: it would like to know who is where."""

    kind: Literal["alive"] = "alive"
    asks: bool = False


class Bye(_Message):
    """This worker stops; its students come back to another."""

    kind: Literal["bye"] = "bye"


Message = Told | Here | Longer | Alive | Bye
_any: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="kind")])


def read(data: bytes) -> Message | None:
    """The message in these bytes; None when they are none of ours."""
    if len(data) > LARGEST:
        return None
    try:
        return _any.validate_json(data)
    except ValidationError:
        return None
