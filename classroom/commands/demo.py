"""`classroom demo`: a session that is already running, with students who are simulated."""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

import click
from flask import Flask

from classroom import serving
from classroom.actions import accounts, admission, hosting, joining, pairing
from classroom.config import Settings, from_environment
from classroom.domain.codes import spoken
from classroom.domain.round import Move
from classroom.listening import CannotServe, listen
from classroom.screens.addresses import base_of
from classroom.simulation.crowd import Crowd
from classroom.simulation.phone import Seat
from classroom.storage.database import db
from classroom.storage.queries import accounts as queries
from classroom.storage.queries import lessons, sessions
from classroom.storage.tables import Lesson, Vote

FIRST_LESSON = "rupture-and-repair"
MOST_STUDENTS = 300
FAREWELL = "Stopped. The demo is gone, with everything that was in it."


@click.command()
@click.option(
    "--students",
    type=click.IntRange(1, MOST_STUDENTS),
    default=30,
    show_default=True,
    help="How many simulated students are in the room.",
)
@click.option(
    "--lesson",
    metavar="ID",
    default=FIRST_LESSON,
    show_default=True,
    help="Which sample lesson is played, by the id in its file.",
)
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on [8000].")
@click.option("--host", help="Network address to listen on [0.0.0.0: every network].")
def demo(students: int, lesson: str, port: int | None, host: str | None) -> None:
    """Start a sample session that is already running, with simulated students.

    They connect over real sockets, as phones do, and answer each question that you open. Everything
    is kept in a temporary folder, which is removed when you press Ctrl+C.
    """
    given = {name: value for name, value in {"port": port, "host": host}.items() if value}
    with _folder() as folder:
        own = {"instance": folder, "database_url": "", "redis_url": ""}
        settings = from_environment({**own, **given})
        listener = listen(settings)
        app = serving.prepare(settings)
        with app.app_context():
            room = _open_room(_sample(lesson), students)
            _open_first_case(room)
        crowd = Crowd(_seats(settings, room), _what_is_right(app))

        def announce(app: Flask, settings: Settings) -> None:
            _say_where_to_go(app, settings, room)
            crowd.come_in()

        serving.serve(app, settings, listener, announce=announce, farewell=FAREWELL)
        crowd.leave()


@dataclass(frozen=True)
class _Room:
    """The demo's session and the tokens of its simulated students."""

    session_id: int
    public_id: str
    code: str
    title: str
    seat_cookie: str
    tokens: tuple[str, ...] = ()


@contextmanager
def _folder() -> Iterator[str]:
    """A folder for the demo's database; CannotServe when there is no place for one."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="classroom-demo-", ignore_cleanup_errors=True)
    except OSError as error:
        raise CannotServe(
            f"No temporary folder can be made ({error.strerror}). Name a writable one in TMPDIR."
        ) from None
    with folder as name:
        yield name


def _sample(slug: str) -> Lesson:
    """The sample lesson of that id; a usage error that names them all if there is none."""
    samples = {lesson.slug: lesson for lesson in lessons.samples()}
    if slug not in samples:
        known = ", ".join(sorted(filter(None, samples)))
        raise click.BadParameter(f"no sample lesson “{slug}”; choose one of {known}.")
    return samples[slug]


def _open_room(lesson: Lesson, students: int) -> _Room:
    """A simulated session of the sample lesson, with its seats."""
    accounts.add_account("demo", "Demo", secrets.token_urlsafe(24))
    instructor = queries.with_username("demo")
    assert instructor is not None
    public_id = hosting.open_session(instructor.id, lesson.id, simulated=True)
    session = sessions.with_public_id(public_id)
    assert session is not None
    room = _Room(
        session.id, public_id, session.code, session.title, admission.seat_cookie(session.group)
    )
    tokens = [
        joining.join(room.session_id, "", room_size=MOST_STUDENTS, simulated=True)
        for _ in range(students)
    ]
    return replace(room, tokens=tuple(tokens))


def _open_first_case(room: _Room) -> None:
    """Open the lesson's first question that reads a case: its reveal shows the room profile.

    Without one, its first question.
    """
    session = sessions.with_id(room.session_id)
    assert session is not None
    plan = lessons.plan_of(session)
    case = next((asked for asked in plan if asked.question.reading), plan[0])
    version = hosting.press(room.session_id, Move.ASK, session.version, question=case.slug)
    hosting.press(room.session_id, Move.OPEN, version)


def _seats(settings: Settings, room: _Room) -> list[Seat]:
    host = settings.host if settings.host not in ("", "0.0.0.0") else "127.0.0.1"  # noqa: S104
    return [
        Seat(f"ws://{host}:{settings.port}", room.public_id, f"{room.seat_cookie}={token}")
        for token in room.tokens
    ]


def _what_is_right(app: Flask) -> Callable[[int], frozenset[str]]:
    """What the simulated students may have learned: the right letters of a vote."""

    @lru_cache(maxsize=64)
    def right(vote_id: int) -> frozenset[str]:
        with app.app_context():
            vote = db.session.get(Vote, vote_id)
            return sessions.key_of(vote.round).letters if vote else frozenset()

    return right


def _say_where_to_go(app: Flask, settings: Settings, room: _Room) -> None:
    here = serving.address_here(settings)
    serving.print_addresses(here, f"{base_of(settings)}/{room.code}")
    with app.app_context():
        console = f"{here}/take-over/{pairing.new_console_link(room.session_id)}"
        number = pairing.new_number(room.session_id)
    minutes = int(pairing.LINK_LIFE.total_seconds() // 60)
    click.echo(
        f"\n“{room.title}” is running with {len(room.tokens)} simulated students, and a question "
        f"is open.\n"
        f"\n  Your console      {console}"
        f"\n  A projector       {here}/projector with the number {spoken(number)}"
        f"\n  Your own phone    the QR code above, or room {spoken(room.code)}\n"
        f"\nThe console's link and the number work once, within {minutes} minutes."
        "\nPress Ctrl+C to stop; nothing is kept."
    )
