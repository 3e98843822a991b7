"""Texts and projects of a row against what stands here, cell by cell, with the same three sides as a figure. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from kpi.figures import figure_text
from kpi.importing.changes import Asks, Difference, Kind
from kpi.importing.facts import (
    ITEM_TEXTS,
    PROJECT,
    TARGET_TEXTS,
    Checked,
    Decisions,
    ItemNow,
    Project,
    Said,
    TargetNow,
    Texts,
)

WORDS = {
    "cause": "要因",
    "issue": "課題",
    "action": "今後の対応",
    "direction": "今後の方針",
    "achievement": "実績",
    "self_evaluation": "自己評価",
    "direction_reason": "方針の理由",
    "name": "事業名",
    "budget": "当初予算額（千円）",
    "settled": "決算額（千円）",
    "funding": "財源",
}
KEPT = "表を渡したあとに画面で直されています。表では変わっていないので、画面の内容を残します。"
UNNAMED = (
    "表にこの事業の行がありません。いまの内容を残します。消すときや名前を変えるときは、画面で直してください。"
)
NAMELESS = "事業名がありません。事業名を入れてください。"
MOST_PROJECTS = 50
TOO_MANY = f"主な事業は、一つの施策に{MOST_PROJECTS}件までです。小さな事業は一つにまとめてください。"
_BLANK = re.compile(r"\s+")

# The differences, how many cells say what stands here, and the fields to be written.
Compared = tuple[list[Difference], int, dict[str, str]]


def compare_texts(
    row: Checked, base: int, now: Texts | None, words: Mapping[str, Mapping[str, str]], decisions: Decisions
) -> Compared:
    """The texts of a row. ``base`` is the version that the workbook was written from, 0 where nothing was said yet;
    ``words`` are the choices of the fields that are chosen, by key."""
    lines: list[Difference] = []
    fields: dict[str, str] = {}
    same = 0
    names = TARGET_TEXTS if row.about == "target" else ITEM_TEXTS
    current: Mapping[str, str] = now.texts if now else {}
    version = now.version if now else 0
    started = current if base == version else (now.earlier.get(base, {}) if now else {})
    for name in names:
        said = row.said.get(name)
        if said is None:
            continue
        old = current.get(name, "")
        line = _line(row, said, _shown(old, words.get(name)), _shown(said.value, words.get(name)))
        if said.fault:
            lines.append(line._replace(says=said.text, kind=Kind.FAULT, sentence=said.fault, asks=Asks.TEXT))
        elif said.value == old:
            same += 1
        elif base != version and said.value == started.get(name, ""):
            lines.append(line._replace(kind=Kind.OUTSIDE, sentence=KEPT))
        elif base != version and now is not None and old != started.get(name, ""):
            decided = _chosen(line, now, decisions)
            lines.append(decided)
            if decided.chosen == "excel":
                fields[name] = said.value
        else:
            lines.append(line._replace(kind=Kind.CHANGED if old else Kind.ADDED, sentence=said.remark))
            fields[name] = said.value
    return lines, same, fields


def _chosen(line: Difference, now: Texts, decisions: Decisions) -> Difference:
    """A conflict, and what a person chose as long as what stands here is what the person saw."""
    chosen, _, stamp = decisions.choices.get(line.place, "").partition(":")
    chosen = chosen if stamp == str(now.version) else ""
    kind, sentence = {
        "excel": (Kind.CHANGED, "Excelの内容を使います。"),
        "screen": (Kind.OUTSIDE, "画面の内容を残します。"),
    }.get(chosen, (Kind.CONFLICT, "上の欄で選んでください。"))
    return line._replace(
        kind=kind,
        sentence=sentence,
        asks=Asks.CHOICE,
        stamp=now.version,
        by=now.by,
        at=now.at,
        chosen=chosen,
    )


def compare_projects(
    rows: Sequence[Checked], base: int, item: ItemNow, decisions: Decisions
) -> tuple[list[Difference], int, tuple[Project, ...] | None]:
    """All rows of 主な事業 under one item, matched by name: amounts of a known one change, an unknown one is added, and
    one that no row names stays. The projects as they are to stand, None where nothing changes."""
    lines: list[Difference] = []
    same = 0
    wanted = {project_key(one.name): one for one in item.projects}
    is_moved = item.review is not None and item.review.version != base
    for row in rows:
        faulty = [one for one in row.said.values() if one.fault]
        name = row.said.get("name")
        if faulty or name is None:
            lines += [_project_fault(row, item, one) for one in faulty] or [_nameless(row, item)]
            continue
        key = project_key(name.value)
        old = wanted.get(key)
        if old is None:
            lines.append(_line(row, name, "―", name.value)._replace(kind=Kind.ADDED, sentence=name.remark))
        else:
            same += 1
        started = old or Project(name.value)
        new = started
        for field in PROJECT[1:]:
            said = row.said.get(field)
            if said is None or said.value is None:
                continue
            stands = getattr(started, field)
            if said.value == stands:
                same += 1
                continue
            line = _line(row, said, _amount(stands), _amount(said.value), f"{item.name}　{name.value}")
            if is_moved and stands not in (None, "") and item.review is not None:
                line = _chosen(line, item.review, decisions)
            else:
                kind = Kind.ADDED if stands in (None, "") else Kind.CHANGED
                line = line._replace(kind=kind, sentence=said.remark)
            lines.append(line)
            if line.kind in (Kind.ADDED, Kind.CHANGED):
                new = new._replace(**{field: said.value})
        wanted[key] = new
    named = {project_key(row.said["name"].value) for row in rows if _has_name(row)}
    lines += [_unnamed(rows[-1], item, one) for one in item.projects if project_key(one.name) not in named]
    projects = tuple(wanted.values())
    if len(projects) > MOST_PROJECTS:
        lines.append(_nameless(rows[-1], item)._replace(sentence=TOO_MANY))
    return lines, same, None if projects == item.projects else projects


def project_key(name: str) -> str:
    """A project's name as it is compared.

    >>> project_key("子育て ひろば事業（拡充）") == project_key("子育てひろば事業(拡充)")
    True
    """
    return _BLANK.sub("", unicodedata.normalize("NFKC", name))


def _has_name(row: Checked) -> bool:
    return "name" in row.said and not row.said["name"].fault


def _unnamed(row: Checked, item: ItemNow, project: Project) -> Difference:
    """A project that stands here and in no row of the workbook: it was renamed there, or its row was deleted."""
    return Difference(
        row.sheet, "", row.row, item.name, WORDS["name"], project.name, "―", Kind.OUTSIDE, UNNAMED, about=row.about
    )  # fmt: skip


def _project_fault(row: Checked, item: ItemNow, said: Said) -> Difference:
    line = _line(row, said, "", said.text, item.name)
    return line._replace(kind=Kind.FAULT, sentence=said.fault, asks=Asks.TEXT)


def _nameless(row: Checked, item: ItemNow) -> Difference:
    return Difference(
        row.sheet, str(row.row), row.row, item.name, "", "", "", Kind.FAULT, NAMELESS, about=row.about
    )


def _line(row: Checked, said: Said, old: str, new: str, subject: str = "") -> Difference:
    assert isinstance(row.subject, TargetNow | ItemNow)
    return Difference(
        said.sheet, said.cell, row.row, subject or row.subject.called, WORDS[said.field], old, new, Kind.CHANGED,
        about=row.about,
    )  # fmt: skip


def _shown(value: Any, words: Mapping[str, str] | None) -> str:
    return (words.get(value, value) if words else value) or "―"


def _amount(value: Decimal | str | None) -> str:
    if value is None or value == "":
        return "―"
    return figure_text(value, 0) if isinstance(value, Decimal) else value
