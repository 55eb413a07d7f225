"""Select all that apply: every option is a yes or no of its own."""

from __future__ import annotations

from collections.abc import Iterable

from classroom.domain.kinds.choosing import Choosing, several_of
from classroom.domain.kinds.kind import Choice
from classroom.domain.question import Key, Question


class SelectAll(Choosing):
    name = "select_all"
    sends_on_tap = False
    is_keyed = True
    is_linked = True
    most_keyed = None

    def faults(self, question: Question) -> Iterable[str]:
        if not 5 <= len(question.options) <= 6:
            yield f"a select-all question has 5 or 6 options, this one has {len(question.options)}"
        if len(question.key) < 2:
            yield "at least two options are keyed in a select-all question"
        if len(question.key) == len(question.options):
            yield "at least one option of a select-all question is not keyed"

    def choice(self, question: Question, sent: Iterable[str]) -> Choice:
        return several_of(question, sent)

    def credit(self, choice: Choice, key: Key, question: Question) -> float:
        """Share of keyed options ticked, less the share of others ticked, never below 0.

        An alternative (accepted later) neither earns nor costs. Full marks only for the key.
        """
        if key.void:
            return 0.0
        others = set(question.letters) - key.accepted
        hits = len(key.letters & set(choice)) / len(key.letters)
        misses = len(others & set(choice)) / len(others) if others else 0.0
        return max(0.0, hits - misses)


KIND = SelectAll()
