"""The tables, a module for each area. Importing this package makes them all known."""

from classroom.storage.tables.accounts import Instructor, Login, OneTimeLink
from classroom.storage.tables.ballots import Ballot, Participation, Sentence
from classroom.storage.tables.content import Bank, Lesson, LessonQuestion, StoredQuestion
from classroom.storage.tables.deletions import Deletion, Installation
from classroom.storage.tables.groups import Group, GroupInstructor, SeatKey, Student
from classroom.storage.tables.rounds import (
    Answer,
    CorrectionEvent,
    Hand,
    Presence,
    Round,
    Vote,
)
from classroom.storage.tables.sessions import (
    Attendance,
    LiveSession,
    PairingNumber,
    ScreenGrant,
)

__all__ = [
    "Answer",
    "Attendance",
    "Ballot",
    "Bank",
    "CorrectionEvent",
    "Deletion",
    "Group",
    "GroupInstructor",
    "Hand",
    "Installation",
    "Instructor",
    "Lesson",
    "LessonQuestion",
    "LiveSession",
    "Login",
    "OneTimeLink",
    "PairingNumber",
    "Participation",
    "Presence",
    "Round",
    "ScreenGrant",
    "SeatKey",
    "Sentence",
    "StoredQuestion",
    "Student",
    "Vote",
]
