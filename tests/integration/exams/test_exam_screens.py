"""What an exam looks like on the console, the phone and the projector, phase by phase."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from classroom.screens.audiences import console_view
from classroom.screens.blocks import console_block, phone_block, projector_block
from classroom.screens.state import state_of
from classroom.screens.views import ConsoleView
from tests.conftest import PLAN, Room, Teacher
from tests.exam import exam_of

ANNOUNCED = "nothing is explained before the end"
LATER = "The explanation follows at the end."


@pytest.fixture
def exam(alice: Teacher, open_room: Callable[..., Room]) -> Room:
    """An exam of two questions in the lobby."""
    return open_room(exam_of(alice.id, *PLAN[:2]))


def console(room: Room) -> ConsoleView:
    with room.app.test_request_context():
        return console_view(state_of(room.session))


def drawn(room: Room) -> dict[str, str]:
    """The block of each screen, with its sentence for people who do not see it change."""
    with room.app.test_request_context():
        state = state_of(room.session)
        blocks = {
            "console": console_block(state),
            "phone": phone_block(state),
            "projector": projector_block(state),
        }
    return {name: f"{block.html} {block.status}" for name, block in blocks.items()}


def test_the_big_button_leads_through_an_exam(exam: Room) -> None:
    pressed = []
    while (step := console(exam).step) is not None:
        pressed.append(step.label)
        exam.press(step.move)
    one = ["Open voting", "Close voting"]
    assert pressed == [
        "Next question",
        *one,
        "Next question",
        *one,
        "End and explain everything",
    ]
    assert exam.session.phase == "ended"


@pytest.mark.parametrize(
    ("moves", "others"),
    [
        ([], ["end"]),
        (["ask"], ["skip", "end"]),
        (["ask", "open"], ["skip", "end"]),
        (["ask", "open", "close"], ["reopen", "skip", "end"]),
    ],
)
def test_no_step_of_an_exam_reveals(exam: Room, moves: list[str], others: list[str]) -> None:
    exam.press(*moves)
    view = console(exam)
    assert [step.move for step in view.other_steps] == others
    html = drawn(exam)["console"]
    for missing in ('data-step="reveal"', "close_and_reveal", 'id="shows-counts"'):
        assert missing not in html
    assert "Every question is then explained" in html, "the end asks first, and says what it does"


def test_other_sessions_keep_their_steps(open_room: Callable[..., Room]) -> None:
    room = open_room()
    room.press("ask", "open")
    html = drawn(room)["console"]
    assert 'data-step="close_and_reveal"' in html
    assert 'id="shows-counts"' in html
    assert "End the session</button>" in html
    assert ANNOUNCED not in "".join(drawn(room).values())


def test_every_screen_says_in_the_lobby_that_it_is_an_exam(exam: Room) -> None:
    for name, html in drawn(exam).items():
        assert ANNOUNCED in html, name


def test_the_console_says_it_in_every_phase_until_the_end(exam: Room) -> None:
    for move in ("ask", "open", "close", "skip", "ask", "open", "close"):
        exam.press(move)
        assert drawn(exam)["console"].count(ANNOUNCED) == 1, move
    exam.press("skip")
    html = drawn(exam)["console"]
    assert "Every question has been asked" in html
    assert "every question is then explained" in html
    exam.press("end")
    html = drawn(exam)["console"]
    assert ANNOUNCED not in html
    assert "own page now explains every question" in html


def test_after_the_close_the_room_reads_that_the_explanation_follows(exam: Room) -> None:
    exam.press("ask", "open")
    assert all(LATER not in html for html in drawn(exam).values())
    exam.press("close")
    screens = drawn(exam)
    for name in ("phone", "projector"):
        assert 'id="exam-note"' in screens[name]
        assert f">{LATER}</p>" in screens[name]
        assert screens[name].endswith(f"Voting is closed. {LATER}"), "a screen reader hears it too"
    exam.press("reopen")
    assert LATER not in drawn(exam)["phone"]


def test_after_the_end_phone_and_projector_lead_to_the_own_page(exam: Room) -> None:
    phone = exam.seat()
    exam.press("ask", "open", "close", "end")
    screens = drawn(exam)
    assert "Every question is explained now: open your own page." in screens["phone"]
    assert "Every question is explained now, on your own page" in screens["projector"]
    page = phone.get(f"/{exam.code}").text
    own = f"/mine/{phone.student.page_token}"
    assert f'id="my-page" href="{own}"' in page
    assert phone.get(f"{own}/{exam.public_id}").status_code == 200


def test_a_student_who_comes_in_later_is_in_the_same_place(exam: Room) -> None:
    exam.press("ask", "open", "close")
    late = exam.seat("Late")
    assert LATER in late.get(f"/{exam.code}").text
    exam.press("ask", "open")
    page = late.get(f"/{exam.code}").text
    assert 'data-phase="open"' in page
    done = late.post(f"/{exam.code}/answers", {"vote": exam.vote_id, "choice": "A"})
    assert done.status_code == 302


def test_the_home_page_says_that_an_exam_is_live(app: Flask, alice: Teacher, exam: Room) -> None:
    live = alice.get("/home").text.split('class="live-now"')[1].split("</section>")[0]
    assert "An exam" in live
    assert "exam ·" in live
