"""Groups: their lasting link, their students, who teaches them, how long they are kept."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from classroom.actions import grouping
from classroom.domain.errors import ClassroomError
from classroom.screens import addresses
from classroom.storage.queries import groups, sessions
from classroom.web.forms import Errors, beside, typed
from classroom.web.guard import settings

blueprint = Blueprint("groups", __name__, url_prefix="/groups")


@blueprint.before_request
@login_required
def _only_instructors() -> None:
    """Every page here belongs to somebody who is signed in."""


@blueprint.get("")
def index() -> ResponseReturnValue:
    own = groups.of_instructor(current_user.id, one_off=False)
    return render_template(
        "groups/index.html",
        groups=[(group, groups.student_count(group.id)) for group in own],
    )


@blueprint.get("/new")
def new() -> ResponseReturnValue:
    return _new_page()


@blueprint.post("")
def create() -> ResponseReturnValue:
    try:
        public_id = grouping.create(
            current_user.id, request.form.get("title", ""), settings().retention_days
        )
    except ClassroomError as error:
        return _new_page(beside(error)), error.status
    return redirect(url_for("groups.show", public_id=public_id), 303)


@blueprint.get("/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    return _group_page(public_id)


@blueprint.post("/<public_id>/name")
def rename(public_id: str) -> ResponseReturnValue:
    try:
        grouping.rename(current_user.id, public_id, request.form.get("title", ""))
    except ClassroomError as error:
        return _group_page(public_id, beside(error)), error.status
    flash(_("The group has its new name."))
    return _back(public_id)


@blueprint.post("/<public_id>/retention")
def change_retention(public_id: str) -> ResponseReturnValue:
    try:
        grouping.keep_students_for(current_user.id, public_id, request.form.get("retention", "-"))
    except ClassroomError as error:
        return _group_page(public_id, beside(error)), error.status
    flash(_("Saved."))
    return _back(public_id)


@blueprint.post("/<public_id>/instructors")
def share(public_id: str) -> ResponseReturnValue:
    username = request.form.get("username", "")
    try:
        grouping.share(current_user.id, public_id, username)
    except ClassroomError as error:
        return _group_page(public_id, beside(error)), error.status
    flash(_("%(username)s can teach this group now.", username=username.strip().lower()))
    return _back(public_id, "instructors")


@blueprint.post("/<public_id>/instructors/<username>/removal")
def unshare(public_id: str, username: str) -> ResponseReturnValue:
    try:
        grouping.unshare(current_user.id, public_id, username)
    except ClassroomError as error:
        return _group_page(public_id, beside(error)), error.status
    if username == current_user.username:
        flash(_("You have left the group."))
        return redirect(url_for("groups.index"), 303)
    flash(_("%(username)s does not teach this group any more.", username=username))
    return _back(public_id, "instructors")


@blueprint.get("/<public_id>/students/<student>")
def student(public_id: str, student: str) -> ResponseReturnValue:
    return _student_page(public_id, student)


@blueprint.post("/<public_id>/students/<student>/name")
def rename_student(public_id: str, student: str) -> ResponseReturnValue:
    try:
        alias = grouping.rename_student(
            current_user.id, public_id, student, request.form.get("name", "")
        )
    except ClassroomError as error:
        return _student_page(public_id, student, beside(error)), error.status
    flash(_("The student is now called %(alias)s.", alias=alias))
    return _back(public_id, "students")


@blueprint.post("/<public_id>/students/<student>/removal")
def remove_student(public_id: str, student: str) -> ResponseReturnValue:
    grouping.remove_student(current_user.id, public_id, student)
    flash(_("The student and all their answers are deleted."))
    return _back(public_id, "students")


@blueprint.get("/<public_id>/deletion")
def ask_about_deletion(public_id: str) -> ResponseReturnValue:
    group = grouping.taught(current_user.id, public_id)
    return render_template(
        "groups/deletion.html",
        group=group,
        students=groups.student_count(group.id),
        sessions=sessions.of_group(group.id),
        live=sessions.live_for_group(group.id),
    )


@blueprint.post("/<public_id>/deletion")
def delete(public_id: str) -> ResponseReturnValue:
    name = grouping.taught(current_user.id, public_id).name
    grouping.delete_group(current_user.id, public_id)
    flash(_("“%(name)s” is deleted, with its students and sessions.", name=name))
    return redirect(url_for("groups.index"), 303)


def _new_page(errors: Errors | None = None) -> str:
    return render_template("groups/new.html", errors=errors or {}, typed=typed())


def _group_page(public_id: str, errors: Errors | None = None) -> str:
    group = grouping.taught(current_user.id, public_id)
    link = addresses.base() + url_for("student.join_group", join_token=group.join_token)
    return render_template(
        "groups/group.html",
        group=group,
        instructors=groups.instructors(group.id),
        students=groups.students(group.id),
        sessions=sessions.of_group(group.id),
        retentions=grouping.RETENTION_DAYS,
        link=link,
        qr=addresses.qr(link),
        errors=errors or {},
        typed=typed(),
    )


def _student_page(public_id: str, student: str, errors: Errors | None = None) -> str:
    return render_template(
        "groups/student.html",
        group=grouping.taught(current_user.id, public_id),
        student=grouping.student_of(current_user.id, public_id, student),
        errors=errors or {},
        typed=typed(),
    )


def _back(public_id: str, part: str | None = None) -> ResponseReturnValue:
    return redirect(url_for("groups.show", public_id=public_id, _anchor=part), 303)
