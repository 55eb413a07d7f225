"""Every socket drops at once in a vote, as when the hall's network goes, and all come back."""

from __future__ import annotations

from typing import Any

import interruption
import uvloop
from options import Options
from room import Room
from server import fresh_server


def run(options: Options) -> dict[str, Any]:
    with fresh_server(options) as server:
        return uvloop.run(interruption.play(server, options, drop_everybody))


async def drop_everybody(room: Room) -> None:
    for screen in room.everybody:
        screen.drop()
