"""What sign-in names, passwords and titles must be like."""

from __future__ import annotations

import pytest

from classroom.domain.accounts import new_password, normal_name, normal_username
from classroom.domain.errors import (
    InvalidUsername,
    NameTooLong,
    PasswordTooLong,
    PasswordTooShort,
    TitleMissing,
)
from classroom.domain.titles import normal_title


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("alice", "alice"), (" Alice ", "alice"), ("a.b-c_9", "a.b-c_9"), ("José", "josé")],
)
def test_a_sign_in_name_is_kept_in_lower_case(typed: str, kept: str) -> None:
    assert normal_username(typed) == kept


@pytest.mark.parametrize(
    "typed", ["", "al", "a" * 41, "two words", "a@b.org", "<b>", "a\nbcd", "😀😀😀"]
)
def test_other_sign_in_names_are_refused(typed: str) -> None:
    with pytest.raises(InvalidUsername):
        normal_username(typed)


def test_without_a_name_the_sign_in_name_is_shown() -> None:
    assert normal_name("  ", "alice") == "alice"
    assert normal_name(" Alice   Park ", "alice") == "Alice Park"
    with pytest.raises(NameTooLong):
        normal_name("a" * 81, "alice")


def test_a_password_has_10_to_200_characters() -> None:
    assert new_password("a" * 10) == "a" * 10
    assert new_password("a" * 200) == "a" * 200
    with pytest.raises(PasswordTooShort):
        new_password("a" * 9)
    with pytest.raises(PasswordTooLong):
        new_password("a" * 201)


def test_a_password_is_the_same_from_every_keyboard() -> None:
    assert new_password("cafe\u0301 au lait") == new_password("caf\u00e9 au lait")


def test_a_title_keeps_what_can_be_seen() -> None:
    assert normal_title("  Week\u200b one\u202e \n two ") == "Week one two"
    assert normal_title("a" * 120) == "a" * 120


@pytest.mark.parametrize("typed", ["", "   ", "\u200b\u200b", "a" * 121, "a" * 5000])
def test_other_titles_are_refused(typed: str) -> None:
    with pytest.raises(TitleMissing):
        normal_title(typed)
