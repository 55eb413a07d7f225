"""Every page of every address: the headers that fence it in, and nothing that needs a hole."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from classroom.screens import addresses
from tests.security.cast import World
from tests.security.markup import Page
from tests.security.permissions import FORMS, ROUTES, address, rows
from tests.security.test_forgery import owner_of

EVERYTHING = list(rows(ROUTES))


def ask(world: World, row: str, person: str) -> TestResponse:
    method, rule = row.split()
    path, browser = address(world, rule, world.room), world.people[person]
    if method == "GET":
        return browser.get(path)
    return browser.post(path, FORMS.get(rule, lambda world, room: {})(world, world.room))


def responses(world: World, row: str) -> Iterator[TestResponse]:
    """The address as its owner, a visitor and a stranger get it, and to a form without a token."""
    method, rule = row.split()
    yield ask(world, row, owner_of(rule))
    world.put_back()
    for person in ("visitor", "charlie"):
        yield ask(world, row, person)
        world.put_back()
    if method == "POST":
        yield world.people["alice"].client.post(address(world, rule, world.room))


def policy_of(response: TestResponse) -> dict[str, list[str]]:
    directives = [part.split() for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in directives}


@pytest.mark.parametrize("row", EVERYTHING)
def test_every_response_is_fenced_in(row: str, world: World) -> None:
    for response in responses(world, row):
        policy = policy_of(response)
        assert policy["default-src"] == ["'self'"]
        assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == ["'none'"]
        assert policy["form-action"] == ["'self'"]
        assert not re.search(r"unsafe|\*|https?:", response.headers["Content-Security-Policy"])
        assert set(policy["img-src"]) <= {"'self'", "data:"}
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["X-Frame-Options"] == "DENY"
        assert response.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert "Server" not in response.headers and "X-Powered-By" not in response.headers
        if response.mimetype == "text/html":
            assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("row", EVERYTHING)
def test_every_page_runs_and_loads_only_our_own(row: str, world: World) -> None:
    for response in responses(world, row):
        if response.mimetype != "text/html":
            continue
        page = Page(response.text)
        if "attachment" in response.headers.get("Content-Disposition", ""):
            # The one page that must stand alone, as a file that no server sends any more.
            assert set(page.inline) <= {"<style>"}
            assert page.loads == []
            assert "<script" not in response.text
        else:
            assert page.inline == []
            assert page.loads_elsewhere == []
            if any(tag == "form" and given.get("method") == "post" for tag, given in page.elements):
                # Over HTTPS a form without its Referer is taken for a forgery.
                assert response.headers["Referrer-Policy"] == "same-origin"
            assert all("noreferrer" in _rel(page, link) for link in _leading_away(world, page))


@pytest.mark.parametrize("phase", ["lobby", "ready", "open", "closed", "revealed", "ended"])
def test_every_phase_runs_and_loads_only_our_own(phase: str, world: World) -> None:
    moves = {
        "lobby": ("skip",),
        "ready": ("skip", "ask"),
        "open": (),
        "closed": ("close",),
        "revealed": ("close", "reveal"),
        "ended": ("end",),
    }
    with world.app.app_context():
        world.room.press(*moves[phase])
    id_, code = world.room.public_id, world.room.code
    pages = [
        world.people["student"].get(f"/{code}"),
        world.people["visitor"].get(f"/{code}"),
        world.people["projector"].get(f"/projector/{id_}"),
        world.people["alice"].get(f"/sessions/{id_}/console"),
        world.people["alice"].get(f"/sessions/{id_}/report"),
        world.people["student"].get(f"/mine/{world.names['page_token']}/{id_}"),
    ]

    for response in pages:
        page = Page(response.text)
        assert page.inline == []
        assert page.loads_elsewhere == []


def test_unknown_addresses_and_methods_are_fenced_in_too(world: World) -> None:
    visitor = world.people["visitor"].client
    for response in (
        visitor.get("/there/is/nothing"),
        visitor.put("/home"),
        visitor.get("/assets/none.0.css"),
        visitor.post("/", data=b"x" * 3_000_000),
        visitor.get("/socket.io.js"),
    ):
        assert response.status_code in (400, 404, 405, 413)
        assert policy_of(response)["default-src"] == ["'self'"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert Page(response.text).inline == []


def test_a_hostile_host_adds_nothing_to_the_policy(world: World) -> None:
    for host in ("x; script-src *", "x y", "x,script-src *", "'unsafe-inline'", "*", "a/b"):
        response = world.people["visitor"].client.get("/privacy", headers={"Host": host})
        assert response.status_code == 400 or not re.search(
            r"unsafe|\*|script-src", response.headers["Content-Security-Policy"]
        )


def _leading_away(world: World, page: Page) -> list[str]:
    with world.app.app_context():
        own = addresses.base()
    away = ("http://", "https://", "//")
    return [link for link in page.links if link.startswith(away) and not link.startswith(own)]


def _rel(page: Page, link: str) -> str:
    return next(
        given.get("rel", "")
        for tag, given in page.elements
        if tag == "a" and given.get("href") == link
    )
