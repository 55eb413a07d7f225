"""What the last row can read of the projector: in three sizes, and its letters in the largest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.measuring import CLIPPED, SMALLEST

HALL_PX = (1920, 1080)
SIZES_PX = (HALL_PX, (1280, 720), (1024, 768))
LISTS = ".result-list, .placed-list, .order-rows, .side-list, .sentence-list, .matrix"
READ_FROM_THE_BACK = f".reveal :is({LISTS}) .text"
"""What was answered: options, lines, sides, sentences."""
VOTING_PX = {".top .code": 64, ".ask .lead-in": 48}
OPTIONS = ".ask-options li"
OPTIONS_PX = 36
"""Where the question has a list of options."""
REVEAL_PX = {".top .code": 64, ".headline": 46, ".reveal .lead-in": 38, READ_FROM_THE_BACK: 32}
SMALLEST_PX = 26


@dataclass(frozen=True)
class Seen:
    """A screen of the projector. Font sizes are those of the first element of each selector."""

    clipped: Mapping[tuple[int, int], list[str]]
    """By size of the window."""
    fonts_px: Mapping[str, float | None]
    smallest_px: float
    smallest_words: str

    @property
    def voting_faults(self) -> list[str]:
        return [*self._cut_off(), *self._too_small(VOTING_PX), *self._small_options()]

    @property
    def reveal_faults(self) -> list[str]:
        faults = [*self._cut_off(), *self._too_small(REVEAL_PX)]
        if self.smallest_px < SMALLEST_PX:
            faults.append(f"{self.smallest_px} px: {self.smallest_words}")
        return faults

    def _cut_off(self) -> Iterator[str]:
        for (width, height), found in self.clipped.items():
            if found:
                yield f"at {width}×{height}: {found}"

    def _too_small(self, least_px: Mapping[str, float]) -> Iterator[str]:
        for selector, least in least_px.items():
            size_px = self.fonts_px[selector]
            if size_px is None:
                yield f"nothing is {selector}"
            elif size_px < least:
                yield f"{selector} has {size_px} px"

    def _small_options(self) -> Iterator[str]:
        if self.fonts_px[OPTIONS] is not None:
            yield from self._too_small({OPTIONS: OPTIONS_PX})


def seen(page: Page) -> Seen:
    """What stands on the projector now."""
    return _seen(page, [None])[0]


def seen_of(page: Page, pushes: Sequence[dict[str, Any]]) -> list[Seen]:
    """What the projector shows of each of these pushes. Its wire must have been kept."""
    return _seen(page, pushes)


def keep_the_wire(context: BrowserContext) -> None:
    """Have the pages of that browser keep their socket, so that it can be made to hear a push."""
    context.add_init_script(_KEEP)


def push(page: Page, given: dict[str, Any]) -> None:
    """Make the page show it, as if the server had sent it."""
    page.evaluate(f"(push) => {{ {_PUSH} show(push); }}", given)


def _seen(page: Page, pushes: Sequence[dict[str, Any] | None]) -> list[Seen]:
    """All pushes in one size before the next: it takes longer to change the window."""
    page.bring_to_front()
    in_size = {}
    for width, height in reversed(SIZES_PX):
        page.set_viewport_size({"width": width, "height": height})
        in_size[width, height] = page.evaluate(_MEASURE, [list(pushes), _SELECTORS])
    found = []
    for number, (fonts, smallest_px, words) in enumerate(
        (measured["fonts"], *measured["smallest"]) for measured in in_size[HALL_PX]
    ):
        clipped = {size: in_size[size][number]["clipped"] for size in SIZES_PX}
        found.append(Seen(clipped, dict(zip(_SELECTORS, fonts, strict=True)), smallest_px, words))
    return found


_SELECTORS = sorted({*VOTING_PX, OPTIONS, *REVEAL_PX})

_KEEP = """(() => {
  let io;
  const keeping = (...given) => (window.wire = io(...given));
  Object.defineProperty(window, "io", { get: () => io && keeping, set: (given) => (io = given) });
})()"""

# Each push is newer than the one before, whatever the session was that it was drawn for.
_PUSH = """
  const show = (push) => {
    window.pushes = (window.pushes ?? 1e6) + 1;
    for (const hear of wire.listeners("screen")) hear({ ...push, version: [pushes, 0] });
    const { phase } = document.querySelector("#screen").dataset;
    if (phase !== push.phase) throw new Error(`shows ${phase} for ${push.phase}`);
  };
"""

_MEASURE = f"""([pushes, selectors]) => {{
  {_PUSH}
  const clipped = {CLIPPED};
  const smallest = {SMALLEST};
  const font = (selector) => {{
    const element = document.querySelector(selector);
    return element && parseFloat(getComputedStyle(element).fontSize);
  }};
  return pushes.map((push) => {{
    if (push) show(push);
    return {{ clipped: clipped(), smallest: smallest(), fonts: selectors.map(font) }};
  }});
}}"""
