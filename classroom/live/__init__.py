"""Socket.IO: handlers in, broadcasts out. It subscribes to what actions announce."""

from __future__ import annotations

from flask import Flask

from classroom.live import broadcasts, handlers
from classroom.live.doorkeeper import init_doorkeeper
from classroom.live.server import create_server


def init_app(app: Flask) -> None:
    server = create_server(app)
    init_doorkeeper(server)
    handlers.init_handlers(app, server)
    broadcasts.init_broadcasts(app, server)
