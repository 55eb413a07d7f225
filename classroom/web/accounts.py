"""Signing in and out, making an account with a link, and what an instructor may change in it."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from itsdangerous import BadSignature, URLSafeSerializer

from classroom.actions import accounts
from classroom.domain.accounts import FEWEST_IN_PASSWORD, MOST_IN_PASSWORD
from classroom.domain.errors import ClassroomError
from classroom.screens import addresses
from classroom.storage.secrets import hashed, new_token
from classroom.storage.tables import Instructor
from classroom.web.forms import Errors, beside, typed
from classroom.web.guard import set_private_cookie

blueprint = Blueprint("accounts", __name__)

_KNOWN_BROWSER = "known-browser"


class SignedIn(UserMixin):
    """The instructor of this request, known by the token of a login."""

    def __init__(self, instructor: Instructor, token: str) -> None:
        self.id = instructor.id
        self.username = instructor.username
        self.name = instructor.name
        self.token_hash = hashed(token)
        self._token = token

    def get_id(self) -> str:
        """What Flask-Login keeps in the cookie: the login's token, not the instructor's id."""
        return self._token


def init_accounts(app: Flask) -> None:
    logins = LoginManager(app)
    logins.session_protection = None  # it ties a login to an IP address; laptops change theirs

    @logins.user_loader
    def load(token: str) -> SignedIn | None:
        if g.get("database_is_away"):
            return None
        instructor = accounts.signed_in(token)
        return SignedIn(instructor, token) if instructor else None

    @logins.unauthorized_handler
    def ask_to_sign_in() -> ResponseReturnValue:
        wanted = request.full_path.rstrip("?") if request.method == "GET" else None
        address = url_for("accounts.sign_in", next=wanted)
        if request.headers.get("HX-Request"):
            return Response(status=401, headers={"HX-Redirect": address})
        return redirect(address, 303)


@blueprint.get("/sign-in")
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(_local(request.args.get("next")))
    return _sign_in_page()


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    username = request.form.get("username", "")
    browser = _known_browser(username)
    try:
        token = accounts.sign_in(username, request.form.get("password", ""), browser)
    except ClassroomError as error:
        return _sign_in_page(beside(error)), error.status
    response = make_response(redirect(_local(request.form.get("next")), 303))
    _remember_browser(response, username)
    _start_login(token)
    return response


@blueprint.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    if current_user.is_authenticated:
        accounts.sign_out(current_user.token_hash)
    session.clear()
    flash(_("You are signed out."))
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.get("/welcome/<token>")
def welcome(token: str) -> ResponseReturnValue:
    accounts.check_welcome(token)
    return _welcome_page(token)


@blueprint.post("/welcome/<token>")
def create_account(token: str) -> ResponseReturnValue:
    form = request.form
    username = form.get("username", "")
    try:
        login_token = accounts.create_account(
            token, username, form.get("name", ""), form.get("new_password", "")
        )
    except ClassroomError as error:
        return _welcome_page(token, beside(error)), error.status
    response = make_response(redirect(url_for("home.show"), 303))
    _remember_browser(response, username)
    _start_login(login_token)
    return response


@blueprint.get("/account")
@login_required
def account() -> ResponseReturnValue:
    return _account_page(colleague_token=session.pop("colleague_token", None))


@blueprint.post("/account/password")
@login_required
def change_password() -> ResponseReturnValue:
    old, new = request.form.get("password", ""), request.form.get("new_password", "")
    try:
        accounts.change_password(current_user.id, old, new, current_user.token_hash)
    except ClassroomError as error:
        return _account_page(beside(error)), error.status
    flash(_("Your password is changed. You are signed out everywhere else."))
    return redirect(url_for("accounts.account"), 303)


@blueprint.post("/account/sign-outs")
@login_required
def sign_out_everywhere() -> ResponseReturnValue:
    accounts.sign_out_everywhere(current_user.id)
    session.clear()
    flash(_("You are signed out on every device."))
    return redirect(url_for("accounts.sign_in"), 303)


@blueprint.post("/colleagues")
@login_required
def add_colleague() -> ResponseReturnValue:
    # Shown by the next page alone, so that a reload neither shows nor makes another one.
    session["colleague_token"] = accounts.colleague_link()
    return redirect(url_for("accounts.account", _anchor="colleague"), 303)


def _sign_in_page(errors: Errors | None = None) -> str:
    return render_template(
        "accounts/sign_in.html",
        errors=errors or {},
        typed=typed(),
        next=request.values.get("next", ""),
    )


def _welcome_page(token: str, errors: Errors | None = None) -> str:
    return render_template(
        "accounts/welcome.html",
        token=token,
        errors=errors or {},
        typed=typed(),
        fewest=FEWEST_IN_PASSWORD,
        most=MOST_IN_PASSWORD,
    )


def _account_page(errors: Errors | None = None, colleague_token: str | None = None) -> str:
    path = url_for("accounts.welcome", token=colleague_token) if colleague_token else None
    return render_template(
        "accounts/account.html",
        errors=errors or {},
        colleague_link=addresses.base() + path if path else None,
        fewest=FEWEST_IN_PASSWORD,
        most=MOST_IN_PASSWORD,
    )


def _start_login(token: str) -> None:
    """Begin a new cookie for a new login; whoever was signed in here before is not any more."""
    if current_user.is_authenticated:
        accounts.sign_out(current_user.token_hash)
    session.clear()
    session.permanent = True
    instructor = accounts.signed_in(token)
    if instructor is not None:
        login_user(SignedIn(instructor, token))


def _known_browser(username: str) -> str | None:
    """The mark of a browser that has signed in under this name before."""
    try:
        name, mark = _signer().loads(request.cookies.get(_KNOWN_BROWSER, ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(mark) if name == username.strip().lower() else None


def _remember_browser(response: Response, username: str) -> None:
    mark = _signer().dumps([username.strip().lower(), new_token()])
    set_private_cookie(response, _KNOWN_BROWSER, mark, days=365)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=_KNOWN_BROWSER)


def _local(address: str | None) -> str:
    """The address if it leads to a page of this server, else the home page."""
    if address and address.startswith("/") and address.isprintable() and "\\" not in address:
        parts = urlsplit(address)
        if not parts.scheme and not parts.netloc and not address.startswith("//"):
            return address
    return url_for("home.show")
