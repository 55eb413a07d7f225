"""The manager of rooms beside Socket.IO's own: the same rooms, whatever clients do."""

from __future__ import annotations

from typing import Any

import socketio
from hypothesis import given
from hypothesis import strategies as st

from classroom.live.direct import DirectManager

CLIENTS = ("ada", "ben", "cleo")
ROOMS = ("phones", "consoles", "student 1")

acts = st.one_of(
    st.tuples(st.just("connect"), st.sampled_from(CLIENTS)),
    st.tuples(st.just("enter"), st.sampled_from(CLIENTS), st.sampled_from(ROOMS)),
    st.tuples(st.just("leave"), st.sampled_from(CLIENTS), st.sampled_from(ROOMS)),
    st.tuples(st.just("disconnect"), st.sampled_from(CLIENTS)),
)


class Hall:
    """A server's rooms, and who is in them under the names of this test."""

    def __init__(self, manager: socketio.Manager) -> None:
        self.server = socketio.Server(client_manager=manager, async_mode="threading")
        self.manager = manager
        self.sids: dict[str, str] = {}

    def do(self, act: str, client: str, room: str = "") -> None:
        sid = self.sids.get(client)
        if act == "connect" and sid is None:
            self.sids[client] = self.manager.connect(f"wire of {client}", "/")
        elif act == "enter" and sid is not None:
            self.manager.enter_room(sid, "/", room)
        elif act == "leave" and sid is not None:
            self.manager.leave_room(sid, "/", room)
        elif act == "disconnect" and sid is not None:
            self.manager.pre_disconnect(sid, "/")
            self.manager.disconnect(self.sids.pop(client), "/")

    def rooms(self) -> dict[Any, set[str]]:
        """Who is in each room; a client's own room by the client's name."""
        names = {sid: client for client, sid in self.sids.items()}
        return {
            names.get(room, room): {names[sid] for sid in members}
            for room, members in self.manager.rooms.get("/", {}).items()
        }


@given(st.lists(acts, max_size=40))
def test_rooms_are_those_of_socket_io_itself(script: list[tuple[str, ...]]) -> None:
    ours, theirs = Hall(DirectManager()), Hall(socketio.Manager())
    for act in script:
        ours.do(*act)
        theirs.do(*act)
        assert ours.rooms() == theirs.rooms()
    for hall in (ours, theirs):
        for client in CLIENTS:
            hall.do("disconnect", client)
        assert hall.rooms() == {}
        assert not hall.manager.pending_disconnect
