"""A live session on a real server, which the tests of a module share.

What kills or stops a server, fills its disk or counts what it has ever done has its own; a test on
the shared one has a session of its own in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from classroom.limits import Limits
from tests.live_room import LiveRoom, School, shared_server
from tests.server.bench import Bench, imported
from tests.server.guarded_postgresql import GuardedPostgreSQL, running
from tests.server.place import Place, at_work, two_students
from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
def limits() -> Limits | None:
    """How long the module's server waits, where a module does not wait as long as is shipped."""
    return None


@pytest.fixture(scope="module")
def module_server(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, limits: Limits | None
) -> Iterator[ServerProcess]:
    """A real server process that all the tests of a module share."""
    with shared_server(prepared, tmp_path_factory.mktemp("module"), limits) as server:
        yield server


@pytest.fixture(scope="module")
def school(module_server: ServerProcess) -> School:
    """Alice's school on the server of the module."""
    return School.of(module_server)


@pytest.fixture
def room(school: School) -> LiveRoom:
    """A live session of a short lesson, in the lobby: PLAN of tests.live_room."""
    return school.open_session()


@pytest.fixture(scope="module")
def guarded_postgresql() -> Iterator[GuardedPostgreSQL]:
    with running() as server:
        yield server


@pytest.fixture(scope="module")
def database_of_a_lesson(
    guarded_postgresql: GuardedPostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The name of a database in which two students have answered, to be copied."""
    place = Place.new(guarded_postgresql, tmp_path_factory.mktemp("lesson"))
    at_work(place, two_students)
    return place.database


@pytest.fixture
def place(
    guarded_postgresql: GuardedPostgreSQL, database_of_a_lesson: str, tmp_path: Path
) -> Place:
    """A database of its own, in which two students have answered."""
    return Place.new(guarded_postgresql, tmp_path, template=database_of_a_lesson)


@pytest.fixture
def empty_place(guarded_postgresql: GuardedPostgreSQL, tmp_path: Path) -> Place:
    """An empty database of its own."""
    return Place.new(guarded_postgresql, tmp_path)


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    with imported() as bench:
        yield bench
