"""The account page: another password, sign out everywhere, a link for a colleague."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from classroom.actions import accounts, announcements
from classroom.domain.errors import UnknownUser, WrongPassword
from tests.conftest import PASSWORD, Browser, Teacher

NEW = "another long password"


@pytest.fixture
def second(app: Flask, alice: Teacher) -> Browser:
    """Another browser in which Alice is signed in."""
    browser = Browser(app)
    browser.post("/sign-in", {"username": "alice", "password": PASSWORD})
    return browser


def test_a_new_password_signs_out_everywhere_else(alice: Teacher, second: Browser) -> None:
    response = alice.post("/account/password", {"password": PASSWORD, "new_password": NEW})
    assert (response.status_code, response.location) == (303, "/account")
    assert "Your password is changed" in alice.get("/account").text
    assert second.get("/account").status_code == 303
    with pytest.raises(WrongPassword):
        accounts.sign_in("alice", PASSWORD)
    assert accounts.sign_in("alice", NEW)


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ({"password": "a wrong one", "new_password": NEW}, 403, 'id="password-error"'),
        ({"password": PASSWORD, "new_password": "short"}, 400, 'id="new_password-error"'),
        ({}, 403, 'id="password-error"'),
    ],
)
def test_a_mistake_changes_nothing(
    alice: Teacher, typed: dict[str, str], status: int, sentence: str
) -> None:
    response = alice.post("/account/password", typed)
    assert response.status_code == status
    assert sentence in response.text
    assert accounts.sign_in("alice", PASSWORD)


def test_sign_out_everywhere_ends_every_login(alice: Teacher, second: Browser) -> None:
    ended: list[str] = []

    def listen(sender: object, token_hash: str) -> None:
        ended.append(token_hash)

    with announcements.signed_out.connected_to(listen):
        assert alice.post("/account/sign-outs").location == "/sign-in"
    assert len(ended) == 2
    assert alice.get("/account").status_code == second.get("/account").status_code == 303


def test_a_link_for_a_colleague_is_shown_once(alice: Teacher, visitor: Browser) -> None:
    response = alice.post("/colleagues")
    assert response.location == "/account#colleague"
    page = alice.get("/account").text
    found = re.search(r'value="http[^"]*(/welcome/[^"]+)"', page)
    assert found
    assert "/welcome/" not in alice.get("/account").text
    form = {"username": "dana", "name": "", "new_password": PASSWORD}
    assert visitor.post(found.group(1), form).status_code == 303
    assert visitor.get("/home").status_code == 200


def test_a_reset_password_ends_every_login(alice: Teacher, second: Browser) -> None:
    accounts.reset_password("Alice", NEW)
    assert alice.get("/account").status_code == second.get("/account").status_code == 303
    with pytest.raises(UnknownUser):
        accounts.reset_password("nobody", NEW)
