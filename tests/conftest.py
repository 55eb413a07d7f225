"""People and places that every test may ask for.

Alice owns the group, Bob teaches it with her, Charlie is a stranger; students hold seats.
"""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from werkzeug.test import TestResponse

from classroom.actions import accounts, admission, hosting, joining, planning
from classroom.app import create_app
from classroom.config import Settings
from classroom.domain.question import Question
from classroom.limits import Limits
from classroom.storage.database import db
from classroom.storage.queries import lessons, sessions
from classroom.storage.tables import Lesson, LiveSession, Student
from tests.engines import PostgreSQL, Redis, short_folder
from tests.instances import TEMPLATES, fill_database, made_once, make_instance
from tests.pushes import let_pushes_finish
from tests.server_process import ServerProcess
from tests.thrift import CompiledTemplates, connections_kept, thrifty

PASSWORD = "a long enough password"
_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def thrift() -> Iterator[None]:
    """What no test within this process is about is done lightly, or once; see `tests.thrift`."""
    with thrifty():
        yield


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """An instance folder as a first start leaves it: migrated, with banks and compiled templates.

    Made once for all workers of a run. Copy it: nobody may change it.
    """
    return made_once(tmp_path_factory, pytestconfig, "prepared", make_instance)


@pytest.fixture(scope="session")
def compiled_templates(prepared: Path) -> CompiledTemplates:
    """Each test has an application of its own; their templates are compiled once."""
    return CompiledTemplates(prepared / TEMPLATES)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A running PostgreSQL for all tests that ask for one."""
    with short_folder(in_memory=True) as folder:
        server = PostgreSQL(folder)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis]:
    """A running Redis for all tests that ask for one."""
    with short_folder() as folder:
        server = Redis(folder)
        server.start()
        yield server
        server.stop()


@pytest.fixture(scope="session")
def prepared_postgresql(postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a migrated PostgreSQL database with the shipped banks, made once."""
    name = postgresql.new_database()
    folder = tmp_path_factory.mktemp("prepared-postgresql")
    fill_database(Settings(str(folder), database_url=postgresql.url(name), testing=True))
    return name


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What is marked `both_databases` runs on each, unless it is marked `sqlite` besides."""
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if (
        "both_databases" in marks
        and "sqlite" not in marks
        and "database_url" in metafunc.fixturenames
    ):
        metafunc.parametrize("database_url", ("sqlite", "postgresql"), indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Empty for SQLite in the instance folder, or the address of a prepared PostgreSQL."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield ""
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = server.new_database(request.getfixturevalue("prepared_postgresql"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of an empty instance in a folder of this test."""
    return Settings(instance=str(tmp_path / "instance"), testing=True)


@pytest.fixture
def app(
    prepared: Path,
    settings: Settings,
    database_url: str,
    compiled_templates: CompiledTemplates,
) -> Iterator[Flask]:
    """The application on a copy of the prepared database; its context is pushed."""
    # Without the compiled templates: the application has them from `compiled_templates`.
    shutil.copytree(prepared, settings.instance_path, ignore=shutil.ignore_patterns(TEMPLATES))
    with connections_kept():
        app = create_app(replace(settings, database_url=database_url))
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        yield app
        if sys.version_info >= (3, 13):  # warns of a push's connection that outlives the engine
            let_pushes_finish()
        db.session.remove()
        db.engine.dispose()
    app.extensions["classroom.writer"].close()


@dataclass
class Browser:
    """A browser with its own cookies that fills in the forgery token as a page would."""

    app: Flask
    client: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.client = self.app.test_client()

    # A context of its own for each request: Flask would take the test's, and with it whoever was
    # signed in at the request before.
    def get(self, path: str, **given: Any) -> TestResponse:
        with self.app.app_context():
            return self.client.get(path, **given)

    def post(self, path: str, data: dict[str, Any] | None = None, **given: Any) -> TestResponse:
        data = {**(data or {}), "csrf_token": self.token()}
        with self.app.app_context():
            return self.client.post(path, data=data, **given)

    def token(self) -> str:
        with self.app.test_request_context(), self.client.session_transaction() as kept:
            from flask import g, session

            g.pop("csrf_token", None)
            if "csrf_token" in kept:
                session["csrf_token"] = kept["csrf_token"]
            token = generate_csrf()
            kept["csrf_token"] = session["csrf_token"]
        return token

    @property
    def cookies(self) -> dict[str, str]:
        return {cookie.key: cookie.value for cookie in self.client._cookies.values()}


@dataclass
class Teacher(Browser):
    """An instructor who is signed in."""

    username: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        accounts.add_account(self.username, self.username.title(), PASSWORD)
        response = self.post("/sign-in", {"username": self.username, "password": PASSWORD})
        assert response.status_code in (302, 303), response.text

    @property
    def id(self) -> int:
        from classroom.storage.queries import accounts as accounts_

        found = accounts_.with_username(self.username)
        assert found is not None
        return found.id


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app)


@pytest.fixture
def alice(app: Flask) -> Teacher:
    return Teacher(app, username="alice")


@pytest.fixture
def bob(app: Flask) -> Teacher:
    return Teacher(app, username="bob")


@pytest.fixture
def charlie(app: Flask) -> Teacher:
    return Teacher(app, username="charlie")


PLAN = ("polite-withdrawal", "away-or-against", "forty-seconds", "eyes-closed")
"""A case with a single best answer, a select-all, and two more cases."""


@pytest.fixture
def lesson(app: Flask, alice: Teacher) -> Lesson:
    """A lesson of Alice's with the questions of PLAN."""
    public_id = planning.create(alice.id, "Four questions")
    for slug in PLAN:
        planning.add_question(alice.id, public_id, slug)
    found = lessons.with_public_id(public_id)
    assert found is not None
    return found


@dataclass
class Room:
    """A live session with what its people can do. Presses carry the version they see."""

    app: Flask
    id: int
    public_id: str
    code: str

    @property
    def session(self) -> LiveSession:
        db.session.expire_all()
        found = sessions.with_id(self.id)
        assert found is not None
        return found

    def press(self, *moves: str, **given: Any) -> None:
        for move in moves:
            hosting.press(self.id, move, self.session.version, **given)

    @property
    def vote_id(self) -> int:
        db.session.expire_all()
        round_ = sessions.last_round(self.id)
        vote = sessions.last_vote(round_.id) if round_ else None
        assert vote is not None
        return vote.id

    @property
    def question(self) -> Question:
        db.session.expire_all()
        round_ = sessions.last_round(self.id)
        assert round_ is not None
        return round_.question

    def seat(self, name: str = "") -> Phone:
        """A new student with a phone in this room."""
        token = joining.join(self.id, name or f"Student {next(_numbers)}", room_size=2000)
        phone = Phone(self.app, self)
        phone.client.set_cookie(admission.seat_cookie(self.session.group), token)
        return phone


@dataclass
class Phone(Browser):
    """A student's browser with a seat in the room."""

    room: Room

    @property
    def student(self) -> Student:
        found = admission.seat(self.cookies, self.room.session.group)
        assert found is not None
        return found


@pytest.fixture
def open_room(app: Flask, alice: Teacher, lesson: Lesson) -> Callable[..., Room]:
    """Opens a live session of Alice's, in a group or for this once."""

    def open_(lesson_id: int = lesson.id, group_id: int | None = None) -> Room:
        public_id = hosting.open_session(alice.id, lesson_id, group_id)
        found = sessions.with_public_id(public_id)
        assert found is not None
        return Room(app, found.id, public_id, found.code)

    return open_


@pytest.fixture
def room(open_room: Callable[..., Room]) -> Room:
    """A live session of Alice's in the lobby."""
    return open_room()


@pytest.fixture
def start_server(prepared: Path, tmp_path: Path) -> Iterator[Callable[..., ServerProcess]]:
    """Starts real server processes, each on a copy of the prepared database; all end with the test.

    `start_server(PUBLIC_URL="https://quiz.example.edu")` starts one with other settings,
    `start_server(limits=Limits(head_within_s=1))` one with other deadlines than are shipped.
    """
    started: list[ServerProcess] = []

    def start(limits: Limits | None = None, **environment: str) -> ServerProcess:
        folder = tmp_path / f"server-{len(started) + 1}"
        shutil.copytree(prepared, folder)
        started.append(ServerProcess(folder, environment=environment, limits=limits))
        return started[-1].start()

    yield start
    for server in started:
        server.kill()


@pytest.fixture
def server(start_server: Callable[..., ServerProcess]) -> ServerProcess:
    """A real server process with the shipped banks and nobody's account yet."""
    return start_server()
