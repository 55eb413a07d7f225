"""Options beside one another: nothing but knowledge may tell the key from the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.prose import count_words, joined, stems_of, unspoken, words_of
from classroom.banks.rules.grammar import Form, form_of
from classroom.banks.rules.kind import CHOSEN
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Question

MOST_TIMES_AS_LONG = 2
MOST_WORDS_APART = 12
LEAST_SUBSET = 2

ABSOLUTE = ("always", "never", "only", "must", "completely")
VAGUE = ("usually", "rarely", "may", "might", "often", "sometimes", "typically",
         "frequently", "occasionally", "seldom")  # fmt: skip

DOMAIN = (
    "alliance", "bond", "client", "counsel", "counseling", "counselor", "goal", "hour", "meet",
    "relation", "relationship", "serve", "session", "task", "therapeutic", "therapist", "therapy",
    "treatment", "work",
)  # fmt: skip
"""Words of the field, which a stem and a key may share without giving anything away."""

_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)?")


@rule("option-once", on=Question)
def options_differ(question: Question, known: Known) -> Iterator[Finding]:
    """No two options of a question have the same text."""
    seen: set[str] = set()
    for number, option in enumerate(question.options):
        text = option.text.casefold()
        if text in seen:
            yield ("options", number, "text"), "another option has the same text; change one"
        seen.add(text)


@rule("L05", on=Question, level=Level.WARNING)
def options_are_of_a_length(question: Question, known: Known) -> Iterator[Finding]:
    """In single best answer and select-all the longest option has at most twice the words of the
    shortest one, and at most 12 words more."""
    if question.kind not in CHOSEN:
        return
    counts = [count_words(option.text) for option in question.options]
    longest, shortest = max(counts), min(counts)
    if longest > MOST_TIMES_AS_LONG * shortest or longest - shortest > MOST_WORDS_APART:
        even = f"shorten it, or lengthen others: the options have {shortest} to {longest} words"
        yield ("options", counts.index(longest), "text"), even


@rule("L08", on=Question, level=Level.WARNING, in_english=True)
def absolutes_give_nothing_away(question: Question, known: Known) -> Iterator[Finding]:
    """No distractor has an absolute word (always, never, only, must, completely) unless a key has
    one too: few things are always so, and test-takers know it."""
    if question.kind not in CHOSEN:
        return
    found = [sorted(set(words_of(option.text)) & {*ABSOLUTE}) for option in question.options]
    if any(words for words, option in zip(found, question.options, strict=True) if option.key):
        return
    for number, absolute in enumerate(found):
        if absolute:
            yield ("options", number, "text"), f"reword without “{absolute[0]}”"


@rule("L09", on=Question, level=Level.WARNING, in_english=True)
def key_echoes_nothing(question: Question, known: Known) -> Iterator[Finding]:
    """No clang in a single best answer: no word of the stem or lead-in comes back in the key and
    in no distractor. Words are compared by their stems; words of the field do not count."""
    if question.kind != "single_best":
        return
    asked = stems_of(f"{question.stem or ''} {question.lead_in}")
    others = [stems_of(option.text) for option in question.options if not option.key]
    for number, option in enumerate(question.options):
        if option.key:
            echoes = (stems_of(option.text) & asked).difference(_of_the_field(), *others)
            if echoes:
                said = [word for word in words_of(option.text) if stems_of(word) & echoes]
                words = joined(f"“{word}”" for word in dict.fromkeys(said))
                reword = f"reword {words}, or use it in a distractor too: the stem has it"
                yield ("options", number, "text"), reword


@rule("L11", on=Question, level=Level.WARNING, in_english=True)
def options_are_parallel(question: Question, known: Known) -> Iterator[Finding]:
    """In single best answer and select-all the options begin with the same form: all with quoted
    words, or with an -ing form, an infinitive, a verb, or a thing. An opening that could
    be several of these fits any of them."""
    if question.kind not in CHOSEN:
        return
    forms = [form_of(option.text) for option in question.options]
    certain = [form for form in forms if form is not Form.UNCERTAIN]
    if len(set(certain)) < 2:
        return
    usual = max(dict.fromkeys(certain), key=certain.count)
    for number, form in enumerate(forms):
        if form not in (usual, Form.UNCERTAIN):
            yield (
                ("options", number, "text"),
                f"begin with {usual}, as the others do, not with {form}",
            )


@rule("L20", on=Question, level=Level.WARNING)
def numbers_ascend(question: Question, known: Known) -> Iterator[Finding]:
    """Options of a single best answer or select-all that differ in a number stand in its order."""
    if question.kind not in CHOSEN:
        return
    numbers = [_NUMBER.findall(option.text) for option in question.options]
    if all(len(found) == 1 for found in numbers):
        values = [float(found[0].replace(",", ".")) for found in numbers]
        if values not in (sorted(values), sorted(values, reverse=True)):
            yield ("options",), "put the options into the order of their numbers"


@rule("L20", on=Question, level=Level.WARNING, in_english=True)
def options_are_not_vague(question: Question, known: Known) -> Iterator[Finding]:
    """No option of a single best answer or select-all says how often in vague words (usually,
    rarely, may, often, sometimes). What is quoted as somebody's words may."""
    if question.kind not in CHOSEN:
        return
    for number, option in enumerate(question.options):
        if vague := [word for word in _lower_words(option.text) if word in VAGUE]:
            yield ("options", number, "text"), f"say it without “{vague[0]}”"


@rule("L21", on=Question, level=Level.WARNING, in_english=True)
def options_exclude_each_other(question: Question, known: Known) -> Iterator[Finding]:
    """No option of a single best answer or select-all is contained in another one: the words that
    carry its meaning are not all in the other, too."""
    if question.kind not in CHOSEN:
        return
    stems = [stems_of(option.text) for option in question.options]
    for (part, ours), (whole, theirs) in permutations(enumerate(stems), 2):
        is_same = ours == theirs and part < whole
        if len(ours) >= LEAST_SUBSET and ours <= theirs and not is_same:
            contained = question.options[whole].text
            yield ("options", part, "text"), f"tell it apart from “{contained}”, which says as much"


def _of_the_field() -> set[str]:
    return set().union(*(stems_of(word) for word in DOMAIN))


def _lower_words(text: str) -> list[str]:
    """The words outside of quotes that are written small: May is a month."""
    return re.findall(r"\b[a-z]+\b", unspoken(text))
