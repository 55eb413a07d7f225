"""What must fit on a phone, a projector, or into a headline."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.prose import count_words
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Case, Question
from classroom.domain.question import first_sentence

MOST_TITLE_CHARACTERS = 40
MOST_OPTION_WORDS = 16
MOST_OPTION_CHARACTERS = 95
MOST_GIST_WORDS = 5
MOST_NEEDED_WORDS = 4
MOST_HEADLINE_WORDS = 8
LEAST_EFFECT_WORDS = 2
MOST_EFFECT_WORDS = 4
MOST_FIRST_SENTENCE_WORDS = 25


@rule("title-length", on=Question)
def title_is_short(question: Question, known: Known) -> Iterator[Finding]:
    """`title` has at most 40 characters."""
    if (length := len(question.title)) > MOST_TITLE_CHARACTERS:
        yield ("title",), f"shorten the title from {length} to {MOST_TITLE_CHARACTERS} characters"


@rule("option-length", on=Question)
def options_are_short(question: Question, known: Known) -> Iterator[Finding]:
    """The text of an option has at most 16 words and at most 95 characters."""
    for number, option in enumerate(question.options):
        if (count := count_words(option.text)) > MOST_OPTION_WORDS:
            shorten = f"shorten the option from {count} to {MOST_OPTION_WORDS} words"
            yield ("options", number, "text"), shorten
        if (length := len(option.text)) > MOST_OPTION_CHARACTERS:
            shorten = f"shorten the option from {length} to {MOST_OPTION_CHARACTERS} characters"
            yield ("options", number, "text"), shorten


@rule("gist-length", on=Question)
def gists_are_short(question: Question, known: Known) -> Iterator[Finding]:
    """`gist` has at most 5 words: it follows “12 of 30” in the headline."""
    for number, option in enumerate(question.options):
        if (count := count_words(option.gist or "")) > MOST_GIST_WORDS:
            shorten = f"shorten the gist from {count} to {MOST_GIST_WORDS} words"
            yield ("options", number, "gist"), shorten


@rule("needed-length", on=Question)
def need_is_short(question: Question, known: Known) -> Iterator[Finding]:
    """`needed` has at most 4 words: it follows “The case needed” in the headline."""
    if question.case and (count := count_words(question.case.needed)) > MOST_NEEDED_WORDS:
        shorten = f"shorten “needed” from {count} to {MOST_NEEDED_WORDS} words"
        yield ("case", "needed"), shorten


@rule("headline-length", on=Question)
def headline_fits(question: Question, known: Known) -> Iterator[Finding]:
    """The longest gist and `needed` have at most 8 words together, so that a headline has at most
    14. A gist or a `needed` that is too long by itself is reported as that alone."""
    if not question.case or not _fits_alone(question, question.case):
        return
    needed = count_words(question.case.needed)
    for number, option in enumerate(question.options):
        count = count_words(option.gist or "") + needed
        if count > MOST_HEADLINE_WORDS:
            yield (
                ("options", number, "gist"),
                f"gist and “needed” have {count} words together; shorten one to stay within "
                f"{MOST_HEADLINE_WORDS}",
            )


def _fits_alone(question: Question, case: Case) -> bool:
    return count_words(case.needed) <= MOST_NEEDED_WORDS and all(
        count_words(option.gist or "") <= MOST_GIST_WORDS for option in question.options
    )


@rule("effect-length", on=Question)
def effects_are_short(question: Question, known: Known) -> Iterator[Finding]:
    """`effect` has 2 to 4 words."""
    for number, option in enumerate(question.options):
        if option.effect is None:
            continue
        if not LEAST_EFFECT_WORDS <= (count := count_words(option.effect)) <= MOST_EFFECT_WORDS:
            wanted = f"write {LEAST_EFFECT_WORDS} to {MOST_EFFECT_WORDS} words, not {count}"
            yield ("options", number, "effect"), wanted


@rule("first-sentence", on=Question)
def first_sentence_stands_alone(question: Question, known: Known) -> Iterator[Finding]:
    """The first sentence of a rationale has at most 25 words: the projector shows it alone."""
    for number, option in enumerate(question.options):
        count = count_words(first_sentence(option.rationale))
        if count > MOST_FIRST_SENTENCE_WORDS:
            shorten = (
                f"shorten the first sentence from {count} to {MOST_FIRST_SENTENCE_WORDS} words"
            )
            yield ("options", number, "rationale"), shorten
