"""YAML becomes plain data that knows its lines, or a list of problems; it never raises."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.banks.yaml_text import MOST_BYTES, parse, read_document


def test_every_value_knows_its_line() -> None:
    document = parse(
        b"title: x\nquestions:\n  - id: a\n    stem: >\n      long\n      text\n  - id: b\n"
    )

    assert document.problems == ()
    assert document.data == {
        "title": "x",
        "questions": [{"id": "a", "stem": "long text\n"}, {"id": "b"}],
    }
    assert document.line(("questions", 0, "id")) == 3
    assert document.line(("questions", 0, "stem")) == 4
    assert document.line(("questions", 1)) == 7
    assert document.line(("questions", 1, "missing", "deeper")) == 7


def test_plain_values_have_their_usual_types() -> None:
    document = parse(b"a: 5\nb: true\nc: null\nd: 1.5\ne: '5'\nf: 2014-01-01\ng: none\nh: 0b\n")

    assert document.data == {
        "a": 5, "b": True, "c": None, "d": 1.5, "e": "5", "f": "2014-01-01", "g": "none", "h": "0b",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "rule", "words"),
    [
        (b"", 1, "yaml-syntax", "empty"),
        (b"# a comment\n\n", 3, "yaml-syntax", "empty"),
        (b"a: 1\nb:\n\t- x\n", 3, "yaml-syntax", "tab"),
        (b"a: 1\nb: 'open\n", 3, "yaml-syntax", "quotes"),
        (b"a: 1\nb: see: this\n", 2, "yaml-syntax", "quotes"),
        (b"a: 1\n---\nb: 2\n", 2, "yaml-syntax", "second document"),
        (b"a: 1\n? [x]\n: 2\n", 2, "yaml-syntax", "plain text"),
        (b"a: 1\nb: &x 2\n", 2, "yaml-plain", "anchor &x"),
        (b"a: &x 1\nb: *x\n", 2, "yaml-plain", "alias *x"),
        (b"a: 1\nb: !!python/name:os.system x\n", 2, "yaml-plain", "tag"),
        (b"a: 1\nb: 2\na: 3\n", 3, "yaml-key-once", "first in line 1"),
        (b"a: 1\nb: caf\xe9\n", 2, "readable", "UTF-8"),
        ("a: 1\n".encode("utf-16"), 1, "readable", "UTF-8"),
        (b"a: 1\nb: x\x07y\n", 2, "readable", "U+0007"),
    ],
)
def test_a_problem_names_its_line_and_what_to_do(
    text: bytes, line: int, rule: str, words: str
) -> None:
    problem = parse(text).problems[-1]

    assert (problem.line, problem.rule) == (line, rule)
    assert words in problem.text


def test_problems_of_one_file_are_told_together() -> None:
    problems = parse(b"a: &x 1\nb: *x\na: 2\nc: !t 3\n").problems

    assert [problem.line for problem in problems] == [1, 2, 3, 4]


def test_a_byte_order_mark_is_no_problem() -> None:
    assert parse("\ufeffa: é\n".encode()).data == {"a": "é"}


def test_a_file_that_multiplies_itself_is_refused_without_growing() -> None:
    laughs = "a0: &a0 [ha, ha]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 30)
    )

    document = parse(laughs.encode())

    assert {problem.rule for problem in document.problems} == {"yaml-plain"}


def test_a_bottomless_file_is_refused_at_once() -> None:
    started = time.monotonic()
    for text in (b"[" * 1_000_000, b"- " * 1_000_000, b"{a: " * 400_000):
        document = parse(text)
        assert document.data is None
        assert document.problems[0].rule in ("yaml-plain", "yaml-syntax")
    assert time.monotonic() - started < 5


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as huge:
        huge.truncate(MOST_BYTES + 1)

    (problem,) = read_document(file).problems

    assert (problem.rule, problem.line) == ("readable", 1)
    assert "2 MB" in problem.text


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (problem,) = read_document(tmp_path / "gone.yaml").problems

    assert problem.rule == "readable"


@given(
    st.binary(max_size=200) | st.text("ab:-[]{}&*!|>#'\"\t\n ?,%@`~0", max_size=60).map(str.encode)
)
def test_nothing_that_can_be_in_a_file_raises(content: bytes) -> None:
    document = parse(content)

    assert document.problems or document.lines
