"""The sentences that a screen makes from facts: headlines, effects, refusals."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from classroom.domain.errors import ClassroomError
from classroom.domain.headline import Headline, Pattern
from classroom.domain.question import Option
from classroom.domain.signature import Component, LensRule, Repair, Valence
from classroom.domain.small_numbers import PASSED, WORDS, Instead, kept_back
from classroom.domain.tally import SMALL_ROOM, Tally, percent


def sentence(error: ClassroomError) -> str:
    """The error's sentence in the reader's language, with its facts filled in."""
    text = _(error.message)
    return text % error.facts if error.facts else text


def component_name(component: str) -> str:
    return {
        Component.GOAL.value: _("Goal"),
        Component.TASK.value: _("Task"),
        Component.BOND.value: _("Bond"),
        Component.CONTEXTUAL.value: _("Frame"),
    }[component]


def effect(option: Option) -> str:
    """What the option does to the alliance, in a few words; empty for plain recall."""
    if option.effect:
        return option.effect
    if option.signature is None:
        return ""
    component, valence = option.signature.component, option.signature.valence
    repairs = option.signature.repair is not Repair.NONE
    match component, valence:
        case Component.GOAL, Valence.STRENGTHENS:
            return _("reopens the goal") if repairs else _("strengthens the goal")
        case Component.TASK, Valence.STRENGTHENS:
            return _("reopens the task") if repairs else _("strengthens the task")
        case Component.BOND, Valence.STRENGTHENS:
            return _("repairs the bond") if repairs else _("strengthens the bond")
        case Component.GOAL, Valence.STRAINS:
            return _("strains the goal")
        case Component.TASK, Valence.STRAINS:
            return _("strains the task")
        case Component.BOND, Valence.STRAINS:
            return _("strains the bond")
        case Component.GOAL, Valence.NEITHER:
            return _("goal unchanged")
        case Component.TASK, Valence.NEITHER:
            return _("task unchanged")
        case Component.BOND, Valence.NEITHER:
            return _("bond unchanged")
        case Component.CONTEXTUAL, Valence.STRENGTHENS:
            return _("secures the frame")
        case Component.CONTEXTUAL, Valence.STRAINS:
            return _("blurs the frame")
    return _("outside the alliance")


def lens_rule(rule: LensRule) -> str:
    """A rule of the lens in words: its name, and the question that it asks."""
    return {
        LensRule.UNIT: _("R0 · One move at a time: the clause that the client would notice counts"),
        LensRule.CONTEXTUAL_GATE: _("R1 · Frame first: safety, law, records, fees and the like"),
        LensRule.GOAL_TEST: _("R2 · Goal test: what shall be different at the end, and whose aim?"),
        LensRule.TASK_TEST: _("R3 · Task test: what shall we do, and why this?"),
        LensRule.BOND_TEST: _("R4 · Bond test: how is it between us?"),
        LensRule.TIES: _("R5 · Ties: what is being talked about decides, not how warmly"),
        LensRule.VALENCE: _("R6 · Effect: speaking of a part is not yet helping it"),
        LensRule.STAGE: _("R7 · Stage: what it is for counts, not the number of the session"),
        LensRule.RUPTURE: _("R8 · Rupture: a marker, and a link to the collaboration"),
        LensRule.REPAIR: _("R9 · Repair: settle it directly, or explore what happens between us"),
    }[rule]


def nobody_answered() -> str:
    return _("Nobody answered.")


def withdrawn() -> str:
    return _("This question was withdrawn: it counts for nobody.")


def instead(word: Instead) -> str:
    """What stands for a number that is kept back."""
    return _(WORDS[word])


def passed(tally: Tally, *, is_linked: bool) -> str:
    """How many passed, without a number that could lead to a person; empty when nobody did."""
    word = None if is_linked else kept_back(tally).get(PASSED)
    if not tally.passed or word is Instead.NOTHING:
        return ""
    if word is not None:
        return _("%(some)s passed.", some=instead(word).capitalize())
    return ngettext("%(num)s passed.", "%(num)s passed.", tally.passed)


def certainty_level(level: int) -> str:
    """What a level means, by odds: words such as “very sure” mean different things to people."""
    return {
        1: _("less than 2 in 3"),
        2: _("2 in 3 to 4 in 5"),
        3: _("more than 4 in 5"),
    }[level]


def share(number: int, answered: int) -> str:
    """“9 of 19” in a small room, “41 %” in a large one."""
    if answered < SMALL_ROOM:
        return _("%(number)s of %(answered)s", number=number, answered=answered)
    return _("%(percent)s %%", percent=percent(number, answered))


def headline(found: Headline) -> str:
    """The headline in at most 14 words."""
    number = share(found.number, found.answered)
    match found.pattern:
        case Pattern.NOBODY:
            return nobody_answered() + _needed(found.needed)
        case Pattern.VOID:
            return withdrawn()
        case Pattern.SPLIT if len(found.letters) <= 3:
            several = _(" and ") if len(found.letters) == 2 else ", "
            split = _("%(letters)s: %(number)s each.")
            return split % {
                "letters": several.join(found.letters),
                "number": number,
            } + _needed(found.needed)
        case Pattern.SPLIT:
            return _("The room split evenly over every option.") + _needed(found.needed)
        case Pattern.ALL_FOUND:
            found_all = ngettext(
                "%(share)s got every option right.",
                "%(share)s got every option right.",
                found.number,
                share=number,
            )
            return found_all + _needed(found.needed)
        case Pattern.CASE_MET:
            return f"{number} {found.gist}. " + _("The case needed %(needed)s.") % {
                "needed": found.needed
            }
        case Pattern.CASE_MISSED:
            return f"{number} {found.gist}." + _needed(found.needed)
        case Pattern.RECALL_MET:
            return f"{number} {found.gist}: " + _("the best answer.")
    key_share = (
        str(found.key_number)
        if found.answered < SMALL_ROOM
        else _("%(percent)s %%", percent=percent(found.key_number, found.answered))
    )
    return f"{number} {found.gist}. {key_share} {found.key_gist}."


def _needed(needed: str) -> str:
    return " " + _("The case needed %(needed)s.") % {"needed": needed} if needed else ""
