"""What assumptions that nobody saved yet would come to: a scenario computed anew beside the saved and the published one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from paper import courses
from vision.blocks import Cell, Column, Group, Table
from vision.computing import computed
from vision.drafting import given_data, scenario_data
from vision.figures import ScenarioFigures, Summary, whole
from vision.models import PopulationVision, Scenario
from vision.overview import Drawn, courses_drawn
from vision.result_tables import band_table, missing_sentences
from vision.sensitivity import sensitivity_of
from vision.spec import ScenarioSpec, to_data
from vision.wording import difference, people, percent, percent_more, year_name

BESIDE = courses.PRINTED  # beside the fields there is less room than on a page of its own
EDITED, SAVED, PUBLISHED = "この仮定", "保存してある仮定", "社人研推計準拠"


@dataclass(frozen=True)
class Effect:
    """What the assumptions come to, and how much hangs on each (``sensitivity``).

    ``missing``: why nothing could be computed; ``summary``: one sentence for the ear.
    """

    chart: Drawn | None
    table: Table | None
    band: Table | None
    sensitivity: Table | None
    missing: tuple[str, ...]
    summary: str


def effect_of(vision: PopulationVision, scenario: Scenario, spec: ScenarioSpec) -> Effect:
    """The effect of ``spec`` in place of what is saved for ``scenario``. Its queries do not grow with areas or scenarios."""
    data = given_data(vision)
    own = scenario_data(scenario)
    rows = [own | {"spec": to_data(spec), "name": EDITED, "is_adopted": True, "lineage": "edited"}]
    if own["spec"] != rows[0]["spec"]:
        rows.append(own | {"name": SAVED, "is_adopted": False})
    if scenario.kind != Scenario.Kind.PATTERN1:
        published = [row for row in data["scenarios"] if row["kind"] == Scenario.Kind.PATTERN1]
        rows += [row | {"name": PUBLISHED, "is_adopted": False} for row in published[:1]]
    found = computed(data | {"scenarios": rows})
    return _effect(found, vision.base_year)


def _effect(data: Mapping[str, Any], base_year: int) -> Effect:
    edited, *others = [ScenarioFigures(row) for row in data["scenarios"]]
    is_new = any(one.name == SAVED for one in others)
    others = [one for one in others if one.years]
    if not edited.years:
        return Effect(None, None, None, None, missing_sentences([edited]), "まだ計算できません。")
    last = edited.summaries[edited.years[-1]]
    return Effect(
        chart=courses_drawn([edited, *others], base_year, "試算した総人口", "effect", BESIDE),
        table=_table(edited, others, is_new),
        band=band_table([edited]),
        sensitivity=_sensitivity(data, edited),
        missing=missing_sentences([edited]),
        summary=f"{year_name(last.year)}の総人口は{people(last.total)}人になります。{_beside(last, others)}",
    )


def _beside(last: Summary, others: Sequence[ScenarioFigures]) -> str:
    """How far it lies from the other courses."""
    said = []
    for one in others:
        if (other := one.at(last.year)) is not None:
            said.append(f"{one.name}との差は{difference(whole(last.total) - whole(other.total))}人")
    return "、".join(said) + "です。" if said else ""


def _table(edited: ScenarioFigures, others: Sequence[ScenarioFigures], is_new: bool) -> Table:
    """Total, its distance from the other courses, and the shares of the classes by year."""
    columns = [Column("年", "text", is_head=True), Column("総人口（人）", short="総人口\n（人）")]
    columns += [Column(f"{one.name}との差（人）", short=f"{one.name}\nとの差（人）") for one in others]
    classes = ("年少人口", "生産年齢人口", "老年人口")
    columns += [Column(f"{word}の割合", short=f"{word}\nの割合") for word in classes]
    rows = []
    for year in edited.years:
        own = edited.summaries[year]
        gaps = (_gap(own.total, one.at(year)) for one in others)
        shares = (Cell(percent(share)) for share in (own.young_share, own.working_share, own.old_share))
        rows.append((Cell(year_name(year)), Cell(people(own.total)), *gaps, *shares))
    name = "試算した人口（まだ保存していません）" if is_new else "保存してある仮定の人口"
    return Table("effect", name, tuple(columns), (Group("", tuple(rows)),))


def _gap(total: Decimal, other: Summary | None) -> Cell:
    return Cell() if other is None else Cell(difference(whole(total) - whole(other.total)))


def _sensitivity(data: Mapping[str, Any], edited: ScenarioFigures) -> Table | None:
    """By how much the last year's people change with each assumption; None where nothing can be told."""
    found = sensitivity_of(data, edited.lineage)
    if not found.effects:
        return None
    names = ("変える仮定", "変え方", "総人口（人）", "この仮定との差（人）", "差の割合")
    columns = tuple(
        Column(name, "text" if n < 2 else "figure", is_head=n == 0) for n, name in enumerate(names)
    )
    rows = tuple(
        (
            Cell(one.assumption),
            Cell(one.change),
            Cell(people(one.total)),
            Cell(difference(one.difference)),
            Cell(percent_more(one.percent)),
        )
        for one in found.effects
    )
    note = "".join(found.missing)
    name = f"仮定を一つだけ変えたときの{year_name(found.year)}の総人口"
    return Table("sensitivity", name, columns, (Group("", rows),), note)
