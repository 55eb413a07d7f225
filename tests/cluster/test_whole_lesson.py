"""The whole lesson on PostgreSQL and Redis, through nginx, with its reports."""

from __future__ import annotations

from tests.cluster.cluster import ClusterSchool, Watcher
from tests.pupils import all_see, in_class, until

CHOICES = {
    "polite-withdrawal": ("B",),  # one best answer
    "away-or-against": ("A", "C"),  # select-all
    "hardly-know-me": ("A",),  # a poll: by ballot
    "like-theater": ("It helped that somebody asked.",),  # a short text: by ballot
}


def test_a_lesson_from_the_lobby_to_its_reports(school: ClusterSchool) -> None:
    room = school.open_session(lesson=school.new_lesson("One of each", CHOICES))
    page = f"/sessions/{room.public_id}"
    opened = school.alice.post(f"{page}/projectors")
    assert opened.status_code == 302
    cookie = school.alice.cookie_header
    with (
        Watcher(room.address, "console", room.public_id, cookie) as console,
        Watcher(room.address, "projector", room.public_id, cookie) as projector,
        in_class(room, 8) as pupils,
    ):
        console.sees("<b>8</b> in the room")
        for slug, choice in CHOICES.items():
            room.press("ask", question=slug)
            room.press("open")
            all_see(pupils, "open")
            assert projector.sees_phase("open") < 5
            for pupil in pupils:
                pupil.phone.standing = ()
                pupil.phone.answer(room.vote, choice)
            until(lambda choice=choice: all(each.phone.standing == choice for each in pupils), 10)
            console.sees("<b>8</b> of 8 answered")
            room.press("close", "reveal")
            all_see(pupils, "revealed")
            for watcher in (console, projector):
                watcher.sees_phase("revealed")
        room.press("lobby", "end")
        all_see(pupils, "ended")

    report = school.alice.get(f"{page}/report")
    assert report.status_code == 200
    counted = school.rows(
        """
        SELECT rounds.question_slug, votes.secret, votes.kept_choices,
               (SELECT count(*) FROM answers WHERE vote_id = votes.id),
               (SELECT count(*) FROM ballots WHERE vote_id = votes.id),
               (SELECT count(*) FROM sentences WHERE vote_id = votes.id)
        FROM rounds JOIN votes ON round_id = rounds.id
        JOIN sessions ON sessions.id = session_id
        WHERE sessions.public_id = ? ORDER BY position
        """,
        room.public_id,
    )
    assert [row[0] for row in counted] == list(CHOICES)
    assert [row[1] for row in counted] == [None] * 4, "a ballot can still be told"
    assert [row[3:] for row in counted] == [(8, 0, 0), (8, 0, 0), (0, 0, 0), (0, 0, 8)]
    assert counted[2][2] == {"A": 8}

    own = pupils[0].visitor.get(f"/{room.code}").text
    assert "Pupil 01" in own
    removed = school.alice.post(f"{page}/deletion")
    assert removed.status_code in (302, 303), removed.text
    assert school.rows("SELECT id FROM sessions WHERE public_id = ?", room.public_id) == []
