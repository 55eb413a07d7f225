"""Kinds that are answered by choosing options, from open to report."""

from __future__ import annotations

import pytest

from classroom.domain.kinds import kind_names
from tests.browser.people import People
from tests.browser.played_kinds import play_from_open_to_report
from tests.browser.plays import CHOOSING, PLACING, WRITING
from tests.live_room import School


def test_every_kind_is_played() -> None:
    assert {*CHOOSING, *PLACING, *WRITING} == set(kind_names())


@pytest.mark.parametrize("kind", CHOOSING)
def test_a_question_of_that_kind_from_open_to_report(
    kind: str, school: School, people: People
) -> None:
    play_from_open_to_report(CHOOSING[kind], school, people)
