"""The people of a session, from the console: rename, remove, merge. Never on the projector."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from classroom.actions import deleting, joining
from classroom.domain.errors import ClassroomError, NotFound
from classroom.screens.state import register, state_of
from classroom.screens.wording import sentence
from classroom.storage.queries import groups, sessions
from classroom.storage.tables import LiveSession, Student
from classroom.web.rooms import hosted

blueprint = Blueprint("people", __name__)


@blueprint.get("/sessions/<public_id>/people")
def show(public_id: str) -> ResponseReturnValue:
    return _page(hosted(public_id))


@blueprint.post("/sessions/<public_id>/people/<student_public_id>/name")
def rename(public_id: str, student_public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    try:
        joining.rename(_student(session, student_public_id).id, request.form.get("name", ""))
    except ClassroomError as error:
        return _page(session, error)
    return redirect(url_for("people.show", public_id=public_id))


@blueprint.post("/sessions/<public_id>/people/<student_public_id>/removal")
def remove(public_id: str, student_public_id: str) -> ResponseReturnValue:
    session = hosted(public_id)
    deleting.delete_student(_student(session, student_public_id).id)
    return redirect(url_for("people.show", public_id=public_id))


@blueprint.post("/sessions/<public_id>/people/<student_public_id>/merger")
def merge(public_id: str, student_public_id: str) -> ResponseReturnValue:
    """Make another seat, named by `other`, part of this one."""
    session = hosted(public_id)
    kept = _student(session, student_public_id)
    other = _student(session, request.form.get("other", ""))
    try:
        joining.merge_seats(session.group_id, kept.id, other.id)
    except ClassroomError as error:
        return _page(session, error)
    return redirect(url_for("people.show", public_id=public_id))


def _page(session: LiveSession, error: ClassroomError | None = None) -> ResponseReturnValue:
    state = state_of(session)
    page = render_template(
        "console/people.html",
        session=session,
        students=sessions.attended(session.id),
        connected=register().students(session.id),
        answered=state.answered,
        error=sentence(error) if error else None,
    )
    return page, error.status if error else 200


def _student(session: LiveSession, public_id: str) -> Student:
    student = groups.student_with_public_id(public_id)
    if student is None or student.group_id != session.group_id:
        raise NotFound
    return student
