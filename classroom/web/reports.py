"""What stays after class: the instructor's report with its files, and each student's own pages."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from classroom.actions import admission, deleting
from classroom.domain.errors import NotFound
from classroom.reports.as_csv import as_csv
from classroom.reports.as_xlsx import as_xlsx
from classroom.reports.naming import file_name, own_file_name
from classroom.reports.session_report import report_of
from classroom.reports.student_report import StudentReport, own_report, sessions_of
from classroom.storage.queries import groups, sessions
from classroom.storage.tables import LiveSession, Student
from classroom.web.assets import content_of
from classroom.web.own_pages import own_page
from classroom.web.report_pages import component_page, round_page

blueprint = Blueprint("reports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Names and secret addresses stay out of caches, search engines and other sites' logs."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    # A page with a form must say where it was sent from: under HTTPS the forgery check wants it.
    if request.endpoint in _WITHOUT_FORMS:
        response.headers["Referrer-Policy"] = "no-referrer"
    return response


_WITHOUT_FORMS = {"reports.mine", "reports.my_session", "reports.download_my_session"}


@blueprint.get("/sessions/<public_id>/report")
@login_required
def session_report(public_id: str) -> str:
    report = report_of(_own_session(public_id))
    return render_template(
        "reports/session.html",
        report=report,
        summary=report.summary,
        components=[component_page(found, report) for found in report.summary.components],
        rounds=[round_page(round_, report) for round_ in report.rounds],
    )


@blueprint.get("/sessions/<public_id>/report.csv")
@login_required
def download_csv(public_id: str) -> Response:
    """`?names=1` puts the aliases in, `?texts=1` what was written to short texts."""
    report = report_of(_own_session(public_id))
    content = as_csv(report, with_names=_asked_for("names"), with_texts=_asked_for("texts"))
    return _download(content, "text/csv; charset=utf-8", file_name(report, "csv"))


@blueprint.get("/sessions/<public_id>/report.xlsx")
@login_required
def download_xlsx(public_id: str) -> Response:
    """With the same choices as the CSV."""
    report = report_of(_own_session(public_id))
    content = as_xlsx(report, with_names=_asked_for("names"), with_texts=_asked_for("texts"))
    return _download(content, XLSX, file_name(report, "xlsx"))


@blueprint.get("/sessions/<public_id>/deletion")
@login_required
def ask_about_deletion(public_id: str) -> str:
    session = _own_session(public_id)
    return render_template(
        "reports/deletion.html", session=session, rounds=len(sessions.rounds(session.id))
    )


@blueprint.post("/sessions/<public_id>/deletion")
@login_required
def delete(public_id: str) -> ResponseReturnValue:
    session = _own_session(public_id)
    title = session.title
    deleting.delete_session(session.id)
    flash(_("“%(title)s” and everything answered in it is deleted.", title=title))
    return redirect(url_for("home.show"), 303)


@blueprint.get("/mine/<page_token>")
def mine(page_token: str) -> str:
    student = _student(page_token)
    return render_template("reports/mine.html", student=student, sessions=sessions_of(student))


@blueprint.get("/mine/<page_token>/<session_public_id>")
def my_session(page_token: str, session_public_id: str) -> str:
    report = _own_report(_student(page_token), session_public_id)
    return render_template(
        "reports/my_session.html", own=own_page(report), report=report, page_token=page_token
    )


@blueprint.get("/mine/<page_token>/<session_public_id>/file")
def download_my_session(page_token: str, session_public_id: str) -> Response:
    """The page as one file that needs nothing else: it is read when the server is long gone."""
    report = _own_report(_student(page_token), session_public_id)
    # Our own style sheet, and nothing that anybody typed: escaping would break its selectors.
    style = Markup(content_of("pages.css"))  # noqa: S704
    page = render_template("reports/my_file.html", own=own_page(report), report=report, style=style)
    return _download(page.encode(), "text/html; charset=utf-8", own_file_name(report))


@blueprint.get("/mine/<page_token>/deletion")
def ask_about_deleting_me(page_token: str) -> str:
    student = _student(page_token)
    return render_template(
        "reports/my_deletion.html", student=student, sessions=sessions_of(student)
    )


@blueprint.post("/mine/<page_token>/deletion")
def delete_me(page_token: str) -> ResponseReturnValue:
    student = _student(page_token)
    cookie = admission.seat_cookie(student.group)
    deleting.delete_student(student.id)
    response = Response(render_template("reports/forgotten.html"))
    response.delete_cookie(cookie)
    return response


def _own_session(public_id: str) -> LiveSession:
    """The session, for an instructor of its group; NotFound for everybody else.

    A console that was lent to another device may steer the session, and may not read its report.
    """
    session = sessions.with_public_id(public_id)
    if session is None or not sessions.is_instructor_of(current_user.id, session):
        raise NotFound
    return session


def _student(page_token: str) -> Student:
    student = groups.student_with_page_token(page_token)
    if student is None:
        raise NotFound
    return student


def _own_report(student: Student, session_public_id: str) -> StudentReport:
    report = own_report(student, session_public_id)
    if report is None:
        raise NotFound
    return report


def _asked_for(name: str) -> bool:
    return request.args.get(name) == "1"


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
