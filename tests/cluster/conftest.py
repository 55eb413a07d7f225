"""One cluster for all tests, which is mended after those that hurt it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from classroom.observing.readiness import REMEMBERED_S
from tests.cluster.cluster import Cluster, ClusterSchool, cluster
from tests.engines import PostgreSQL, Redis, short_folder
from tests.live_room import LiveRoom
from tests.pupils import until

NGINX_IS_MISSING = shutil.which("nginx") is None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(
                pytest.mark.skipif(NGINX_IS_MISSING, reason="nginx is not on this machine")
            )


@pytest.fixture(scope="session")
def lasting_cluster(
    postgresql: PostgreSQL, prepared_postgresql: str, redis: Redis, prepared: Path
) -> Iterator[Cluster]:
    database = postgresql.new_database(prepared_postgresql)
    # A sequence that was copied in mid-use would fall back when PostgreSQL is stopped: its next
    # values are logged only after a checkpoint.
    postgresql.ask(database, "CHECKPOINT")
    with (
        short_folder() as folder,
        cluster(postgresql, database, redis, prepared, folder) as workers,
    ):
        yield workers


@pytest.fixture(scope="session")
def school(lasting_cluster: Cluster) -> ClusterSchool:
    return ClusterSchool.of(lasting_cluster)  # type: ignore[arg-type, return-value]


@pytest.fixture
def room(school: ClusterSchool) -> LiveRoom:
    return school.open_session()


@pytest.fixture
def mended(lasting_cluster: Cluster, postgresql: PostgreSQL, redis: Redis) -> Iterator[None]:
    """Whatever a test kills or stops runs again after it, for those to come."""
    database = postgresql.pid
    yield
    began_s = time.monotonic()
    for engine in (postgresql, redis):
        if not engine.is_running:
            engine.start()
    lasting_cluster.mend()
    if postgresql.pid != database:
        # Whoever asks a worker whether it is ready is told what it found a moment ago.
        until(lambda: time.monotonic() - began_s > REMEMBERED_S, 2 * REMEMBERED_S)
    until(lambda: lasting_cluster.is_whole, 20)
