"""Reads the records of a session, in few queries rather than a few for each round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from classroom.domain.correction import key_in_force
from classroom.domain.kinds import PASS, Choice, from_text, kind_named
from classroom.domain.question import Key, Question
from classroom.domain.round import RoundPhase
from classroom.domain.tally import Tally, tally
from classroom.reports.records import DecidedCorrection, GivenAnswer, Person, Record, Records
from classroom.storage.queries import reports
from classroom.storage.queries.reports import StoredAnswer
from classroom.storage.tables import LiveSession, Round, Sentence, Student, Vote


def records_of(session: LiveSession) -> Records:
    seats = reports.seats(session.group_id)
    joined = reports.joined_at(session.id)
    people = {
        seat.id: Person(seat.id, number, seat.alias, joined.get(seat.id))
        for number, seat in enumerate(seats, start=1)
        if _counts(seat, session)
    }
    left_out = sum(1 for seat in seats if seat.id in joined and seat.id not in people)
    return Records(session, people, left_out, _rounds(session, people))


def _counts(seat: Student, session: LiveSession) -> bool:
    """Simulated students enter no statistics, except in a session that is itself a simulation."""
    return session.simulated or not seat.simulated


def _rounds(session: LiveSession, people: Mapping[int, Person]) -> tuple[Record, ...]:
    answers = reports.answers(session.id)
    hands = reports.hands(session.id)
    participations = reports.participations(session.id)
    sentences = reports.sentences(session.id)
    presences = reports.presences(session.id)
    records = []
    for round_ in reports.rounds_with_events(session.id):
        question = round_.question
        key = key_in_force(question, [event.correction for event in round_.corrections])
        vote = round_.votes[-1] if round_.votes else None
        vote_id = vote.id if vote else 0
        given = _given(answers, vote_id, people, key, question)
        written = tuple(sentences.get(vote_id, ()))
        kept = _kept(vote)
        choices = Counter(answer.choice for answer in given) + kept
        records.append(
            Record(
                position=round_.position,
                phase=RoundPhase(round_.phase),
                question=question,
                key=key,
                tally=_tally(question, key, vote, choices, hands.get(vote_id), written),
                answers=given,
                participants=participations.get(vote_id, frozenset()) & people.keys(),
                is_sealed=_is_sealed(vote),
                sentences=written,
                # Sealed ballots are kept in the same place, and were never anybody's.
                forgotten=kept.total() if kind_named(question.kind).is_linked else 0,
                corrections=_corrections(round_),
                present=frozenset(presences.get(round_.id, ())) & people.keys(),
                opened_at=round_.opened_at,
                closed_at=round_.closed_at,
            )
        )
    return tuple(records)


def _given(
    answers: Iterable[StoredAnswer],
    vote_id: int,
    people: Mapping[int, Person],
    key: Key,
    question: Question,
) -> tuple[GivenAnswer, ...]:
    return tuple(
        GivenAnswer(
            people[answer.student_id],
            answer.choice,
            _credit(answer.choice, key, question),
            answer.saved_at,
            answer.certainty,
        )
        for answer in answers
        if answer.vote_id == vote_id and answer.student_id in people
    )


def _credit(choice: Choice, key: Key, question: Question) -> float | None:
    kind = kind_named(question.kind)
    if key.void or choice == PASS or not kind.is_keyed:
        return None
    return kind.credit(choice, key, question)


def _kept(vote: Vote | None) -> Counter[Choice]:
    kept = (vote.kept_choices if vote else None) or {}
    return Counter({from_text(joined): number for joined, number in kept.items()})


def _is_sealed(vote: Vote | None) -> bool:
    return vote is None or vote.secret is None


def _tally(
    question: Question,
    key: Key,
    vote: Vote | None,
    choices: Counter[Choice],
    hands: Mapping[str, int] | None,
    sentences: tuple[Sentence, ...],
) -> Tally:
    """The counts; none of ballots that can still be changed.

    Counts that grow while names of participants appear would tell whose ballot is whose.
    """
    if not _is_sealed(vote):
        return tally(question, key, ())
    counted = tally(
        question,
        key,
        choices + Counter((sentence.text,) for sentence in sentences),
        dict(hands or {}),
    )
    # What was written is not counted, and so crosses no border inside the counts.
    return replace(counted, choices={}) if sentences else counted


def _corrections(round_: Round) -> tuple[DecidedCorrection, ...]:
    return tuple(
        DecidedCorrection(
            event.correction.kind,
            tuple(sorted(event.letters)),
            event.decided_by,
            event.decided_at,
        )
        for event in round_.corrections
    )
