"""Instructors' accounts: made with a link that works once, entered with a password."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from classroom.actions import announcements, passwords
from classroom.domain.accounts import new_password, normal_name, normal_password, normal_username
from classroom.domain.errors import (
    InvalidUsername,
    LinkUsed,
    NameTaken,
    TooManyTries,
    UnknownUser,
    WrongPassword,
)
from classroom.domain.patience import Patience
from classroom.storage.database import now
from classroom.storage.queries import accounts
from classroom.storage.secrets import hashed, new_token
from classroom.storage.tables import Instructor, Login, OneTimeLink
from classroom.storage.writer import write

FIRST_RUN = "first-run"
COLLEAGUE = "colleague"
COLLEAGUE_LINK_LASTS = timedelta(days=7)
LOGIN_LASTS = timedelta(days=90)


def first_run_link() -> str | None:
    """The token of a new link for the first account, or None when there is an instructor.

    An earlier first-run link is dropped: of what several starts printed, the last one counts.
    """
    token = new_token()

    def renew(session: Session) -> str | None:
        _drop_first_run_links(session)
        if _any_instructor(session):
            return None
        session.add(OneTimeLink(token_hash=hashed(token), purpose=FIRST_RUN))
        return token

    return write(renew)


def colleague_link() -> str:
    """The token of a link with which a colleague makes an account within seven days."""
    token = new_token()

    def add(session: Session) -> None:
        expires_at = now() + COLLEAGUE_LINK_LASTS
        session.add(OneTimeLink(token_hash=hashed(token), purpose=COLLEAGUE, expires_at=expires_at))

    write(add)
    return token


def check_welcome(token: str) -> None:
    """Whether the link still makes an account; LinkUsed if not."""
    link = accounts.usable_link(hashed(token))
    if link is None or link.purpose not in (FIRST_RUN, COLLEAGUE):
        raise LinkUsed
    if link.purpose == FIRST_RUN and accounts.any_instructor():
        raise LinkUsed


def create_account(token: str, username: str, name: str, password: str) -> str:
    """Make the account that the link allows and sign it in; returns the login token.

    The link is used up in the same transaction: of two simultaneous uses one wins.
    InvalidUsername, NameTooLong, PasswordTooShort, PasswordTooLong, NameTaken, LinkUsed.
    """
    check_welcome(token)
    username = normal_username(username)
    name = normal_name(name, username)
    password_hash = passwords.hash_of(new_password(password))
    login_token = new_token()

    def use_link(session: Session) -> None:
        _use_up(session, token)
        instructor = _add(session, username, name, password_hash)
        session.add(Login(token_hash=hashed(login_token), instructor_id=instructor.id))

    write(use_link)
    return login_token


def add_account(username: str, name: str, password: str) -> None:
    """Make an account without a link: for the command line."""
    username = normal_username(username)
    name = normal_name(name, username)
    password_hash = passwords.hash_of(new_password(password))

    def add(session: Session) -> None:
        _add(session, username, name, password_hash)

    write(add)


def sign_in(username: str, password: str, browser: str | None = None) -> str:
    """The token of a new login; WrongPassword, or TooManyTries with the seconds to wait.

    `browser` is the mark of a browser that has signed in to this account before. Each such
    browser has a meter of its own and all others share one, so that a guesser who throws away
    cookies slows down himself and no instructor at an own device.
    """
    key = (username.strip().lower()[:80], browser)
    if seconds := _patience().begin(key):
        raise TooManyTries(seconds=seconds)
    instructor = _typed(username)
    instructor_id = instructor.id if instructor else None
    password_hash = instructor.password_hash if instructor else None
    password = normal_password(password)
    if not passwords.matches(password, password_hash) or not password_hash or not instructor_id:
        raise WrongPassword
    _patience().forget(key)
    fresh_hash = passwords.hash_of(password) if passwords.is_dated(password_hash) else None
    token = new_token()

    def log_in(session: Session) -> None:
        known = session.get(Instructor, instructor_id)
        if known is None or known.password_hash != password_hash:
            raise WrongPassword  # changed while we were hashing
        known.password_hash = fresh_hash or password_hash
        session.execute(delete(Login).where(Login.created_at < now() - LOGIN_LASTS))
        session.add(Login(token_hash=hashed(token), instructor_id=instructor_id))

    write(log_in)
    return token


def signed_in(token: str) -> Instructor | None:
    """Whose login the token is."""
    login = accounts.login_with_hash(hashed(token))
    if login is None or login.created_at < now() - LOGIN_LASTS:
        return None
    return login.instructor


def sign_out(token_hash: str) -> None:
    """End one login and the screens that stand open on it."""

    def end(session: Session) -> None:
        session.execute(delete(Login).where(Login.token_hash == token_hash))

    write(end)
    announcements.signed_out.send(token_hash=token_hash)


def sign_out_everywhere(instructor_id: int) -> None:
    """End every login of the instructor, the one that asks included."""
    _announce(write(lambda session: _end_logins(session, instructor_id)))


def reset_password(username: str, new: str) -> None:
    """Set a password without the old one and end every login: for the command line."""
    instructor = _typed(username)
    if instructor is None:
        raise UnknownUser(username=username)
    _set_password(instructor.id, new, keep=None)


def change_password(instructor_id: int, old: str, new: str, token_hash: str) -> None:
    """Set a new password and end every other login; WrongPassword, TooManyTries."""
    if seconds := _patience().begin(instructor_id):
        raise TooManyTries(seconds=seconds)
    old_hash = accounts.password_hash(instructor_id)
    if not passwords.matches(normal_password(old), old_hash):
        raise WrongPassword
    _patience().forget(instructor_id)
    _set_password(instructor_id, new, keep=token_hash)


def _drop_first_run_links(session: Session) -> None:
    session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == FIRST_RUN))


def _any_instructor(session: Session) -> bool:
    return session.scalar(select(Instructor.id).limit(1)) is not None


def _use_up(session: Session, token: str) -> None:
    purpose = session.scalar(
        delete(OneTimeLink)
        .where(
            OneTimeLink.token_hash == hashed(token),
            OneTimeLink.purpose.in_((FIRST_RUN, COLLEAGUE)),
            or_(OneTimeLink.expires_at.is_(None), OneTimeLink.expires_at > now()),
        )
        .returning(OneTimeLink.purpose)
    )
    if purpose is None or (purpose == FIRST_RUN and _any_instructor(session)):
        raise LinkUsed


def _add(session: Session, username: str, name: str, password_hash: str) -> Instructor:
    instructor = Instructor(username=username, name=name, password_hash=password_hash)
    session.add(instructor)
    try:
        session.flush()
    except IntegrityError:
        raise NameTaken(username=username) from None
    _drop_first_run_links(session)
    return instructor


def _patience() -> Patience:
    found: Patience = current_app.extensions.setdefault("classroom.sign_in_patience", Patience())
    return found


def _typed(username: str) -> Instructor | None:
    try:
        return accounts.with_username(normal_username(username))
    except InvalidUsername:
        return None


def _set_password(instructor_id: int, new: str, keep: str | None) -> None:
    password_hash = passwords.hash_of(new_password(new))

    def change(session: Session) -> list[str]:
        instructor = session.get(Instructor, instructor_id)
        if instructor is None:
            raise WrongPassword
        instructor.password_hash = password_hash
        return _end_logins(session, instructor_id, keep)

    _announce(write(change))


def _end_logins(session: Session, instructor_id: int, keep: str | None = None) -> list[str]:
    ended = delete(Login).where(Login.instructor_id == instructor_id).returning(Login.token_hash)
    if keep is not None:
        ended = ended.where(Login.token_hash != keep)
    return list(session.scalars(ended))


def _announce(ended: list[str]) -> None:
    for token_hash in ended:
        announcements.signed_out.send(token_hash=token_hash)
