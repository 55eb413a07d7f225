"""What does not fit the shape of a file, in words that say what to change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from classroom.banks.schema import Shape
from classroom.banks.yaml_text import Place

RULES = {
    "format-known": "The file says in `format` what it is, in a format that this program reads.",
    "field-known": "Every field is one that the format knows, spelled like it.",
    "field-missing": "Every required field is there.",
    "field-value": "The value of a field has the right type, length and form.",
}
"""Name of the rule → what it asks for."""

Misfit = tuple[Place, str, str]
"""Place within the data, name of the rule, what to change."""
S = TypeVar("S", bound=Shape)


def fitted(data: Any, shape: type[S]) -> tuple[S | None, list[Misfit]]:
    """The data in that shape, or None and everything that keeps it from fitting."""
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        return None, list(_misfits(error, shape, data))


def likely(word: str, known: Any) -> str:
    """“; did you mean …?” if something known looks like the word, else nothing."""
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean “{near[0]}”?" if near else ""


def _misfits(error: ValidationError, shape: type[Shape], data: Any) -> Iterator[Misfit]:
    details = error.errors(include_url=False)
    for detail in details:
        place = detail["loc"]
        if detail["type"] == "too_short" and any(
            _is_within(other["loc"], place) for other in details
        ):
            continue  # it counts only the entries without faults
        name = str(place[-1]) if place else ""
        if detail["type"] == "extra_forbidden":
            siblings = _fields_at(shape, place[:-1])
            yield place, "field-known", f"there is no field “{name}” here{likely(name, siblings)}"
        elif detail["type"] == "missing":
            yield place[:-1], "field-missing", f"add the field “{name}”"
        else:
            yield place, "field-value", f"{_named(place)}: {_wanted(detail)}"


def _is_within(place: Place, outer: Place) -> bool:
    return len(place) > len(outer) and place[: len(outer)] == outer


def _fields_at(shape: type[Shape], place: Place) -> list[str]:
    """The names of the fields of whatever stands at that place of the shape."""
    found: Any = shape
    for step in place:
        if isinstance(step, str) and step in found.model_fields:
            found = _inner_shape(found.model_fields[step].annotation)
        if found is None:
            return []
    return list(found.model_fields)


def _inner_shape(annotation: Any) -> type[Shape] | None:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if found := _inner_shape(argument):
            return found
    return None


def _named(place: Place) -> str:
    name = next((step for step in reversed(place) if isinstance(step, str)), "this")
    return f"“{name}”" if name != "this" else name


def _wanted(detail: ErrorDetails) -> str:
    say = _WORDS.get(detail["type"])
    return say(detail.get("ctx", {})) if say else detail["msg"]


_WORDS: dict[str, Callable[[dict[str, Any]], str]] = {
    "string_type": lambda facts: "write text; a number, yes or no needs quotes around it",
    "bool_type": lambda facts: "write true or false",
    "int_type": lambda facts: "write a whole number",
    "tuple_type": lambda facts: "write a list, such as [one, two]",
    "model_type": lambda facts: "write fields with values, such as component: task",
    "enum": lambda facts: f"choose {facts['expected']}",
    "literal_error": lambda facts: f"choose {facts['expected']}",
    "greater_than_equal": lambda facts: f"write {facts['ge']} or more",
    "less_than_equal": lambda facts: f"write {facts['le']} or less",
    "string_too_long": lambda facts: f"shorten it to {facts['max_length']} characters",
    "too_short": lambda facts: f"name at least {facts['min_length']}",
    "too_long": lambda facts: f"list at most {facts['max_length']}",
    "string_pattern_mismatch": lambda facts: _FORMS[facts["pattern"]],
}

_FORMS: dict[str, str] = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "use small letters, digits and single hyphens",
    r"^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$": "use letters, digits and single hyphens",
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": "write a language code, such as en or pt-BR",
    r"^https?://\S+$": "write an address that starts with https://",
}
