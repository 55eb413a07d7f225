"""Dark differs from light in colors alone: pages are searched there for pale text, no more."""

from __future__ import annotations

import re

from classroom.config import resources

TOKENS = (resources("static") / "css" / "tokens.css").read_text()
COLORS = set(re.findall(r"(--[\w-]+): #[0-9a-f]{6};", TOKENS))
IN_DARK = re.compile(r"prefers-color-scheme|data-theme=|light-dark\(|color-scheme: dark")


def roles(selector: str) -> dict[str, str]:
    """What stands in the last rule with that selector, which holds a `color-scheme`."""
    rules = re.findall(re.escape(selector) + r" \{([^}]*color-scheme[^}]*)\}", TOKENS)
    return dict(re.findall(r"([\w-]+): ([^;]+);", rules[-1]))


def test_dark_gives_other_colors_to_roles_that_light_has_and_does_nothing_else() -> None:
    light = roles(":root")
    for selector in (':root:not([data-theme="light"])', ':root[data-theme="dark"]'):
        dark = roles(selector)
        assert dark.pop("color-scheme") == "dark"
        assert set(dark) < set(light), selector
        for role, value in dark.items():
            assert value.removeprefix("var(").removesuffix(")") in COLORS, f"{selector} {role}"


def test_no_other_style_and_no_script_asks_whether_it_is_dark() -> None:
    files = [
        path
        for folder in ("static", "templates")
        for path in resources(folder).rglob("*.*")
        if path.suffix in (".css", ".html") or (path.suffix == ".js" and "vendor" not in path.parts)
    ]
    assert len(files) > 50
    asking = {path.name for path in files if IN_DARK.search(path.read_text())}
    assert asking == {"tokens.css"}
