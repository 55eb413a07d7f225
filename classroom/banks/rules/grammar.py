"""The form in which an option begins, as far as its first words tell."""

from __future__ import annotations

import re
from enum import StrEnum


class Form(StrEnum):
    QUOTE = "quoted words"
    ING = "an -ing form"
    INFINITIVE = "“to” and a verb"
    VERB = "a verb"
    VERB_IN_S = "a verb in -s"
    THING = "a thing or a pronoun"
    NUMBER = "a number"
    UNCERTAIN = "something else"


_DETERMINERS = """
a an the this these those each every another some no his her its their our your my both
"""
_PRONOUNS = "i it he she they we you there"
_ING_NOUNS = """
anything being building evening everything feeling hearing meaning meeting morning nothing something
spring string thing timing training warning wording bring cling sing swing
"""
_AFTER_A_VERB = "him them me us it what why how whether aloud"
_NEVER_VERBS = """
after as at because before between by during for from in of on once since through under until when
whenever where while with without not that anything everything nothing something what which who how
why all only rather whether
"""

THINGS = frozenset(_DETERMINERS.split())
SUBJECTS = frozenset(_PRONOUNS.split())
ING_NOUNS = frozenset(_ING_NOUNS.split())
AFTER_A_VERB = THINGS | frozenset(_AFTER_A_VERB.split())
"""Words that follow a bare verb (“ask what”, “tell her”) and hardly a bare noun."""
NEVER_VERBS = frozenset(_NEVER_VERBS.split())


def form_of(text: str) -> Form:
    """The form of the option's first word; UNCERTAIN where two would do."""
    if text[:1] in ("“", '"'):
        return Form.QUOTE
    words = re.findall(r"[\w'’-]+", text.casefold())
    if not words:
        return Form.UNCERTAIN
    first, second = words[0], words[1] if len(words) > 1 else ""
    is_label = text[len(first) : len(first) + 1] == ":"
    if first[0].isdigit():
        return Form.NUMBER
    if first == "to":
        return Form.INFINITIVE
    if first in THINGS | SUBJECTS or first.endswith(("'s", "’s")):
        return Form.THING
    if first.endswith("ing") and first not in ING_NOUNS:
        return Form.ING
    if second in AFTER_A_VERB and first not in NEVER_VERBS and not is_label:
        is_in_s = first.endswith("s") and not first.endswith(("ss", "us"))
        return Form.VERB_IN_S if is_in_s else Form.VERB
    return Form.UNCERTAIN
