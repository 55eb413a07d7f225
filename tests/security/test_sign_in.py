"""Signing in and out, and the cookies of everybody."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import TimestampSigner

from classroom.actions import accounts
from classroom.app import create_app
from classroom.config import Settings, prepare_instance
from classroom.storage.database import db
from classroom.storage.migrations import bring_up_to_date
from tests.conftest import PASSWORD, Browser
from tests.security.cast import World
from tests.security.permissions import FORMS
from tests.security.sockets import connect

SIGN_IN = {"username": "alice", "password": PASSWORD}


def test_a_cookie_from_before_the_sign_in_is_worth_nothing_after_it(world: World) -> None:
    visitor = world.people["visitor"]
    planted_token = visitor.token()
    planted = visitor.cookies["classroom"]
    visitor.post("/sign-in", SIGN_IN)

    stranger = Browser(world.app)
    stranger.client.set_cookie("classroom", planted)
    assert stranger.get("/account").status_code == 303
    assert visitor.cookies["classroom"] != planted
    with world.unchanged():  # the token that somebody else may know is not this session's any more
        forged = visitor.client.post("/groups", data={"title": "x", "csrf_token": planted_token})
    assert forged.status_code == 400


def test_a_cookie_is_dead_after_signing_out(world: World) -> None:
    alice = world.people["alice"]
    stolen = Browser(world.app)
    stolen.client.set_cookie("classroom", alice.cookies["classroom"])
    assert stolen.get("/account").status_code == 200

    alice.post("/sign-out")

    assert stolen.get("/account").status_code == 303
    assert alice.get("/account").status_code == 303


@pytest.mark.parametrize("how", ["reset", "change", "everywhere"])
def test_cookies_are_dead_after(how: str, world: World) -> None:
    alice, elsewhere = world.people["alice"], world.people["visitor"]
    assert elsewhere.post("/sign-in", SIGN_IN).status_code == 303
    assert elsewhere.get("/account").status_code == 200

    if how == "reset":
        with world.app.app_context():
            accounts.reset_password("alice", "another long password")
    elif how == "change":
        form = FORMS["/account/password"](world, world.room)
        assert alice.post("/account/password", form).status_code == 303
    else:
        alice.post("/account/sign-outs")

    assert elsewhere.get("/account").status_code == 303
    assert alice.get("/account").status_code == (200 if how == "change" else 303)
    assert world.people["bob"].get("/account").status_code == 200


def test_signing_in_as_somebody_else_ends_the_first(world: World) -> None:
    browser = world.people["alice"]
    stolen = Browser(world.app)
    stolen.client.set_cookie("classroom", browser.cookies["classroom"])

    browser.post("/sign-in", {"username": "charlie", "password": PASSWORD})

    assert stolen.get("/account").status_code == 303
    assert browser.get(f"/sessions/{world.room.public_id}/console").status_code == 404


@pytest.mark.parametrize("how", ["sign-out", "reset"])
def test_a_console_goes_dark_after(how: str, world: World) -> None:
    alice = world.people["alice"]
    console = connect(alice, "console", world.room.public_id)
    lent = connect(world.people["console"], "console", world.room.public_id)
    bobs = connect(world.people["bob"], "console", world.room.public_id)
    assert console.is_connected and lent.is_connected and bobs.is_connected

    if how == "sign-out":
        alice.post("/sign-out")
    else:
        with world.app.app_context():
            accounts.reset_password("alice", "another long password")
    for socket in (console, lent, bobs):
        socket.gather()

    assert ("gone", "signed-out") in [(name, told.get("code")) for name, told in console.received]
    assert not console.is_connected
    assert lent.is_connected and bobs.is_connected
    lent.leave()
    bobs.leave()


def test_where_to_go_after_signing_in_is_a_page_of_ours(world: World) -> None:
    for outside in (
        *("https://evil.test/", "//evil.test", "/\\evil.test", "\\\\evil.test", "javascript:0"),
        *("/\t/evil.test", "/\n/evil.test", "http:evil.test", "evil.test", "", "////evil.test"),
    ):
        response = world.people["visitor"].post("/sign-in", {**SIGN_IN, "next": outside})
        assert response.location == "/home", outside
        world.put_back()
    response = world.people["visitor"].post("/sign-in", {**SIGN_IN, "next": "/groups?a=1"})
    assert response.location == "/groups?a=1"


def test_a_wrong_password_many_times_must_wait_and_shuts_out_no_known_browser(
    world: World,
) -> None:
    alice, guesser = world.people["alice"], Browser(world.app)
    wrong = {"username": "alice", "password": "wrong wrong wrong"}

    replies = [guesser.post("/sign-in", wrong) for _ in range(12)]

    assert {reply.status_code for reply in replies[:4]} == {403}
    assert replies[-1].status_code == 429
    assert "Too many tries. Wait" in replies[-1].text
    assert 'value="alice"' in replies[-1].text, "what was typed is lost"
    assert wrong["password"] not in "".join(reply.text for reply in replies)
    alice.post("/sign-out")
    assert alice.post("/sign-in", SIGN_IN).status_code == 303


def test_an_unknown_name_and_a_wrong_password_look_alike(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor, now_s = world.people["visitor"], int(time.time())
    # The forgery token of a page carries its second, and the two may be drawn in different ones.
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda signer: now_s)

    unknown = visitor.post("/sign-in", {"username": "zebedee", "password": "wrong wrong"})
    wrong = visitor.post("/sign-in", {"username": "alice", "password": "wrong wrong"})

    assert unknown.status_code == wrong.status_code == 403
    texts = [
        reply.text.replace(name, "*") for reply, name in ((unknown, "zebedee"), (wrong, "alice"))
    ]
    assert texts[0] == texts[1]


@pytest.fixture(params=["", "https://quiz.example.edu"], ids=["http", "https"])
def reached_by(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """An application in the room, and one hosted behind HTTPS."""
    settings = Settings(instance=str(tmp_path / "one"), testing=True, public_url=request.param)
    app = create_app(settings)
    bring_up_to_date(app)
    yield app, request.param
    with app.app_context():
        db.engine.dispose()
    app.extensions["classroom.writer"].close()


def test_cookies_of_a_login_are_for_this_site_alone(reached_by: tuple[Flask, str]) -> None:
    app, public_url = reached_by
    with app.app_context():
        accounts.add_account("alice", "Alice", PASSWORD)
    client = app.test_client()
    base = public_url or "http://127.0.0.1:8000"
    page = client.get("/sign-in", base_url=base)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]

    done = client.post(
        "/sign-in",
        data={**SIGN_IN, "csrf_token": token},
        base_url=base,
        headers={"Referer": f"{base}/sign-in"},
    )

    assert done.status_code == 303
    cookies = [*page.headers.getlist("Set-Cookie"), *done.headers.getlist("Set-Cookie")]
    assert len(cookies) >= 3
    check_attributes(cookies, is_secure=bool(public_url))


def check_attributes(cookies: list[str], *, is_secure: bool) -> None:
    for cookie in cookies:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"httponly", "samesite=lax"} <= attributes, cookie
        assert ("secure" in attributes) is is_secure, cookie
        assert not any(part.startswith("domain=") for part in attributes), cookie


@pytest.mark.parametrize(
    ("person", "path"),
    [
        ("visitor", "/{code}/seat"),
        ("alice", "/sessions/{id}/projectors"),
        ("visitor", "/projector"),
        ("visitor", "/take-over/{link}"),
        ("visitor", "/welcome/{welcome}"),
    ],
)
def test_cookies_that_open_screens_are_for_this_site_alone(
    person: str, path: str, world: World
) -> None:
    names = {"code": world.room.code, "id": world.room.public_id}
    links = {"link": world.names["take_over"], "welcome": world.names["welcome"]}
    form = {"number": world.names["number"], "username": "eve", "new_password": PASSWORD}

    done = world.people[person].post(path.format(**names, **links), form)

    assert done.status_code in (302, 303)
    cookies = done.headers.getlist("Set-Cookie")
    assert cookies
    check_attributes(cookies, is_secure=False)


def test_each_instance_makes_a_secret_key_of_its_own(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    keys = [prepare_instance(Settings(instance=str(folder))) for folder in folders]

    assert keys[0] != keys[1]
    assert all(len(key) >= 43 for key in keys)
    assert keys[0] == prepare_instance(Settings(instance=str(folders[0])))
    assert stat.S_IMODE((folders[0] / "secret_key").stat().st_mode) == 0o600


def test_no_setting_comes_with_a_key_or_a_password() -> None:
    assert Settings().secret_key == ""


def test_what_is_stored_lets_nobody_in(world: World) -> None:
    """Tokens of logins, seats, screens and links are kept as hashes alone."""
    kept = world.stored()
    held = [
        value
        for person in ("student", "console", "projector")
        for name, value in world.people[person].cookies.items()
        if name != "classroom"
    ]
    held += [world.names[name] for name in ("welcome", "take_over", "number")]

    assert len(held) == 6
    assert world.names["page_token"] in kept
    for secret in (*held, PASSWORD):
        assert f"'{secret}'" not in kept
