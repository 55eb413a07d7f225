"""How a question and its options are worded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Question

_ABOUT_OTHERS = re.compile(
    r"\b(?i:all|none|any|neither|either) of (?i:the )?(?i:above|below|others?|options|answers)\b"
    r"|\b(?i:both )[A-H] and [A-H]\b"
    r"|\b[A-H] (?:and|or) [A-H](?i: only)?[.”\"]?$"
)


@rule("lead-in-asks", on=Question)
def lead_in_asks(question: Question, known: Known) -> Iterator[Finding]:
    """`lead_in` is a question and ends with a question mark."""
    if not question.lead_in.rstrip("”\"’'").endswith("?"):
        yield ("lead_in",), "make it a question that ends with “?”"


@rule("no-all-of-the-above", on=Question)
def options_stand_alone(question: Question, known: Known) -> Iterator[Finding]:
    """No option speaks of the others: no “all of the above”, “none of the above”,
    “both A and B”, “A and C only”."""
    for number, option in enumerate(question.options):
        if found := _ABOUT_OTHERS.search(option.text):
            yield ("options", number, "text"), f"replace “{found.group()}” by an answer of its own"


@rule("option-once", on=Question)
def options_differ(question: Question, known: Known) -> Iterator[Finding]:
    """No two options of a question have the same text, and no two the same rationale."""
    for name in ("text", "rationale"):
        seen: set[str] = set()
        for number, option in enumerate(question.options):
            words = getattr(option, name).casefold()
            if words in seen:
                yield ("options", number, name), f"another option has the same {name}; change one"
            seen.add(words)


@rule("case-has-stem", on=Question)
def case_is_told(question: Question, known: Known) -> Iterator[Finding]:
    """A question with a `case` tells it in `stem`."""
    if question.case and not question.stem:
        yield ("case",), "tell the case in “stem”, or remove “case”"
