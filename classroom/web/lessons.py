"""Lessons: a list of questions that an instructor puts together, and the banks they come from."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required

from classroom.actions import planning
from classroom.domain.errors import ClassroomError, NotFound
from classroom.screens import catalog
from classroom.screens.reveal import preview_of
from classroom.screens.wording import certainty_level, component_name
from classroom.storage.queries import groups, lessons, sessions
from classroom.storage.tables import Lesson
from classroom.web.forms import Errors, beside, typed
from classroom.web.home import usual_group

blueprint = Blueprint("lessons", __name__)
blueprint.add_app_template_filter(catalog.level_name)
blueprint.add_app_template_filter(catalog.kind_name)
blueprint.add_app_template_filter(catalog.section_name)
blueprint.add_app_template_filter(component_name)
blueprint.add_app_template_filter(certainty_level)


@blueprint.before_request
@login_required
def _only_instructors() -> None:
    """Every page here belongs to somebody who is signed in."""


@blueprint.get("/lessons")
def index() -> ResponseReturnValue:
    return render_template("lessons/index.html", lessons=lessons.for_instructor(current_user.id))


@blueprint.get("/lessons/new")
def new() -> ResponseReturnValue:
    return _new_page()


@blueprint.post("/lessons")
def create() -> ResponseReturnValue:
    form = request.form
    try:
        public_id = planning.create(
            current_user.id,
            form.get("title", ""),
            form.get("minutes", ""),
            is_exam="is_exam" in form,
        )
    except ClassroomError as error:
        return _new_page(beside(error)), error.status
    return redirect(url_for("lessons.choose", public_id=public_id), 303)


@blueprint.get("/lessons/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    return _lesson_page(public_id)


@blueprint.post("/lessons/<public_id>/details")
def describe(public_id: str) -> ResponseReturnValue:
    form = request.form
    try:
        planning.describe(
            current_user.id,
            public_id,
            form.get("title", ""),
            form.get("minutes", ""),
            is_exam="is_exam" in form,
        )
    except ClassroomError as error:
        return _lesson_page(public_id, beside(error)), error.status
    flash(_("Saved."))
    return redirect(url_for("lessons.show", public_id=public_id), 303)


@blueprint.get("/lessons/<public_id>/bank")
def choose(public_id: str) -> ResponseReturnValue:
    """The questions of every bank, to be added to this lesson."""
    lesson = planning.readable(current_user.id, public_id)
    if lesson.is_sample:
        raise NotFound
    wanted = catalog.Filter.of(request.args)
    everything = [(stored, stored.question) for stored in lessons.all_questions()]
    return render_template(
        "lessons/bank.html",
        lesson=lesson,
        wanted=wanted,
        choices=catalog.choices_of([question for _stored, question in everything]),
        found=[(stored, question) for stored, question in everything if wanted.finds(question)],
        total=len(everything),
        taken={item.question.slug for item in lesson.items},
        focus=request.args.get("focus", ""),
    )


@blueprint.post("/lessons/<public_id>/questions")
def add_question(public_id: str) -> ResponseReturnValue:
    slug = request.form.get("question", "")
    planning.add_question(current_user.id, public_id, slug)
    return _back_to_bank(public_id, slug)


@blueprint.post("/lessons/<public_id>/questions/<slug>/position")
def move_question(public_id: str, slug: str) -> ResponseReturnValue:
    """One place up or down; the pressed button keeps the focus, or its twin at the end."""
    direction = request.form.get("direction", "")
    by = {"up": -1, "down": 1}.get(direction, 0)
    planning.move_question(current_user.id, public_id, slug, by)
    address = url_for("lessons.show", public_id=public_id, focus=slug, pressed=direction)
    return redirect(f"{address}#{_row(slug)}", 303)


@blueprint.post("/lessons/<public_id>/questions/<slug>/removal")
def remove_question(public_id: str, slug: str) -> ResponseReturnValue:
    """Out of the lesson; the focus goes to the question that takes its place."""
    following = _following(planning.readable(current_user.id, public_id), slug)
    planning.remove_question(current_user.id, public_id, slug)
    if request.form.get("back") == "bank":
        return _back_to_bank(public_id, slug)
    address = url_for("lessons.show", public_id=public_id, focus=following, pressed="removal")
    return redirect(address, 303)


@blueprint.post("/lessons/<public_id>/copies")
def copy(public_id: str) -> ResponseReturnValue:
    original = planning.readable(current_user.id, public_id)
    title = original.title
    if not original.is_sample:
        title = _("%(title)s (copy)", title=title[:110])
    copied = planning.copy(current_user.id, public_id, title)
    flash(_("This copy is yours. Change it as you like."))
    return redirect(url_for("lessons.show", public_id=copied), 303)


@blueprint.get("/lessons/<public_id>/deletion")
def ask_about_deletion(public_id: str) -> ResponseReturnValue:
    lesson = planning.readable(current_user.id, public_id)
    if lesson.is_sample:
        raise NotFound
    return render_template(
        "lessons/deletion.html", lesson=lesson, is_live=lessons.is_live(lesson.id)
    )


@blueprint.post("/lessons/<public_id>/deletion")
def delete(public_id: str) -> ResponseReturnValue:
    title = planning.readable(current_user.id, public_id).title
    planning.delete_lesson(current_user.id, public_id)
    flash(_("“%(title)s” is deleted. Reports of its sessions are still there.", title=title))
    return redirect(url_for("lessons.index"), 303)


@blueprint.get("/questions/<slug>")
def question(slug: str) -> ResponseReturnValue:
    """A question with its key and rationales."""
    stored = lessons.question_with_slug(slug)
    if stored is None:
        raise NotFound
    return render_template(
        "lessons/question.html",
        stored=stored,
        question=stored.question,
        preview=preview_of(stored.question),
    )


def _new_page(errors: Errors | None = None) -> str:
    return render_template("lessons/new.html", errors=errors or {}, typed=typed())


def _lesson_page(public_id: str, errors: Errors | None = None) -> str:
    lesson = planning.readable(current_user.id, public_id)
    own_groups = groups.of_instructor(current_user.id, one_off=False)
    return render_template(
        "lessons/lesson.html",
        lesson=lesson,
        groups=own_groups,
        usual_group=usual_group(own_groups, sessions.newest_of_instructor(current_user.id)),
        is_live=lessons.is_live(lesson.id),
        focus=request.args.get("focus", ""),
        pressed=request.args.get("pressed", ""),
        errors=errors or {},
        typed=typed(),
    )


def _back_to_bank(public_id: str, slug: str) -> ResponseReturnValue:
    """The same search again, with the focus on the question that was added or removed."""
    wanted: dict[str, Any] = {part: request.form.get(part) or None for part in catalog.PARTS}
    address = url_for("lessons.choose", public_id=public_id, focus=slug, **wanted)
    return redirect(f"{address}#{_row(slug)}", 303)


def _row(slug: str) -> str:
    return f"question-{slug}"


def _following(lesson: Lesson, slug: str) -> str | None:
    """The question after that one, or the one before when it is the last."""
    slugs = [item.question.slug for item in lesson.items]
    if slug not in slugs or len(slugs) == 1:
        return None
    place = slugs.index(slug)
    return slugs[place + 1] if place + 1 < len(slugs) else slugs[place - 1]
