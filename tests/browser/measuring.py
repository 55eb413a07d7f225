"""What a page can be measured by: axe's rules, what sticks out of it, how large its letters are."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

_axe = Axe()
_RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
_CONTRAST = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}


def bring_axe(context: BrowserContext) -> None:
    """Have axe in every page of that browser: half a megabyte once, not once for each page."""
    context.add_init_script(_axe.axe_script)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page, one line for each rule and element."""
    return _violations(page, _RULES)


def too_pale(page: Page) -> list[str]:
    """Text whose contrast axe finds too low."""
    return _violations(page, _CONTRAST)


def barriers(page: Page) -> list[str]:
    """What axe finds wrong in light, and what is too pale in dark, where colors alone differ."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"in dark: {fault}" for fault in too_pale(page)]
    page.emulate_media(color_scheme="light")
    return found


def _violations(page: Page, rules: dict[str, Any]) -> list[str]:
    page.bring_to_front()  # tabs behind others are slowed down
    found = page.evaluate(_RUN, rules)
    if found is None:
        page.evaluate(_LOAD, _axe.axe_script)
        found = page.evaluate(_RUN, rules)
    return [
        f"{page.url} {rule['id']}: {node['target']} {node.get('failureSummary', '')}"
        for rule in found
        for node in rule["nodes"]
    ]


_LOAD = "(script) => void (0, eval)(script)"
# The violations alone: it takes longer to bring the rest of the results over than to find them.
_RUN = """async (rules) => {
  if (!('axe' in window)) return null;
  for (const shown of document.getAnimations()) shown.finish();
  return (await axe.run(rules)).violations;
}"""


def sideways_px(page: Page) -> int:
    """By how much the page is wider than its window."""
    width: int = page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def clipped(page: Page) -> list[str]:
    """Visible text in a screen without scrolling that stands outside the window, or is cut off."""
    found: list[str] = page.evaluate(CLIPPED)
    return found


def font_px(page: Page, selector: str) -> float:
    """The size of the letters in the first element that matches."""
    size: float = page.locator(selector).first.evaluate(
        "(element) => parseFloat(getComputedStyle(element).fontSize)"
    )
    return size


def smallest_font(page: Page) -> tuple[float, str]:
    """The smallest letters that anybody can see in #screen, and what they say."""
    size, words = page.evaluate(SMALLEST)
    return size, words


_VISIBLE_TEXTS = """
  const screen = document.querySelector('#screen');
  const walker = document.createTreeWalker(screen, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.textContent.trim()) continue;
    const element = node.parentElement;
    if (element.closest('.visually-hidden, template, svg, kbd')) continue;
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width > 0 && box.height > 0) texts.push([element, box, node.textContent.trim()]);
  }
"""

SMALLEST = f"""() => {{
  {_VISIBLE_TEXTS}
  let smallest = [Infinity, ''];
  for (const [element, , words] of texts) {{
    const size = parseFloat(getComputedStyle(element).fontSize);
    if (size < smallest[0]) smallest = [size, words];
  }}
  return smallest;
}}"""

CLIPPED = f"""() => {{
  {_VISIBLE_TEXTS}
  const SLACK = 1;
  const bad = [];
  const beginning = (element) => element.textContent.trim().slice(0, 40);
  for (const [element, box, words] of texts) {{
    const isOut = box.left < -SLACK || box.top < -SLACK ||
      box.right > innerWidth + SLACK || box.bottom > innerHeight + SLACK;
    if (isOut) bad.push(`outside: ${{words.slice(0, 60)}}`);
    const card = element.closest('.card');
    if (card) {{
      const around = card.getBoundingClientRect();
      if (box.bottom > around.bottom + 2 || box.right > around.right + 2)
        bad.push(`out of its card: ${{words.slice(0, 60)}}`);
    }}
  }}
  const page = document.documentElement;
  if (page.scrollHeight > page.clientHeight + SLACK) bad.push('the page scrolls');
  const overlapping = [];
  const cards = [...screen.querySelectorAll('.card, .lead-in, .headline, .stem')]
    .filter((card) => card.checkVisibility());
  for (const [index, card] of cards.entries())
    for (const other of cards.slice(index + 1)) {{
      if (card.contains(other) || other.contains(card)) continue;
      const a = card.getBoundingClientRect(), b = other.getBoundingClientRect();
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 2) bad.push(
        `overlap: ${{beginning(card)}} | ${{beginning(other)}}`);
    }}
  return bad;
}}"""
