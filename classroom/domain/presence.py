"""Who is connected now: a register in memory, rebuilt by the phones themselves after a restart.

Each worker has one. What it holds are its own sockets; what screens ask counts those of the other
workers too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from classroom.domain.elsewhere import Crowd, Elsewhere
from classroom.limits import Limits

MOST_ADDRESSES = 8


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

    def __init__(self, worker_lasts_s: float = Limits.worker_lasts_s) -> None:
        self.elsewhere = Elsewhere(worker_lasts_s=worker_lasts_s)
        self._by_sid: dict[str, Connection] = {}
        self._by_session: defaultdict[int, dict[str, Connection]] = defaultdict(dict)
        self._seats: defaultdict[int, defaultdict[int, dict[str, Connection]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        self._longer: dict[int, set[int]] = {}

    def add(self, connection: Connection) -> None:
        self.remove(connection.sid)
        self._by_sid[connection.sid] = connection
        self._by_session[connection.session_id][connection.sid] = connection
        if connection.student_id is not None:
            of_seat = self._seats[connection.session_id][connection.student_id]
            of_seat[connection.sid] = connection

    def remove(self, sid: str) -> Connection | None:
        """Forget a socket; returns what it was, or None if it was unknown."""
        connection = self._by_sid.pop(sid, None)
        if connection is None:
            return None
        sockets = self._by_session[connection.session_id]
        sockets.pop(sid, None)
        if connection.student_id is not None:
            seats = self._seats[connection.session_id]
            seats[connection.student_id].pop(sid)
            if not seats[connection.student_id]:
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

    @property
    def sessions(self) -> tuple[int, ...]:
        """The ids of the sessions that have a socket here."""
        return tuple(self._by_session)

    def connections(self, session_id: int) -> tuple[Connection, ...]:
        """The sockets of this worker."""
        return tuple(self._by_session.get(session_id, {}).values())

    def of_seat(self, connection: Connection) -> tuple[Connection, ...]:
        """The sockets of this worker that have the same seat, the oldest first."""
        if connection.student_id is None:
            return ()
        seats = self._seats.get(connection.session_id)
        return tuple(seats.get(connection.student_id, {}).values()) if seats else ()

    def students(self, session_id: int) -> frozenset[int]:
        """The ids of the students with at least one open socket, at whichever worker."""
        here = frozenset(self._seats.get(session_id, {}))
        return here.union(*(crowd.students for crowd in self.elsewhere.crowds(session_id)))

    def shows(self, session_id: int, screen: str) -> bool:
        """Whether a socket of this worker shows that screen of the session."""
        return any(open_.screen == screen for open_ in self.connections(session_id))

    def by_screen(self) -> dict[str, int]:
        """How many sockets each kind of screen has, over all sessions."""
        return dict(Counter(open_.screen for open_ in self._by_sid.values()))

    def screens(self, session_id: int, screen: str, transport: str = "") -> int:
        """How many sockets show that screen of the session, at whichever worker."""
        here = sum(
            1
            for open_ in self.connections(session_id)
            if open_.screen == screen and transport in ("", open_.transport)
        )
        away = self.elsewhere.crowds(session_id)
        return here + sum(crowd.count(screen, transport) for crowd in away)

    def phones_besides(self, session_id: int, addresses: set[str]) -> bool:
        """Whether a phone is connected from another machine than those."""
        here = {open_.address for open_ in self.connections(session_id) if open_.screen == "phone"}
        away = (crowd.addresses for crowd in self.elsewhere.crowds(session_id))
        return not here.union(*away) <= addresses

    def crowd(self, session_id: int) -> Crowd:
        """Who is connected to the session at this worker."""
        open_ = self.connections(session_id)
        phones = dict.fromkeys(each.address for each in open_ if each.screen == "phone")
        return Crowd(
            students=frozenset(self._seats.get(session_id, {})),
            sockets=Counter(f"{each.screen}:{each.transport}" for each in open_),
            addresses=frozenset(list(phones)[:MOST_ADDRESSES]),
        )

    def wish_longer(self, vote_id: int, student_id: int) -> bool:
        """A student would like a little longer for this vote. Returns False when asked twice."""
        if len(self._longer) > 1000:
            self._longer.clear()
        wishing = self._longer.setdefault(vote_id, set())
        is_new = student_id not in wishing
        wishing.add(student_id)
        return is_new

    def longer(self, vote_id: int | None) -> int:
        """How many would like a little longer."""
        return len(self._longer.get(vote_id or 0, ()))
