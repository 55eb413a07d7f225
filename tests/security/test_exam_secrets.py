"""An exam explains nothing before its end: not on a phone, not on the projector, not in a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import update

from classroom.actions import hosting
from classroom.domain.errors import IllegalMove
from classroom.domain.kinds import kind_names
from classroom.domain.question import Question
from classroom.storage.queries import lessons
from classroom.storage.tables import LiveSession, StoredQuestion
from classroom.storage.writer import write
from tests.conftest import Browser, Room, Teacher
from tests.exam import exam_of, one_of_each_kind
from tests.security.listening import Lesson, listening, secrets_in
from tests.security.planted import counts, plant, question, sentinels


@pytest.fixture
def planted(alice: Teacher, open_room: Callable[..., Room], visitor: Browser) -> Iterator[Lesson]:
    """A planted exam of three questions, with a phone and a projector connected."""
    room = open_room(plant(alice.id, question(1), question(2), question(3), is_exam=True))
    with listening(room, alice, visitor) as lesson:
        yield lesson


def test_no_key_reason_or_count_is_told_before_the_end_of_an_exam(planted: Lesson) -> None:
    def hear(*public: int) -> set[str]:
        heard = planted.listen()
        assert secrets_in(heard, public=public, explained=()) == set()
        assert counts(*heard) == set()
        return sentinels(*heard)

    assert hear() == set()
    seen: tuple[int, ...] = ()
    for number in (1, 2, 3):
        planted.step("ask")
        hear(*seen)
        planted.step("open")
        seen = (*seen, number)
        vote = planted.room.vote_id
        planted.sockets[0].send("answer", {"vote": vote, "choice": ["A"], "seq": 1})
        planted.raise_hands()
        assert hear(*seen) >= {f"Q{number}-STEM", f"Q{number}-TEXT-A"}, "nobody was listening"
        for move in ("close", "reopen", "close"):
            planted.step(move)
            hear(*seen)

    planted.step("end")
    heard = planted.listen()
    assert secrets_in(heard, public=seen, explained=seen) == set()
    assert sentinels(*heard) >= {f"Q{number}-RATIONALE-B" for number in seen}
    for screen in (f"/{planted.room.code}", f"/projector/{planted.room.public_id}"):
        pages = [planted.phone.get(screen).text, planted.projector.get(screen).text]
        assert sentinels(*pages) == set(), "screens point to the own page, and explain nothing"


def test_counts_that_were_switched_on_are_shown_in_no_exam(planted: Lesson) -> None:
    planted.step("ask", "open")
    planted.raise_hands()
    with pytest.raises(IllegalMove):
        hosting.show_counts(planted.room.id, True)
    shown = update(LiveSession).where(LiveSession.id == planted.room.id).values(shows_counts=True)
    write(lambda session: session.execute(shown))
    planted.step("close")
    heard = planted.listen()
    assert counts(*heard) == set()
    assert secrets_in(heard, public=(1,), explained=()) == set()


def test_a_skipped_question_of_an_exam_is_not_explained_before_the_end(planted: Lesson) -> None:
    planted.step("ask", "open", "close", "skip")
    assert secrets_in(planted.listen(), public=(1,), explained=()) == set()


def explanations(question: Question) -> Iterator[str]:
    """What the reveal would tell, of any kind: reasons, gists, notes, what belongs where."""
    for option in question.options:
        yield option.rationale_in_short
        yield option.gist
        yield option.effect or ""
        yield option.misconception_label or ""
    yield from (question.note, question.evidence_note, question.in_practice)
    if question.reading:
        yield question.reading.needed


@pytest.mark.parametrize("kind", kind_names())
def test_no_kind_of_question_explains_itself_in_an_exam(
    kind: str, alice: Teacher, open_room: Callable[..., Room], visitor: Browser
) -> None:
    slug = one_of_each_kind()[kind]
    write(lambda session: session.execute(update(StoredQuestion).values(title="A title")))
    stored = lessons.question_with_slug(slug)
    assert stored is not None
    asked = stored.question
    shown = " ".join((asked.stem, asked.lead_in, *(option.text for option in asked.options)))
    secret = {
        str(escape(text)) for text in explanations(asked) if text and text.lower() not in shown
    }
    assert secret
    room = open_room(exam_of(alice.id, slug))

    def told(heard: list[Any]) -> set[str]:
        everything = "\n".join(map(str, heard))
        return {text for text in secret if text in everything}

    with listening(room, alice, visitor) as lesson:
        for move in ("ask", "open", "close"):
            lesson.step(move)
            assert told(lesson.listen()) == set(), move
        lesson.step("end")
        assert told(lesson.listen()), "the own page explains it"
