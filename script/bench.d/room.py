"""A live session with its console, its projector and a room full of phones."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from browser import Browser, Reply
from cluster import Cluster
from console import Console
from phone import Phone
from quiet import no_collector
from rounds import Round
from screen import Screen
from server import HOST, PASSWORD, USERNAME, Server
from sockets import Inbox
from stopped import Stopped

JOINING_AT_ONCE = 50
PATIENCE_S = 60.0

Disturbance = Callable[["Room"], Awaitable[None]]


class Room:
    """Entered by its instructor; then students come in and rounds are played.

    With `is_spread`, a proxy sends its phones to all workers that it has, not to one.
    """

    def __init__(
        self, server: Server | Cluster, kind: str, window_s: float, *, is_spread: bool = False
    ) -> None:
        self.server = server
        self._lesson, self._question = server.records.sample(kind)
        self._window_s = window_s
        self._is_spread = is_spread
        self._inbox = Inbox()
        self._session = ""
        self._token = ""
        self._console: Console
        self._instructor: Browser
        self.screens: list[Screen] = []
        """The console and the projector."""
        self.phones: list[Phone] = []

    async def __aenter__(self) -> Room:
        """Sign in, open a session, and show its console and its projector."""
        try:
            await self._open_session()
        except BaseException:
            self._close()
            raise
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._close()

    @property
    def everybody(self) -> list[Screen]:
        return [*self.screens, *self.phones]

    async def let_in(self, students: int, at_once: int = JOINING_AT_ONCE) -> list[float]:
        """Let students join; seconds from the first request of each until its screen was there."""
        code = self.server.records.room_code(self._session)
        door = asyncio.Semaphore(at_once)
        numbers = range(1, students + 1)
        joining = [
            asyncio.ensure_future(self._join(code, f"Student {number}", door)) for number in numbers
        ]
        try:
            joined = await asyncio.gather(*joining)
        except (OSError, EOFError) as error:
            raise Stopped(f"A student could not come in: {error}.") from None
        finally:
            for unfinished in joining:
                unfinished.cancel()
        return list(joined)

    async def play(self, disturb: Disturbance | None = None) -> Round:
        """Ask, open, let everybody answer, close and reveal. `disturb` runs beside the vote."""
        cpu_s = self.server.cpu_s()
        await self.press("ask", "ready", question=self._question)
        played = Round(self._inbox)
        for phone in self.phones:
            phone.expect(played)
        with no_collector():
            await self._vote(played, disturb)
        await self.press("close", "closed")
        played.revealing_at = time.perf_counter()
        await self.press("reveal", "revealed")
        played.server_cpu_s = self.server.cpu_s() - cpu_s
        return played

    def expect_back(self) -> None:
        """Everybody is about to lose the vote that is open, and should show it again."""
        vote = self.server.records.last_vote()
        for screen in self.everybody:
            screen.expect_back("open", vote)
        self._instructor.close()

    async def until_back(self, since: float) -> list[float]:
        """Wait for it; how many seconds each took."""
        await self.until(
            lambda: all(screen.back_at is not None for screen in self.everybody),
            lambda: f"{sum(screen.back_at is None for screen in self.everybody)} did not come back",
        )
        for phone in self.phones:
            phone.went_missing(since)
        return [screen.back_at - since for screen in self.everybody if screen.back_at is not None]

    async def end(self) -> None:
        await self.press("end", "ended")

    async def press(self, move: str, phase: str, **given: str) -> None:
        """Press and wait until every screen has followed."""
        await self._send_press(move, **given)
        await self.until(
            lambda: all(screen.phase == phase for screen in self.everybody),
            lambda: f"After “{move}”, {self._behind(phase)} screens did not follow",
        )

    async def until(self, is_true: Callable[[], bool], otherwise: Callable[[], str]) -> None:
        deadline = time.perf_counter() + PATIENCE_S
        while not is_true():
            if time.perf_counter() > deadline:
                raise Stopped(f"{otherwise()} within {PATIENCE_S:.0f} seconds.")
            await asyncio.sleep(0.01)

    async def _open_session(self) -> None:
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
        port = self.server.port
        self._console = Console(browser, port, "console", self._session, self._inbox)
        projector = Screen(browser, port, "projector", self._session, self._inbox)
        self.screens = [self._console, projector]
        for screen in self.screens:
            await self._admit(screen)

    async def _join(self, code: str, alias: str, door: asyncio.Semaphore) -> float:
        """As a phone joins: the form, the seat, the page with its style and script, the socket."""
        async with door:
            started = time.perf_counter()
            browser = self._browser()
            form = await browser.get(f"/{code}")
            seated = await self._submit(f"/{code}/seat", {"name": alias}, form, browser)
            page = await browser.get(seated.location)
            if page.status != 200:
                raise Stopped(f"A student's page answered {page.status}.")
            for asset in sorted(_assets(form) | _assets(page)):
                await browser.get(asset)
            browser.close()
            phone = Phone(
                browser,
                self.server.port,
                self._session,
                self._inbox,
                alias,
                self._window_s,
                f"{self._session}-{len(self.phones)}" if self._is_spread else "",
            )
            self.phones.append(phone)
            await self._admit(phone)
            return time.perf_counter() - started

    async def _admit(self, screen: Screen) -> None:
        screen.connect()
        try:
            await asyncio.wait_for(screen.admitted.wait(), PATIENCE_S)
        except TimeoutError:
            raise Stopped(
                f"A screen was not admitted within {PATIENCE_S:.0f} seconds. {screen.farewell}"
            ) from None

    async def _vote(self, played: Round, disturb: Disturbance | None) -> None:
        """Open the question and wait until every phone has its acknowledgement."""
        self._inbox.watch()
        played.opening_at = time.perf_counter()
        cpu_s = time.process_time()
        await self._send_press("open")
        disturbing = asyncio.ensure_future(disturb(self)) if disturb else None
        everybody = asyncio.gather(*(turn.done.wait() for turn in played.turns))
        try:
            with suppress(TimeoutError):  # the figures show how many are missing
                await asyncio.wait_for(everybody, self._window_s + PATIENCE_S)
            if disturbing is not None:
                await disturbing
        finally:
            if disturbing is not None:
                disturbing.cancel()
        took_s = time.perf_counter() - played.opening_at
        played.generator_cpu_share = (time.process_time() - cpu_s) / took_s
        with suppress(Stopped):
            stored = len(played.acknowledged)
            await self.until(lambda: self._console.answered == stored, lambda: "No full count")
            played.counted_at = self._console.answered_at

    async def _send_press(self, move: str, **given: str) -> None:
        version = str(self._console.version[0])
        reply = await self._instructor.post(
            f"/sessions/{self._session}/moves",
            {"move": move, "version": version, "csrf_token": self._token, **given},
        )
        if reply.status >= 400:
            raise Stopped(f"The step “{move}” was answered {reply.status}.")

    async def _submit(
        self, path: str, fields: dict[str, str], page: Reply, browser: Browser | None = None
    ) -> Reply:
        """Send a form with the token of the page that it stands on; it must lead somewhere."""
        filled = {**fields, "csrf_token": _csrf_token(page)}
        reply = await (browser or self._instructor).post(path, filled)
        if not 300 <= reply.status < 400:
            raise Stopped(f"The form at {path} was answered {reply.status}.")
        return reply

    def _behind(self, phase: str) -> int:
        return sum(screen.phase != phase for screen in self.everybody)

    def _browser(self) -> Browser:
        return Browser(HOST, self.server.port)

    def _close(self) -> None:
        for screen in self.everybody:
            screen.close()
        self._instructor.close()


def _csrf_token(page: Reply) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|X-CSRFToken": "([^"]+)"', page.text)
    if found is None:
        raise Stopped(f"A page (status {page.status}) lacks the token against forgery.")
    return found.group(1) or found.group(2)


def _assets(page: Reply) -> set[str]:
    return set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text))
