"""Codes as people read them aloud, type them and paste them."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.codes import (
    ALPHABET,
    new_code,
    new_pairing_number,
    normal_pairing_number,
    normal_resume_code,
    normal_room_code,
    spoken,
)
from classroom.domain.errors import (
    ClassroomError,
    MalformedPairingNumber,
    MalformedRoomCode,
    UnknownResumeCode,
)

codes = st.text(ALPHABET, min_size=6, max_size=6)
gaps = st.text(" -\t\u00a0\u2010\u2011\u2013\u2014", max_size=3)


def test_no_two_signs_of_a_code_are_mistaken_for_each_other() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET) == 32
    assert not set("IO01") & set(ALPHABET)


def test_new_codes_can_be_typed_and_hardly_ever_repeat() -> None:
    codes = {new_code() for _ in range(1000)}
    assert len(codes) == 1000
    for code in codes:
        assert normal_room_code(code) == normal_resume_code(code) == code


def test_a_code_is_read_in_two_halves() -> None:
    assert spoken("K7M4QX") == "K7M 4QX"


@given(codes, st.data())
def test_case_gaps_and_hyphens_do_not_matter(code: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(gaps) + sign for sign in code) + data.draw(gaps)
    for form in (typed, typed.lower(), spoken(code)):
        assert normal_room_code(form) == normal_resume_code(form) == code


@pytest.mark.parametrize(
    "typed", ["", "   ", "K7M4Q", "K7M4QXX", "K7M4Q0", "K7M4QI", "K7M4Q!", "K7M4Qß", "Ж7M4QX"]
)
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(MalformedRoomCode):
        normal_room_code(typed)
    with pytest.raises(UnknownResumeCode):
        normal_resume_code(typed)


def test_a_new_pairing_number_has_six_digits_whatever_its_size() -> None:
    for _ in range(1000):
        number = new_pairing_number()
        assert len(number) == 6
        assert normal_pairing_number(f" {number[:3]} {number[3:]}\n") == number


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "1２3456", "²23456"])
def test_a_pairing_number_is_six_plain_digits(typed: str) -> None:
    with pytest.raises(MalformedPairingNumber):
        normal_pairing_number(typed)


@pytest.mark.parametrize("normal", [normal_room_code, normal_resume_code, normal_pairing_number])
@given(typed=st.text(max_size=200))
def test_anything_typed_is_a_code_or_a_refusal(normal: Callable[[str], str], typed: str) -> None:
    try:
        code = normal(typed)
    except ClassroomError:
        return
    assert len(code) == 6 and code.isascii()
    assert normal(code) == code
