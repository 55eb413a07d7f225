"""Several workers on one PostgreSQL and one Redis, behind the shipped nginx example.

The engines are those of the tests (tests/engines.py), from wheels; nginx is the machine's own.
"""

from __future__ import annotations

import re
import secrets
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import processes
import psycopg
from options import Options
from records import Records
from server import HOST, Server, fresh_server
from stopped import Stopped

from tests.engines import PostgreSQL, Redis, short_folder
from tests.nginx import before_workers, nginx
from tests.ports import held_port

CONNECTIONS_A_STUDENT = 2
OTHER_CONNECTIONS = 512
METRICS_TOKEN = secrets.token_hex()


class Cluster:
    """The workers, and the nginx before them. It can be asked what a `Server` can."""

    def __init__(
        self, workers: Sequence[Server], records: Records, port: int, engines: Mapping[str, int]
    ) -> None:
        self._workers = workers
        self._engines = engines
        self.records = records
        self.port = port

    def cpu_s(self) -> float:
        """Processor time of all workers so far."""
        return sum(worker.cpu_s() for worker in self._workers)

    def rss_kb(self) -> int:
        """Memory of all workers that is in use now."""
        return sum(worker.rss_kb() for worker in self._workers)

    def engines_cpu_s(self) -> dict[str, float]:
        """Processor time so far of PostgreSQL, Redis and nginx, by their keys."""
        return {f"{name}_cpu_s": processes.tree_cpu_s(pid) for name, pid in self._engines.items()}

    def placed(self) -> dict[str, list[int]]:
        """How many phones are connected to each worker now, by its key."""
        return {"phones_per_worker": [_phones_at(worker.port) for worker in self._workers]}


def serve(options: Options) -> AbstractContextManager[Server | Cluster]:
    """One server on SQLite, or a cluster where workers are asked for; gone afterwards."""
    return _fresh_cluster(options) if options.workers else fresh_server(options)


@contextmanager
def _fresh_cluster(options: Options) -> Iterator[Cluster]:
    if sys.platform != "linux" or shutil.which("nginx") is None:
        raise Stopped("--workers needs Linux with nginx on it (apt install nginx).")
    with ExitStack() as stack:
        try:
            cluster = _start(options, stack)
        except AssertionError as error:  # how the tests' engines say so
            raise Stopped(f"PostgreSQL, Redis or nginx did not start: {error}") from None
        yield cluster


def _start(options: Options, stack: ExitStack) -> Cluster:
    postgresql = PostgreSQL(stack.enter_context(short_folder()))
    postgresql.start(is_durable=True)
    stack.callback(postgresql.stop)
    redis = Redis(stack.enter_context(short_folder()))
    redis.start()
    stack.callback(redis.stop)
    folder, port = stack.enter_context(short_folder()), held_port()
    database_url = postgresql.url(postgresql.new_database())
    settings = {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis.url,
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "CLASSROOM_SECRET_KEY": "the same for all workers",
        "CLASSROOM_PROXY_HOPS": "1",
        "CLASSROOM_METRICS_TOKEN": METRICS_TOKEN,
    }
    workers = [
        Server(_made(folder / f"worker-{place}"), options.students, options.cores, settings)
        for place in range(1, options.workers + 1)
    ]
    workers[0].add_instructor()
    for worker in workers:
        stack.callback(worker.stop)
        worker.start()
    for worker in workers:
        worker.wait_until_it_answers()
    changes = before_workers([worker.port for worker in workers], port, held_port())
    connections = CONNECTIONS_A_STUDENT * options.students + OTHER_CONNECTIONS
    proxy = stack.enter_context(
        nginx("nginx-workers.conf", changes, folder, port, connections=connections)
    )
    engines = {"postgresql": postgresql.pid, "redis": redis.pid, "nginx": proxy.pid}
    records = Records(lambda: psycopg.connect(database_url), "%s")
    return Cluster(workers, records, port, engines)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _phones_at(port: int) -> int:
    bearer = {"Authorization": f"Bearer {METRICS_TOKEN}"}
    with urlopen(Request(f"http://{HOST}:{port}/metrics", headers=bearer)) as reply:
        told = reply.read().decode()
    found = re.search(r'^classroom_sockets\{screen="phone"\} (\d+)', told, re.MULTILINE)
    return int(found[1]) if found else 0
