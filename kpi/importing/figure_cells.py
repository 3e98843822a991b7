"""The figure of a row against the figure that stands here: what changed in which place since the workbook was written.

Three sides: what the workbook was written with (``base``), what somebody typed, what stands here now. A cell that was not
touched says nothing; one that was touched while the figure changed here too is a conflict that a person decides. The rules
of a single figure (kpi/measurements.py) hold alike. Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kpi.figures import figure_text, places_of
from kpi.importing.changes import Asks, Difference, FigureWrite, Kind
from kpi.importing.facts import FIGURE, SAID, Checked, Decisions, Revision, Said, TargetNow

PROVISIONAL, FINAL, CORRECTED = "PROVISIONAL", "FINAL", "CORRECTED"
WORDS = {
    "value": "",
    "quality": "速報・確定",
    "numerator": "分子",
    "denominator": "分母",
    "note": "注記",
    "is_running_total": "累計",
}
QUALITY_WORDS = {PROVISIONAL: "速報", FINAL: "確定", CORRECTED: "訂正"}
NO_FIGURE: tuple[Any, ...] = (None, "", None, None, "", False)
AT = {name: n for n, name in enumerate(SAID)}
WHY_NEEDED = "承認した値を直すときは、理由が要ります。この行の欄に入れてください。"
KEEP_APPROVED = "承認した値は空にできません。正しい値を入れてください。"
KEPT = "表を渡したあとに画面で直された値です。表では変わっていないので、画面の値を残します。"
SCREEN_STAYS = "画面の値を残します。"
ALONE = "値がないので、{word}だけでは取り込めません。値も入れてください。"
# Differences, how many cells say what stands here, and the revision to be written.
Compared = tuple[list[Difference], int, FigureWrite | None]


def compare_figure(row: Checked, base: int, known: Sequence[Revision], decisions: Decisions) -> Compared:
    """What becomes of the figure of a row. ``base`` is the number of its revision when the workbook was written, 0 for
    none; ``known`` are the revisions of the figure, the oldest first."""
    said = {name: row.said[name] for name in FIGURE if name in row.said}
    if not said:
        return [], 0, None
    return _Figure(row, said, known, decisions).compared(base)


@dataclass(slots=True)
class _Figure:
    """One figure while it is compared: its cells, its revisions, and what stands now."""

    row: Checked
    said: dict[str, Said]
    known: Sequence[Revision]
    decisions: Decisions

    @property
    def newest(self) -> Revision | None:
        return self.known[-1] if self.known else None

    @property
    def target(self) -> TargetNow:
        assert isinstance(self.row.subject, TargetNow)
        return self.row.subject

    def compared(self, base: int) -> Compared:
        newest = self.newest
        now = newest.said if newest else NO_FIGURE
        for one in self.said.values():
            if one.fault:
                return self._faults(now), 0, None
        started = now if newest is not None and newest.n == base else self._started(base)
        self._read_value()
        typed = {name: _meant(one, started, now) for name, one in self.said.items()}
        differing = {name: value for name, value in typed.items() if value != now[AT[name]]}
        if not differing:
            return [], len(typed), None
        touched = differing
        if started is not now:
            touched = {name: value for name, value in typed.items() if value != started[AT[name]]}
        if not touched:
            lines = [self._line(name, now, Kind.OUTSIDE, KEPT) for name in differing]
            return lines, len(typed) - len(lines), None
        if now[0] is None and typed.get("value") is None:
            return self._nothing(touched, now)
        if started is not now and now != started:
            differing = {name: value for name, value in touched.items() if value != now[AT[name]]}
            return self._conflict(differing, now) if differing else ([], len(typed), None)
        return self._change(touched, now)

    def _started(self, base: int) -> tuple[Any, ...]:
        """What the workbook was written with."""
        return next((one.said for one in self.known if one.n == base), NO_FIGURE)

    def _read_value(self) -> None:
        """「累計13,512（速報値）」 says that it is a running total, and 速報 where its own cell says 確定 or nothing."""
        value, quality = self.said.get("value"), self.said.get("quality")
        if value is None:
            return
        if value.is_provisional and (quality is None or quality.value == FINAL):
            self.said["quality"] = value._replace(field="quality", value=PROVISIONAL, remark="")
        if value.is_running_total:
            self.said["is_running_total"] = value._replace(field="is_running_total", value=True, remark="")

    def _nothing(self, touched: Mapping[str, Any], now: tuple[Any, ...]) -> Compared:
        """Where there is no figure: 「―」 says what stands here, parts of a share are a fault, a word about its quality
        says nothing, and a note that would be lost is named."""
        lines = [
            self._line(name, now, Kind.FAULT, ALONE.format(word=WORDS[name]))
            for name in ("numerator", "denominator")
            if touched.get(name) is not None
        ]
        if touched.get("note"):
            sentence = "値がないので、注記は取り込めません。要因か課題の欄に書いてください。"
            lines.append(self._line("note", now, Kind.OUTSIDE, sentence))
        return lines, len(self.said) - len(lines), None

    def _conflict(self, differing: Mapping[str, Any], now: tuple[Any, ...]) -> Compared:
        """The figure changed here and in the workbook: one choice for the whole, good as long as what stands here does."""
        newest = self.newest
        first = "value" if "value" in differing else next(iter(differing))
        stamp = newest.n if newest else 0
        chosen, _, seen = self.decisions.choices.get(self.said[first].place, "").partition(":")
        chosen = chosen if seen == str(stamp) else ""
        line = self._line(first, now, Kind.CONFLICT, "上の欄で選んでください。")._replace(
            says="　".join(self._line(name, now, Kind.CONFLICT, "").new for name in differing),
            was="　".join(self._line(name, now, Kind.CONFLICT, "").old for name in differing),
            asks=Asks.CHOICE,
            stamp=stamp,
            revision=newest.pk if newest else 0,
            chosen=chosen,
        )
        same = len(self.said) - len(differing)
        if not chosen:
            return [line], same, None
        if chosen == "screen":
            return [line._replace(kind=Kind.OUTSIDE, sentence=SCREEN_STAYS)], same, None
        lines, _, write = self._change(differing, now)
        faults = [one for one in lines if one.kind is Kind.FAULT]
        return [line._replace(kind=Kind.CHANGED, sentence="Excelの値を使います。"), *faults], same, write

    def _change(self, touched: Mapping[str, Any], now: tuple[Any, ...]) -> Compared:
        """What is to be written, after the rules of a single figure."""
        write = self._written(touched)
        kind = Kind.ADDED if now[0] is None else Kind.CHANGED
        lines = [
            self._line(name, now, kind, self.said[name].remark)
            for name, value in touched.items()
            if not (name == "quality" and value == FINAL and now[0] is None)  # goes without saying
        ]
        same = len(self.said) - len(lines)
        for one in reversed(self.known):
            if one.state == "APPROVED":
                return self._corrected(one, touched, now, lines, write)
        return lines, same, write

    def _corrected(
        self,
        approved: Revision,
        touched: Mapping[str, Any],
        now: tuple[Any, ...],
        lines: list[Difference],
        write: FigureWrite,
    ) -> Compared:
        """The same for a figure that was approved: it is never emptied, and corrected only with a reason."""
        same = len(self.said) - len(lines)
        first = "value" if "value" in self.said else next(iter(self.said))
        cell = self.said[first].cell
        if write.value is None:
            return [self._line(first, now, Kind.FAULT, KEEP_APPROVED)._replace(asks=Asks.TEXT)], same, None
        if approved.quality == PROVISIONAL or approved.value == write.value:
            return lines, same, write
        reason = self.decisions.reasons.get(self.said[first].place, "").strip()
        if not reason and "note" in touched and write.note:
            reason = f"注記：{write.note}"
        if not reason:
            fault = self._line(first, now, Kind.FAULT, WHY_NEEDED)._replace(asks=Asks.REASON)
            return [fault, *(one for one in lines if one.cell != cell)], same, None
        told = [
            one._replace(sentence=f"{one.sentence}訂正の理由：{reason}", asks=Asks.REASON)
            if one.cell == cell
            else one
            for one in lines
        ]
        quality = CORRECTED if write.quality == FINAL else write.quality
        return told, same, write._replace(quality=quality, why=reason)

    def _written(self, touched: Mapping[str, Any]) -> FigureWrite:
        """The next revision; what nobody touched stays, but the parts of a share go with the figure they belonged to."""
        said, newest = self.said, self.newest
        cell = said.get("value") or next(iter(said.values()))
        if newest is None:
            value = touched["value"]
            return FigureWrite(
                self.target.indicator, None, 1, value, places_of(value), _part(said, "numerator"),
                _part(said, "denominator"), touched.get("quality") or FINAL, "is_running_total" in touched,
                False, touched.get("note", ""), "", self.row.lineage, cell.place,
            )  # fmt: skip
        value, places = newest.value, newest.places
        numerator, denominator = newest.numerator, newest.denominator
        if "value" in touched:
            value = touched["value"]
            places = places_of(value) if value is not None else 0
            numerator = denominator = None
        quality = touched.get("quality") or newest.quality
        return FigureWrite(
            self.target.indicator, newest.measurement, newest.n + 1, value, places,
            _part(said, "numerator", numerator), _part(said, "denominator", denominator),
            CORRECTED if newest.quality == CORRECTED and quality == FINAL else quality,
            "is_running_total" in touched or newest.is_running_total, newest.is_partial,
            touched.get("note", newest.note), "", self.row.lineage, cell.place,
        )  # fmt: skip

    def _faults(self, now: tuple[Any, ...]) -> list[Difference]:
        return [
            self._line(one.field, now, Kind.FAULT, one.fault)._replace(says=one.text, asks=Asks.TEXT)
            for one in self.said.values()
            if one.fault
        ]

    def _line(self, name: str, now: tuple[Any, ...], kind: Kind, sentence: str) -> Difference:
        said, target = self.said[name], self.target
        old, new = now[AT[name]], said.value
        if name != "value":
            old, new = _worded(name, old), _worded(name, new)
        return Difference(
            said.sheet, said.cell, self.row.row, target.called, WORDS[name], "―" if old is None else old,
            "―" if new is None else new, kind, sentence, Asks.NOTHING, 0, "", None, "", "", "target", 0,
            target.unit, self.known[-1].places if self.known else None,
        )  # fmt: skip


def _worded(name: str, value: Any) -> str:
    """What a page shows of a part of a figure."""
    if name == "is_running_total":
        return "累計" if value else "―"
    if value is None or value == "":
        return "―"
    if isinstance(value, Decimal):
        return figure_text(value)
    return QUALITY_WORDS.get(value, value) if name == "quality" else str(value)


def _part(said: Mapping[str, Said], name: str, otherwise: Any = None) -> Any:
    """Numerator or denominator as typed, touched or not."""
    return said[name].value if name in said else otherwise


def _meant(said: Said, started: tuple[Any, ...], now: tuple[Any, ...]) -> Any:
    """What was typed; 確定 beside a figure that was corrected says nothing new."""
    if said.field == "quality" and said.value == FINAL and CORRECTED in (started[1], now[1]):
        return CORRECTED
    return said.value
