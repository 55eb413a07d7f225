"""The page for authors says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from classroom.banks import schema
from classroom.banks.reading import read
from classroom.banks.rulebook import with_table
from classroom.domain.kinds import kind_names

PAGE = (Path(__file__).parents[3] / "docs" / "bank-format.md").read_text(encoding="utf-8")


def examples() -> list[str]:
    return re.findall(r"^```yaml\n(format: .*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_examples_are_sound(tmp_path: Path) -> None:
    for number, text in enumerate(examples()):
        (tmp_path / f"{number}.yaml").write_text(text, encoding="utf-8")

    library = read(tmp_path)

    assert len(library.banks[0].questions) == 2
    assert len(library.lessons) == 1


def test_the_table_of_rules_is_that_of_the_code() -> None:
    assert with_table(PAGE) == PAGE, "run: python -m classroom.banks.rulebook docs/bank-format.md"


def test_every_field_and_kind_is_explained() -> None:
    shapes = (
        schema.Bank,
        schema.Question,
        schema.Accepted,
        schema.Case,
        schema.Contested,
        schema.Option,
        schema.Signature,
        schema.Lesson,
        schema.Fact,
        schema.Misconception,
        schema.Source,
        schema.Outline,
        schema.Domain,
    )
    names = {name for shape in shapes for name in shape.model_fields} | set(kind_names())

    assert {name for name in names if f"`{name}`" not in PAGE} == set()
