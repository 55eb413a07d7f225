"""Links that work once: the first account, and a colleague's."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask

from classroom.actions import accounts, pairing
from classroom.domain.errors import ClassroomError, LinkUsed, NameTaken
from classroom.storage.queries import accounts as stored
from tests.conftest import PASSWORD, Browser, Room, Teacher

FORM = {"username": "dana", "name": "Dana Lee", "new_password": PASSWORD}


def test_the_first_run_link_makes_an_account_and_signs_it_in(visitor: Browser) -> None:
    token = accounts.first_run_link()
    assert visitor.get(f"/welcome/{token}").status_code == 200
    response = visitor.post(f"/welcome/{token}", FORM)
    assert (response.status_code, response.location) == (303, "/home")
    assert visitor.get("/home").status_code == 200
    assert "Dana Lee" in visitor.get("/account").text


def test_a_later_start_makes_a_new_link_and_drops_the_old(app: Flask) -> None:
    first, second = accounts.first_run_link(), accounts.first_run_link()
    assert first and second and first != second
    with pytest.raises(LinkUsed):
        accounts.check_welcome(first)
    accounts.check_welcome(second)


def test_with_an_instructor_there_is_no_first_run_link(alice: Teacher) -> None:
    assert accounts.first_run_link() is None


def test_an_account_from_the_command_line_ends_the_first_run_link(app: Flask) -> None:
    token = accounts.first_run_link()
    accounts.add_account("alice", "", PASSWORD)
    with pytest.raises(LinkUsed):
        accounts.create_account(token or "", "dana", "", PASSWORD)


def test_a_used_link_says_so(visitor: Browser, app: Flask) -> None:
    token = accounts.first_run_link()
    visitor.post(f"/welcome/{token}", FORM)
    other = Browser(app)
    for response in (
        other.get(f"/welcome/{token}"),
        other.post(f"/welcome/{token}", {**FORM, "username": "eve"}),
        other.get("/welcome/never-made"),
    ):
        assert response.status_code == 410
        assert "This link has been used or is out of date. Ask for a new one." in response.text
    assert stored.with_username("eve") is None


def test_of_two_simultaneous_uses_one_wins(app: Flask) -> None:
    token = accounts.first_run_link() or ""

    def use(username: str) -> str:
        with app.app_context():
            try:
                accounts.create_account(token, username, "", PASSWORD)
            except ClassroomError as error:
                return error.code
            return "made"

    people = ["dana", "eve", "finn", "gail"]
    with ThreadPoolExecutor(4) as together:
        outcomes = sorted(together.map(use, people))
    assert outcomes == ["link-used", "link-used", "link-used", "made"]
    assert sum(stored.with_username(name) is not None for name in people) == 1


def test_a_taken_name_does_not_use_the_link_up(visitor: Browser, alice: Teacher) -> None:
    token = accounts.colleague_link()
    response = visitor.post(f"/welcome/{token}", {**FORM, "username": "ALICE"})
    assert response.status_code == 409
    assert "The sign-in name alice is taken. Choose another one." in response.text
    assert 'value="Dana Lee"' in response.text, "what was typed is still there"
    assert PASSWORD not in response.text, "but no password"
    assert visitor.post(f"/welcome/{token}", FORM).status_code == 303


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("username", "no", "A sign-in name has 3 to 40 letters"),
        ("new_password", "short", "A password has at least 10 characters"),
        ("new_password", "x" * 201, "A password has at most 200 characters"),
        ("name", "x" * 81, "A name has at most 80 characters"),
    ],
)
def test_a_mistake_is_named_beside_its_field(
    visitor: Browser, app: Flask, field: str, typed: str, sentence: str
) -> None:
    token = accounts.first_run_link()
    response = visitor.post(f"/welcome/{token}", {**FORM, field: typed})
    assert response.status_code == 400
    assert re.search(rf'<p class="error" id="{field}-error">{sentence}', response.text)
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"[^>]*{field}-error"', response.text)
    accounts.check_welcome(token or "")


def test_a_colleague_link_lasts_seven_days(
    app: Flask, alice: Teacher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "COLLEAGUE_LINK_LASTS", timedelta(seconds=-1))
    token = accounts.colleague_link()
    with pytest.raises(LinkUsed):
        accounts.create_account(token, "dana", "", PASSWORD)


def test_a_link_for_another_purpose_makes_no_account(app: Flask, room: Room) -> None:
    with pytest.raises(LinkUsed):
        accounts.create_account(pairing.new_console_link(room.id), "dana", "", PASSWORD)


def test_names_that_differ_by_case_are_the_same(app: Flask, alice: Teacher) -> None:
    with pytest.raises(NameTaken):
        accounts.add_account("Alice", "", PASSWORD)
