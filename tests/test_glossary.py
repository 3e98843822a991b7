"""docs/glossary.md names every model, every choice and every address of the code, and nothing else.

One name everywhere: what a screen calls a thing (verbose_name, label) is what the glossary calls it.
"""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.sources import PACKAGES, ROOMS, ROOT, table_rows, url_rooms

TEXT = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
HEADER = "| name in code | 日本語 | meaning |"
SECTIONS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", TEXT, re.M | re.S))
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠々]")


def rows_of(section: str) -> dict[str, str]:
    """{name in code: Japanese} of a section; no name twice."""
    rows = table_rows(SECTIONS[section], HEADER)
    names = [row[0] for row in rows]
    assert sorted(names) == sorted(set(names)), f"twice: {sorted({n for n in names if names.count(n) > 1})}"
    return {row[0]: row[1] for row in rows}


def models_in_code() -> dict[str, str]:
    """{model: verbose_name}; tables of history are made by a library."""
    return {
        model.__name__: str(model._meta.verbose_name)
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.startswith("Historical")
    }


def choices_in_code() -> dict[str, str]:
    """{Class.MEMBER: label} of every enumeration, {Model.field.value: label} of other lists of choices."""
    found: dict[str, str] = {}
    for kind in _enumerations(models.Choices):
        found |= {f"{kind.__qualname__}.{member.name}": str(member.label) for member in kind}
    known = {tuple(kind.choices) for kind in _enumerations(models.Choices)}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model._meta.proxy or model.__name__.startswith("Historical"):
                continue
            for field in model._meta.concrete_fields:
                choices = tuple(
                    (value, label) for value, label in field.flatchoices if value not in ("", None)
                )
                if choices and choices not in known:
                    found |= {
                        f"{model.__name__}.{field.name}.{value}": str(label) for value, label in choices
                    }
    return found


def _enumerations(base: type) -> Iterator[type[models.Choices]]:
    for kind in base.__subclasses__():
        yield from _enumerations(kind)
        if kind.__module__.partition(".")[0] in PACKAGES:
            yield kind


@pytest.mark.parametrize(
    ("section", "in_code"),
    [
        ("Models", models_in_code),
        ("Choices", choices_in_code),
        ("Addresses", lambda: dict.fromkeys(url_rooms(), "")),
    ],
    ids=["models", "choices", "addresses"],
)
def test_the_glossary_names_what_is_in_the_code_and_nothing_else(section, in_code):
    written, code = rows_of(section), in_code()
    assert not (missing := sorted(code.keys() - written.keys())), f"no row in docs/glossary.md: {missing}"
    assert not (stale := sorted(written.keys() - code.keys())), f"not in the code any more: {stale}"
    wrong = {name: (label, written[name]) for name, label in code.items() if label and written[name] != label}
    assert not wrong, f"the screen says (first), the glossary says (second): {wrong}"


def test_every_row_explains_itself():
    rows = [row for section in SECTIONS.values() for row in table_rows(section, HEADER)]
    assert len(rows) > 60
    for row in rows:
        assert len(row) == 3, row
        assert JAPANESE.search(row[1]) or ".numbering." in row[0], f"{row[0]}: no Japanese"
        assert len(row[2]) > 10, f"{row[0]}: no meaning"
