"""Everything a person can be told no about.

An error carries its sentence (English, the msgid of the translation) and the facts that fill it.
The edge (`web`, `live`) translates and shows it; nothing below formats text for a screen.
"""

from __future__ import annotations

from typing import ClassVar


def N_(message: str) -> str:
    """Mark a message for translation without translating it here."""
    return message


class ClassroomError(Exception):
    """A request that cannot be carried out, with a sentence that says what to do."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    message: ClassVar[str] = N_("That did not work. Please try again.")

    def __init__(self, **facts: object) -> None:
        super().__init__(self.message % facts if facts else self.message)
        self.facts = facts


class NotFound(ClassroomError):
    """The thing does not exist, or is none of this person's business: both look alike."""

    code = "not-found"
    status = 404
    message = N_("There is nothing at this address. Check it, or start again from the first page.")


class Busy(ClassroomError):
    """The database did not take the write; nothing was stored and it may be sent again."""

    code = "busy"
    status = 503
    message = N_("The server is busy and still trying. Nothing is lost; keep this page open.")


# Joining -----------------------------------------------------------------------------------


class UnknownRoom(ClassroomError):
    code = "unknown-room"
    status = 404
    message = N_("No room has the code %(code)s. Check the code on the projector.")


class MalformedRoomCode(ClassroomError):
    code = "malformed-room-code"
    message = N_("A room code has six letters and digits, such as K7M 4QX. Check the projector.")


class RoomEnded(ClassroomError):
    code = "room-ended"
    status = 410
    message = N_("This session has ended. Your instructor opens a new one for the next lesson.")


class RoomLocked(ClassroomError):
    code = "room-locked"
    status = 403
    message = N_("The room is locked. Ask your instructor to open it for you.")


class RoomFull(ClassroomError):
    code = "room-full"
    status = 403
    message = N_("The room is full (%(size)s people). Ask your instructor for help.")


class NoSessionLive(ClassroomError):
    code = "no-session-live"
    status = 404
    message = N_("No session is live for this group now. Keep this link; try again in class.")


class TooManyWrongCodes(ClassroomError):
    code = "too-many-wrong-codes"
    status = 429
    message = N_("Too many wrong codes. Wait %(seconds)s seconds, then check the projector.")


class NameTooLong(ClassroomError):
    code = "name-too-long"
    message = N_("A name has at most %(limit)s characters. Please shorten yours.")


class NameEmpty(ClassroomError):
    code = "name-empty"
    message = N_("That name has no visible characters. Type another one.")


class UnknownResumeCode(ClassroomError):
    code = "unknown-resume-code"
    status = 404
    message = N_("No seat in this group has that code. Read it again on your other device.")


# Answering ---------------------------------------------------------------------------------


class AnswerRefused(ClassroomError):
    """An answer that was not stored; the phone keeps it and shows the sentence."""

    code = "answer-refused"
    status = 409


class MalformedAnswer(AnswerRefused):
    code = "malformed-answer"
    status = 400
    message = N_("That answer could not be read. Reload the page and choose again.")


class AnswerTooLate(AnswerRefused):
    code = "too-late"
    message = N_("Not counted: voting had closed. Your choice is kept on your page.")


class AnswerForAnotherRound(AnswerRefused):
    code = "another-round"
    message = N_("Not counted: that question is over. Answer the one on the screen.")


class UnknownOption(AnswerRefused):
    code = "unknown-option"
    status = 400
    message = N_("This question has no option %(option)s. Reload the page and choose again.")


class TooManyOptions(AnswerRefused):
    code = "too-many-options"
    status = 400
    message = N_("Choose one option only.")


class NoOption(AnswerRefused):
    code = "no-option"
    status = 400
    message = N_("Choose an option first, then send.")


class TwoPlaces(AnswerRefused):
    code = "two-places"
    status = 400
    message = N_("Put %(option)s into one place only, then send.")


class IncompleteOrder(AnswerRefused):
    code = "incomplete-order"
    status = 400
    message = N_("Give every line a place of its own, then send.")


class NoText(AnswerRefused):
    code = "no-text"
    status = 400
    message = N_("Write a sentence first, then send.")


class TextTooLong(AnswerRefused):
    code = "text-too-long"
    status = 400
    message = N_("A sentence has at most %(limit)s signs here. Shorten yours, then send.")


class CannotPass(AnswerRefused):
    code = "cannot-pass"
    status = 400
    message = N_("This question cannot be passed. Answer it, or leave it open.")


class BallotSealed(AnswerRefused):
    code = "ballot-sealed"
    message = N_("Voting had closed. What you sent before counts, and nobody can find it now.")


class NotSeated(AnswerRefused):
    code = "not-seated"
    status = 403
    message = N_("You are not in this room. Join again with the code on the projector.")


class TooFast(ClassroomError):
    code = "too-fast"
    status = 429
    message = N_("Too many messages at once. Wait a moment, then try again.")


# Hosting -----------------------------------------------------------------------------------


class StalePress(ClassroomError):
    """The session had moved on before this press arrived; the press changed nothing."""

    code = "stale-press"
    status = 409
    message = N_("The session had already moved on, so this press did nothing.")


class IllegalMove(ClassroomError):
    code = "illegal-move"
    status = 409
    message = N_("That step does not fit here. Use one of the buttons on the screen.")


class LessonEmpty(ClassroomError):
    code = "lesson-empty"
    status = 409
    message = N_("“%(title)s” has no questions yet. Add one, then open the session.")


class SessionIsLive(ClassroomError):
    code = "session-is-live"
    status = 409
    message = N_("A session of it is live. End the session first.")


class UnknownPairingNumber(ClassroomError):
    code = "unknown-pairing-number"
    status = 404
    message = N_("That number is not valid, or no longer. Ask for a new one on the console.")


class MalformedPairingNumber(ClassroomError):
    code = "malformed-pairing-number"
    message = N_("Type the six digits that the console shows.")


class InvalidCorrection(ClassroomError):
    code = "invalid-correction"
    message = N_("Choose the options of the corrected key, or void the question.")


# Accounts and editing ----------------------------------------------------------------------


class WrongPassword(ClassroomError):
    code = "wrong-password"
    status = 403
    message = N_("That sign-in name and password do not match. Try again.")


class TooManyTries(ClassroomError):
    code = "too-many-tries"
    status = 429
    message = N_("Too many tries. Wait %(seconds)s seconds, then try again.")


class LinkUsed(ClassroomError):
    code = "link-used"
    status = 410
    message = N_("This link has been used or is out of date. Ask for a new one.")


class NameTaken(ClassroomError):
    code = "name-taken"
    status = 409
    message = N_("The sign-in name %(username)s is taken. Choose another one.")


class UnknownUser(ClassroomError):
    code = "unknown-user"
    status = 404
    message = N_("There is no account named %(username)s.")


class InvalidUsername(ClassroomError):
    code = "invalid-username"
    message = N_("A sign-in name has 3 to 40 letters, digits, dots, hyphens or underscores.")


class PasswordTooShort(ClassroomError):
    code = "password-too-short"
    message = N_("A password has at least %(limit)s characters. Please lengthen yours.")


class PasswordTooLong(ClassroomError):
    code = "password-too-long"
    message = N_("A password has at most %(limit)s characters. Please shorten yours.")


class TitleMissing(ClassroomError):
    code = "title-missing"
    message = N_("Give it a name of 1 to %(limit)s characters.")


class InvalidRetention(ClassroomError):
    code = "invalid-retention"
    message = N_("Choose one of the listed times.")


class LastInstructor(ClassroomError):
    code = "last-instructor"
    status = 409
    message = N_("Nobody else teaches this group. Add a colleague first, or delete the group.")


class SampleIsFixed(ClassroomError):
    code = "sample-is-fixed"
    status = 403
    message = N_("A sample lesson stays as it is. Make your own copy and change that.")


class InvalidMinutes(ClassroomError):
    code = "invalid-minutes"
    message = N_("Type the length as a whole number of minutes from 1 to 600, or leave it empty.")


class QuestionRetired(ClassroomError):
    code = "question-retired"
    status = 409
    message = N_("That question is no longer in its bank. Choose another one.")
