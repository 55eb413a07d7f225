"""Aliases as students type them, with everything that phones let them type."""

import random
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classroom.domain.errors import NameEmpty, NameTooLong
from classroom.domain.names import MOST_GRAPHEMES, clean, graphemes, suggested, told_apart

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
RAINBOW = "🏳\ufe0f\u200d🌈"
CODER = "👩🏽\u200d💻"
HIDDEN = "\u200b\u200e\u202e\u2066\u2069\ufeff\u00ad\x00\x07\ue000\u180e\u034f\u3164\u2800\ufe0f"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Robin", "Robin"),
        ("  Robin \t of\u00a0 Oz\n", "Robin of Oz"),
        ("Ｒｏｂｉｎ", "Robin"),
        ("ﬁnch", "finch"),
        ("Zoe\u0308", "Zoë"),
        ("Zoe\u200b\u0308", "Zoë"),
        ("\u202eniboR\u202c", "niboR"),
        ("Ro\u200b\u200c\u200d\u2060\ufeff\u00adbin", "Robin"),
        ("Ro\u2066b\u2069in\u200f", "Robin"),
        ("Robin\ufe0f\ufe0e\U000e0100", "Robin"),
        ("Ro\x00b\x1b[31min", "Rob[31min"),
        ("Robin\u3164\u115f\u1160\u2800", "Robin"),
        ("Ro\u200b \u200b bin", "Ro bin"),
        ("李小龍", "李小龍"),
        ("علی", "علی"),
        ("=1+1", "=1+1"),
        ("<b>Robin</b>", "<b>Robin</b>"),
    ],
)
def test_a_name_is_kept_as_it_is_seen(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@pytest.mark.parametrize("picture", [FAMILY, RAINBOW, CODER, "🇩🇪", "❤\ufe0f\u200d🔥", "🦉", "👍🏿"])
def test_a_picture_of_several_code_points_stays_whole_and_counts_as_one(picture: str) -> None:
    assert clean(picture) == picture
    assert graphemes(picture) == 1


def test_an_emoji_newer_than_this_python_is_kept() -> None:
    assert clean("\U0001faea") == "\U0001faea"


def test_a_conjunct_that_needs_its_joiner_keeps_it() -> None:
    assert clean("ශ්\u200dරී") == "ශ්\u200dරී"


@pytest.mark.parametrize(
    "typed", ["\u200d🦉", "🦉\u200d", "a\u200d🦉", "🦉\u200db", "🦉\u200d\u200b🦉"]
)
def test_a_joiner_that_joins_no_pictures_goes(typed: str) -> None:
    assert "\u200d" not in clean(typed)


def test_signs_written_in_invisible_tags_leave_the_plain_flag() -> None:
    assert clean("🏴\U000e0067\U000e0062\U000e007f") == "🏴"


@pytest.mark.parametrize("typed", ["", " ", "\u00a0\u2003", "\u0301", "\ud800", *HIDDEN, HIDDEN])
def test_a_name_that_nobody_sees_is_refused(typed: str) -> None:
    with pytest.raises(NameEmpty):
        clean(typed)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("Robin", 5),
        ("e\u0301", 1),
        ("🇩🇪🇫🇷", 2),
        ("🇩🇪🇫", 2),
        ("a🇩🇪b🇫🇷", 4),
        ("👍🏽👍🏽", 2),
        (FAMILY + FAMILY, 2),
        ("1\u20e3", 1),
        ("한국", 2),
        ("สวัสดี", 4),
    ],
)
def test_graphemes_are_counted_as_a_reader_counts_them(text: str, number: int) -> None:
    assert graphemes(text) == number


@pytest.mark.parametrize("sign", ["a", "e\u0301\u0323", "李", "🦉", "🇩🇪", "👍🏽"])
def test_twenty_four_graphemes_fit_and_one_more_does_not(sign: str) -> None:
    assert graphemes(clean(sign * MOST_GRAPHEMES)) == MOST_GRAPHEMES
    with pytest.raises(NameTooLong):
        clean(sign * (MOST_GRAPHEMES + 1))


@pytest.mark.parametrize("typed", ["a" + "\u0301" * 200, FAMILY * 20, "a" + " " * 500, "ﷺ" * 20])
def test_what_only_looks_short_is_too_long_all_the_same(typed: str) -> None:
    with pytest.raises(NameTooLong):
        clean(typed)


names = st.text(
    st.characters() | st.sampled_from([*HIDDEN, *FAMILY, *RAINBOW, *CODER, *"🇩🇪aé \u0301\u0308"]),
    max_size=30,
)


@given(names)
@example("e\u200d\u0301")
@example("🦉\ufe0f\u200d\ufe0f🦉")
@example("🦉\u200d\u2800🦉")
def test_a_clean_name_is_visible_normal_short_and_stays_as_it_is(typed: str) -> None:
    try:
        name = clean(typed)
    except (NameEmpty, NameTooLong):
        return
    assert clean(name) == name
    assert unicodedata.is_normalized("NFKC", name)
    assert name == " ".join(name.split()) != ""
    assert 1 <= graphemes(name) <= MOST_GRAPHEMES
    assert not set(name) & set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069")


def test_a_suggested_alias_is_free_and_clean() -> None:
    chance = random.Random(7)
    taken: set[str] = set()
    for _ in range(600):
        alias = suggested(taken, chance)
        assert alias not in taken and clean(alias) == alias
        taken.add(alias)


class Everything:
    """A group in which every plain alias is taken."""

    def __contains__(self, name: object) -> bool:
        return not str(name).endswith(" 3")


def test_when_every_alias_is_taken_a_number_tells_them_apart() -> None:
    assert suggested(Everything(), random.Random(1)).endswith(" 3")


@given(st.text(max_size=10), st.integers(0, 20))
def test_one_name_for_many_people_is_told_apart(name: str, people: int) -> None:
    taken: list[str] = []
    for _ in range(people):
        taken.append(told_apart(name, taken))
    assert len(set(taken)) == people
    assert taken[:3] == [name, f"{name} 2", f"{name} 3"][:people]
