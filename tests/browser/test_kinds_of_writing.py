"""Kinds that are answered in words of one's own, from open to report."""

from __future__ import annotations

import pytest

from tests.browser.people import People
from tests.browser.played_kinds import play_from_open_to_report
from tests.browser.plays import WRITING
from tests.live_room import School


@pytest.mark.parametrize("kind", WRITING)
def test_a_question_of_that_kind_from_open_to_report(
    kind: str, school: School, people: People
) -> None:
    play_from_open_to_report(WRITING[kind], school, people)
