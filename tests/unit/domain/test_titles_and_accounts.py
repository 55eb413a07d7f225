"""Names for lessons, groups and accounts, as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.accounts import (
    FEWEST_IN_PASSWORD,
    MOST_IN_PASSWORD,
    new_password,
    normal_name,
    normal_password,
    normal_username,
)
from classroom.domain.errors import (
    InvalidUsername,
    NameTooLong,
    PasswordTooLong,
    PasswordTooShort,
    TitleMissing,
)
from classroom.domain.titles import MOST_IN_TITLE, normal_title


@given(st.text(max_size=200))
def test_a_title_is_one_visible_line_or_refused(typed: str) -> None:
    try:
        title = normal_title(typed)
    except TitleMissing:
        return
    assert title == " ".join(title.split())
    assert 1 <= len(title) <= MOST_IN_TITLE
    assert not set(title) & set("\x00\u200b\u202e")
    assert normal_title(title) == title


@pytest.mark.parametrize("typed", ["", " \n", "\u200b\u202e", "x" * (MOST_IN_TITLE + 1)])
def test_a_title_that_is_empty_or_endless_is_refused(typed: str) -> None:
    with pytest.raises(TitleMissing):
        normal_title(typed)


def test_a_title_keeps_its_words() -> None:
    assert normal_title(" Rupture\n and\u202e repair\u00a0 ") == "Rupture and repair"


@pytest.mark.parametrize("typed", ["Ms.Lee", " ms.lee ", "ＭＳ.lee"])
def test_a_sign_in_name_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normal_username(typed) == "ms.lee"


@pytest.mark.parametrize(
    "typed", ["", "ab", "a" * 41, "ms lee", "ms/lee", "a\nb\nc", "ms\u200blee"]
)
def test_a_sign_in_name_of_other_signs_is_refused(typed: str) -> None:
    with pytest.raises(InvalidUsername):
        normal_username(typed)


def test_an_unnamed_colleague_goes_by_the_sign_in_name() -> None:
    assert normal_name("  ", "ms.lee") == "ms.lee"
    assert normal_name(" Ada \n Lee ", "ms.lee") == "Ada Lee"
    with pytest.raises(NameTooLong):
        normal_name("x" * 81, "ms.lee")


def test_a_password_is_bounded_at_both_ends() -> None:
    assert new_password("x" * FEWEST_IN_PASSWORD) == "x" * FEWEST_IN_PASSWORD
    assert new_password("x" * MOST_IN_PASSWORD) == "x" * MOST_IN_PASSWORD
    with pytest.raises(PasswordTooShort):
        new_password("x" * (FEWEST_IN_PASSWORD - 1))
    for number in (MOST_IN_PASSWORD + 1, 100_000):
        with pytest.raises(PasswordTooLong):
            new_password("x" * number)


def test_the_same_password_of_another_keyboard_is_the_same() -> None:
    assert normal_password("caf\u00e9") == normal_password("cafe\u0301")
    assert normal_password("  spaces stay  ") == "  spaces stay  "
