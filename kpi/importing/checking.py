"""The cells of a returned workbook one by one: what was typed becomes a figure, a word, a day, or a fault with a sentence.

A figure is read as the screen reads it (kpi/typed.py); plain numbers, which are nearly all, take a shorter way to the
same result.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from accounts.audit import Refused
from kpi.importing.facts import (
    LEAVE,
    Checked,
    Decisions,
    ItemNow,
    Revision,
    Said,
    Standing,
    TargetNow,
    key_of,
)
from kpi.models import ItemProject, ItemReview, MeasurementRevision, TargetReview
from kpi.review.holding import require_amount
from kpi.sheet.returned import Entry, Returned, ReturnedRow
from kpi.typed import TypedFigure, read_part, read_typed
from strategy.fiscal import EraError, parse_date

Quality = MeasurementRevision.Quality
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2})(?:\.[0-9]{1,6})?")
_SCALED = re.compile("[十百千万億兆割]")
_DECIMAL = re.compile(r"[0-9０-９][.．][0-9０-９]")
_WIDE = re.compile("[０-９．，－＋％]")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}")
# What is counted has no half. A unit with a scale (千人) or per something (人/日) may have one.
COUNTED = frozenset(
    "人 名 世帯 件 回 社 者 店 台 本 冊 校 園 組 棟 戸 頭 団体 事業所 施設 か所 ヶ所 カ所 箇所 地区 種類 品目".split()
)
QUALITIES = {str(quality.value): str(quality.label) for quality in Quality}
CALLED = {"numerator": "分子", "denominator": "分母", "budget": "当初予算額", "settled": "決算額"}
LIMITS: dict[tuple[str, str], int] = {
    **{
        ("target", name): TargetReview._meta.get_field(name).max_length
        for name in ("cause", "issue", "action")
    },
    **{
        ("item", name): ItemReview._meta.get_field(name).max_length
        for name in ("achievement", "issue", "direction_reason")
    },
    **{("project", name): ItemProject._meta.get_field(name).max_length for name in ("name", "funding")},
    ("target", "note"): MeasurementRevision._meta.get_field("note").max_length,
}
MENDED = "表の「{text}」を画面で直した値です。"
UNREAD = {
    "error": "エラー値（{text}）になっています。数式を直すか、値を入れてください。",
    "formula": "数式の結果がファイルに残っていません。Excelで開いて保存し直すか、値を入れてください。",
}


def checked_rows(returned: Returned, standing: Standing, decisions: Decisions) -> Iterator[Checked]:
    """The rows that say anything, in their order, each with what it is about and its cells as they were understood."""
    for row in returned.rows:
        known: Mapping[str, TargetNow | ItemNow] = (
            standing.targets if row.about == "target" else standing.items
        )
        lineage = key_of(row.lineage)
        subject = known.get(lineage)
        if subject is None and (given := decisions.rows.get(f"{row.sheet}!{row.row}", LEAVE)) != LEAVE:
            lineage = key_of(given)
            subject = known.get(lineage)
        said = _said(row, subject, standing, decisions)
        if said:
            yield Checked(
                row.about, row.sheet, row.row, lineage, row.base, row.review_base, row.label, said, subject
            )


def _said(
    row: ReturnedRow, subject: TargetNow | ItemNow | None, standing: Standing, decisions: Decisions
) -> dict[str, Said]:
    found = {}
    for name, entry in row.entries.items():
        given, entry = entry, mended(entry, decisions) if decisions.mended else entry
        if entry.text and not entry.text.isspace():
            said = check_cell(row.about, name, entry, subject, standing)
            if said is not None:
                remark = MENDED.format(text=given.text.strip()[:40]) if entry is not given else ""
                found[name] = said._replace(remark=remark + said.remark) if remark else said
    return found


def mended(entry: Entry, decisions: Decisions) -> Entry:
    """The cell with the text that a person put in the place of its own; the same cell where nobody did."""
    text = decisions.mended.get(f"{entry.sheet}!{entry.cell}")
    return entry if text is None else Entry(entry.sheet, entry.cell, text)


def check_cell(
    about: str, name: str, entry: Entry, subject: TargetNow | ItemNow | None, standing: Standing
) -> Said | None:
    """One filled cell of a row about "target", "item" or "project"; None where it says nothing after all."""
    if entry.kind in UNREAD:
        fault = UNREAD[entry.kind].format(text=entry.text.strip())
        return Said(name, entry.sheet, entry.cell, entry.text, fault=fault)
    if name == "value":
        return _value(entry, subject, standing)
    if name in ("numerator", "denominator", "budget", "settled"):
        return _number(name, entry)
    if name == "quality":
        return _word(name, entry, QUALITIES)
    if name == "direction":
        return _word(name, entry, standing.directions)
    if name == "self_evaluation":
        return _word(name, entry, standing.evaluations)
    return _text(about, name, entry)


def _value(entry: Entry, subject: TargetNow | ItemNow | None, standing: Standing) -> Said:
    text = entry.text.strip()
    if not isinstance(subject, TargetNow):  # nobody knows yet in which unit
        return Said("value", entry.sheet, entry.cell, text)
    try:
        figure = figure_of(text, subject.unit, kind=entry.kind)
        if figure.value is not None and subject.unit in COUNTED:
            _require_whole(figure.value, text, subject, standing.figures.get(subject.indicator, ()))
    except Refused as refusal:
        return Said("value", entry.sheet, entry.cell, text, fault=refusal.sentence)
    return Said(
        "value", entry.sheet, entry.cell, text, figure.value, "", remark_of(text),
        figure.is_provisional, figure.is_running_total,
    )  # fmt: skip


def figure_of(text: str, unit: str, *, kind: str = "text") -> TypedFigure:
    """The figure that was typed, in the unit of its indicator; Refused with a sentence.

    The same as ``kpi.typed.read_typed``, in a twentieth of its time for a plain number.

    >>> figure_of("1,234.5", "%").value, figure_of("５４．９％", "%").value
    (Decimal('1234.5'), Decimal('54.9'))
    """
    if kind == "date":
        raise Refused("日付になっています。セルの書式を「標準」に戻して、数を入れてください。")
    if _PLAIN.fullmatch(text) and not _SCALED.match(unit):
        value = Decimal(text.replace(",", ""))
        if value or text[0] != "-":
            return TypedFigure(value)
    return read_typed(text, unit=unit)


def _require_whole(value: Decimal, text: str, target: TargetNow, known: Iterable[Revision]) -> None:
    """Refuse half a person, unless the plan or an earlier figure counts so: an average may have decimals."""
    if value == value.to_integral_value():
        return
    if _DECIMAL.search(target.printed) or any(one.places for one in known):
        return
    meant = _THOUSANDS.match(unicodedata.normalize("NFKC", text))
    advice = (
        f"「{meant[0].replace('.', ',')}」ではありませんか。" if meant else "小数のない数を入れてください。"
    )
    raise Refused(f"単位「{target.unit}」に小数は使えません。{advice}")


def remark_of(text: str) -> str:
    """What was done to a typed figure to read it; nothing for a plain one."""
    if text.isascii():
        return ""
    said = []
    if _WIDE.search(text):
        said.append("全角の数字を半角に直しました。")
    if "△" in text or "▲" in text:
        said.append("「△」を負の数と読みました。")
    return "".join(said)


def _number(name: str, entry: Entry) -> Said:
    text = entry.text.strip()
    try:
        if entry.kind == "date":
            raise Refused("日付になっています。セルの書式を「標準」に戻して、数を入れてください。")
        if name in ("budget", "settled"):
            value = read_typed(text, unit="千円").value
            require_amount(value, CALLED[name])
        else:
            value = read_part(text, CALLED[name])
    except Refused as refusal:
        return Said(name, entry.sheet, entry.cell, text, fault=refusal.sentence)
    return Said(name, entry.sheet, entry.cell, text, value, remark=remark_of(text))


def _word(name: str, entry: Entry, words: Mapping[str, str]) -> Said | None:
    for key, word in words.items():
        if word == entry.text:
            return Said(name, entry.sheet, entry.cell, word, key)
    text = _folded(entry.text)
    if text in ("―", "-", "ー", "－", "—"):
        return None
    found = [key for key, word in words.items() if _folded(word) == text]
    found = found or [key for key, word in words.items() if text and _folded(word).startswith(text)]
    if len(found) != 1:
        listed = "、".join(words.values())
        fault = f"「{entry.text.strip()[:40]}」という選択肢はありません。{listed}から選んでください。"
        return Said(name, entry.sheet, entry.cell, entry.text.strip(), fault=fault)
    return Said(name, entry.sheet, entry.cell, entry.text.strip(), found[0])


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _text(about: str, name: str, entry: Entry) -> Said:
    text = clean_text(entry.text)
    limit = LIMITS.get((about, name), 0)
    fault = (
        f"{limit:,}字までです（いまは{len(text):,}字）。短くしてください。" if 0 < limit < len(text) else ""
    )
    return Said(name, entry.sheet, entry.cell, text, text, fault)


def clean_text(text: str) -> str:
    """A text as it is kept: one kind of line break, no blanks around it, no characters that are none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if text.isprintable() else "".join(one for one in text if one in "\n\t" or one >= " ").strip()


def day_of(entry: Entry, today: datetime.date) -> tuple[datetime.date | None, str]:
    """The day in a cell (a date, 令和7年6月10日, R7.6.10), and the sentence where there is none or it lies ahead."""
    try:
        text = entry.text.strip()
        day = datetime.date.fromisoformat(text[:10]) if entry.kind == "date" else parse_date(text)
    except (EraError, ValueError) as error:
        return None, str(error) if isinstance(error, EraError) else "日付として読めません。"
    if day > today:
        return None, f"日付（{day:%Y/%m/%d}）がまだ来ていません。日付を確かめてください。"
    return day, ""
