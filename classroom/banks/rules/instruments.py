"""What must not be copied or claimed: protected instruments, and the content of the exam."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Bank, Question
from classroom.banks.texts import all_texts

_INSTRUMENT = (
    r"(?:WAI(?:-(?:SR|S|O))?|SRS|ORS|LAI|CALPAS|HAq(?:-II)?|VPPS|PSRS|PCOMS"
    r"|(?:working alliance|learning alliance) inventory|(?:session|outcome) rating scale)"
)
_IN_FIRST_PERSON = re.compile(
    r"\b(?:my|the) (?:counsell?or|therapist|helper|instructor) and I\b"
    r"|\bI (?:feel|believe|think|am (?:sure|confident|certain)) (?:that )?(?:my|the)"
    r" (?:counsell?or|therapist|helper) (?:likes|respects|appreciates|cares|understands|values)\b"
    r"|_{3,}",
    re.IGNORECASE,
)
_ITEM_OF = re.compile(
    rf"\b(?:item|question|statement|line)s? (?:no\. ?|number )?\d+ (?:of|on|from|in) (?:the )?"
    rf"{_INSTRUMENT}\b"
    rf"|\b{_INSTRUMENT}(?:'s)? (?:item|question|statement|line) (?:no\. ?|number )?\d+",
    re.IGNORECASE,
)
_STEP = r"(?:never|seldom|rarely|occasionally|sometimes|(?:fairly |very )?often|always)"
_ANCHOR = re.compile(
    r"\b(?:strongly|somewhat|moderately) (?:dis)?agree\b"
    r"|\bnot at all true\b|\bvery true\b|\bdoes not (?:correspond|apply) at all\b"
    rf"|\b[0-9] ?(?:=|means|is) ?[“\"]?{_STEP}\b"
    rf"|\b{_STEP}[”\"]?(?:,| to| or| and|, and|, or) [“\"]?{_STEP}\b",
    re.IGNORECASE,
)
_NAMES_INSTRUMENT = re.compile(rf"\b{_INSTRUMENT}\b")
_NAMES_IN_FULL = re.compile(
    r"\b(?:working|learning) alliance inventory\b|\b(?:session|outcome) rating scale\b",
    re.IGNORECASE,
)
_OFTEN = r"(?:always|often|usually|frequently|commonly|regularly|heavily)"
_EXAM = r"(?:NCE|exams?|examinations?|boards?)"
_FREQUENCY = re.compile(
    r"\b(?:most|more)[ -](?:often |frequently |heavily |commonly )?tested\b"
    rf"|\b{_EXAM}\b[^.?!]*\b{_OFTEN}[ -]tested\b"
    rf"|\b{_OFTEN}[ -]tested\b[^.?!]*\b{_EXAM}\b"
    rf"|\b(?:{_OFTEN}|guaranteed|certain|sure)\b[^.?!]{{0,25}}\bon (?:the|every) {_EXAM}\b"
    rf"|\b{_EXAM}\b[^.?!]{{0,15}}\b(?:{_OFTEN}|loves?|favou?rs?|likes)\b"
    r"[^.?!]{0,15}\b(?:asks?|tests?|keys?|to (?:ask|test))\b"
    r"|\bexam favou?rites?\b",
    re.IGNORECASE,
)


@rule("L25", on=Question, in_english=True)
def instruments_are_not_copied(question: Question, known: Known) -> Iterator[Finding]:
    """Protected instruments are described, never imitated: no statement in which a client rates
    (“my counselor and I …”, “___”), no “item 3 of the SRS”, no steps of a rating (“strongly agree”)
    in a text that names an instrument. To name what an instrument measures is no imitation."""
    for place, text in all_texts(question):
        if found := _IN_FIRST_PERSON.search(text):
            yield place, f"take out “{found.group()}”: it reads like the line of a rating scale"
        elif found := _ITEM_OF.search(text):
            yield place, f"take out “{found.group()}”: describe the instrument as a whole"
        elif _names_instrument(text) and (found := _ANCHOR.search(text)):
            yield place, f"take out “{found.group()}”: the steps of an instrument are protected"


@rule("L28", on=Question, in_english=True)
def frequency_is_not_claimed(question: Question, known: Known) -> Iterator[Finding]:
    """Nothing is said about how often the exam asks for something: that is secret. The options of a
    question that puts a doubtful fact on trial (`doubts`) may say so, for students to find out."""
    for place, text in all_texts(question):
        is_on_trial = question.doubts and place[-1] == "text"
        if not is_on_trial and (found := _FREQUENCY.search(text)):
            yield place, _not_known(found.group())


@rule("L28", on=Bank, in_english=True)
def bank_claims_no_frequency(bank: Bank, known: Known) -> Iterator[Finding]:
    """Nor does the title or the description of a bank."""
    for name in ("title", "description"):
        if found := _FREQUENCY.search(getattr(bank, name)):
            yield (
                (name,),
                _not_known(found.group()),
            )


def _names_instrument(text: str) -> bool:
    return bool(_NAMES_INSTRUMENT.search(text) or _NAMES_IN_FULL.search(text))


def _not_known(claim: str) -> str:
    return f"take out “{claim}”: nobody outside knows what is asked how often"
