"""The page of one indicator: where it stands, its years, why its grade was given, what it is. No queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.safestring import SafeString, mark_safe

from kpi.explaining import percent, year_word
from kpi.figures import Figure, Series
from kpi.models import Indicator
from kpi.telling import note
from kpi.telling_why import why
from publishing.document import Entry, TargetEntry
from publishing.kpi_cells import SURVEY_MARK, printed
from publishing.kpi_pages import cells
from publishing.kpi_pages.picture import Picture
from publishing.kpi_pages.reading import Judged, Reading
from publishing.kpi_pages.trend import Trend
from publishing.pieces import pillars_of
from strategy.naming import numbered

_SPANS = {"YEARLY": "毎年", "BIENNIAL": "2年ごと", "FIVE_YEARLY": "5年ごと", "IRREGULAR": "不定期"}


@dataclass(frozen=True)
class Fact:
    """A line of 指標の説明: a text, or places in the plan."""

    name: str
    text: str = ""
    places: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """One target of the indicator with its figures in large, its grade, and why it was given."""

    target: TargetEntry
    judged: Judged
    newest: Figure | None
    unit: str

    @property
    def title(self) -> str:
        """What tells it from the other targets of the indicator."""
        return f"{self.target.role_name}　{self.target.audience}".strip("　")

    @property
    def start(self) -> tuple[str, str]:
        """The present value as printed, and its time below it."""
        return _parted(self.target.baseline)

    @property
    def goal(self) -> tuple[str, str]:
        return _parted(self.target.target)

    @property
    def figure(self) -> tuple[str, str]:
        """The newest figure, and its year with 速報値."""
        if self.newest is None:
            return "―", "未公表"
        tags = "・".join(cells.figure_tags(self.newest))
        year = year_word(self.newest.fiscal_year)
        return cells.figure_text(self.newest, self.unit), f"{year}（{tags}）" if tags else year

    @property
    def status(self) -> SafeString:
        return cells.status(self.judged.told.progress.status) if self.judged.told else mark_safe("")

    @property
    def word(self) -> str:
        return self.judged.told.progress.status.word if self.judged.told else ""

    @property
    def note(self) -> str:
        return note(self.judged.told) if self.judged.told else ""

    @property
    def hand(self) -> SafeString:
        return cells.hand_html(self.judged.hand)

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return why(self.judged.told) if self.judged.told else ()

    @property
    def formula(self) -> str:
        """The formula with its numbers; nothing where nothing was reckoned."""
        told = self.judged.told
        return told.progress.formula if told and told.found.target is not None else ""


class IndicatorPage:
    """Everything the page shows."""

    def __init__(self, reading: Reading, series: Series):
        self.reading, self.series, self.document = reading, series, reading.document
        own = [target for target in self.document.targets.values() if target.indicator == series.key]
        self.targets = sorted(own, key=lambda target: not target.target)  # 補足指標 last
        self.target = self.targets[0]
        self.unit = self.target.unit or series.unit
        self.places = self._places()

    @property
    def name(self) -> str:
        return self.target.name

    @property
    def mark(self) -> str:
        return SURVEY_MARK if self.target.is_survey else ""

    @cached_property
    def verdicts(self) -> list[Verdict]:
        figures = [
            one for one in self.series.figures if one.fiscal_year <= self.reading.year and one.stage == 1
        ]
        newest = figures[-1] if figures else None
        return [
            Verdict(target, self.reading.judged(target), newest, target.unit or self.series.unit)
            for target in self.targets
            if target.target
        ]

    @property
    def year_name(self) -> str:
        return year_word(self.reading.year)

    # --- its places in the plan -----------------------------------------------------------------------------

    def _places(self) -> list[tuple[Entry, Entry | None, bool]]:
        """Where the plan prints it: the item, the goal above it, and whether as 再掲."""
        found, own = [], {target.lineage for target in self.targets}

        def walk(entry: Entry, goal: Entry | None) -> None:
            goal = entry if entry.kind == "GOAL" else goal
            if any(target.lineage in own for target in entry.targets):
                found.append((entry, goal, False))
            if any(lineage in own for _, lineage in entry.relisted_targets):
                found.append((entry, goal, True))
            for child in entry.items:
                walk(child, goal)

        for item in self.document.items:
            walk(item, None)
        return sorted(found, key=lambda place: place[2])

    @property
    def goal(self) -> Entry | None:
        return self.places[0][1]

    @cached_property
    def pillars(self) -> tuple[Entry, ...]:
        return pillars_of(self.document, self.goal) if self.goal else ()

    @property
    def above(self) -> str:
        """第3章　活力ある快適なまちづくり, or the item that prints it."""
        entry = self.goal or self.places[0][0]
        return numbered(entry.number, entry.title)

    @property
    def served(self) -> tuple[Entry, ...]:
        found = self.document.by_lineage
        lineages = dict.fromkeys(lineage for target in self.targets for lineage in target.serves)
        return tuple(found[lineage] for lineage in lineages if lineage in found)

    # --- its years ------------------------------------------------------------------------------------------

    @cached_property
    def trend(self) -> Trend:
        promises = [(target, self.reading.layout.promises[target.lineage]) for target in self.targets]
        return Trend(
            f"{self.name}{f'（対象：{self.target.audience}）' if self.target.audience else ''}",
            self.series,
            promises,
            period=self.reading.period,
            scheme=self.reading.scheme,
            today=self.reading.today,
        )

    @cached_property
    def picture(self) -> Picture:
        return Picture(self.trend)

    @property
    def charts(self) -> tuple[SafeString, ...]:
        """The picture for a wide page and for a narrow one; nothing without figures."""
        if self.picture.chart is None:
            return ()
        return tuple(mark_safe(self.picture.svg(key, is_wide=key == "wide")) for key in ("wide", "narrow"))

    @property
    def has_figures(self) -> bool:
        return bool(self.series.figures)

    @property
    def rounds(self) -> list[tuple[str, str, str, str, str]]:
        """Rounds of the survey: year, when it was held, sent, valid answers, their share."""

        def written(count: int | None) -> str:
            return "" if count is None else f"{count:,}"

        return [
            (
                year_word(one.fiscal_year),
                one.held,
                written(one.sent),
                written(one.valid),
                "" if one.rate is None else percent(one.rate),
            )
            for one in self.series.rounds
        ]

    # --- what it is -----------------------------------------------------------------------------------------

    def facts(self) -> Iterator[Fact]:
        """指標の説明, as far as anything is said."""
        series, said = self.series, dict.fromkeys
        sources = said(filter(None, [*(target.source for target in self.targets), series.source]))
        rationales = said(filter(None, (target.rationale for target in self.targets)))
        wordings = said(filter(None, (target.other_wording for target in self.targets)))
        effect = Indicator.Effect(series.effect).label if series.effect else ""
        texts = (
            ("何を表すか", series.definition),
            ("計算のしかた", series.formula),
            ("対象", "、".join(said(filter(None, (target.audience for target in self.targets))))),
            ("単位", cells.screen_unit(self.unit)),
            ("出典", "、".join(sources)),
            ("調査", series.survey),
            ("よい方向", Indicator.Better(series.better).label),
            ("成果・活動の別", effect),
            ("値が出る時期", _when_known(series)),
            ("目標値の根拠", "\n".join(rationales)),
            ("別の箇所の表記", "、".join(wordings)),
            ("比べる系列", "、".join(_reference(one.name, one.source) for one in series.references)),
            ("担当", _departments(series)),
        )
        yield from (Fact(name, text) for name, text in texts if text)
        if self.served:
            yield Fact("関連する項目", places=self.served)


def _parted(text: str) -> tuple[str, str]:
    own = printed(text)
    return own.text or "―", "".join(own.small).removeprefix("（").removesuffix("）")


def _departments(series: Series) -> str:
    return f"{series.department}（副：{series.deputy}）" if series.deputy else series.department


def _reference(name: str, source: str) -> str:
    return f"{name}（{source}）" if source else name


def _when_known(series: Series) -> str:
    """「毎年11月ごろに、2年前の年度の値が出ます。」"""
    often = _SPANS[series.frequency]
    if series.frequency != "YEARLY" and series.survey_years:
        often += f"（{'、'.join(map(year_word, series.survey_years))}）"
    if series.known_month is None:
        return often
    behind = {0: "その年度", 1: "前の年度"}.get(series.lag_years, f"{series.lag_years}年前の年度")
    if series.frequency == "YEARLY":
        return f"毎年{series.known_month}月ごろに、{behind}の値が出ます。"
    after = {0: "その年度", 1: "次の年度"}.get(series.lag_years, f"{series.lag_years}年後の年度")
    return f"{often}。{after}の{series.known_month}月ごろに値が出ます。"
