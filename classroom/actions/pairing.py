"""Lending a session's screens: the projector by six digits, a second console by a link."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from classroom.actions.admission import CONSOLE, PROJECTOR
from classroom.domain.codes import new_pairing_number, normal_pairing_number
from classroom.domain.errors import LinkUsed, UnknownPairingNumber
from classroom.storage.database import now
from classroom.storage.secrets import hashed, new_token
from classroom.storage.tables import LiveSession, OneTimeLink, PairingNumber, ScreenGrant
from classroom.storage.writer import write

NUMBER_LIFE = timedelta(minutes=10)
NUMBER_TRIES = 10
"""Wrong tries, by anybody, after which every number shown now is withdrawn: a guesser of six
digits has one chance in a hundred thousand a number."""
LINK_LIFE = timedelta(minutes=10)


def new_number(session_id: int) -> str:
    """A number that opens the projector of this session once; an older one is withdrawn."""
    number = new_pairing_number()

    def work(session: Session) -> None:
        session.execute(delete(PairingNumber).where(PairingNumber.expires_at < now()))
        session.execute(delete(PairingNumber).filter_by(session_id=session_id))
        session.merge(
            PairingNumber(
                number_hash=hashed(number),
                session_id=session_id,
                expires_at=now() + NUMBER_LIFE,
                tries_left=NUMBER_TRIES,
            )
        )

    write(work)
    return number


def pair(typed_number: str) -> tuple[int, str]:
    """Use up a number: the session's id and the token of its projector's browser.

    UnknownPairingNumber counts against every number that is valid now.
    """
    number = normal_pairing_number(typed_number)
    token = new_token()

    def work(session: Session) -> int | None:
        found = session.get(PairingNumber, hashed(number))
        if found is None or found.expires_at < now() or found.tries_left <= 0:
            session.execute(update(PairingNumber).values(tries_left=PairingNumber.tries_left - 1))
            return None
        live = session.get(LiveSession, found.session_id)
        session.delete(found)
        if live is None or not live.is_live:
            return None
        _grant(session, live.id, PROJECTOR, token)
        return live.id

    session_id = write(work)
    if session_id is None:
        raise UnknownPairingNumber
    return session_id, token


def open_projector(session_id: int) -> str:
    """A projector in the browser of the console itself: the token for its cookie."""
    token = new_token()
    write(lambda session: _grant(session, session_id, PROJECTOR, token))
    return token


def new_console_link(session_id: int) -> str:
    """A token for a link that makes another device a console of this session, once."""
    token = new_token()

    def work(session: Session) -> None:
        session.execute(
            delete(OneTimeLink).where(
                OneTimeLink.purpose == CONSOLE, OneTimeLink.expires_at < now()
            )
        )
        session.add(
            OneTimeLink(
                token_hash=hashed(token),
                purpose=CONSOLE,
                session_id=session_id,
                expires_at=now() + LINK_LIFE,
            )
        )

    write(work)
    return token


def take_over(link_token: str) -> tuple[int, str]:
    """Use up a console link: the session's id and the token of the new console. LinkUsed."""
    token = new_token()

    def work(session: Session) -> int:
        found = session.scalar(
            select(OneTimeLink).filter_by(token_hash=hashed(link_token), purpose=CONSOLE)
        )
        if found is None or found.session_id is None:
            raise LinkUsed
        if found.expires_at is not None and found.expires_at < now():
            raise LinkUsed
        session_id = found.session_id
        session.delete(found)
        _grant(session, session_id, CONSOLE, token)
        return session_id

    return write(work), token


def _grant(session: Session, session_id: int, screen: str, token: str) -> None:
    session.add(ScreenGrant(token_hash=hashed(token), session_id=session_id, screen=screen))
