"""What each option says about the alliance, and about whoever chose it."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import NO_MISCONCEPTION, Question


@rule("signature-on-case", on=Question)
def options_are_signed(question: Question, known: Known) -> Iterator[Finding]:
    """Every option of a question with a `case` has a `signature`."""
    if not question.case:
        return
    for number, option in enumerate(question.options):
        if option.signature is None:
            wanted = "add a signature (component, valence): the question has a case"
            yield ("options", number), wanted


@rule("second-component", on=Question)
def second_component_differs(question: Question, known: Known) -> Iterator[Finding]:
    """`second` names another component than `component`."""
    for number, option in enumerate(question.options):
        signature = option.signature
        if signature and signature.second == signature.component:
            remove = "remove “second”, or name another component"
            yield ("options", number, "signature", "second"), remove


@rule("misconception-on-wrong", on=Question)
def wrong_options_name_the_error(question: Question, known: Known) -> Iterator[Finding]:
    """Every option that is no key names its `misconception`: a slug of the catalog, or `none`.
    Asked only of questions that have a key."""
    if not question.is_scored:
        return
    for number, option in enumerate(question.options):
        if not option.key and option.misconception is None:
            wanted = f"add a misconception of the catalog, or {NO_MISCONCEPTION}"
            yield ("options", number), wanted


@rule("misconception-on-key", on=Question)
def keys_name_no_error(question: Question, known: Known) -> Iterator[Finding]:
    """A keyed option has no `misconception`."""
    for number, option in enumerate(question.options):
        if option.key and option.misconception is not None:
            remove = "remove the misconception: this option is a key"
            yield ("options", number, "misconception"), remove


@rule("misconception-known", on=Question)
def misconceptions_are_cataloged(question: Question, known: Known) -> Iterator[Finding]:
    """Every `misconception` is in the catalog."""
    for number, option in enumerate(question.options):
        slug = option.misconception
        if slug and slug != NO_MISCONCEPTION and known.misconceptions.lacks(slug):
            hint = known.misconceptions.likely(slug)
            wrong = f"“{slug}” is not in the catalog of misconceptions{hint}"
            yield ("options", number, "misconception"), wrong
