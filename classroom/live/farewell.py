"""The end of sockets whose seat, session or sign-in is no more: told why, then hung up on."""

from __future__ import annotations

from flask_socketio import SocketIO

from classroom.live.server import hang_up

HEARD_WITHIN_S = 1.0


def dismiss(server: SocketIO, room: str, code: str, text: str, href: str = "/") -> None:
    """Tell a room, or a single socket by its sid; `href` is where to go on, empty for the page."""
    server.emit("gone", {"code": code, "text": text, "href": href}, to=room)
    server.start_background_task(_close, server, room)


def _close(server: SocketIO, room: str) -> None:
    server.sleep(HEARD_WITHIN_S)
    for sid, _eio in list(server.server.manager.get_participants("/", room)):
        hang_up(server, sid)
