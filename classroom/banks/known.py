"""What the files that were read together declare, for questions to refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from classroom.banks.schema import Domain, Fact, Misconception, Question, Source
from classroom.banks.shape import likely

T = TypeVar("T")


@dataclass(frozen=True)
class Catalog(Generic[T]):
    """Entries by id. An entry with faults of its own is there, as None.

    An incomplete one (a file of its kind could not be read) never says that something is missing.
    """

    entries: Mapping[str, T | None] = field(default_factory=dict)
    is_complete: bool = True

    def lacks(self, id_: str) -> bool:
        return self.is_complete and id_ not in self.entries

    def get(self, id_: str) -> T | None:
        return self.entries.get(id_)

    def likely(self, id_: str) -> str:
        return likely(id_, self.entries)


@dataclass(frozen=True)
class Known:
    facts: Catalog[Fact] = field(default_factory=Catalog)
    misconceptions: Catalog[Misconception] = field(default_factory=Catalog)
    sources: Catalog[Source] = field(default_factory=Catalog)
    questions: Catalog[Question] = field(default_factory=Catalog)
    domains: Catalog[Domain] = field(default_factory=Catalog)
    """The domains of the examination's outline, by their numbers as text."""
