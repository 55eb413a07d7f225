"""The tables of `permissions`, tried out: every person at every address and socket event."""

from __future__ import annotations

import pytest
from werkzeug.test import TestResponse

from tests.security.cast import PEOPLE, World
from tests.security.permissions import EVENTS, FORMS, ROUTES, SCREENS, address, rows
from tests.security.sockets import connect

IMPLIED = {"HEAD", "OPTIONS"}
SIGNS_OUT = ("/sign-out", "/sign-outs")


def outcome(response: TestResponse) -> str:
    """The response in the words of the table."""
    if response.status_code in (302, 303) and response.location.startswith("/sign-in"):
        return "in"
    if response.status_code < 400:
        return "yes"
    return str(response.status_code)


def test_every_address_and_method_has_a_row(made: World) -> None:
    served = {
        f"{method} {rule.rule}"
        for rule in made.app.url_map.iter_rules()
        for method in (rule.methods or set()) - IMPLIED
    }

    assert served == set(rows(ROUTES))


def test_every_row_knows_everybody() -> None:
    for name, cells in {**rows(ROUTES), **rows(SCREENS)}.items():
        assert len(cells) == len(PEOPLE), name


@pytest.mark.parametrize("row", rows(ROUTES))
def test_a_route_is_for(row: str, world: World) -> None:
    method, rule = row.split()
    found = []
    for person in PEOPLE:
        room = world.ended if person == "ended" else world.room
        if row.endswith("/corrections"):
            with world.app.app_context():
                world.room.press("close", "reveal")
        before = world.digest()
        browser, path = world.people[person], address(world, rule, room)
        if method == "GET":
            response = browser.get(path)
        else:
            form = FORMS.get(rule, lambda world, room: {})
            response = browser.post(path, form(world, room))
        found.append(outcome(response))
        is_stored = world.digest() != before
        if rule.endswith(SIGNS_OUT) and is_stored:
            found[-1] = "yes"  # the sign-in page is where this leads
        elif found[-1] != "yes" or method == "GET":
            assert not is_stored, f"{person} was told {found[-1]}, and it was stored"
        world.put_back()

    assert dict(zip(PEOPLE, found, strict=True)) == dict(
        zip(PEOPLE, rows(ROUTES)[row], strict=True)
    )


def test_every_socket_event_has_a_row(made: World) -> None:
    handlers = made.app.extensions["socketio"].server.handlers

    assert set(handlers) == {"/"}
    assert set(handlers["/"]) == set(rows(EVENTS))


@pytest.mark.parametrize("screen", rows(SCREENS))
def test_a_screen_is_for(screen: str, world: World) -> None:
    found = []
    for person in PEOPLE:
        room = world.ended if person == "ended" else world.room
        socket = connect(world.people[person], screen, room.public_id)
        found.append("yes" if socket.is_connected else "no")
        assert bool(socket.received) == socket.is_connected
        socket.leave()
        world.put_back()

    assert found == rows(SCREENS)[screen]


@pytest.mark.parametrize("screen", ["phone", "projector", "console"])
@pytest.mark.parametrize("event", sorted({*rows(EVENTS)} - {"connect", "disconnect"}))
def test_an_event_is_for(event: str, screen: str, world: World) -> None:
    allowed = dict(zip(["phone", "projector", "console"], rows(EVENTS)[event], strict=True))
    holder = {"phone": "student", "projector": "projector", "console": "alice"}[screen]
    socket = connect(world.people[holder], screen, world.room.public_id)
    socket.forget()
    before = world.digest()
    wishes = world.wishes()

    answer = {"choice": ["A"], "seq": 5} if event == "answer" else {}
    ack = socket.send(event, {"vote": world.vote_id, **answer})

    socket.leave()
    shown = any(name == "screen" for name, _facts in socket.received)
    counted = world.digest() != before or world.wishes() != wishes
    assert ("shown" if shown else "counted" if counted else "-") == allowed[screen]
    if allowed[screen] == "-":
        assert ack["code"] == "not-seated"
