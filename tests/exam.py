"""Exams made of shipped questions."""

from __future__ import annotations

from classroom.actions import planning
from classroom.storage.queries import lessons


def one_of_each_kind() -> dict[str, str]:
    """For each kind the slug of a shipped question, in the order of the banks."""
    found: dict[str, str] = {}
    for stored in lessons.all_questions():
        found.setdefault(stored.kind, stored.slug)
    return found


def exam_of(instructor_id: int, *slugs: str) -> int:
    """An exam of these questions; returns the id of its lesson."""
    public_id = planning.create(instructor_id, "An exam", is_exam=True)
    for slug in slugs:
        planning.add_question(instructor_id, public_id, slug)
    lesson = lessons.with_public_id(public_id)
    assert lesson is not None
    return lesson.id
