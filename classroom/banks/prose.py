"""Texts as words, stems and sentences: what the rules of wording count and compare."""

from __future__ import annotations

import re
from collections.abc import Iterable

from classroom.domain.question import first_sentence

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+(?:[.,]\d+)*")
_QUOTES = re.compile('[“”"]')
_SPOKEN = re.compile(r"“[^”]*”?|\"[^\"]*\"?")

_EMPTY = """
a about after again against all also am an and any anything are as at away back be because been
before being between both but by can could did do does doing don't down each either else every
everything few first for from further get go had has have having he he's her here hers herself
him himself his how i i'd i'll i'm i've if in into is isn't it it's its itself just last least
let like me more most much my myself next no nor not nothing now of off on once one only or
other our out over own per rather said same say says she she's should since so some something
still such than that that's the their them themselves then there these they they're thing this
those three through to too two under until up upon us very was way we were what what's when
where whether which while who whom whose why will with within without would yet you you'd
you'll you're your yourself s t
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())
"""Words that say little about what a sentence is about."""

_ENDINGS = ("ingly", "edly", "ments", "ment", "ness", "ings", "ing", "ies", "ied", "ely", "ed")
_SHORTEST_STEM = 3


def count_words(text: str) -> int:
    return len(text.split())


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without signs."""
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]


def stems_of(text: str) -> set[str]:
    """The stems of the words that carry its meaning, so that “agreed” and “agreement” are one."""
    return {stem(word) for word in words_of(text) if word not in _EMPTY_WORDS}


def stem(word: str) -> str:
    """A word without its English ending; a few rules that suffice to tell words apart."""
    word = word.removesuffix("'s").removesuffix("'")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            short = word[: -len(ending)]
            return _without_last(short + "y" if ending in ("ies", "ied") else short)
    if word.endswith("ly") and len(word) > 4:
        return _without_last(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        word = word[:-1]
    return _without_last(word)


def _without_last(word: str) -> str:
    """Without a final e, and with one of two equal last letters: shared, planned, stopping."""
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word[:-1] if len(word) > _SHORTEST_STEM and word.endswith("e") else word


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Share of the words of two sets that both have, from 0 to 1 (Jaccard); 0 for empty ones."""
    ours, theirs = set(one), set(other)
    together = ours | theirs
    return len(ours & theirs) / len(together) if together else 0.0


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, also of what is said in it; a paragraph ends one too."""
    found = []
    for paragraph in text.split("\n"):
        rest = _QUOTES.sub("", paragraph).strip()
        while rest:
            sentence = first_sentence(rest)
            found.append(sentence)
            rest = rest[len(sentence) :].strip()
    return found


def unspoken(text: str) -> str:
    """The text without what stands between quotes: what the question says in its own voice."""
    return _SPOKEN.sub(" ", text)


def is_spoken(text: str) -> bool:
    """Whether somebody's words are quoted in the text."""
    return bool(_SPOKEN.search(text))


def joined(parts: Iterable[str]) -> str:
    """“a, b and c”."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
