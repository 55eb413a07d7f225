"""Who may do what: one row for each address and method, one for each socket event.

The people are those of `cast`, in its order. In a cell:

    yes   done as asked (a page, a file, or a redirect to what comes next)
    in    sent to the sign-in page
    404   there is nothing here for this person, whether it exists or not
    403   (student's forms alone) "You are not in this room", which says nothing that a visitor of
          the same address does not see
    410   over: the room has ended

`ended` asks for the session that has ended, everybody else for the one that is live. Whatever is
not `yes` must leave the database as it was.

A capability is an address that is a secret itself (`/mine/…`, `/welcome/…`, `/take-over/…`,
`/join/…`): whoever holds it may use it. Made-up ones are refused in test_forged_names.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.conftest import PASSWORD, Room
from tests.security.cast import World

# fmt: off
ROUTES = """
                                                              vis stu out con pro ali bob cha end

GET  /                                                        yes yes yes yes yes yes yes yes yes
POST /                                                        yes yes yes yes yes yes yes yes yes
GET  /privacy                                                 yes yes yes yes yes yes yes yes yes
GET  /healthz                                                 yes yes yes yes yes yes yes yes yes
GET  /readyz                                                  yes yes yes yes yes yes yes yes yes
GET  /metrics                                                 404 404 404 404 404 404 404 404 404
GET  /assets/<bundle>.<hash_>.<extension>                     yes yes yes yes yes yes yes yes yes

GET  /<room_code:code>                                        yes yes yes yes yes yes yes yes 410
POST /<room_code:code>/seat                                   yes yes yes yes yes yes yes yes 410
POST /<room_code:code>/resumption                             yes yes yes yes yes yes yes yes yes
POST /<room_code:code>/answers                                403 yes 403 403 403 403 403 403 403
POST /<room_code:code>/merger                                 403 yes 403 403 403 403 403 403 403
GET  /join/<join_token>                                       yes yes yes yes yes yes yes yes yes

GET  /mine/<page_token>                                       yes yes yes yes yes yes yes yes yes
GET  /mine/<page_token>/<session_public_id>                   yes yes yes yes yes yes yes yes 404
GET  /mine/<page_token>/<session_public_id>/file              yes yes yes yes yes yes yes yes 404
GET  /mine/<page_token>/deletion                              yes yes yes yes yes yes yes yes yes
POST /mine/<page_token>/deletion                              yes yes yes yes yes yes yes yes yes

GET  /sessions/<public_id>/console                            404 404 404 yes 404 yes yes 404 404
GET  /sessions/<public_id>/people                             404 404 404 yes 404 yes yes 404 404
GET  /sessions/<public_id>/ready-check                        404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/moves                              404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/lock                               404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/settings                           404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/hands                              404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/rounds/<int:position>/corrections  404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/sentences/<sentence_id>/features   404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/sentences/<sentence_id>/release    404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/sentences/<sentence_id>/deletion   404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/projectors                         404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/pairing-numbers                    404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/console-links                      404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/people/<student_public_id>/name    404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/people/<student_public_id>/removal 404 404 404 yes 404 yes yes 404 404
POST /sessions/<public_id>/people/<student_public_id>/merger  404 404 404 yes 404 yes yes 404 404
GET  /take-over/<link_token>                                  yes yes yes yes yes yes yes yes yes
POST /take-over/<link_token>                                  yes yes yes yes yes yes yes yes yes

GET  /projector                                               yes yes yes yes yes yes yes yes yes
POST /projector                                               yes yes yes yes yes yes yes yes yes
GET  /projector/<public_id>                                   404 404 404 404 yes 404 404 404 404

GET  /sessions/<public_id>/report                             in  in  in  in  in  yes yes 404 in
GET  /sessions/<public_id>/report.csv                         in  in  in  in  in  yes yes 404 in
GET  /sessions/<public_id>/report.xlsx                        in  in  in  in  in  yes yes 404 in
GET  /sessions/<public_id>/deletion                           in  in  in  in  in  yes yes 404 in
POST /sessions/<public_id>/deletion                           in  in  in  in  in  yes yes 404 in

GET  /sign-in                                                 yes yes yes yes yes yes yes yes yes
POST /sign-in                                                 yes yes yes yes yes yes yes yes yes
POST /sign-out                                                in  in  in  in  in  yes yes yes in
GET  /welcome/<token>                                         yes yes yes yes yes yes yes yes yes
POST /welcome/<token>                                         yes yes yes yes yes yes yes yes yes
GET  /account                                                 in  in  in  in  in  yes yes yes in
POST /account/password                                        in  in  in  in  in  yes yes yes in
POST /account/sign-outs                                       in  in  in  in  in  yes yes yes in
POST /colleagues                                              in  in  in  in  in  yes yes yes in

GET  /home                                                    in  in  in  in  in  yes yes yes in
POST /sessions                                                in  in  in  in  in  yes 404 404 in
GET  /groups                                                  in  in  in  in  in  yes yes yes in
POST /groups                                                  in  in  in  in  in  yes yes yes in
GET  /groups/new                                              in  in  in  in  in  yes yes yes in
GET  /groups/<public_id>                                      in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/name                                 in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/retention                            in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/instructors                          in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/instructors/<username>/removal       in  in  in  in  in  yes yes 404 in
GET  /groups/<public_id>/students/<student>                   in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/students/<student>/name              in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/students/<student>/removal           in  in  in  in  in  yes yes 404 in
GET  /groups/<public_id>/deletion                             in  in  in  in  in  yes yes 404 in
POST /groups/<public_id>/deletion                             in  in  in  in  in  yes yes 404 in

GET  /lessons                                                 in  in  in  in  in  yes yes yes in
POST /lessons                                                 in  in  in  in  in  yes yes yes in
GET  /lessons/new                                             in  in  in  in  in  yes yes yes in
GET  /lessons/<public_id>                                     in  in  in  in  in  yes 404 404 in
POST /lessons/<public_id>/details                             in  in  in  in  in  yes 404 404 in
GET  /lessons/<public_id>/bank                                in  in  in  in  in  yes 404 404 in
POST /lessons/<public_id>/questions                           in  in  in  in  in  yes 404 404 in
POST /lessons/<public_id>/questions/<slug>/position           in  in  in  in  in  yes 404 404 in
POST /lessons/<public_id>/questions/<slug>/removal            in  in  in  in  in  yes 404 404 in
POST /lessons/<public_id>/copies                              in  in  in  in  in  yes 404 404 in
GET  /lessons/<public_id>/deletion                            in  in  in  in  in  yes 404 404 in
POST /lessons/<public_id>/deletion                            in  in  in  in  in  yes 404 404 in
GET  /questions/<slug>                                        in  in  in  in  in  yes yes yes in
GET  /coverage                                                in  in  in  in  in  yes yes yes in
"""

# A socket is first refused or admitted to the screen it asks for; what an admitted one may send is
# told by its screen. `shown` is a new screen, `counted` a wish or an answer stored, `-` nothing.
SCREENS = """
                   vis stu out con pro ali bob cha end

phone              no  yes no  no  no  no  no  no  no
projector          no  no  no  no  yes no  no  no  no
console            no  no  no  yes no  yes yes no  no
"""
EVENTS = """
                   phone      projector  console

connect            shown      shown      shown
disconnect         -          -          -
refresh            shown      shown      shown
answer             counted    -          -
longer             counted    -          -
"""
# fmt: on

Form = Callable[[World, Room], dict[str, Any]]

FORMS: dict[str, Form] = {
    "/": lambda world, room: {"code": room.code},
    "/<room_code:code>/seat": lambda world, room: {"name": "Jay"},
    "/<room_code:code>/resumption": lambda world, room: {"resume_code": world.names["friend_code"]},
    "/<room_code:code>/answers": lambda world, room: {"vote": world.vote_id, "choice": "A"},
    "/<room_code:code>/merger": lambda world, room: {"resume_code": world.names["friend_code"]},
    "/mine/<page_token>/deletion": lambda world, room: {"confirmed": "1"},
    "/sessions/<public_id>/moves": lambda world, room: {"move": "close", "version": 3},
    "/sessions/<public_id>/lock": lambda world, room: {"locked": "1"},
    "/sessions/<public_id>/settings": lambda world, room: {"shows_counts": "1"},
    "/sessions/<public_id>/hands": lambda world, room: {"letter": "A", "change": "1"},
    "/sessions/<public_id>/rounds/<int:position>/corrections": lambda world, room: {"kind": "void"},
    "/sessions/<public_id>/sentences/<sentence_id>/features": lambda world, room: {
        "letter": "A",
        "has": "1",
    },
    "/sessions/<public_id>/sentences/<sentence_id>/release": lambda world, room: {"released": "1"},
    "/sessions/<public_id>/people/<student_public_id>/name": lambda world, room: {"name": "Jay"},
    "/sessions/<public_id>/people/<student_public_id>/merger": lambda world, room: {
        "other": world.names["friend"]
    },
    "/projector": lambda world, room: {"number": world.names["number"]},
    "/sessions/<public_id>/deletion": lambda world, room: {"confirmed": "1"},
    "/sign-in": lambda world, room: {"username": "alice", "password": PASSWORD},
    "/welcome/<token>": lambda world, room: {"username": "dora", "new_password": PASSWORD},
    "/account/password": lambda world, room: {
        "password": PASSWORD,
        "new_password": f"{PASSWORD} too",
    },
    "/sessions": lambda world, room: {
        "lesson": world.names["lesson"],
        "group": world.names["group"],
    },
    "/groups": lambda world, room: {"title": "Wednesday"},
    "/groups/<public_id>/name": lambda world, room: {"title": "Wednesday"},
    "/groups/<public_id>/retention": lambda world, room: {"retention": "90"},
    "/groups/<public_id>/instructors": lambda world, room: {"username": "charlie"},
    "/groups/<public_id>/students/<student>/name": lambda world, room: {"name": "Jay"},
    "/lessons": lambda world, room: {"title": "Next week"},
    "/lessons/<public_id>/details": lambda world, room: {"title": "Next week"},
    "/lessons/<public_id>/questions": lambda world, room: {"question": "best-hour"},
    "/lessons/<public_id>/questions/<slug>/position": lambda world, room: {"direction": "down"},
}
"""What an address is sent, so that it would be done for whoever may; others need nothing."""


def rows(table: str) -> dict[str, list[str]]:
    """The rows of a table by their first words; the columns are those of its people."""
    found = {}
    _heading, body = table.strip("\n").split("\n\n", 1)
    for line in body.splitlines():
        words = line.split()
        if words:
            first = 2 if words[0] in ("GET", "POST") else 1
            found[" ".join(words[:first])] = words[first:]
    return found


def address(world: World, rule: str, room: Room) -> str:
    """The rule with the names of this world filled in, as they belong to that room."""
    first = rule.split("/")[1]
    lesson = world.names["spare_lesson" if rule.endswith("/deletion") else "lesson"]
    owner = {"groups": world.names["group"], "lessons": lesson}
    values = {
        "<room_code:code>": room.code,
        "<public_id>": owner.get(first, room.public_id),
        "<session_public_id>": room.public_id,
        "<student_public_id>": world.names["student"],
        "<student>": world.names["student"],
        "<sentence_id>": world.names["sentence"],
        "<page_token>": world.names["page_token"],
        "<join_token>": world.names["join_token"],
        "<link_token>": world.names["take_over"],
        "<token>": world.names["welcome"],
        "<username>": "bob",
        "<slug>": "forty-seconds",
        "<int:position>": "1",
        "<bundle>": "pages",
        "<hash_>": "abc",
        "<extension>": "css",
    }
    for part, value in values.items():
        rule = rule.replace(part, value)
    assert "<" not in rule, f"Say in permissions.address what stands for the name in {rule}"
    return rule
