"""How a case is told."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.banks.fault import Level
from classroom.banks.known import Known
from classroom.banks.prose import count_words, is_spoken, joined, unspoken
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Question

LEAST_VIGNETTE_WORDS = 25
MOST_STEM_WORDS = 90
MOST_RECALL_WORDS = 35
MOST_OPTION_WORDS = 30

_PERSON = re.compile(
    r"\b[A-Z][\w'’-]+, (?:age |aged )?\d{1,3}\b"
    r"|\b(?i:a|the|your|this) (?:\w+ ){0,2}(?i:client|couple)\b(?!['’]s)"
)
_WHO = re.compile(
    r"\b[A-Z][\w'’-]+, (?:age |aged )?\d{1,3}\b|\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z]"
    r"|\b(?i:clients?|couple|partners?|famil(?:y|ies)|group|students?|mother|father|parents?|"
    r"teenager|interns?|supervisees?|counselors?|she|he|hers?|his|him)\b"
)
_WHERE_OR_WHEN = re.compile(
    r"\b(?:sessions?|intake|visits?|meetings?|appointments?|hours?|minutes?|weeks?|months?|days?|"
    r"today|yesterday|monday|tuesday|wednesday|thursday|friday|saturday|sunday|termination|"
    r"clinic|center|practice|school|college|university|hospital|agency|program|service|office|"
    r"shelter|prison|telehealth|online|phone|home|supervision|hospice|unit|group|hotline)\b",
    re.IGNORECASE,
)
_BEHAVIOR = re.compile(
    r"\b(?:say|ask|tell|look|smile|shrug|nod|laugh|cry|weep|sigh|pause|stop|arrive|come|cancel|"
    r"miss|leave|bring|hand|fold|turn|speak|talk|answer|agree|refuse|offer|write|sit|stare|check|"
    r"glance|whisper|shout|snap|raise|avoid|call|text|forget|complete|return|report|describe|"
    r"mention|wonder|complain|hesitate|thank|apologize|point|push|put|pull|read|request|want|"
    r"keep|give|take|show)(?:s|es|ed|ing)?\b"
    r"|\b(?:said|told|came|left|brought|spoke|wrote|sat|went|silent|quiet|cries|cried|kept|gave|"
    r"took|forgot|stopp\w+|nodd\w+|shrugg\w+)\b",
    re.IGNORECASE,
)


def is_vignette(question: Question) -> bool:
    """Whether it tells a person's situation.

    That is every question with a `case`, and any above recall whose stem has a person in it: a name
    with an age, or “a client”, “your client”, “the couple”.
    """
    if question.case:
        return True
    return question.level != "recall" and bool(_PERSON.search(unspoken(question.stem or "")))


@rule("L16", on=Question, level=Level.WARNING)
def stem_fits_a_phone(question: Question, known: Known) -> Iterator[Finding]:
    """The stem of a vignette has 25 to 90 words, that of a recall question at most 35, any other at
    most 90; an option has at most 30 (and see `option-length`). A vignette is a question with a
    `case`, or one above recall whose stem has a person in it."""
    count = count_words(question.stem or "")
    recalls = question.level == "recall" and not is_vignette(question)
    most = MOST_RECALL_WORDS if recalls else MOST_STEM_WORDS
    if count > most:
        yield ("stem",), f"shorten the stem from {count} to {most} words"
    elif question.stem and is_vignette(question) and count < LEAST_VIGNETTE_WORDS:
        yield ("stem",), f"tell the case in at least {LEAST_VIGNETTE_WORDS} words; this has {count}"
    for number, option in enumerate(question.options):
        if (length := count_words(option.text)) > MOST_OPTION_WORDS:
            shorten = f"shorten the option from {length} to {MOST_OPTION_WORDS} words"
            yield ("options", number, "text"), shorten


@rule("L17", on=Question, level=Level.WARNING, in_english=True)
def vignette_has_its_parts(question: Question, known: Known) -> Iterator[Finding]:
    """The stem of a vignette says who it is about, in which setting or at which point of the work,
    and what somebody says or visibly does; the lead-in asks (L03)."""
    if not question.stem or not is_vignette(question):
        return
    missing = []
    if not _WHO.search(question.stem):
        missing.append("who it is about")
    if not _WHERE_OR_WHEN.search(question.stem):
        missing.append("where or at which session it happens")
    if not (is_spoken(question.stem) or _BEHAVIOR.search(question.stem)):
        missing.append("what somebody says or does")
    if missing:
        yield ("stem",), f"say {joined(missing)}"
