"""Other sites: they can neither press a button here, nor open a socket, nor change by a link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from classroom.actions.accounts import first_run_link
from classroom.app import create_app
from classroom.config import Settings
from classroom.storage.database import db
from tests.security.cast import PEOPLE, World
from tests.security.permissions import FORMS, ROUTES, address, rows

POSTS = [row.split()[1] for row in rows(ROUTES) if row.startswith("POST")]
GETS = [row.split()[1] for row in rows(ROUTES) if row.startswith("GET")]
OWNERS = {"projector": "projector", "mine": "student", "<room_code:code>": "student"}
HANDSHAKE = "/socket.io/?EIO=4&transport=polling"


def owner_of(rule: str) -> str:
    """Somebody who may use the address."""
    return OWNERS.get(rule.split("/")[1], "alice")


@pytest.mark.parametrize("rule", POSTS)
def test_a_form_without_its_token_does_nothing(rule: str, world: World) -> None:
    form = FORMS.get(rule, lambda world, room: {})(world, world.room)
    path = address(world, rule, world.room)
    client = world.people[owner_of(rule)].client

    for token in ({}, {"csrf_token": "made-up"}, {"csrf_token": ""}):
        with world.unchanged():
            response = client.post(path, data={**form, **token})
        assert response.status_code == 400
        assert "Reload it and try again" in response.text


def test_a_token_of_another_browser_does_nothing(world: World) -> None:
    token = world.people["charlie"].token()

    with world.unchanged():
        response = world.people["alice"].client.post("/groups", data={"csrf_token": token})
    assert response.status_code == 400


@pytest.mark.parametrize("rule", GETS)
def test_opening_a_page_changes_nothing(rule: str, world: World) -> None:
    for person in PEOPLE:
        room = world.ended if person == "ended" else world.room
        with world.unchanged():
            world.people[person].get(address(world, rule, room))
            world.people[person].client.head(address(world, rule, room))


def test_looking_at_a_link_does_not_use_it_up(world: World) -> None:
    visitor, names = world.people["visitor"], world.names
    visitor.get(f"/welcome/{names['welcome']}")
    visitor.get(f"/take-over/{names['take_over']}")

    done = visitor.post(f"/take-over/{names['take_over']}")
    assert done.status_code == 302
    assert visitor.get(f"/sessions/{world.room.public_id}/console").status_code == 200
    assert visitor.post(f"/take-over/{names['take_over']}").status_code == 410


def test_a_link_for_an_account_works_once(world: World) -> None:
    path = f"/welcome/{world.names['welcome']}"
    form = FORMS["/welcome/<token>"](world, world.room)

    assert world.people["visitor"].post(path, form).status_code == 303
    assert world.people["charlie"].get(path).status_code == 410
    second = world.people["outsider"].post(path, {**form, "username": "eve"})
    assert second.status_code == 410


def test_the_first_run_link_is_dead_once_there_is_an_instructor(world: World) -> None:
    with world.app.app_context():
        assert first_run_link() is None


@pytest.fixture
def application(tmp_path: Path) -> Any:
    """Makes applications with other settings, on an empty instance."""
    made: list[Flask] = []

    def make(**settings: Any) -> Flask:
        folder = tmp_path / f"instance-{len(made)}"
        made.append(create_app(Settings(instance=str(folder), testing=True, **settings)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
        app.extensions["classroom.writer"].close()


def shake_hands(app: Flask, origin: str | None, **headers: str) -> TestResponse:
    """The first request of a socket, from a page of that origin to http://classroom.test:8000."""
    sent = {"Origin": origin} if origin else {}
    return app.test_client().get(
        HANDSHAKE, base_url="http://classroom.test:8000", headers={**sent, **headers}
    )


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.test",
        "http://classroom.test",
        "https://classroom.test:8000",
        "http://classroom.test:8000.evil.test",
        "null",
    ],
)
def test_a_page_of_another_site_cannot_open_a_socket(
    origin: str, application: Callable[..., Flask]
) -> None:
    assert shake_hands(application(), origin).status_code == 400


def test_a_page_of_ours_can_open_a_socket(application: Callable[..., Flask]) -> None:
    app = application()

    assert shake_hands(app, "http://classroom.test:8000").status_code == 200
    assert shake_hands(app, None).status_code == 200  # no browser: nobody's cookies to borrow


def test_forwarded_headers_do_not_make_an_origin_ours(application: Callable[..., Flask]) -> None:
    forged = {"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https"}

    response = shake_hands(application(), "https://evil.test", **forged)

    assert response.status_code == 400


def test_with_a_public_address_exactly_that_origin_counts(
    application: Callable[..., Flask],
) -> None:
    app = application(public_url="https://quiz.example.edu/")

    assert shake_hands(app, "https://quiz.example.edu").status_code == 200
    for origin in ("http://quiz.example.edu", "http://classroom.test:8000", "https://evil.test"):
        assert shake_hands(app, origin).status_code == 400


def test_behind_a_trusted_proxy_its_word_counts(application: Callable[..., Flask]) -> None:
    forwarded = {"X-Forwarded-Host": "quiz.test", "X-Forwarded-Proto": "https"}

    response = shake_hands(application(proxy_hops=1), "https://quiz.test", **forwarded)

    assert response.status_code == 200
