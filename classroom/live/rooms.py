"""The Socket.IO rooms. The server alone names them and puts sockets in."""

from __future__ import annotations


def of_screen(screen: str, session_id: int) -> str:
    return f"{screen}:{session_id}"


def of_student(student_id: int) -> str:
    return f"student:{student_id}"


def of_teacher(group_id: int, instructor_id: int) -> str:
    return f"teacher:{group_id}:{instructor_id}"


def of_login(token_hash: str) -> str:
    return f"login:{token_hash}"
