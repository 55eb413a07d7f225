"""How a question is put."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.prose import count_words, sentences_of, unspoken
from classroom.banks.rules.kind import CHOSEN
from classroom.banks.rules.rule import Finding, WholeBank, WideFinding, rule
from classroom.banks.rules.share import too_many
from classroom.banks.schema import Question
from classroom.banks.texts import asked_texts, shown_texts

INSTRUCTS = ("ordering", "matching", "classify", "short_text")
"""The kinds whose lead-in may tell what to do."""
LEAST_LEAD_IN_WORDS = 6
MOST_NEGATIVE_SHARE = 5
MOST_SENTENCE_WORDS = 28

_ABOUT_OTHERS = re.compile(
    r"\b(?i:all|none|any|neither|either) of (?i:the )?(?i:above|below|others?|options|answers)\b"
    r"|\b(?i:both )[A-H] and [A-H]\b"
    r"|\b[A-H] (?:and|or) [A-H](?i: only)?[.”\"]?$"
)
_ASKS_NOTHING = re.compile(
    r"^which (?:one |ones )?of (?:the following|these|them)(?: statements?| options?| answers?)?"
    r" (?:is|are) (?:true|false|correct|incorrect|right|wrong|accurate)\?$",
    re.IGNORECASE,
)
_QUIET_NEGATIVE = re.compile(r"\b(?:(?<!or )not|except|(?<!at )least|\w+n['’]t)\b")
_LOUD_NEGATIVE = re.compile(r"\b(?:NOT|EXCEPT|LEAST)\b")
_HINGES = re.compile(
    r"\b(?:previous|preceding|foregoing) (?:question|item|case|vignette|scenario|example)s?\b"
    r"|\b(?:last|earlier|prior|next) (?:item|vignette)s?\b"
    r"|\b(?:in|from) the (?:last|earlier|prior) (?:question|case|scenario)s?\b"
    r"|\b(?:question|item|case|vignette|scenario|client|counselor) (?:above|below)\b"
    r"|\b(?:question|item) (?:no\. ?|number )?\d+\b"
    r"|\b(?:as|see) (?:above|below)\b",
    re.IGNORECASE,
)


@rule("case-has-stem", on=Question)
def case_is_told(question: Question, known: Known) -> Iterator[Finding]:
    """A question with a `case` tells it in `stem`."""
    if question.case and not question.stem:
        yield ("case",), "tell the case in “stem”, or remove “case”"


@rule("L02", on=Question)
def options_stand_alone(question: Question, known: Known) -> Iterator[Finding]:
    """No option speaks of the others: no “all of the above”, “none of the above”,
    “both A and B”, “A and C only”."""
    for number, option in enumerate(question.options):
        if found := _ABOUT_OTHERS.search(option.text):
            yield ("options", number, "text"), f"replace “{found.group()}” by an answer of its own"


@rule("L03", on=Question)
def lead_in_asks(question: Question, known: Known) -> Iterator[Finding]:
    """`lead_in` is a question and ends with a question mark; where something is to be ordered,
    matched, classified or written it may be an instruction and end with a full stop."""
    if question.kind in INSTRUCTS and question.lead_in.endswith((".", ":")):
        return
    if not question.lead_in.rstrip("”\"’'").endswith("?"):
        yield ("lead_in",), "make it a question that ends with “?”"


@rule("L03", on=Question, level=Level.WARNING)
def lead_in_can_be_answered_alone(question: Question, known: Known) -> Iterator[Finding]:
    """With its options covered, the lead-in of a single best answer or select-all can be answered:
    it has at least 6 words, and is not just “Which of the following is true?”."""
    if question.kind not in CHOSEN:
        return
    if _ASKS_NOTHING.search(question.lead_in):
        yield ("lead_in",), "ask something that can be answered with the options covered"
    elif (count := count_words(question.lead_in)) < LEAST_LEAD_IN_WORDS:
        ask = f"ask in at least {LEAST_LEAD_IN_WORDS} words what is wanted; this has {count}"
        yield ("lead_in",), ask


@rule("L04", on=Question, in_english=True)
def negatives_are_emphasized(question: Question, known: Known) -> Iterator[Finding]:
    """A lead-in asks for what is wrong only with an emphasized word: NOT, EXCEPT or LEAST in
    capitals."""
    if found := _QUIET_NEGATIVE.search(unspoken(question.lead_in)):
        put = f"ask without “{found.group()}”, or put NOT, EXCEPT or LEAST in capitals"
        yield ("lead_in",), put


@rule("L04", on=WholeBank, in_english=True)
def negatives_are_few(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """At most 5 % of a bank's questions ask for what is wrong; a single one always may."""
    negative = [question for question in bank.questions if _LOUD_NEGATIVE.search(question.lead_in)]
    if too_many(len(negative), len(bank.questions), MOST_NEGATIVE_SHARE):
        for question in negative:
            turn = (
                f"ask for what is right: {len(negative)} of {len(bank.questions)} questions here "
            )
            yield (
                question,
                ("lead_in",),
                turn + f"ask for what is wrong, at most {MOST_NEGATIVE_SHARE} % may",
            )


@rule("L19", on=Question, in_english=True)
def questions_stand_alone(question: Question, known: Known) -> Iterator[Finding]:
    """No question hinges on another one: no “as in the previous question”. What is quoted as
    somebody's words does not count."""
    for place, text in asked_texts(question):
        if found := _HINGES.search(unspoken(text)):
            yield place, f"replace “{found.group()}”: questions are asked in any order"


@rule("L29", on=Question, level=Level.WARNING)
def sentences_are_short(question: Question, known: Known) -> Iterator[Finding]:
    """A sentence that students read has at most 28 words, which keeps the reading level at about
    grade 13."""
    for place, text in shown_texts(question):
        for sentence in sentences_of(text):
            if (count := count_words(sentence)) > MOST_SENTENCE_WORDS:
                start = " ".join(sentence.split()[:4])
                yield place, f"split “{start} …”: {count} words, at most {MOST_SENTENCE_WORDS}"
