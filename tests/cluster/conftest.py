"""A cluster for all tests that only need one to be there; those that hurt it have their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster, ClusterSchool, cluster
from tests.engines import PostgreSQL, Redis, short_folder
from tests.live_room import LiveRoom

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
    postgresql: PostgreSQL, prepared_postgresql: str, redis: Redis
) -> Iterator[Cluster]:
    database = postgresql.new_database(prepared_postgresql)
    with (
        short_folder() as folder,
        cluster(postgresql, database, redis, folder) as workers,
    ):
        yield workers


@pytest.fixture(scope="session")
def school(lasting_cluster: Cluster) -> ClusterSchool:
    return ClusterSchool.of(lasting_cluster)  # type: ignore[arg-type, return-value]


@pytest.fixture
def room(school: ClusterSchool) -> LiveRoom:
    return school.open_session()


@pytest.fixture
def own_school(
    postgresql: PostgreSQL, prepared_postgresql: str, redis: Redis, tmp_path: Path
) -> Iterator[ClusterSchool]:
    """A school on a cluster of this test alone, whose workers it may kill."""
    database = postgresql.new_database(prepared_postgresql)
    with cluster(postgresql, database, redis, tmp_path) as workers:
        yield ClusterSchool.of(workers)  # type: ignore[arg-type, misc]


@pytest.fixture
def own_room(own_school: ClusterSchool) -> LiveRoom:
    return own_school.open_session()
