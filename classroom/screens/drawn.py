"""Blocks that are drawn once and sent to many: how each audience's is drawn, and the phone's kept.

A thousand phones that come back at once get one drawing, not a thousand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import cast

from flask import Flask, current_app, has_request_context

from classroom.screens.blocks import Block, console_block, phone_block, projector_block
from classroom.screens.state import State, now_ms, state_of
from classroom.storage.tables import LiveSession

_DRAW: dict[str, Callable[[State], Block]] = {
    "phone": phone_block,
    "projector": projector_block,
    "console": console_block,
}
SCREENS = tuple(_DRAW)
"""In the order in which they are shown what is new."""
MOST_KEPT = 256


def block(screen: str, session: LiveSession, state: State | None = None) -> Block:
    """What that screen of the session shows now; `state` if it has been read already."""
    if screen == "phone":
        return blocks().phone(session, state)
    with _request():
        return _DRAW[screen](state or state_of(session))


def _request() -> AbstractContextManager[object]:
    """Templates are drawn within a request; a message or a push has none of its own."""
    return nullcontext() if has_request_context() else current_app.test_request_context()


class PhoneBlocks:
    """The phone's block of each session as last drawn.

    It holds no counts before the reveal, so it is good until the session moves; whatever else
    changes what phones show announces a move too. A session that nobody looks at is forgotten, and
    the oldest of too many: pages without scripts come and go unseen.
    """

    def __init__(self) -> None:
        self._drawn: OrderedDict[int, Block] = OrderedDict()
        self._forgotten_ms = 0

    def phone(self, session: LiveSession, state: State | None = None) -> Block:
        block = self._drawn.get(session.id)
        if block is None or block.version[0] != session.version:
            with _request():
                block = phone_block(state or state_of(session))
            if block.version[1] <= self._forgotten_ms:
                return block  # what it was read from may be what was to be forgotten
            self._drawn[session.id] = block
            if len(self._drawn) > MOST_KEPT:
                self._drawn.popitem(last=False)
        return block

    def forget(self, session_id: int) -> None:
        self._drawn.pop(session_id, None)
        self._forgotten_ms = now_ms()


def blocks(app: Flask | None = None) -> PhoneBlocks:
    """The drawn blocks of an application, or of the current one."""
    return cast(PhoneBlocks, (app or current_app).extensions["classroom.phone_blocks"])
