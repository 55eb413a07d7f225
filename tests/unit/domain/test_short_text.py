"""A sentence of one's own: what is kept of it, and what is no sentence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.domain.errors import AnswerRefused, NoText, TextTooLong, TooManyOptions
from classroom.domain.kinds import as_text, kind_named
from classroom.domain.kinds.short_text import MOST_SIGNS
from classroom.domain.names import graphemes
from tests.sample_question import short_text, texts

ASKED = short_text()
FAMILY = "👩‍👩‍👧"
FLAG = "🇫🇷"
STACKED = "e\u0323\u0302"
"""An e with two accents, which stay apart from it or meet it in one sign."""


def kept(*sent: str) -> str:
    (text,) = kind_named("short_text").choice(ASKED, sent)
    return text


def test_the_limit_is_140_signs() -> None:
    assert MOST_SIGNS == 140


@pytest.mark.parametrize("sign", ["a", "ß", "漢", "🙂", "👍🏽", FLAG, "x\u0323"])
def test_140_signs_are_taken_and_141_are_not(sign: str) -> None:
    assert graphemes(kept(sign * 140)) == 140
    with pytest.raises(TextTooLong) as refusal:
        kept(sign * 141)
    assert refusal.value.facts == {"limit": 140}


def test_a_sign_of_many_code_points_counts_once_within_reason() -> None:
    assert graphemes(kept(FAMILY * 100)) == 100
    with pytest.raises(TextTooLong):
        kept("a" + "\u0323" * 561)


def test_what_cannot_be_seen_is_taken_out_and_does_not_count() -> None:
    assert kept("  It got\u200b quiet.\u202e\x07 ") == "It got quiet."
    assert kept("one\n two\t\tthree\r\nfour") == "one two three four"
    assert kept("a\u200b" * 140) == "a" * 140


def test_letters_are_kept_in_one_form() -> None:
    assert kept("cafe\u0301") == kept("café") == "café"
    assert kept("ﬁne") == "fine"
    assert unicodedata.is_normalized("NFKC", kept(STACKED))


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u200b", "\u2800", "\u202e \u00ad", "\u3164"])
def test_what_shows_nothing_is_no_sentence(blank: str) -> None:
    with pytest.raises(NoText):
        kept(blank)
    with pytest.raises(NoText):
        kept()


def test_two_sentences_are_not_one() -> None:
    with pytest.raises(TooManyOptions):
        kept("One.", "Two.")


def test_a_comma_does_not_part_a_sentence() -> None:
    assert as_text((kept("Well, yes, maybe."),)) == "Well, yes, maybe."


@given(texts)
def test_a_kept_sentence_is_kept_as_it_is(text: str) -> None:
    assert kept(text) == text


@given(st.text(max_size=300))
def test_whatever_is_written_becomes_one_visible_line_or_is_refused(typed: str) -> None:
    try:
        text = kept(typed)
    except AnswerRefused:
        return
    assert 0 < graphemes(text) <= 140
    assert text == " ".join(text.split())
    assert not any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in text)
    assert kept(text) == text
