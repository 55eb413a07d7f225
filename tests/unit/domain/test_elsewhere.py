"""What other workers told about who is connected there, and when it is true no more."""

from classroom.domain.elsewhere import Crowd, Elsewhere
from classroom.domain.presence import Connection, Register
from classroom.limits import Limits


class Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


TWO_PHONES = Crowd(
    frozenset({1, 2}),
    {"phone:websocket": 2, "phone:polling": 1, "console:websocket": 1},
    frozenset({"10.0.0.7"}),
)


def test_screens_are_counted_over_all_workers() -> None:
    register = Register()
    register.add(Connection("s1", "phone", 5, student_id=2, address="10.0.0.1"))
    register.add(Connection("s2", "projector", 5))
    register.elsewhere.tell("w2", 5, TWO_PHONES)
    assert register.students(5) == {1, 2}
    assert register.screens(5, "phone") == 4
    assert register.screens(5, "phone", "polling") == 1
    assert register.screens(5, "projector") == 1
    assert register.students(6) == frozenset()


def test_what_a_worker_draws_for_are_its_own_sockets() -> None:
    register = Register()
    register.elsewhere.tell("w2", 5, TWO_PHONES)
    assert not register.shows(5, "console")
    assert register.connections(5) == () and register.sessions == ()
    register.add(Connection("s1", "console", 5))
    assert register.shows(5, "console") and register.sessions == (5,)


def test_a_phone_on_another_machine_is_known_whichever_worker_it_is_at() -> None:
    register = Register()
    register.add(Connection("s1", "phone", 5, student_id=2, address="10.0.0.1"))
    assert not register.phones_besides(5, {"10.0.0.1"})
    register.elsewhere.tell("w2", 5, TWO_PHONES)
    assert register.phones_besides(5, {"10.0.0.1"})
    assert not register.phones_besides(5, {"10.0.0.1", "10.0.0.7"})


def test_what_a_register_tells_is_what_it_holds() -> None:
    register = Register()
    for number in range(20):
        address = f"10.0.0.{number}"
        register.add(Connection(f"s{number}", "phone", 5, student_id=number % 3, address=address))
    crowd = register.crowd(5)
    assert crowd.students == {0, 1, 2} and crowd.sockets == {"phone:websocket": 20}
    assert len(crowd.addresses) == 8


def test_a_worker_that_falls_silent_is_gone_with_its_people() -> None:
    clock = Clock()
    elsewhere = Elsewhere(clock)
    for worker in ("w2", "w3"):
        assert not elsewhere.hear(worker)
        elsewhere.tell(worker, 5, TWO_PHONES)
    clock.now_s += Limits.worker_lasts_s - 1
    assert elsewhere.drop_silent() == frozenset()
    assert elsewhere.hear("w3")
    clock.now_s += 2
    assert elsewhere.drop_silent() == {5}
    assert elsewhere.crowds(5) == (TWO_PHONES,)
    assert not elsewhere.hear("w2"), "it must be asked again who is there"


def test_nobody_is_gone_because_nobody_could_be_heard() -> None:
    clock = Clock()
    elsewhere = Elsewhere(clock)
    elsewhere.hear("w2")
    elsewhere.tell("w2", 5, TWO_PHONES)
    clock.now_s += 60
    elsewhere.grant_time()
    assert elsewhere.drop_silent() == frozenset()
    clock.now_s += Limits.worker_lasts_s + 1
    assert elsewhere.drop_silent() == {5}


def test_an_empty_crowd_leaves_nothing_behind() -> None:
    elsewhere = Elsewhere()
    elsewhere.tell("w2", 5, Crowd())
    elsewhere.tell("w2", 5, TWO_PHONES)
    elsewhere.tell("w2", 5, Crowd())
    assert elsewhere.crowds(5) == () and elsewhere.leave("w2") == frozenset()
