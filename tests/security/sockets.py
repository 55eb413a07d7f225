"""Socket clients inside the test's process, with a browser's cookies."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask_socketio import SocketIOTestClient

from tests.conftest import Browser
from tests.pushes import let_pushes_finish


@dataclass
class Socket:
    """One socket. `received` is every event that the server sent it, in order."""

    client: SocketIOTestClient
    browser: Browser
    received: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    @property
    def is_connected(self) -> bool:
        return bool(self.client.is_connected())

    def send(self, event: str, *payload: Any) -> Any:
        """Send an event and return its acknowledgement."""
        with self.browser.app.app_context():
            ack = self.client.emit(event, *payload, callback=True)
        self.gather()
        return ack

    def gather(self) -> None:
        """Wait for the pushes that are on their way, and keep them."""
        let_pushes_finish()
        pushes, self.client.queue = self.client.queue, []  # also of one that was let go
        for push in pushes:
            self.received.append((push["name"], push["args"][0] if push["args"] else {}))

    def forget(self) -> None:
        self.gather()
        self.received.clear()

    def leave(self) -> None:
        self.gather()
        if self.is_connected:
            with self.browser.app.app_context():
                self.client.disconnect()
        let_pushes_finish()


def connect(browser: Browser, screen: str, session: str, **given: Any) -> Socket:
    """A socket that asks for that screen, admitted or not; `auth` instead asks in other words."""
    app = browser.app
    with app.app_context():  # of its own, so that it does not inherit who was signed in before
        client = SocketIOTestClient(
            app,
            app.extensions["socketio"],
            auth=given.get("auth", {"screen": screen, "session": session}),
            flask_test_client=browser.client,
        )
    socket = Socket(client, browser)
    socket.gather()
    return socket
