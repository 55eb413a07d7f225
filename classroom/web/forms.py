"""Showing a form again with the sentence beside the field that it is about."""

from __future__ import annotations

from flask import request

from classroom.domain.errors import ClassroomError
from classroom.screens.wording import sentence

_FIELDS = {
    "invalid-username": "username",
    "name-taken": "username",
    "unknown-user": "username",
    "last-instructor": "username",
    "name-empty": "name",
    "name-too-long": "name",
    "title-missing": "title",
    "invalid-minutes": "minutes",
    "invalid-retention": "retention",
    "wrong-password": "password",
    "too-many-tries": "password",
    "password-too-short": "new_password",
    "password-too-long": "new_password",
}
Errors = dict[str, list[str]]
_SECRET = {"password", "new_password", "csrf_token"}


def typed() -> dict[str, str]:
    """What was typed, to be shown again; never a password."""
    return {name: value for name, value in request.form.items() if name not in _SECRET}


def beside(error: ClassroomError) -> Errors:
    """The error's sentence under the name of its field. One that has no field is raised again."""
    if error.code not in _FIELDS:
        raise error
    return {_FIELDS[error.code]: [sentence(error)]}
