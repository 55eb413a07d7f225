"""An id that was given once is never given again: phones and caches may remember it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from classroom.actions import answering, deleting, grouping
from classroom.storage.queries import groups
from tests.conftest import Room, Teacher

pytestmark = pytest.mark.both_databases


def test_a_session_after_a_deleted_one_gets_ids_of_its_own(
    alice: Teacher, open_room: Callable[..., Room]
) -> None:
    group = groups.with_public_id(grouping.create(alice.id, "Tuesday class", 30))
    assert group is not None
    first = open_room(group_id=group.id)
    first.press("ask", "open")
    phone = first.seat("Ada")
    answering.answer(first.id, phone.student.id, first.vote_id, ["B"])
    ids = (first.id, first.vote_id, phone.student.id)
    deleting.delete_student(phone.student.id)
    deleting.delete_session(first.id)

    second = open_room(group_id=group.id)
    second.press("ask", "open")
    phone = second.seat("Ada")
    assert second.id > ids[0] and second.vote_id > ids[1] and phone.student.id > ids[2]
    standing = answering.answer(second.id, phone.student.id, second.vote_id, ["C"])
    assert standing.choice == ("C",)
