"""A practice as it is typed into its form, read and checked: every fault is a sentence that names its row. Pure."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kpi.review.practice import Effect, Practice, PracticeError, Step, StepKind, Word

STEP, DIRECTION, SELF, OTHER = "手順", "方針の言葉", "自己評価の言葉", ""
MOST_ROWS, LONGEST_STEP, LONGEST_WORD, LONGEST_GRANT = 20, 20, 40, 100
MOST_DAYS, LONGEST_WAIT = 5, 90
NEEDED = ((StepKind.ENTRY, "課が入力する"), (StepKind.PUBLICATION, "公表する"))
_LAST_DAYS = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
# Full-width digits and commas, as they are typed.
_PLAIN = str.maketrans("０１２３４５６７８９，、　", "0123456789,, ")

Content = Mapping[str, Any]


def read_practice(content: Content) -> Practice:
    """The practice that was typed. Raises ``PracticeError`` with every fault.

    ``steps``, ``directions`` and ``self_evaluations`` are rows of texts; ``grant_names`` a line each;
    ``reminds_before`` and ``reminds_after`` numbers of days with commas between.
    """
    if faults := faults_of(content):
        raise PracticeError(faults)
    return Practice(
        steps=tuple(
            Step(row["key"], StepKind(row["kind"]), row["name"], _number(row["month"]), _number(row["day"]))
            for row in content["steps"]
        ),
        directions=tuple(
            Word(row["key"], row["word"], Effect(row["effect"])) for row in content["directions"]
        ),
        self_evaluations=tuple(Word(row["key"], row["word"]) for row in content["self_evaluations"]),
        grant_names=tuple(_lines(content["grant_names"])),
        asks_head=bool(content["asks_head"]),
        gathers=bool(content["gathers"]),
        reminds_before=_days(content["reminds_before"]),
        reminds_after=_days(content["reminds_after"]),
    )


def typed_of(practice: Practice) -> dict[str, Any]:
    """The practice as its form shows it, for reading back.

    >>> from kpi.review.practice import DEFAULT
    >>> read_practice(typed_of(DEFAULT)) == DEFAULT
    True
    """
    return {
        "steps": [
            {
                "key": step.key,
                "kind": step.kind.value,
                "name": step.name,
                "month": str(step.month or ""),
                "day": str(step.day or ""),
            }
            for step in practice.steps
        ],
        "directions": [
            {"key": word.key, "word": word.word, "effect": word.effect.value} for word in practice.directions
        ],
        "self_evaluations": [{"key": word.key, "word": word.word} for word in practice.self_evaluations],
        "grant_names": "\n".join(practice.grant_names),
        "asks_head": practice.asks_head,
        "gathers": practice.gathers,
        "reminds_before": "、".join(map(str, practice.reminds_before)),
        "reminds_after": "、".join(map(str, practice.reminds_after)),
    }


def faults_of(content: Content) -> tuple[str, ...]:
    """What is wrong, as Japanese sentences; those of a row begin with its name and number (手順2：…)."""
    return (
        *_of_steps(content["steps"]),
        *_of_words(DIRECTION, content["directions"], least=1),
        *_of_words(SELF, content["self_evaluations"], least=0),
        *_of_grants(content["grant_names"]),
        *_of_days("期限の前", content["reminds_before"]),
        *_of_days("期限の後", content["reminds_after"]),
    )


def _of_steps(rows: Sequence[Content]) -> Iterator[str]:
    if len(rows) > MOST_ROWS:
        yield f"手順は{MOST_ROWS}までです。"
    kinds = [row["kind"] for row in rows]
    for kind, what in NEEDED:
        if kind not in kinds:
            yield f"{what}手順がありません。すること「{what}」の手順を、一つ残してください。"
    names = [row["name"].strip() for row in rows]
    before: tuple[int, int] | None = None
    for n, row in enumerate(rows, 1):
        where = f"{STEP}{n}："
        if row["kind"] not in list(StepKind):
            yield f"{where}することを選んでください。"
        yield from _of_name(where, "名前", row["name"], LONGEST_STEP)
        if row["name"].strip() and names.index(row["name"].strip()) < n - 1:
            yield f"{where}「{row['name']}」は、ほかの手順の名前と同じです。"
        faults = tuple(_of_day(where, row["month"], row["day"]))
        yield from faults
        if not faults and row["month"].strip():
            month = _number(row["month"]) or 0
            at = ((month - 4) % 12, _number(row["day"]) or 31)
            if before is not None and at < before:
                yield f"{where}期限が、前の手順より早くなっています（4月から翌年3月までの順にします）。"
            before = at
    if StepKind.ENTRY in kinds and StepKind.PUBLICATION in kinds:
        last = len(kinds) - 1 - kinds[::-1].index(StepKind.PUBLICATION)
        if last < kinds.index(StepKind.ENTRY):
            yield "「公表する」手順が「課が入力する」手順より前にあります。順番を入れかえてください。"


def _of_day(where: str, month: str, day: str) -> Iterator[str]:
    if not month.strip():
        if day.strip():
            yield f"{where}月を入れてください（日だけでは期限になりません）。"
        return
    number = _number(month)
    if number is None or not 1 <= number <= 12:
        yield f"{where}月は1から12までの数字で入れてください。"
        return
    if day.strip():
        last = _LAST_DAYS.get(number, 31)
        found = _number(day)
        if found is None or not 1 <= found <= last:
            yield f"{where}{number}月の日は1から{last}までの数字で入れてください。"


def _of_words(what: str, rows: Sequence[Content], *, least: int) -> Iterator[str]:
    if len(rows) < least:
        yield f"{what}が一つもありません。一つは残してください。"
    if len(rows) > MOST_ROWS:
        yield f"{what}は{MOST_ROWS}までです。"
    words = [row["word"].strip() for row in rows]
    for n, row in enumerate(rows, 1):
        where, word = f"{what}{n}：", row["word"].strip()
        yield from _of_name(where, "言葉", row["word"], LONGEST_WORD)
        if word and words.index(word) < n - 1:
            yield f"{where}「{word}」は、上にもあります。"
        if "effect" in row and row["effect"] not in list(Effect):
            yield f"{where}次の計画への働きを選んでください。"


def _of_name(where: str, what: str, text: str, longest: int) -> Iterator[str]:
    if not text.strip():
        yield f"{where}{what}を入れてください。"
    elif len(text.strip()) > longest:
        yield f"{where}{what}は{longest}字までです。"


def _of_grants(text: str) -> Iterator[str]:
    lines = _lines(text)
    if len(lines) > MOST_ROWS:
        yield f"交付金の名前は{MOST_ROWS}までです。"
    for line in lines:
        if len(line) > LONGEST_GRANT:
            yield f"交付金の名前「{line[:20]}…」は{LONGEST_GRANT}字までです。"


def _of_days(what: str, text: str) -> Iterator[str]:
    parts = _parts(text)
    if len(parts) > MOST_DAYS:
        yield f"{what}の督促は{MOST_DAYS}回までです。"
    for part in parts:
        if not re.fullmatch(r"\d{1,3}", part) or not 0 <= int(part) <= LONGEST_WAIT:
            yield f"{what}の督促の日「{part}」は、0から{LONGEST_WAIT}までの数字で入れてください（例：7、1）。"


def _parts(text: str) -> list[str]:
    return [part.strip().removesuffix("日") for part in text.translate(_PLAIN).split(",") if part.strip()]


def _days(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(part) for part in _parts(text)))


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _number(text: str) -> int | None:
    plain = text.translate(_PLAIN).strip()
    return int(plain) if re.fullmatch(r"\d{1,2}", plain) else None


def example_of(practice: Practice, day: datetime.date) -> str:
    """The days on which departments are reminded for a due day, as a sentence.

    >>> from kpi.review.practice import DEFAULT
    >>> example_of(DEFAULT, datetime.date(2025, 6, 30))
    '期限が6月30日なら、6月23日、6月29日、7月1日、7月7日に督促のメールを送ります。'
    """
    days = {day - datetime.timedelta(days=days) for days in practice.reminds_before}
    days |= {day + datetime.timedelta(days=days) for days in practice.reminds_after}
    if not days:
        return "督促のメールは自動では送りません。"
    said = "、".join(f"{one.month}月{one.day}日" for one in sorted(days))
    return f"期限が{day.month}月{day.day}日なら、{said}に督促のメールを送ります。"
