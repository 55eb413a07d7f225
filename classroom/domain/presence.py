"""Who is connected now: a register in memory, rebuilt by the phones themselves after a restart."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass


@dataclass(frozen=True)
class Connection:
    """One socket of one screen. `transport` is `websocket` or `polling`.

    `login` is the hash of the token under which an instructor is signed in there.
    """

    sid: str
    screen: str
    session_id: int
    student_id: int | None = None
    login: str | None = None
    transport: str = "websocket"
    address: str = ""


class Register:
    """The open connections by session; every question a screen asks about presence."""

    def __init__(self) -> None:
        self._by_sid: dict[str, Connection] = {}
        self._by_session: defaultdict[int, dict[str, Connection]] = defaultdict(dict)
        self._seats: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))

        self._longer: dict[int, set[int]] = {}

    def add(self, connection: Connection) -> None:
        self.remove(connection.sid)
        self._by_sid[connection.sid] = connection
        self._by_session[connection.session_id][connection.sid] = connection
        if connection.student_id is not None:
            self._seats[connection.session_id][connection.student_id] += 1

    def remove(self, sid: str) -> Connection | None:
        """Forget a socket; returns what it was, or None if it was unknown."""
        connection = self._by_sid.pop(sid, None)
        if connection is None:
            return None
        sockets = self._by_session[connection.session_id]
        sockets.pop(sid, None)
        if connection.student_id is not None:
            seats = self._seats[connection.session_id]
            seats[connection.student_id] -= 1
            if seats[connection.student_id] <= 0:
                del seats[connection.student_id]
        if not sockets:
            self._by_session.pop(connection.session_id, None)
            self._seats.pop(connection.session_id, None)
        return connection

    def get(self, sid: str) -> Connection | None:
        return self._by_sid.get(sid)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is connected at all."""
        return not self._by_sid

    def connections(self, session_id: int) -> tuple[Connection, ...]:
        return tuple(self._by_session.get(session_id, {}).values())

    def students(self, session_id: int) -> frozenset[int]:
        """The ids of the students with at least one open socket."""
        return frozenset(self._seats.get(session_id, {}))

    def screens(self, session_id: int, screen: str) -> int:
        """How many sockets show that screen of the session."""
        return sum(1 for open_ in self.connections(session_id) if open_.screen == screen)

    def by_screen(self) -> dict[str, int]:
        """How many sockets each kind of screen has, over all sessions."""
        return dict(Counter(open_.screen for open_ in self._by_sid.values()))

    def wish_longer(self, vote_id: int, student_id: int) -> None:
        """A student would like a little longer for this vote; asking twice counts once."""
        if len(self._longer) > 1000:
            self._longer.clear()
        self._longer.setdefault(vote_id, set()).add(student_id)

    def longer(self, vote_id: int | None) -> int:
        """How many would like a little longer."""
        return len(self._longer.get(vote_id or 0, ()))
