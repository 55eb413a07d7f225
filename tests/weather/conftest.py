"""A school on a real server of each module's own: it stands all the weather of that module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from classroom.limits import Limits
from tests.live_room import LiveRoom, School, shared_server


@pytest.fixture(scope="module")
def limits() -> Limits | None:
    """How long the module's server waits, where a module does not wait as long as is shipped."""
    return None


@pytest.fixture(scope="module")
def school(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory, limits: Limits | None
) -> Iterator[School]:
    with shared_server(prepared, tmp_path_factory.mktemp("school"), limits) as server:
        yield School.of(server)


@pytest.fixture
def room(school: School) -> LiveRoom:
    """A live session of a short lesson, in the lobby: PLAN of tests.live_room."""
    return school.open_session()
