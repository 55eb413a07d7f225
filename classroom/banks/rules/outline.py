"""What the outline of the examination asks for, and what is asked of it."""

from __future__ import annotations

from collections.abc import Iterator

from classroom.banks.known import Known
from classroom.banks.rules.rule import Finding, rule
from classroom.banks.schema import Outline, Question


@rule("source-of-outline", on=Outline)
def outline_names_sources(outline: Outline, known: Known) -> Iterator[Finding]:
    """Every source that an outline names is in the list of sources."""
    for number, id_ in enumerate(outline.sources):
        if known.sources.lacks(id_):
            yield ("sources", number), f"there is no source “{id_}”{known.sources.likely(id_)}"


@rule("outline-weights", on=Outline)
def weights_add_up(outline: Outline, known: Known) -> Iterator[Finding]:
    """The weights of an outline's domains add up to 100 percent."""
    domains = known.domains.entries.values()
    if not known.domains.is_complete or not all(domains):
        return
    total = sum(domain.weight_percent for domain in domains if domain)
    if total != 100:
        yield ("domains",), f"the weights add up to {total} percent; they are parts of 100"


@rule("domain-of-outline", on=Question)
def domain_is_in_the_outline(question: Question, known: Known) -> Iterator[Finding]:
    """`nce_domain` is the number of a domain of the outline."""
    number = question.nce_domain
    if number is not None and known.domains.lacks(str(number)):
        yield ("nce_domain",), f"the outline has no domain {number}"
