"""What a socket may send, checked before anything looks at it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from classroom.domain.errors import MalformedAnswer


class Message(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Connect(Message):
    screen: Literal["phone", "projector", "console"]
    session: str = Field(max_length=16)


class Answer(Message):
    vote: int = Field(gt=0, le=2**53)
    choice: list[str] = Field(max_length=16)
    certainty: int | None = Field(default=None, ge=1, le=3)
    passes: bool = False
    seq: int = Field(gt=0, le=2**53)


class Longer(Message):
    vote: int = Field(gt=0, le=2**53)


def answer_from(payload: Any) -> Answer:
    """The answer in a payload; MalformedAnswer when it is none."""
    try:
        return Answer.model_validate(payload)
    except ValidationError:
        raise MalformedAnswer from None
