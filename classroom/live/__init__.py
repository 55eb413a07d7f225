"""Socket.IO: handlers in, broadcasts out. It subscribes to what actions announce."""

from __future__ import annotations

from flask import Flask

from classroom.config import Settings
from classroom.live import handlers
from classroom.live.broadcasts import Broadcasts
from classroom.live.doorkeeper import init_doorkeeper
from classroom.live.server import create_server


def init_app(app: Flask) -> None:
    settings: Settings = app.extensions["classroom.settings"]
    server = create_server(app)
    init_doorkeeper(server, settings.limits)
    handlers.init_handlers(app, server)
    Broadcasts(app, server)


def start(app: Flask) -> None:
    """Begin what runs beside the requests of a server: listening to other workers, and watching."""
    from classroom.live.watch import Watch

    settings: Settings = app.extensions["classroom.settings"]
    broadcasts: Broadcasts = app.extensions["classroom.broadcasts"]
    if settings.redis_url:
        from classroom.live.relay import Relay  # needs a package that one worker does without

        relay = Relay(app, app.extensions["socketio"], broadcasts, settings.redis_url)
        app.extensions["classroom.relay"] = relay
        broadcasts.is_deaf = lambda: not relay.is_up
        relay.start()
    Watch(app, broadcasts, has_others=bool(settings.redis_url)).start()


def stop(app: Flask) -> None:
    """Tell the other workers that this one stops."""
    relay = app.extensions.get("classroom.relay")
    if relay is not None:
        relay.close()
