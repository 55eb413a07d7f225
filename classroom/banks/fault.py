"""What is wrong with a bank file, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much weight a rule has.

    An error keeps the files from being loaded. A warning is mended, or accepted with a reason in
    the file. An info is worth a look.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, order=True)
class Fault:
    """`question` is the id of the question, lesson, fact or source concerned; empty: the file."""

    file: str
    line: int
    question: str
    rule: str
    text: str
    level: Level = Level.ERROR
    accepted_because: str = ""

    @property
    def is_error(self) -> bool:
        return self.level is Level.ERROR

    def __str__(self) -> str:
        accepted = f" (accepted: {self.accepted_because})" if self.accepted_because else ""
        place = f"{self.file}:{self.line} · {self.question or '-'}"
        return f"{place} · {self.rule} · {self.level}: {self.text}{accepted}"


class BankFaults(Exception):
    """Every error that was found in the files read together; none of them is used."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
