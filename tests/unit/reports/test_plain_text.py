"""Whatever someone calls themself, a spreadsheet reads it as text."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from classroom.reports.as_csv import plain
from classroom.reports.naming import slug


@given(st.text())
@example("=1+1")
@example("  @SUM(A1)")
@example("\t+1")
def test_no_cell_begins_like_a_formula(text):
    written = str(plain(text))

    assert not written.lstrip().startswith(("=", "+", "-", "@"))
    assert not written.startswith(("\t", "\r", "\n"))
    assert written in (text, f"'{text}")


def test_figures_stay_figures():
    assert plain(-3) == -3


@given(st.text())
def test_a_file_name_is_plain_on_any_system(title):
    assert slug(title).isascii() and len(slug(title)) <= 60
    assert not set(slug(title)) - set("abcdefghijklmnopqrstuvwxyz0123456789-")
