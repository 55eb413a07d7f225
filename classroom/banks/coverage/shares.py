"""How many questions of a mock examination each domain of the outline should have."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from classroom.banks.coverage.tables import Coverage
from classroom.banks.library import Bank
from classroom.banks.schema import Domain


def is_mock(bank: Bank) -> bool:
    """Whether a bank is a mock examination: its title says so."""
    return "mock" in bank.title.casefold().replace("-", " ").split()


def weighed(coverage: Coverage) -> tuple[Bank, ...]:
    """The banks to set beside the weights of the outline: mocks, or the one that is looked at."""
    return tuple(bank for bank in coverage.banks if is_mock(bank) or not coverage.is_whole)


def shares(total: int, domains: Sequence[Domain]) -> dict[str, int]:
    """So many questions shared out by scored items, to whole questions by largest remainder.

    By domain id. Of 26 questions it makes 3, 3, 8, 2, 8 and 2.
    """
    items = sum(domain.scored_items for domain in domains)
    exact = {domain.id: Fraction(total * domain.scored_items, items) for domain in domains}
    whole = {id_: int(share) for id_, share in exact.items()}
    left = total - sum(whole.values())
    for id_ in sorted(exact, key=lambda id_: whole[id_] - exact[id_])[:left]:
        whole[id_] += 1
    return whole
