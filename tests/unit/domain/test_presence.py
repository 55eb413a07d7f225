"""Who is connected: sockets come, go, come back and come twice."""

from collections import Counter

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from classroom.domain.presence import Connection, Register

sids = st.sampled_from(["s1", "s2", "s3", "s4", "s5"])
sessions = st.sampled_from([1, 2])


class Sockets(RuleBasedStateMachine):
    """A register beside the plain list of what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.register = Register()
        self.open: dict[str, Connection] = {}

    @rule(sid=sids, session=sessions, student=st.none() | st.integers(1, 3))
    def connect(self, sid: str, session: int, student: int | None) -> None:
        screen = "phone" if student else "projector"
        connection = Connection(sid, screen, session, student)
        self.register.add(connection)
        self.open[sid] = connection

    @rule(sid=sids)
    def disconnect(self, sid: str) -> None:
        assert self.register.remove(sid) == self.open.pop(sid, None)

    @invariant()
    def every_question_is_answered_as_a_list_would(self) -> None:
        for sid in ("s1", "s2", "s3", "s4", "s5"):
            assert self.register.get(sid) == self.open.get(sid)
        for session in (1, 2):
            here = [each for each in self.open.values() if each.session_id == session]
            seated = {each.student_id for each in here} - {None}
            assert Counter(self.register.connections(session)) == Counter(here)
            assert self.register.students(session) == seated
            projectors = sum(each.screen == "projector" for each in here)
            assert self.register.screens(session, "projector") == projectors


TestSockets = Sockets.TestCase


def test_a_student_with_two_phones_is_one_person_until_both_are_gone() -> None:
    register = Register()
    register.add(Connection("phone", "phone", 1, student_id=7))
    register.add(Connection("tablet", "phone", 1, student_id=7))
    assert register.students(1) == {7}
    register.remove("phone")
    assert register.students(1) == {7}
    register.remove("tablet")
    assert register.students(1) == frozenset()


def test_a_session_nobody_looks_at_is_forgotten() -> None:
    register = Register()
    register.add(Connection("s", "phone", 1, student_id=7))
    register.remove("s")
    assert register.connections(1) == ()
    assert not register._by_session and not register._seats


def test_asking_twice_for_more_time_counts_once() -> None:
    register = Register()
    for student in (7, 7, 8):
        register.wish_longer(5, student)
    assert (register.longer(5), register.longer(6), register.longer(None)) == (2, 0, 0)


def test_old_wishes_do_not_pile_up() -> None:
    register = Register()
    for vote in range(5000):
        register.wish_longer(vote, 1)
    assert register.longer(4999) == 1
    assert len(register._longer) <= 1001
