"""What a lesson asks of its list of questions."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Lesson


@rule("lesson-questions-exist", on=Lesson)
def questions_exist(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """Every question of a lesson is in one of the banks."""
    for number, id_ in enumerate(lesson.questions):
        if known.questions.lacks(id_):
            hint = known.questions.likely(id_)
            yield ("questions", number), f"no bank has a question “{id_}”{hint}"


@rule("lesson-question-once", on=Lesson)
def questions_come_once(lesson: Lesson, known: Known) -> Iterator[Finding]:
    """A lesson names a question once."""
    for number, id_ in enumerate(lesson.questions):
        if id_ in lesson.questions[:number]:
            yield ("questions", number), f"“{id_}” is in this lesson twice; remove one"
