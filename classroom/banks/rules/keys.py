"""Keys of a whole bank: nobody may do well by guessing where they are or what they look like."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.prose import count_words, stems_of
from classroom.banks.rules.rule import WholeBank, WideFinding, rule
from classroom.banks.rules.share import in_percent, too_many
from classroom.banks.schema import Question
from classroom.domain.question import LETTERS

MOST_LONGEST_SHARE = 35
MOST_ALIKE_SHARE = 40
LEAST_LETTER_SHARE = 15
MOST_LETTER_SHARE = 35
COUNTED_FROM = 20
MOST_IN_A_ROW = 3
CHOICES = 4


@rule("L06", on=WholeBank)
def keys_are_not_the_longest(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """The key has more words than each other option in at most 35 % of a bank's single best
    answers; in a single one it always may."""
    questions = _with_one_key(bank)
    longest = [question for question in questions if _key_leads(_lengths(question), question)]
    if too_many(len(longest), len(questions), MOST_LONGEST_SHARE):
        share = in_percent(len(longest), len(questions))
        for question in longest:
            shorten = f"shorten the key, the longest option here as in {share} of the questions; "
            yield question, _place_of_key(question), f"{shorten}at most {MOST_LONGEST_SHARE} % may"


@rule("L07", on=WholeBank)
def keys_are_spread(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """Each of the letters A to D is the key of 15 to 35 % of the single best answers, in a bank
    with 20 of them or more."""
    letters = [_key_letter(question) for question in _with_one_key(bank)]
    if len(letters) < COUNTED_FROM:
        return
    for letter in LETTERS[:CHOICES]:
        count = letters.count(letter)
        if not LEAST_LETTER_SHARE * len(letters) <= 100 * count <= MOST_LETTER_SHARE * len(letters):
            share = in_percent(count, len(letters))
            move = f"move keys: {letter} is the key of {share} of the single best answers, not of "
            yield None, ("questions",), f"{move}{LEAST_LETTER_SHARE} to {MOST_LETTER_SHARE} %"


@rule("L07", on=WholeBank)
def keys_do_not_run(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """No more than 3 single best answers in a row, in the order of the file, have the same letter
    as their key."""
    for letter, run in groupby(_with_one_key(bank), key=_key_letter):
        for number, question in enumerate(run, start=1):
            if number > MOST_IN_A_ROW:
                move = f"move the key: {letter} is the key {number} times in a row"
                yield question, _place_of_key(question), move


@rule("L10", on=WholeBank, level=Level.WARNING, in_english=True)
def keys_do_not_converge(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """The key shares more words with the other options than each of these does in at most 40 % of
    a bank's single best answers: distractors that vary the key give it away. In a single one it
    always may."""
    questions = _with_one_key(bank)
    alike = [question for question in questions if _key_leads(_overlaps(question), question)]
    if too_many(len(alike), len(questions), MOST_ALIKE_SHARE):
        names = ", ".join(question.id for question in alike)
        reword = "reword keys that share most words with the other options, at most in "
        share = f"{MOST_ALIKE_SHARE} % and not in {in_percent(len(alike), len(questions))}"
        yield None, ("questions",), f"{reword}{share}: {names}"


def _with_one_key(bank: WholeBank) -> list[Question]:
    return [
        question
        for question in bank.of_kind("single_best")
        if len(question.options) == CHOICES and sum(option.key for option in question.options) == 1
    ]


def _key_number(question: Question) -> int:
    return next(number for number, option in enumerate(question.options) if option.key)


def _key_letter(question: Question) -> str:
    return LETTERS[_key_number(question)]


def _place_of_key(question: Question) -> tuple[str | int, ...]:
    return ("options", _key_number(question), "text")


def _key_leads(measures: list[int], question: Question) -> bool:
    """Whether the key, and no other option, has the highest measure."""
    highest = max(measures)
    return measures[_key_number(question)] == highest and measures.count(highest) == 1


def _lengths(question: Question) -> list[int]:
    return [count_words(option.text) for option in question.options]


def _overlaps(question: Question) -> list[int]:
    """For each option, how many of its words the other options have too."""
    stems = [stems_of(option.text) for option in question.options]
    return [
        sum(len(ours & theirs) for other, theirs in enumerate(stems) if other != number)
        for number, ours in enumerate(stems)
    ]
