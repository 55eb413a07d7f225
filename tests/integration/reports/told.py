"""What the pages of a played session tell, whole, round by round, or as plain words."""

from __future__ import annotations

import re


def report_page(played, alice):
    return alice.get(f"/sessions/{played.public_id}/report").text


def own_pages(played, visitor, alias):
    address = f"/mine/{played.student(alias).page_token}/{played.public_id}"
    return [visitor.get(address + tail).text for tail in ("", "/file")]


def article(page, position):
    """The part of a page that tells of one round."""
    begin = page.index(f'id="question-{position}"')
    return page[begin : page.index("</article>", begin)]


def text_of(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
