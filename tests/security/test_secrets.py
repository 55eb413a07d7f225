"""The key and all that tells it: not a byte of it on a phone or projector before its time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest

from classroom.actions import hosting
from classroom.domain.kinds import kind_names
from classroom.domain.question import Question
from classroom.screens.blocks import Block, phone_block, projector_block
from classroom.screens.state import state_of
from classroom.storage.queries import sessions
from classroom.storage.tables import Round
from classroom.storage.writer import write
from tests.conftest import Browser, Room, Teacher
from tests.security.listening import Lesson, listening, secrets_in
from tests.security.planted import counts, keyed_elsewhere, of_kind, plant, question
from tests.security.planted import sentinels as heard_in


@pytest.fixture
def planted(alice: Teacher, open_room: Callable[..., Room], visitor: Browser) -> Iterator[Lesson]:
    """A planted lesson of three questions in the lobby, with a phone and a projector connected."""
    room = open_room(plant(alice.id, question(1), question(2), question(3)))
    with listening(room, alice, visitor) as lesson:
        yield lesson


@pytest.fixture(params=kind_names())
def planted_kind(
    alice: Teacher,
    open_room: Callable[..., Room],
    visitor: Browser,
    request: pytest.FixtureRequest,
) -> Iterator[Lesson]:
    """The same with one question, of each kind in turn."""
    with listening(open_room(plant(alice.id, of_kind(request.param, 1))), alice, visitor) as lesson:
        yield lesson


def test_a_lesson_tells_nothing_before_its_time(planted: Lesson) -> None:
    def hear(public: tuple[int, ...] = (), explained: tuple[int, ...] = ()) -> list[Any]:
        heard = planted.listen()
        assert secrets_in(heard, public=public, explained=explained) == set()
        if not explained:
            assert counts(*heard) == set()
        return heard

    hear()
    planted.step("ask")
    hear()
    planted.step("open")
    vote = planted.room.vote_id
    planted.sockets[0].send("answer", {"vote": vote, "choice": ["A"], "seq": 1})
    planted.raise_hands()
    assert heard_in(*hear(public=(1,))) >= {"Q1-STEM", "Q1-TEXT-A"}, "nobody was listening"
    for move in ("close", "reopen", "close"):
        planted.step(move)
        hear(public=(1,))
    planted.step("reveal")
    heard = hear(public=(1,), explained=(1,))
    assert heard_in(*heard) >= {"Q1-RATIONALE-A", "Q1-RATIONALE-B", "Q1-EFFECT-B", "Q1-NEEDED"}
    assert counts(*heard) >= {"389"}, "the ears do not hear counts"

    planted.step("ask")
    hear(explained=(1,), public=())
    planted.step("open")
    hear(explained=(1,), public=(2,))
    planted.step("close")
    hear(explained=(1,), public=(2,))
    planted.step("skip")
    hear(explained=(1,), public=(2,))
    planted.step("ask")
    hear(explained=(1,), public=(2,))
    planted.step("open")
    hear(explained=(1,), public=(2, 3))


def test_the_end_explains_what_the_room_saw_on_the_own_page_alone(planted: Lesson) -> None:
    planted.step("ask", "open", "close", "skip", "ask", "end")

    heard = planted.listen()

    assert secrets_in(heard, public=(1,), explained=(1,)) == set()
    for screen in (f"/{planted.room.code}", f"/projector/{planted.room.public_id}"):
        pages = [planted.phone.get(screen).text, planted.projector.get(screen).text]
        assert heard_in(*pages) == set()


def test_shown_counts_are_bare_counts(planted: Lesson) -> None:
    planted.step("ask", "open")
    planted.listen()
    planted.raise_hands()
    hosting.show_counts(planted.room.id, True)
    phone, projector = (socket for socket in planted.sockets)
    for socket in planted.sockets:
        socket.gather()

    assert counts(*projector.received) >= {"613", "389"}
    assert counts(*phone.received) == set()
    assert secrets_in(planted.listen(), public=(1,), explained=()) == set()


def blocks(room: Room) -> tuple[Block, Block]:
    """The phone's and the projector's block, as a push draws them."""
    with room.app.test_request_context():
        session = sessions.with_id(room.id)
        assert session is not None
        state = state_of(session)
        return phone_block(state), projector_block(state)


def rekey(room: Room, other: Question) -> None:
    """Swap the secrets of the current round, as if the question had been written another way."""

    def work(session: Any) -> None:
        for round_ in session.query(Round).filter_by(session_id=room.id):
            round_.content = other.to_json()

    write(work)


@pytest.mark.parametrize("shows_counts", [False, True])
@pytest.mark.parametrize("moves", [(), ("open",), ("open", "close"), ("open", "close", "reopen")])
def test_the_screen_of_a_vote_is_the_same_whatever_its_key(
    moves: tuple[str, ...], shows_counts: bool, planted: Lesson
) -> None:
    hosting.show_counts(planted.room.id, shows_counts)
    planted.step("ask", *moves)
    if moves:
        planted.raise_hands()
    known = blocks(planted.room)

    rekey(planted.room, keyed_elsewhere(question(1)))
    other = blocks(planted.room)

    for before, after in zip(known, other, strict=True):
        assert before.html == after.html
        assert (before.phase, before.status, before.vote) == (after.phase, after.status, after.vote)


@pytest.mark.parametrize("moves", [(), ("open",), ("open", "close")])
def test_no_kind_of_question_tells_what_is_right_before_its_time(
    moves: tuple[str, ...], planted_kind: Lesson
) -> None:
    planted_kind.step("ask", *moves)
    asked = planted_kind.room.question
    public = (1,) if moves else ()
    assert secrets_in(planted_kind.listen(), public=public, explained=()) == set()
    known = blocks(planted_kind.room)
    rekey(planted_kind.room, keyed_elsewhere(asked))
    for before, after in zip(known, blocks(planted_kind.room), strict=True):
        assert before.html == after.html


def test_the_reveal_of_every_kind_gives_its_reasons(planted_kind: Lesson) -> None:
    planted_kind.step("ask", "open", "close", "reveal")
    heard = planted_kind.listen()
    assert heard_in(*heard) >= {f"Q1-RATIONALE-{letter}" for letter in "ABCD"}
    assert secrets_in(heard, public=(1,), explained=(1,)) == set()


def test_the_reveal_is_not_the_same_whatever_its_key(planted: Lesson) -> None:
    planted.step("ask", "open", "close", "reveal")
    known = blocks(planted.room)
    rekey(planted.room, keyed_elsewhere(question(1)))

    assert all(a.html != b.html for a, b in zip(known, blocks(planted.room), strict=True))


class Options(HTMLParser):
    """The tags of each option, with its letter and text taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "label" and "option" in (names.get("class") or "").split():
            self.found.append([])
        if self.found and tag in ("label", "input", "span"):
            told = re.sub(r"\b[A-D]\b", "*", " ".join(f"{name}={value}" for name, value in attrs))
            self.found[-1].append(f"{tag} {told}")


def test_options_stand_in_their_order_and_differ_by_letter_alone(planted: Lesson) -> None:
    planted.step("ask", "open")
    html = blocks(planted.room)[0].html
    options = Options()
    options.feed(html)

    assert re.findall(r"Q1-TEXT-([A-D])", html) == list("ABCD")
    assert len(options.found) == 4
    assert all(found[:3] == options.found[0][:3] for found in options.found)
