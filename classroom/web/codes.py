"""Room codes in addresses, and the patience with wrong ones.

No address is ever locked out, since a whole class shares one. A browser that keeps guessing is
told to wait; guesses without a cookie are answered slowly.
"""

from __future__ import annotations

import random
import time
from collections import OrderedDict, deque

from flask import Flask, session
from werkzeug.routing import BaseConverter

from classroom.domain.codes import ALPHABET
from classroom.domain.errors import TooManyWrongCodes
from classroom.storage.database import db

WRONG_IN_A_MINUTE = 10
PATIENCE_S = 60
SLOW_AFTER = 100
"""Wrong codes in a minute, from everybody, after which each further one is answered slowly."""
SLOWLY_S = (1.0, 2.0)
MOST_WAITING = 20


class RoomCodeConverter(BaseConverter):
    """Six signs as people write them: any case, with spaces or hyphens between."""

    regex = rf"[{ALPHABET}{ALPHABET.lower()}](?:[ \-]?[{ALPHABET}{ALPHABET.lower()}]){{5}}"
    part_isolating = True


def init_codes(app: Flask) -> None:
    app.url_map.converters["room_code"] = RoomCodeConverter
    app.extensions["classroom.wrong_codes"] = WrongCodes()


class WrongCodes:
    """Counts wrong codes a browser, and all of them together."""

    def __init__(self) -> None:
        self._by_browser: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()
        self._waiting = 0

    def check(self, browser: str | None) -> None:
        """TooManyWrongCodes when this browser has guessed too often within a minute."""
        wrong = self._recent(browser)
        if len(wrong) >= WRONG_IN_A_MINUTE:
            raise TooManyWrongCodes(seconds=max(1, int(wrong[0] + PATIENCE_S - time.monotonic())))

    def count(self, browser: str | None) -> None:
        """Count a wrong code; when there are many, answer slowly, or not at all."""
        now = time.monotonic()
        if browser:
            self._by_browser.setdefault(browser, deque()).append(now)
            self._by_browser.move_to_end(browser)
            while len(self._by_browser) > 5_000:
                self._by_browser.popitem(last=False)
        self._all.append(now)
        while self._all and self._all[0] < now - PATIENCE_S:
            self._all.popleft()
        if len(self._all) > SLOW_AFTER:
            self._answer_slowly()

    def _answer_slowly(self) -> None:
        if self._waiting >= MOST_WAITING:
            raise TooManyWrongCodes(seconds=PATIENCE_S)
        db.session.rollback()  # hold no database connection while waiting: a class needs them
        self._waiting += 1
        try:
            # A greenlet's sleep on the server: it holds up nobody else. Not the same for all: those
            # who guess together would come again together, and a press would wait for all of them.
            time.sleep(random.uniform(*SLOWLY_S))
        finally:
            self._waiting -= 1

    def _recent(self, browser: str | None) -> deque[float]:
        wrong = self._by_browser.get(browser or "", deque())
        while wrong and wrong[0] < time.monotonic() - PATIENCE_S:
            wrong.popleft()
        return wrong


def browser() -> str | None:
    """A name for this browser from its session cookie, if it has one."""
    token: str | None = session.get("csrf_token")
    return token
