"""What each option says about the alliance, and about whoever chose it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.prose import count_words
from classroom.banks.rules.kind import CHOSEN
from classroom.banks.rules.rule import Finding, WholeBank, WideFinding, rule
from classroom.banks.rules.share import in_percent, too_many
from classroom.banks.rules.vignette import is_vignette
from classroom.banks.schema import NO_MISCONCEPTION, Option, Question
from classroom.domain.signature import Component

LEAST_RATIONALE_WORDS = 12
MOST_UNNAMED_SHARE = 20

_MERE_VERDICT = re.compile(
    r"^(?:correct|incorrect|right|wrong)\b\s*(?:[.,:;!–—-]|because|as)"
    r"|^(?:this|that|it|the|here)\b(?: (?:option|answer|choice|one))?(?: [A-H])?"
    r" (?:is|was|would be) (?:the )?(?:correct|incorrect|right|wrong)\b(?! (?:that|to|for|of|in)\b)"
    r"|^option [A-H] is\b",
    re.IGNORECASE,
)
_WORDS_OF = {
    Component.GOAL: r"goals?|aims?",
    Component.TASK: r"tasks?|work|methods?|exercises?",
    Component.BOND: r"bond|trust\w*|safe(?:ty)?|hurt|missteps?",
    Component.CONTEXTUAL: (
        r"frames?|context\w*|limits?|boundar\w+|confidential\w*|dut(?:y|ies)|supervis\w+|consent|"
        r"records?|setting|format|safety|risk|obstacles?"
    ),
}
"""How an explanation may name a component."""


@rule("L12", on=Question)
def rationales_say_why(question: Question, known: Known) -> Iterator[Finding]:
    """A rationale has at least 12 words and says why, not only that (“Incorrect. …”); no two
    options of a question have the same one."""
    seen: set[str] = set()
    for number, option in enumerate(question.options):
        place, text = ("options", number, "rationale"), option.rationale
        if (count := count_words(text)) < LEAST_RATIONALE_WORDS:
            yield place, f"say why in at least {LEAST_RATIONALE_WORDS} words; this has {count}"
        elif found := _MERE_VERDICT.search(text):
            yield place, f"begin with the reason instead of “{found.group()}”"
        if text.casefold() in seen:
            yield place, "another option has the same rationale; change one"
        seen.add(text.casefold())


@rule("L13", on=Question)
def wrong_options_name_the_error(question: Question, known: Known) -> Iterator[Finding]:
    """Every distractor of a single best answer or select-all names its `misconception`, a slug
    of the catalog, or `none` for an error of plain recall. What is put into a wrong place may."""
    for number, option in enumerate(question.options):
        slug = option.misconception
        if slug is None and not option.key and question.kind in CHOSEN:
            wanted = f"add a misconception of the catalog, or {NO_MISCONCEPTION}"
            yield ("options", number), wanted
        elif slug and slug != NO_MISCONCEPTION and known.misconceptions.lacks(slug):
            hint = known.misconceptions.likely(slug)
            wrong = f"“{slug}” is not in the catalog of misconceptions{hint}"
            yield ("options", number, "misconception"), wrong


@rule("L13", on=WholeBank)
def errors_have_names(bank: WholeBank, known: Known) -> Iterator[WideFinding]:
    """At most 20 % of a bank's distractors have the misconception `none`; a single one always
    may."""
    distractors = [
        option.misconception
        for question in bank.questions
        if question.kind in CHOSEN
        for option in question.options
        if not option.key
    ]
    unnamed = distractors.count(NO_MISCONCEPTION)
    if too_many(unnamed, len(distractors), MOST_UNNAMED_SHARE):
        share = in_percent(unnamed, len(distractors))
        name = f"name the errors: {share} of the distractors have the misconception “none”, "
        yield None, ("questions",), f"{name}at most {MOST_UNNAMED_SHARE} % may"


@rule("L14", on=Question)
def options_are_signed(question: Question, known: Known) -> Iterator[Finding]:
    """Every option of a question with a `case` has a `signature`, and a single best answer that is
    a vignette (see L16) has a `case`."""
    if not question.case:
        if question.kind == "single_best" and is_vignette(question):
            yield ("stem",), "add a case, and a signature to every option: it tells of a client"
        return
    for number, option in enumerate(question.options):
        if option.signature is None:
            wanted = "add a signature (component, valence): the question has a case"
            yield ("options", number), wanted


@rule("L14", on=Question, in_english=True)
def key_names_its_component(question: Question, known: Known) -> Iterator[Finding]:
    """What explains the key of a case names the component that the key works on: its `rationale`
    or `effect`, or what was `needed`, speaks of goal or aim, task, method or work, bond, trust or
    safety, or of frame, duty, limits and the like."""
    if not question.case or question.kind != "single_best":
        return
    for number, option in enumerate(question.options):
        if option.key and option.signature and not _is_named(option, question.case.needed):
            component = option.signature.component
            say = f"say in words that it works on the {component}"
            yield ("options", number, "rationale"), say.replace("the contextual", "the frame")


@rule("second-component", on=Question)
def second_component_differs(question: Question, known: Known) -> Iterator[Finding]:
    """`second` names another component than `component`."""
    for number, option in enumerate(question.options):
        signature = option.signature
        if signature and signature.second == signature.component:
            remove = "remove “second”, or name another component"
            yield ("options", number, "signature", "second"), remove


@rule("misconception-on-key", on=Question)
def keys_name_no_error(question: Question, known: Known) -> Iterator[Finding]:
    """A keyed option has no `misconception`."""
    for number, option in enumerate(question.options):
        if option.key and option.misconception is not None:
            remove = "remove the misconception: this option is a key"
            yield ("options", number, "misconception"), remove


def _is_named(option: Option, needed: str) -> bool:
    assert option.signature is not None
    explained = f"{option.rationale} {option.effect or ''} {needed}"
    words = _WORDS_OF[option.signature.component]
    return bool(re.search(rf"\b(?:{words})\b", explained, re.IGNORECASE))
