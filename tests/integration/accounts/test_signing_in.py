"""Signing in and out: who comes in, where they land, what a guesser meets."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from classroom.actions import accounts, announcements, passwords
from classroom.domain.errors import TooManyTries, WrongPassword
from classroom.storage.database import db
from classroom.storage.queries import accounts as stored
from classroom.storage.secrets import hashed
from classroom.storage.tables import Login
from classroom.storage.writer import write
from tests.conftest import PASSWORD, Browser, Teacher


def sign_in(
    browser: Browser, username: str = "alice", password: str = PASSWORD, **more: str
) -> TestResponse:
    return browser.post("/sign-in", {"username": username, "password": password, **more})


def test_an_instructor_lands_on_the_home_page(visitor: Browser, alice: Teacher) -> None:
    response = sign_in(visitor, " Alice ")
    assert (response.status_code, response.location) == (303, "/home")
    assert visitor.get("/home").status_code == 200


def test_a_page_that_needs_an_account_comes_back_after_sign_in(
    visitor: Browser, alice: Teacher
) -> None:
    response = visitor.get("/lessons?x=1")
    assert (response.status_code, response.location) == (303, "/sign-in?next=/lessons?x%3D1")
    form = visitor.get(response.location)
    assert '<input type="hidden" name="next" value="/lessons?x=1">' in form.text
    assert sign_in(visitor, next="/lessons?x=1").location == "/lessons?x=1"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:x",
    ],
)
def test_nobody_is_sent_to_another_server(visitor: Browser, alice: Teacher, address: str) -> None:
    assert sign_in(visitor, next=address).location == "/home"


def test_htmx_is_told_to_open_the_sign_in_page(visitor: Browser) -> None:
    response = visitor.post("/groups", {"title": "x"}, headers={"HX-Request": "true"})
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/sign-in"


@pytest.mark.parametrize(
    ("username", "password"), [("alice", "wrong"), ("nobody", PASSWORD), ("", "")]
)
def test_a_wrong_password_and_an_unknown_name_look_alike(
    visitor: Browser, alice: Teacher, username: str, password: str
) -> None:
    response = sign_in(visitor, username, password)
    assert response.status_code == 403
    assert "That sign-in name and password do not match. Try again." in response.text
    assert re.search(r'id="password"[^>]*aria-invalid="true"[^>]*"password-error"', response.text)
    assert f'value="{username}"' in response.text
    assert "wrong" not in response.text
    assert visitor.get("/home").status_code == 303


def test_a_guesser_waits_and_reads_for_how_long(visitor: Browser, alice: Teacher) -> None:
    for _ in range(5):
        assert sign_in(visitor, password="a wrong password").status_code == 403
    response = sign_in(visitor, password="a wrong password")
    assert response.status_code == 429
    assert "Too many tries. Wait 1 seconds, then try again." in response.text


def test_a_guesser_cannot_keep_an_instructor_out_of_an_own_browser(
    app: Flask, visitor: Browser, alice: Teacher, bob: Teacher
) -> None:
    for _ in range(6):
        sign_in(visitor, password="a wrong password")
    assert sign_in(Browser(app)).status_code == 429, "another unknown browser is slowed down too"
    alice.post("/sign-out")
    assert sign_in(alice).status_code == 303, "but not one that Alice has signed in with before"
    assert sign_in(bob, "bob").status_code == 303, "nor anybody else at the same address"


def test_the_wait_does_not_tell_which_names_exist(app: Flask) -> None:
    for _ in range(5):
        with pytest.raises(WrongPassword):
            accounts.sign_in("nobody", "a wrong password")
    with pytest.raises(TooManyTries):
        accounts.sign_in("nobody", "a wrong password")


def test_the_cookie_is_new_at_sign_in_and_dead_after_sign_out(alice: Teacher, app: Flask) -> None:
    kept = alice.client.get_cookie("classroom")
    assert kept is not None
    assert kept.http_only
    assert kept.same_site == "Lax"
    alice.post("/sign-out")
    thief = Browser(app)
    thief.client.set_cookie("classroom", kept.value)
    assert thief.get("/home").status_code == 303


def test_signing_in_leaves_nothing_of_the_visitor(visitor: Browser, alice: Teacher) -> None:
    visitor.get("/sign-in")
    with visitor.client.session_transaction() as kept:
        kept["left behind"] = "by somebody else"
        before = kept["csrf_token"]
    sign_in(visitor)
    visitor.get("/home")
    with visitor.client.session_transaction() as kept:
        assert "left behind" not in kept
        assert kept["csrf_token"] != before


def test_signing_out_ends_the_open_screens_of_this_login_alone(
    app: Flask, alice: Teacher, visitor: Browser
) -> None:
    sign_in(visitor)
    ended: list[str] = []

    def listen(sender: object, token_hash: str) -> None:
        ended.append(token_hash)

    with announcements.signed_out.connected_to(listen):
        alice.post("/sign-out")
    assert len(ended) == 1
    assert stored.login_with_hash(ended[0]) is None
    assert visitor.get("/home").status_code == 200


def test_a_login_ends_by_itself_one_day(app: Flask, alice: Teacher) -> None:
    token = accounts.sign_in("alice", PASSWORD)
    login = stored.login_with_hash(hashed(token))
    assert login is not None
    assert accounts.signed_in(token) is not None

    def age(session: Session) -> None:
        session.get_one(Login, hashed(token)).created_at -= accounts.LOGIN_LASTS

    write(age)
    db.session.expire_all()
    assert accounts.signed_in(token) is None


def test_a_dated_hash_is_renewed_at_sign_in(
    app: Flask, alice: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stored.password_hash(alice.id)
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8192))
    accounts.sign_in("alice", PASSWORD)
    after = stored.password_hash(alice.id)
    assert after != before
    assert "m=8192,t=1" in (after or "")


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/account/password", "/colleagues"])
def test_a_form_from_elsewhere_is_refused(alice: Teacher, path: str) -> None:
    assert alice.client.post(path, data={"username": "alice"}).status_code == 400
