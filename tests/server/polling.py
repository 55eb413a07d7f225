"""A client that polls, by hand: it sends and fetches when the test says so, and not by itself."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import requests

from tests.live_room import LiveRoom
from tests.pupils import seat
from tests.server_process import ServerProcess

PATH = "/socket.io/?EIO=4&transport=polling"


def polling_phone(room: LiveRoom, name: str = "Ada") -> Poller:
    """An admitted phone that polls."""
    poller = Poller(room.school.server, seat(room, name).cookie_header)
    assert "screen" in poller.ask_for("phone", room.public_id)
    return poller


class Poller:
    """Has shaken hands; `sid` is what engine.io calls it. Connections are left by `with`."""

    def __init__(self, server: ServerProcess, cookies: str = "") -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Cookie"] = cookies
        opened = self._session.get(server.address + PATH, timeout=10)
        self.sid: str = json.loads(opened.text[1:])["sid"]
        self._address = f"{server.address}{PATH}&sid={self.sid}"

    def ask_for(self, screen: str, session: str) -> str:
        """Ask to be admitted; returns what the server says to that."""
        self.send("40" + json.dumps({"screen": screen, "session": session}))
        return self.fetch().text

    def send(self, *messages: str) -> requests.Response:
        return self._session.post(self._address, data="\x1e".join(messages), timeout=10)

    def fetch(self) -> requests.Response:
        """All that waits, or the next that comes."""
        return self._session.get(self._address, timeout=30)

    def websocket_address(self) -> str:
        """Where it would change to a WebSocket."""
        parts = urlsplit(self._address.replace("transport=polling", "transport=websocket"))
        return parts._replace(scheme="ws").geturl()

    def __enter__(self) -> Poller:
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()
