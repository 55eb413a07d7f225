"""What the phone, the projector and the console of a session show in its present state."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import gettext as _

from classroom.domain.codes import spoken
from classroom.domain.kinds import kind_named
from classroom.domain.question import Question
from classroom.domain.round import Move, RoundPhase
from classroom.domain.tally import tally
from classroom.screens import addresses
from classroom.screens.kinds import look_of
from classroom.screens.reveal import places_of, reveal_view
from classroom.screens.state import State, register
from classroom.screens.views import (
    ConsoleView,
    OptionCount,
    OptionView,
    PhoneView,
    PlanItemView,
    ProjectorView,
    QuestionView,
    RevealView,
    StepView,
)
from classroom.storage.queries import sessions


def phone_view(state: State) -> PhoneView:
    return PhoneView(
        phase=state.shown_phase,
        code=state.session.code,
        title=state.session.title,
        question=_public_question(state),
        reveal=_public_reveal(state),
        asked=len(state.rounds),
        is_exam=state.session.is_exam,
    )


def projector_view(state: State) -> ProjectorView:
    is_exam = state.session.is_exam
    is_voting = state.shown_phase in ("open", "closed")
    shows_counts = state.session.shows_counts and is_voting and not is_exam
    return ProjectorView(
        phase=state.shown_phase,
        code=state.session.code,
        spoken_code=spoken(state.session.code),
        title=state.session.title,
        address=addresses.typed(),
        qr_svg=addresses.qr(addresses.of_room(state.session.code)),
        in_the_room=len(state.connected),
        question=_public_question(state),
        answered=state.tally.took_part if state.tally else 0,
        present=state.present,
        counts=_bare_counts(state) if shows_counts else (),
        reveal=_public_reveal(state),
        asked=len(state.rounds),
        is_exam=is_exam,
    )


def console_view(state: State) -> ConsoleView:
    session = state.session
    in_round = state.round is not None
    question = state.question
    reveal = None
    if question is not None and state.key is not None:
        counted = state.tally or tally(question, state.key, ())
        reveal = reveal_view(question, state.key, counted, state.sentences)
    elif state.upcoming is not None and session.is_live:
        question = state.upcoming.question
    attended = sessions.attendance_count(session.id)
    return ConsoleView(
        phase=state.shown_phase,
        public_id=session.public_id,
        version=session.version,
        code=session.code,
        spoken_code=spoken(session.code),
        title=session.title,
        group_name="" if session.group.one_off else session.group.name,
        plan=_plan(state),
        step=_big_step(state),
        other_steps=_other_steps(state),
        question=_question(question, state) if question else None,
        reveal=reveal,
        sure_and_wrong=state.sure_and_wrong,
        note=question.note if question else "",
        evidence_note=question.evidence_note if question else "",
        answered=state.tally.took_part if state.tally else 0,
        present=state.present,
        in_the_room=len(state.connected),
        offline=max(0, attended - len(state.connected)),
        hands=sum(state.tally.hands.values()) if state.tally else 0,
        projectors=register().screens(session.id, "projector"),
        longer=register().longer(state.vote.id) if state.vote else 0,
        locked=session.locked,
        shows_counts=session.shows_counts,
        round_position=state.round.position if state.round else None,
        is_live=session.is_live,
        is_exam=session.is_exam,
        can_correct=in_round
        and state.round_phase is RoundPhase.REVEALED
        and reveal is not None
        and reveal.is_keyed,
    )


def _public_question(state: State) -> QuestionView | None:
    """The question as the room may see it: nothing before voting opens."""
    if state.question is None:
        return None
    shown = _question(state.question, state)
    if state.round_phase is RoundPhase.READY:
        return replace(
            shown, stem="", lead_in="", title="", options=(), places=(), how="", vote_id=None
        )
    return shown


def _public_reveal(state: State) -> RevealView | None:
    """The explanation, once the round is revealed and not a moment earlier."""
    if state.round_phase is not RoundPhase.REVEALED:
        return None
    assert state.question and state.key and state.tally
    return reveal_view(state.question, state.key, state.tally, state.released)


def _question(question: Question, state: State) -> QuestionView:
    number = state.round.position if state.round else len(state.rounds) + 1
    kind = kind_named(question.kind)
    return QuestionView(
        number=number,
        total=max(number, len(state.plan)),
        kind=question.kind,
        title=question.title,
        stem=question.stem,
        lead_in=question.lead_in,
        options=tuple(OptionView(option.letter, option.text) for option in question.options),
        places=places_of(question),
        how=look_of(question.kind).how(question),
        sends_on_tap=kind.sends_on_tap,
        asks_certainty=question.asks_certainty,
        may_pass=question.may_pass,
        is_linked=kind.is_linked,
        takes_hands=kind.takes_hands,
        vote_id=state.vote.id if state.vote else None,
    )


def _bare_counts(state: State) -> tuple[OptionCount, ...]:
    assert state.question and state.tally
    if not kind_named(state.question.kind).is_keyed or state.question.places:
        return ()  # a bare number would say too much of a person, or nothing at all
    return tuple(
        OptionCount(letter, state.tally.counts[letter], state.tally.percent(letter))
        for letter in state.question.letters
    )


def _plan(state: State) -> tuple[PlanItemView, ...]:
    by_slug = {round_.question_slug: round_ for round_ in state.rounds}
    items = []
    for number, question in enumerate(state.plan, start=1):
        round_ = by_slug.get(question.slug)
        if round_ is None:
            progress = "ahead"
        elif state.round is not None and round_.id == state.round.id:
            progress = "now"
        else:
            progress = "skipped" if round_.phase == RoundPhase.SKIPPED else "done"
        items.append(PlanItemView(number, question.slug, question.title, progress))
    return tuple(items)


def _big_step(state: State) -> StepView | None:
    return _step(state.next_step, state) if state.next_step else None


def _other_steps(state: State) -> tuple[StepView, ...]:
    others = [move for move in state.legal_moves if move is not state.next_step]
    others.sort(key=lambda move: move is Move.END)  # what cannot be undone stands apart
    steps = [_step(move, state) for move in others]
    in_class = state.phase == "round" and not state.session.is_exam
    if state.round_phase is RoundPhase.OPEN and in_class:
        steps.insert(0, StepView("close_and_reveal", _("Close and reveal")))
    return tuple(steps)


def _step(move: Move, state: State) -> StepView:
    match move:
        case Move.ASK:
            return StepView(move, _("Next question"), hint=_upcoming_title(state), key=_("Space"))
        case Move.OPEN:
            return StepView(move, _("Open voting"), key=_("Space"))
        case Move.CLOSE:
            return StepView(move, _("Close voting"), key=_("Space"))
        case Move.REVEAL:
            return StepView(move, _("Reveal"), key=_("Enter"))
        case Move.REOPEN:
            return StepView(move, _("Reopen voting"))
        case Move.SKIP:
            return StepView(move, _("Skip this question"))
        case Move.LOBBY:
            return StepView(move, _("Back to the lobby"))
        case Move.END:
            if state.session.is_exam:
                return StepView(move, _("End and explain everything"))
            return StepView(move, _("End the session"))


def _upcoming_title(state: State) -> str:
    return state.upcoming.title if state.upcoming else ""
