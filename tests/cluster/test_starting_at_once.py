"""Workers that start at the same moment make together what there is only one of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.cluster import worker_environment
from tests.engines import PostgreSQL, Redis
from tests.instances import TEMPLATES
from tests.live_room import School
from tests.ports import held_port
from tests.pupils import at_once
from tests.server_process import ServerProcess


@pytest.fixture(scope="module")
def workers(
    postgresql: PostgreSQL, redis: Redis, prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[ServerProcess]]:
    """Three that started on an empty database and share a folder without a secret key."""
    settings = worker_environment(postgresql.url(postgresql.new_database()), redis, held_port())
    del settings["CLASSROOM_SECRET_KEY"]
    folder = tmp_path_factory.mktemp("shared")
    shutil.copytree(prepared / TEMPLATES, folder / TEMPLATES)
    started = [ServerProcess(folder, environment=settings) for _ in range(3)]
    try:
        at_once(worker.start for worker in started)
        yield started
    finally:
        for worker in started:
            worker.kill()


def test_workers_that_start_at_once_on_an_empty_database_make_it_once(
    workers: list[ServerProcess],
) -> None:
    school = School(workers[0], workers[0].visitor(), lesson="")
    assert school.rows("SELECT count(*) FROM alembic_version") == [(1,)]
    ((banks, questions, slugs),) = school.rows(
        """
        SELECT (SELECT count(*) FROM banks), count(*), count(DISTINCT slug) FROM questions
        """
    )
    assert banks == 8 and questions == slugs > 100
    for worker in workers:
        assert "Traceback" not in worker.output


def test_workers_that_share_a_folder_share_its_secret_key(workers: list[ServerProcess]) -> None:
    workers[0].add_instructor("alice")
    browser = workers[0].signed_in("alice")
    for worker in workers:
        browser.address = worker.address
        assert browser.get("/home").status_code == 200
