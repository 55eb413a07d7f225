"""What the room reached for over all cases of a session, beside what they called for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from classroom.domain.signature import Component, Valence
from classroom.domain.tally import ProfileRow, RoomProfile


@dataclass(frozen=True)
class ComponentReport:
    """What the room reached for over all cases; `called_for` counts the cases that needed it."""

    row: ProfileRow
    called_for: int


def components(profiles: Sequence[RoomProfile]) -> tuple[ComponentReport, ...]:
    """The profiles of all cases, one upon another."""
    called_for: Counter[Component] = Counter()
    cells: Counter[tuple[Component, Valence]] = Counter()
    present = set()
    for profile in profiles:
        for row in profile.rows:
            present.add(row.component)
            called_for[row.component] += row.needed
            cells[row.component, Valence.STRENGTHENS] += row.strengthens
            cells[row.component, Valence.STRAINS] += row.strains
            cells[row.component, Valence.NEITHER] += row.neither
    return tuple(
        ComponentReport(
            ProfileRow(
                component,
                cells[component, Valence.STRENGTHENS],
                cells[component, Valence.STRAINS],
                cells[component, Valence.NEITHER],
                needed=called_for[component] > 0,
            ),
            called_for[component],
        )
        for component in Component
        if component in present
    )
