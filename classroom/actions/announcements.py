"""What has happened, told after the commit to whoever subscribes (the live screens do).

Each signal is sent with keyword ids alone, so that a subscriber reads the truth from the database.
"""

from __future__ import annotations

from blinker import Namespace

_signals = Namespace()

moved = _signals.signal("moved")
"""`session_id`: its phase, its key or its settings changed; every screen shows something new."""
answered = _signals.signal("answered")
"""`session_id`: an answer or a hand was counted."""
answer_changed = _signals.signal("answer-changed")
"""`session_id`, `student_id`: what stands for this student; told to their own phones alone."""
people_changed = _signals.signal("people-changed")
"""`session_id`: someone joined, left, or was renamed; the room was locked or opened."""
student_changed = _signals.signal("student-changed")
"""`student_id`: the seat has another name; told to its own phones alone."""
seat_removed = _signals.signal("seat-removed")
"""`student_id`: the seat is gone."""
session_deleted = _signals.signal("session-deleted")
"""`session_id`: the session is gone, with everything in it."""
signed_out = _signals.signal("signed-out")
"""`token_hash`: this login ended; its open screens must end too."""
teaching_ended = _signals.signal("teaching-ended")
"""`group_id`, `instructor_id`: somebody teaches the group no more; their consoles must end."""
asked_for_longer = _signals.signal("asked-for-longer")
"""`session_id`, `vote_id`, `student_id`: this student would like a little longer."""
reveal_wanted = _signals.signal("reveal-wanted")
"""`session_id`, `version`: voting closed, and the reveal follows when grace is over."""
seal_wanted = _signals.signal("seal-wanted")
"""`session_id`, `vote_id`: voting by ballot closed, and the seal follows when grace is over."""
seats_merged = _signals.signal("seats-merged")
"""`student_id`: the seat became part of another; its phones must be loaded anew."""
