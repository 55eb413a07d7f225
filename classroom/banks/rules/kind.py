"""What the kind of a question asks of it."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.domain_question import resolved
from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Question
from classroom.domain.kinds import kind_named


@rule("kind", on=Question)
def fits_its_kind(question: Question, known: Known) -> Iterator[Finding]:
    """The options suit the kind: `single_best` has 4 options and one key; `select_all` has 5 or 6
    options, at least two keys and at least one option that is no key."""
    for sentence in kind_named(question.kind).faults(resolved(question, "en", known)):
        yield ("options",), sentence
