"""A live session on a real server of each test's own; a module may have a room of another sort."""

from __future__ import annotations

import pytest

from tests.live_room import LiveRoom, School
from tests.server_process import ServerProcess


@pytest.fixture
def room(server: ServerProcess) -> LiveRoom:
    """A live session of a short lesson, in the lobby: PLAN of tests.live_room."""
    return School.of(server).open_session()
