"""What an export calls a person and itself."""

from __future__ import annotations

import re
import unicodedata

from flask_babel import gettext as _

from classroom.reports.records import Person
from classroom.reports.session_report import SessionReport
from classroom.reports.student_report import StudentReport


def name_of(person: Person, *, with_names: bool) -> str:
    """The alias if it was asked for; else “Student 7”, the same in every session of the group."""
    return person.alias if with_names else _("Student %(number)s", number=person.number)


def file_name(report: SessionReport, extension: str) -> str:
    """A plain name for the file on any system: `2026-11-18-rupture-and-repair.csv`."""
    return f"{report.created_at:%Y-%m-%d}-{slug(report.title) or 'session'}.{extension}"


def own_file_name(report: StudentReport) -> str:
    """Likewise for a student's page, without the alias: it may lie in a shared folder."""
    return f"{report.created_at:%Y-%m-%d}-{slug(report.title) or 'session'}-my-answers.html"


def slug(text: str) -> str:
    """The text in lower-case ASCII letters, digits and hyphens, at most 60 of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:60].strip("-")
