"""A lesson of Alice's own, and a sample."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from classroom.actions import planning
from classroom.storage.database import db
from classroom.storage.queries import lessons
from classroom.storage.tables import Lesson
from tests.conftest import Teacher

QUESTIONS = ("bordin-claim", "four-questions", "polite-withdrawal")


@pytest.fixture
def own(alice: Teacher) -> Lesson:
    public_id = planning.create(alice.id, "Week one", "45")
    for slug in QUESTIONS:
        planning.add_question(alice.id, public_id, slug)
    found = lessons.with_public_id(public_id)
    assert found is not None
    return found


@pytest.fixture
def slugs() -> Callable[[Lesson], list[str]]:
    """The questions of a lesson as they stand now."""

    def read(lesson: Lesson) -> list[str]:
        db.session.expire_all()
        return [item.question.slug for item in lesson.items]

    return read


@pytest.fixture
def sample(app: Flask) -> Lesson:
    """A lesson that comes with the program."""
    return db.session.query(Lesson).filter_by(slug="rupture-and-repair").one()
