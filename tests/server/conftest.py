"""A live session on a real server: of each test's own, or one that a module's tests share.

What kills or stops a server, fills its disk or counts what it has ever done has its own; a test on
the shared one has a session of its own in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live_room import LiveRoom, School
from tests.metrics import TOKEN
from tests.server_process import ServerProcess


@pytest.fixture
def room(server: ServerProcess) -> LiveRoom:
    """A live session of a short lesson, in the lobby: PLAN of tests.live_room."""
    return School.of(server).open_session()


@pytest.fixture(scope="module")
def module_server(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """A real server process that all the tests of a module share; it outlives them."""
    folder = tmp_path_factory.mktemp("module") / "instance"
    shutil.copytree(prepared, folder)
    with ServerProcess(folder, environment={"CLASSROOM_METRICS_TOKEN": TOKEN}) as server:
        yield server
        assert server.is_running, server.output


@pytest.fixture(scope="module")
def school(module_server: ServerProcess) -> School:
    """Alice's school on the server of the module: PLAN of tests.live_room."""
    return School.of(module_server)
