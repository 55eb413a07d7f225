"""A school on a real server of each module's own: it stands all the weather of that module."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_room import LiveRoom, School
from tests.metrics import TOKEN
from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
def school(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("school") / "instance"
    shutil.copytree(prepared, folder)
    with ServerProcess(folder, environment={"CLASSROOM_METRICS_TOKEN": TOKEN}) as server:
        yield School.of(server)
        assert server.is_running


@pytest.fixture
def room(school: School) -> LiveRoom:
    """A live session of a short lesson, in the lobby: PLAN of tests.live_room."""
    return school.open_session()
