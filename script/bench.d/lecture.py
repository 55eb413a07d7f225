"""One lecture: everybody joins, a question opens, each answers once, it closes and is revealed."""

from __future__ import annotations

import asyncio
import gc
import random
import re
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from server import HOST, PASSWORD, USERNAME, Server
from wire import Browser, Reply, Socket

from classroom.domain.certainty import LEVELS
from classroom.domain.kinds import as_text
from classroom.simulation import packets
from classroom.simulation.crowd import choose
from classroom.simulation.packets import Kind, Packet
from classroom.simulation.screens import Screen as Seen
from classroom.simulation.screens import read_screen

JOINING_AT_ONCE = 50
PATIENCE_S = 60.0
AGAIN_S = 0.5
"""How long a phone waits before it sends an answer again that the server was too busy for."""


class LectureStopped(Exception):
    """The lecture cannot go on; the text says where it stopped."""


class Screen:
    """A socket of one screen, and what it was last sent."""

    def __init__(self, browser: Browser, port: int, name: str, session: str) -> None:
        self._browser, self._port = browser, port
        self._name, self._session = name, session
        self._socket: Socket | None = None
        self.admitted = asyncio.Event()
        self.phase = ""
        self.version = 0

    async def connect(self) -> None:
        self._socket = await Socket.connect(
            HOST, self._port, packets.PATH, self._browser.cookie_header, self._take
        )
        await _in_time(self.admitted.wait(), f"The {self._name} was not admitted")

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()

    def send(self, text: str) -> None:
        assert self._socket is not None
        self._socket.send(text)

    def seen(self, push: dict[str, Any], at: float) -> None:
        self.phase, self.version = push["phase"], push["version"][0]

    def acknowledged(self, packet: Packet, at: float) -> None: ...

    def _take(self, text: str, at: float) -> None:
        packet = packets.parse(text)
        match packet.kind:
            case Kind.OPEN:
                self.send(packets.ask_for(self._name, self._session))
            case Kind.PING:
                self.send(packets.PONG)
            case Kind.EVENT if packet.event == "screen":
                self.seen(packet.data, at)
                self.admitted.set()
            case Kind.ACKNOWLEDGEMENT:
                self.acknowledged(packet, at)


class Phone(Screen):
    """A student's phone: taps once, at a random moment within the window after the push."""

    def __init__(self, browser: Browser, port: int, session: str, alias: str, window_s: float):
        super().__init__(browser, port, "phone", session)
        self.alias = alias
        self._window_s = window_s
        self._seen = Seen()
        self._answer: dict[str, Any] = {}
        self.opened_at: float | None = None
        self.tapped_at: float | None = None
        self.acknowledged_at: float | None = None
        self.stands: tuple[int, str] | None = None
        self.done = asyncio.Event()

    def seen(self, push: dict[str, Any], at: float) -> None:
        super().seen(push, at)
        if self.phase != "open" or self.opened_at is not None:
            return
        self.opened_at = at
        self._seen = read_screen(push)
        asyncio.get_running_loop().call_later(random.uniform(0, self._window_s), self._tap)

    def acknowledged(self, packet: Packet, at: float) -> None:
        if packet.data.get("saved"):
            self.acknowledged_at = at
            self.stands = (packet.data["vote"], as_text(tuple(packet.data["choice"])))
            self.done.set()
        elif packet.data.get("retry"):
            asyncio.get_running_loop().call_later(AGAIN_S, self._send_answer)
        else:
            self.done.set()

    def _tap(self) -> None:
        self._answer = self._decided()
        self.tapped_at = time.perf_counter()
        self._send_answer()

    def _decided(self) -> dict[str, Any]:
        """An answer of somebody who knows nothing; a sentence is one's own, to be told apart."""
        vote, form = self._seen.vote, self._seen.form
        assert vote is not None
        choice = choose(vote, form, frozenset(), random.Random())
        if form.is_text:
            choice = (f"{self.alias}: {choice[0]}",)
        answer = {"vote": vote, "choice": list(choice), "seq": int(time.time() * 1000)}
        return {**answer, "certainty": random.choice(LEVELS)} if form.asks_certainty else answer

    def _send_answer(self) -> None:
        self.send(packets.event("answer", self._answer, 1))


class Lecture:
    """Played once; its attributes are what was measured."""

    def __init__(self, server: Server, kind: str, students: int, window_s: float) -> None:
        self._server = server
        self._lesson, self._question = server.sample(kind)
        self._students = students
        self._window_s = window_s
        self._session = ""
        self._token = ""
        self._console: Screen
        self._instructor: Browser
        self._screens: list[Screen] = []
        self._phones: list[Phone] = []
        self._opened_at = 0.0
        self.join_s = 0.0
        self.rss_kb = 0
        self.server_cpu_s = 0.0
        self.generator_cpu_share = 0.0

    async def play(self) -> None:
        try:
            await self._prepare()
            rss_kb, cpu_s = self._server.rss_kb(), self._server.cpu_s()
            await self._let_everybody_in()
            self.rss_kb = self._server.rss_kb() - rss_kb
            await self._press("ask", "ready", question=self._question)
            await self._vote()
            await self._press("close", "closed")
            await self._press("reveal", "revealed")
            self.server_cpu_s = self._server.cpu_s() - cpu_s
        finally:
            for screen in (*self._screens, *self._phones):
                screen.close()

    @property
    def open_to_phone_ms(self) -> list[float]:
        arrived = (phone.opened_at for phone in self._phones)
        return [1000 * (at - self._opened_at) for at in arrived if at is not None]

    @property
    def tap_to_ack_ms(self) -> list[float]:
        return [
            1000 * (phone.acknowledged_at - phone.tapped_at)
            for phone in self._phones
            if phone.acknowledged_at is not None and phone.tapped_at is not None
        ]

    @property
    def acknowledged(self) -> dict[str, tuple[int, str]]:
        """By alias, the vote and the choice that the server said it had stored."""
        return {phone.alias: phone.stands for phone in self._phones if phone.stands is not None}

    async def _prepare(self) -> None:
        """Sign in, open a session, and show its console and its projector."""
        self._instructor = browser = self._browser()
        await self._submit(
            "/sign-in", {"username": USERNAME, "password": PASSWORD}, await browser.get("/sign-in")
        )
        home = await browser.get("/home")
        opened = await self._submit("/sessions", {"lesson": self._lesson}, home)
        self._session = opened.location.split("/sessions/")[1].split("/")[0]
        page = await browser.get(opened.location)
        self._token = _csrf_token(page)
        await self._submit(f"/sessions/{self._session}/projectors", {}, page)
        self._console = Screen(browser, self._server.port, "console", self._session)
        projector = Screen(browser, self._server.port, "projector", self._session)
        self._screens = [self._console, projector]
        for screen in self._screens:
            await screen.connect()

    async def _let_everybody_in(self) -> None:
        code = self._server.room_code(self._session)
        started = time.perf_counter()
        door = asyncio.Semaphore(JOINING_AT_ONCE)
        joining = (self._join(code, f"Student {number}", door) for number in _up_to(self._students))
        self._phones = list(await asyncio.gather(*joining))
        self.join_s = time.perf_counter() - started

    async def _join(self, code: str, alias: str, door: asyncio.Semaphore) -> Phone:
        """As a phone joins: the form, the seat, the page with its style and script, the socket."""
        async with door:
            browser = self._browser()
            form = await browser.get(f"/{code}")
            seated = await self._submit(f"/{code}/seat", {"name": alias}, form, browser)
            page = await browser.get(seated.location)
            if page.status != 200:
                raise LectureStopped(f"A student's page answered {page.status}.")
            for asset in sorted(_assets(form) | _assets(page)):
                await browser.get(asset)
            browser.close()
            phone = Phone(browser, self._server.port, self._session, alias, self._window_s)
            await phone.connect()
            return phone

    async def _vote(self) -> None:
        """Open the question and wait until every phone has its acknowledgement."""
        gc.collect()
        gc.disable()
        cpu_s, started = time.process_time(), time.perf_counter()
        self._opened_at = started
        await self._send_press("open")
        everybody = asyncio.gather(*(phone.done.wait() for phone in self._phones))
        with suppress(TimeoutError):  # the figures show how many are missing
            await asyncio.wait_for(everybody, self._window_s + PATIENCE_S)
        self.generator_cpu_share = (time.process_time() - cpu_s) / (time.perf_counter() - started)
        gc.enable()

    async def _press(self, move: str, phase: str, **given: str) -> None:
        """Press and wait until every screen has followed."""
        await self._send_press(move, **given)
        deadline = time.perf_counter() + PATIENCE_S
        screens = (*self._screens, *self._phones)
        while any(screen.phase != phase for screen in screens):
            if time.perf_counter() > deadline:
                behind = sum(screen.phase != phase for screen in screens)
                raise LectureStopped(f"After “{move}”, {behind} screens did not follow.")
            await asyncio.sleep(0.01)

    async def _send_press(self, move: str, **given: str) -> None:
        version = str(self._console.version)
        reply = await self._instructor.post(
            f"/sessions/{self._session}/moves",
            {"move": move, "version": version, "csrf_token": self._token, **given},
        )
        if reply.status >= 400:
            raise LectureStopped(f"The step “{move}” was answered {reply.status}.")

    async def _submit(
        self, path: str, fields: dict[str, str], page: Reply, browser: Browser | None = None
    ) -> Reply:
        """Send a form with the token of the page that it stands on; it must lead somewhere."""
        filled = {**fields, "csrf_token": _csrf_token(page)}
        reply = await (browser or self._instructor).post(path, filled)
        if not 300 <= reply.status < 400:
            raise LectureStopped(f"The form at {path} was answered {reply.status}.")
        return reply

    def _browser(self) -> Browser:
        return Browser(HOST, self._server.port)


async def _in_time(waited: Any, otherwise: str) -> None:
    try:
        await asyncio.wait_for(waited, PATIENCE_S)
    except TimeoutError:
        raise LectureStopped(f"{otherwise} within {PATIENCE_S:.0f} seconds.") from None


def _up_to(number: int) -> Iterable[int]:
    return range(1, number + 1)


def _csrf_token(page: Reply) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|X-CSRFToken": "([^"]+)"', page.text)
    if found is None:
        raise LectureStopped(f"A page (status {page.status}) lacks the token against forgery.")
    return found.group(1) or found.group(2)


def _assets(page: Reply) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text))
