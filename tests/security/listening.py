"""A lesson with ears: every byte that a phone, a projector, a student or a visitor gets of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from classroom.actions import announcements
from classroom.storage.tables import Hand
from classroom.storage.writer import write
from tests.conftest import Browser, Phone, Room, Teacher
from tests.security.planted import HANDS, PRIVATE
from tests.security.planted import sentinels as heard_in
from tests.security.sockets import Socket, connect

PUBLIC = ("STEM", "LEAD", "TEXT", "TITLE")
"""What everybody sees of a question while it is voted on."""


@dataclass
class Lesson:
    """A planted lesson while it is played, and everybody in the room who listens."""

    room: Room
    phone: Phone
    projector: Browser
    visitor: Browser
    sockets: tuple[Socket, ...] = ()
    page_token: str = field(init=False)

    def __post_init__(self) -> None:
        self.page_token = self.phone.student.page_token

    def listen(self) -> list[Any]:
        """Every byte that a phone, a projector, a student or a visitor gets now."""
        id_, code = self.room.public_id, self.room.code
        own = f"/mine/{self.page_token}"
        pages = [
            *(self.phone.get(path) for path in (f"/{code}", own, f"{own}/{id_}")),
            *(self.phone.get(path) for path in (f"{own}/{id_}/file", f"/projector/{id_}")),
            *(self.projector.get(path) for path in (f"/projector/{id_}", f"/{code}")),
            *(self.visitor.get(path) for path in ("/", f"/{code}", f"/projector/{id_}")),
            self.phone.get(f"/sessions/{id_}/console"),
            self.phone.get(f"/sessions/{id_}/report"),
            self.phone.post(f"/{code}/answers", {"vote": "1", "choice": "Z"}),
        ]
        heard: list[Any] = [text for page in pages for text in (page.text, dict(page.headers))]
        for socket in self.sockets:
            socket.send("refresh", {})
            heard += socket.received
            socket.received.clear()
        return heard

    def step(self, *moves: str) -> None:
        self.room.press(*moves)

    def raise_hands(self) -> None:
        vote_id = self.room.vote_id

        def work(session: Session) -> None:
            for letter, number in HANDS.items():
                session.merge(Hand(vote_id=vote_id, letter=letter, number=number))

        write(work)
        announcements.moved.send(session_id=self.room.id)  # everybody is drawn again


@contextmanager
def listening(room: Room, alice: Teacher, visitor: Browser) -> Iterator[Lesson]:
    """Connects a phone and a projector to the room of Alice's."""
    phone = room.seat("Robin")
    projector = Browser(room.app)
    alice.post(f"/sessions/{room.public_id}/projectors")
    for name, value in alice.cookies.items():
        if name.startswith("projector-"):
            projector.client.set_cookie(name, value)
    sockets = (
        connect(phone, "phone", room.public_id),
        connect(projector, "projector", room.public_id),
    )
    assert all(socket.is_connected for socket in sockets)
    yield Lesson(room, phone, projector, visitor, sockets)
    for socket in sockets:
        socket.leave()


def secrets_in(
    heard: list[Any], *, public: tuple[int, ...], explained: tuple[int, ...]
) -> set[str]:
    """What was heard and should not have been: these questions were voted on, those explained."""
    return {
        sentinel
        for sentinel in heard_in(*heard)
        if not (
            (sentinel[3:].startswith(PUBLIC) and int(sentinel[1]) in public)
            or (int(sentinel[1]) in explained and not sentinel[3:].startswith(PRIVATE))
        )
    }
