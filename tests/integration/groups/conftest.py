"""Alice's group, which Bob teaches too and Charlie does not know of."""

from __future__ import annotations

import pytest

from classroom.actions import grouping
from classroom.storage.queries import groups
from classroom.storage.tables import Group
from tests.conftest import Teacher


@pytest.fixture
def group(alice: Teacher, bob: Teacher) -> Group:
    public_id = grouping.create(alice.id, "Counseling skills, Tuesday", 30)
    grouping.share(alice.id, public_id, "bob")
    found = groups.with_public_id(public_id)
    assert found is not None
    return found
