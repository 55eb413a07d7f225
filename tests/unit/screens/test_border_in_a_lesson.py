"""The same border in a real session, played from the lobby to its end."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from classroom.actions import answering, hosting
from classroom.screens import audiences
from classroom.screens.state import state_of
from classroom.storage.tables import StoredQuestion
from classroom.storage.writer import write
from tests.unit.screens.planting import BLOCKS, PLANTED, VIEWS, given, planted


@pytest.fixture
def lesson_room(room: Any) -> Any:
    """A room in which every question of the lesson is planted and counts are shown."""
    write(
        lambda session: session.execute(update(StoredQuestion).values(content=planted().to_json()))
    )
    hosting.show_counts(room.id, True)
    return room


@pytest.fixture
def leaks(app: Flask, lesson_room: Any) -> Callable[[], list[str]]:
    """The screens of the room on which something private stands now."""

    def find() -> list[str]:
        with app.test_request_context():
            state = state_of(lesson_room.session)
            drawn = [*VIEWS.items(), *BLOCKS.items()]
            return [name for name, draw in drawn if PLANTED in given(draw, state)]

    return find


def test_a_lesson_played_through_gives_nothing_away_until_each_reveal(
    lesson_room: Any, leaks: Callable[[], list[str]]
) -> None:
    phones = [lesson_room.seat() for _ in range(3)]
    played = []
    for moves in (
        ["ask", "open", "close", "reopen", "close", "reveal"],
        ["ask", "open", "skip"],
        ["ask", "open", "close", "reveal", "lobby"],
        ["ask", "open", "close", "end"],
    ):
        for move in moves:
            lesson_room.press(move)
            if move == "open":
                for phone in phones:
                    answering.answer(
                        lesson_room.id, phone.student.id, lesson_room.vote_id, ["A"], 1
                    )
            played.append((move, bool(leaks())))
    assert [move for move, leaked in played if leaked] == ["reveal", "reveal"]
    assert len(played) == 18


def test_the_console_sees_the_key_while_the_room_votes(lesson_room: Any, app: Flask) -> None:
    lesson_room.press("ask", "open")
    with app.test_request_context():
        view = audiences.console_view(state_of(lesson_room.session))
    assert view.reveal is not None
    assert [result.letter for result in view.reveal.results if result.is_key] == ["B"]
    assert (view.note, view.evidence_note) == (f"{PLANTED}-note", f"{PLANTED}-evidence")


def test_no_screen_of_the_room_names_a_student(lesson_room: Any, app: Flask) -> None:
    phone = lesson_room.seat("Secret Heron")
    for move in ("ask", "open", "close", "reveal"):
        lesson_room.press(move)
        if move == "open":
            answering.answer(lesson_room.id, phone.student.id, lesson_room.vote_id, ["A"], 1)
        with app.test_request_context():
            state = state_of(lesson_room.session)
            for draw in (*VIEWS.values(), *BLOCKS.values()):
                assert "Secret Heron" not in given(draw, state)
