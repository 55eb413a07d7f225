"""Several workers on one PostgreSQL and one Redis, behind the shipped nginx example."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import simple_websocket
from redis import from_url

from classroom.simulation import packets
from classroom.simulation.packets import Kind
from tests.engines import PostgreSQL, Redis
from tests.instances import TEMPLATES
from tests.live_room import School
from tests.nginx import before_workers, nginx
from tests.ports import held_port
from tests.pupils import at_once, until
from tests.server_process import PASSWORD, ServerProcess, Visitor

SECRET = "the same for all workers"


@dataclass
class Cluster:
    """The workers, and the nginx before them. It can be asked what a `ServerProcess` can."""

    workers: tuple[ServerProcess, ...]
    port: int
    environment: Mapping[str, str]
    new_nginx: Callable[[], AbstractContextManager[object]]
    _front: ExitStack = field(default_factory=ExitStack)

    def mend(self) -> None:
        """Start at the same moment whatever does not run."""
        missing = [worker for worker in self.workers if not worker.is_running]
        if missing:
            at_once(worker.start for worker in missing)
            # The old one would pass over a worker that it could not reach a moment ago.
            self._front.close()
            self._front.enter_context(self.new_nginx())

    def end(self) -> None:
        self._front.close()
        for worker in self.workers:
            worker.kill()

    @property
    def is_whole(self) -> bool:
        """Whether every worker has its database, and listens to the others."""
        with from_url(self.environment["REDIS_URL"]) as client:
            ((_channel, listeners),) = client.pubsub_numsub("classroom")
        ready = (worker.visitor().get("/readyz").status_code for worker in self.workers)
        return listeners == len(self.workers) and all(status == 200 for status in ready)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def visitor(self) -> Visitor:
        return Visitor(self.address)

    def first_instructor(self, username: str) -> Visitor:
        """A browser that signed in through nginx, after another used the first-run link there."""
        form = {"username": username, "new_password": PASSWORD}
        first, browser = self.visitor(), self.visitor()
        # Of all links that the workers printed, the last counts.
        used = [first.post(worker.welcome_path, form).status_code for worker in self.workers]
        assert used.count(303) == 1, used
        done = browser.post("/sign-in", {"username": username, "password": PASSWORD})
        assert done.status_code == 303, done.text
        return browser

    def at(self, worker: ServerProcess, browser: Visitor) -> Visitor:
        """The same browser, past nginx at one of the workers."""
        direct = Visitor(worker.address)
        direct._jar = browser._jar
        return direct


@dataclass
class ClusterSchool(School):
    """A school on a cluster."""

    server: Cluster  # type: ignore[assignment]


def sockets_of(worker: ServerProcess) -> int:
    """How many connections are open to the worker now."""
    here = f"0100007F:{worker.port:04X}"
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = [line.split() for line in lines]
    return sum(1 for row in rows if row[1] == here and row[3] == "01")


def worker_environment(database_url: str, redis: Redis, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": database_url,
        "REDIS_URL": redis.url,
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "CLASSROOM_SECRET_KEY": SECRET,
        "CLASSROOM_PROXY_HOPS": "1",
    }


@contextmanager
def cluster(
    postgresql: PostgreSQL, database: str, redis: Redis, prepared: Path, folder: Path
) -> Iterator[Cluster]:
    """Two workers behind nginx until the end of the block."""
    port = held_port()
    environment = worker_environment(postgresql.url(database), redis, port)
    folders = [folder / "worker-1", folder / "worker-2"]
    for own in folders:
        shutil.copytree(prepared / TEMPLATES, own / TEMPLATES)
    workers = tuple(ServerProcess(own, environment=environment) for own in folders)
    changes = before_workers([worker.port for worker in workers], port, held_port())
    new_nginx = partial(nginx, "nginx-workers.conf", changes, folder, port)
    found = Cluster(workers, port, environment, new_nginx)
    try:
        found.mend()
        yield found
    finally:
        found.end()


@dataclass
class Watcher:
    """A socket that shows one screen and remembers what it was shown."""

    address: str
    screen: str
    session: str
    cookie: str
    shown: dict[str, Any] = field(default_factory=dict)
    farewell: str = ""
    is_open: bool = False

    def __enter__(self) -> Watcher:
        address = self.address.replace("http", "ws") + packets.PATH + f"&session={self.session}"
        self._socket = simple_websocket.Client(address, headers={"Cookie": self.cookie})
        self._socket.send(packets.ask_for(self.screen, self.session))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        until(lambda: self.shown, 10)
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
        self._thread.join(5)

    def sees(self, text: str, within_s: float = 10) -> float:
        """Wait until the screen holds the text; returns the seconds that it took."""
        began_s = time.monotonic()
        try:
            until(lambda: text in self.shown["html"], within_s)
        except AssertionError:
            raise AssertionError(f"no {text!r} in {self.shown['html']}") from None
        return time.monotonic() - began_s

    def sees_phase(self, phase: str, within_s: float = 10) -> float:
        began_s = time.monotonic()
        until(lambda: self.shown["phase"] == phase, within_s)
        return time.monotonic() - began_s

    def _listen(self) -> None:
        self.is_open = True
        try:
            while True:
                text = self._socket.receive()
                packet = packets.parse(text or "")
                if packet.kind is Kind.PING:
                    self._socket.send(packets.PONG)
                elif packet.event == "screen":
                    self.shown = packet.data
                elif packet.event == "gone":
                    self.farewell = str(packet.data["code"])
        except simple_websocket.ConnectionClosed:
            self.is_open = False
