from __future__ import annotations

from classroom.simulation.screens import Form, Screen, read_form, read_screen

RADIOS = """
<form id="answer"><input type="hidden" name="vote" value="17">
<label><input type="radio" name="choice" value="A" id="choice-17-A"> warm</label>
<label><input id="choice-17-B" name="choice" value="B" type="radio"> brisk</label></form>
"""


def test_the_options_are_those_of_the_form() -> None:
    assert read_form(RADIOS) == Form((("A", "B"),), several=False)


def test_boxes_to_tick_allow_several() -> None:
    assert read_form('<input type="checkbox" name="choice" value="C">') == Form((("C",),), True)


def test_a_screen_without_a_form_asks_nothing() -> None:
    assert not read_screen({"phase": "lobby", "vote": None, "html": "<h1>You’re in</h1>"}).asks


def test_an_open_question_asks_and_a_closed_one_does_not() -> None:
    assert read_screen({"phase": "open", "vote": 17, "html": RADIOS}).asks
    assert not read_screen({"phase": "closed", "vote": 17, "html": RADIOS}).asks
    assert not Screen().asks
