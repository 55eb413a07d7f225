"""What the kind of a question asks of it."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.domain_question import resolved
from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, WholeBank, WideFinding, rule
from classroom.banks.schema import Question
from classroom.domain.kinds import kind_named

OWN_FIELDS = {
    "place": ("ordering",),
    "target": ("matching",),
    "bins": ("classify",),
    "rule": ("classify",),
    "gist": ("single_best", "select_all", "poll"),
}
"""Field of an option → the kinds that it belongs to."""

NEED_GISTS = OWN_FIELDS["gist"]
CHOSEN = ("single_best", "select_all")
"""The kinds whose options are keys and distractors."""
PLACED = ("ordering", "matching", "classify")
"""The kinds whose options are put into places."""
UNKEYED = ("poll", "short_text")


@rule("kind-fields", on=Question)
def fields_suit_the_kind(question: Question, known: Known) -> Iterator[Finding]:
    """`place` is for ordering, `target` and `targets` for matching, `bins` and `rule` for classify,
    `key` for single best answer and select-all; `gist` is for these two and polls, and needed
    there; `certainty` is for questions that have a right answer."""
    if question.targets and question.kind != "matching":
        yield ("targets",), f"remove “targets”: a {question.kind} question has none"
    if question.certainty and not question.is_scored:
        yield ("certainty",), f"remove “certainty”: a {question.kind} question has no right answer"
    for number, option in enumerate(question.options):
        for name, kinds in OWN_FIELDS.items():
            if getattr(option, name) and question.kind not in kinds:
                remove = f"remove “{name}”: it is for {' and '.join(kinds)}"
                yield ("options", number, name), remove
        if option.key and question.kind in PLACED:
            yield ("options", number, "key"), f"remove “key”: it is for {' and '.join(CHOSEN)}"
        if question.kind in NEED_GISTS and not option.gist:
            yield ("options", number), "add a gist: it follows “12 of 30” in the headline"


@rule("kind", on=Question)
def places_suit_the_kind(question: Question, known: Known) -> Iterator[Finding]:
    """What is put into places suits the kind: `ordering` has 3 to 6 options with the places 1, 2,
    3 …, written in another order; `matching` has 3 to 6 items, each with a target of its own among
    at most 8; `classify` has 6 to 8 moves, each with one or two bins and the rule that decides."""
    if question.kind in PLACED:
        yield from _faults_of_kind(question, known)


@rule("L01", on=Question)
def choices_are_counted(question: Question, known: Known) -> Iterator[Finding]:
    """`single_best` has exactly 4 options and one key; `select_all` has 5 or 6 options, at least
    two keys and at least one option that is no key."""
    if question.kind in CHOSEN:
        yield from _faults_of_kind(question, known)


@rule("L01", on=WholeBank)
def number_of_keys_varies(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """The number of keys varies over the select-all questions of a bank: it must not be guessed."""
    questions = bank.of_kind("select_all")
    numbers = {sum(option.key for option in question.options) for question in questions}
    if len(questions) > 1 and len(numbers) == 1:
        vary = f"key more or fewer options: every select-all question here has {numbers.pop()} keys"
        yield questions[-1], ("options",), vary


@rule("L27", on=Question)
def no_key_where_none_is_right(question: Question, known: Known) -> Iterator[Finding]:
    """A `poll` has 2 to 4 options, no key and no points; a `short_text` has a list of 2 to 6
    features that a good sentence shows, and no key."""
    if question.kind in UNKEYED:
        yield from _faults_of_kind(question, known)


def _faults_of_kind(question: Question, known: Known) -> Iterator[Finding]:
    for sentence in kind_named(question.kind).faults(resolved(question, "en", known)):
        yield ("options",), sentence
