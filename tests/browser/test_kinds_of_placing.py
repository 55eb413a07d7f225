"""Kinds whose lines are put into an order, places or bins, from open to report."""

from __future__ import annotations

import pytest

from tests.browser.people import People
from tests.browser.played_kinds import play_from_open_to_report
from tests.browser.plays import PLACING
from tests.live_room import School


@pytest.mark.parametrize("kind", PLACING)
def test_a_question_of_that_kind_from_open_to_report(
    kind: str, school: School, people: People
) -> None:
    play_from_open_to_report(PLACING[kind], school, people)
