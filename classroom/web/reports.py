"""What stays after class: the instructor's report with its files, and each student's own pages."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user, login_required
from markupsafe import Markup

from classroom.actions import admission, deleting
from classroom.domain.errors import NotFound
from classroom.domain.kinds.kind import Choice
from classroom.domain.tally import percent
from classroom.reports.as_csv import as_csv
from classroom.reports.as_xlsx import as_xlsx
from classroom.reports.naming import file_name, own_file_name
from classroom.reports.records import Person
from classroom.reports.round_report import RoundReport
from classroom.reports.session_report import SessionReport, report_of
from classroom.reports.student_report import OwnRound, StudentReport, own_report, sessions_of
from classroom.reports.summary import ComponentReport
from classroom.screens import wording
from classroom.screens.reveal import reveal_view
from classroom.screens.views import ProfileRowView, ResultView, RevealView
from classroom.storage.queries import groups, sessions
from classroom.storage.tables import LiveSession, Student
from classroom.web.assets import content_of

blueprint = Blueprint("reports", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class RoundPage:
    """A round of the instructor's report with the words of its reveal."""

    round: RoundReport
    reveal: RevealView
    choices: list[tuple[Choice, list[Person]]]
    """Who made each choice."""
    can_correct: bool


@dataclass(frozen=True)
class ComponentPage:
    """A bar of what the room reached for over all cases, and how many of them needed it."""

    row: ProfileRowView
    called_for: int


@dataclass(frozen=True)
class OwnRoundPage:
    """A round of a student's page. `reveal` is None as long as the key is not out."""

    round: OwnRound
    reveal: RevealView | None
    own: tuple[ResultView, ...]
    """The chosen options with their rationales: they come first."""
    others: tuple[ResultView, ...]


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
        components=[_component_page(found, report) for found in report.summary.components],
        rounds=[_round_page(round_, report) for round_ in report.rounds],
    )


@blueprint.get("/sessions/<public_id>/report.csv")
@login_required
def download_csv(public_id: str) -> Response:
    report = report_of(_own_session(public_id))
    content = as_csv(report, with_names=_with_names())
    return _download(content, "text/csv; charset=utf-8", file_name(report, "csv"))


@blueprint.get("/sessions/<public_id>/report.xlsx")
@login_required
def download_xlsx(public_id: str) -> Response:
    report = report_of(_own_session(public_id))
    content = as_xlsx(report, with_names=_with_names())
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
        "reports/my_session.html", report=report, page_token=page_token, rounds=_own_pages(report)
    )


@blueprint.get("/mine/<page_token>/<session_public_id>/file")
def download_my_session(page_token: str, session_public_id: str) -> Response:
    """The page as one file that needs nothing else: it is read when the server is long gone."""
    report = _own_report(_student(page_token), session_public_id)
    # Our own style sheet, and nothing that anybody typed: escaping would break its selectors.
    style = Markup(content_of("pages.css"))  # noqa: S704
    page = render_template(
        "reports/my_file.html", report=report, rounds=_own_pages(report), style=style
    )
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


def _component_page(found: ComponentReport, report: SessionReport) -> ComponentPage:
    row, name, choices = found.row, found.row.component.value, report.summary.choices
    view = ProfileRowView(
        component=name,
        label=wording.component_name(name),
        strengthens=row.strengthens,
        strains=row.strains,
        neither=row.neither,
        total=row.total,
        total_percent=percent(row.total, choices),
        strengthens_percent=percent(row.strengthens, choices),
        strains_percent=percent(row.strains, choices),
        neither_percent=percent(row.neither, choices),
        needed=row.needed,
    )
    return ComponentPage(view, found.called_for)


def _round_page(round_: RoundReport, report: SessionReport) -> RoundPage:
    record = round_.record
    choices: dict[Choice, list[Person]] = {}
    for answer in round_.answers:
        choices.setdefault(answer.choice, []).append(answer.person)
    return RoundPage(
        round=round_,
        reveal=reveal_view(record.question, record.key, record.tally),
        choices=sorted(choices.items()),
        # While the session is live, a correction before the reveal would give the key away.
        can_correct=record.was_asked
        and (not report.is_live or record.is_revealed or round_.is_skipped),
    )


def _own_pages(report: StudentReport) -> list[OwnRoundPage]:
    return [_own_page(round_) for round_ in report.rounds]


def _own_page(round_: OwnRound) -> OwnRoundPage:
    if round_.explanation is None:
        return OwnRoundPage(round_, None, (), ())
    explained = round_.explanation
    reveal = reveal_view(explained.question, explained.key, explained.tally)
    own = tuple(result for result in reveal.results if result.letter in round_.choice)
    others = tuple(result for result in reveal.results if result.letter not in round_.choice)
    return OwnRoundPage(round_, reveal, own, others)


def _with_names() -> bool:
    return request.args.get("names") == "1"


def _download(content: bytes, mimetype: str, name: str) -> Response:
    response = Response(content, content_type=mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
