"""What both editions assume, in words beside each other: base year, areas, sources of tables and rates, births, moves. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from vision.comparing import Comparison, Data
from vision.comparison.words import NONE
from vision.figures import ScenarioFigures
from vision.spec import Births, Moves, ScenarioSpec, from_data
from vision.wording import decimal, year_name

NEWLY, GONE, SAME, CHANGED = "新たに", "今回はなし", "同じ", "変更"
DERIVED = "二つの表から求めた値"
FEW = 3  # areas whose sources are told one by one
MOVES = {
    Moves.PUBLISHED: "仮定値の純移動率のとおり",
    Moves.BALANCED: "転入と転出が同じ数になる（純移動率0）",
    Moves.OWN: "年齢階級ごとに独自の純移動率",
}


@dataclass(frozen=True)
class Fact:
    """What each edition says of one thing, '' where it says nothing. ``is_other``: the figures behind the words differ."""

    name: str
    old: str
    new: str
    is_other: bool = False

    @property
    def change(self) -> str:
        """新たに, 今回はなし, 変更, 同じ."""
        if not self.old or not self.new:
            return NEWLY if self.new else GONE
        return CHANGED if self.is_other or self.old != self.new else SAME

    @property
    def cells(self) -> tuple[str, str, str, str]:
        return self.name, self.old or NONE, self.new or NONE, self.change


def facts_of(comparison: Comparison) -> tuple[Fact, ...]:
    """Every assumption of which one of the two says something."""
    old, new = comparison.old, comparison.new
    made = (
        *_frame(old, new),
        *_kept(old, new, "tables"),
        *_kept(old, new, "assumptions"),
        *_course(comparison),
    )
    return tuple(fact for fact in made if fact.old or fact.new)


def _fact(name: str, said: Iterable[str], *, is_other: bool = False) -> Fact:
    old, new = said
    return Fact(name, old, new, is_other)


def _frame(old: Data, new: Data) -> Iterator[Fact]:
    both = (old, new)
    yield _fact("基準年", (year_name(int(data["vision"]["base_year"])) for data in both))
    yield _fact("推計の最後の年", (year_name(int(data["vision"]["last_year"])) for data in both))
    yield _fact("推計の区域", ("、".join(row["name"] for row in data["areas"]) for data in both))
    yield _fact("最も上の年齢階級", (_open_group(data) for data in both))


def _open_group(data: Data) -> str:
    found = {row["open"] for row in data["scenarios"] if row["M"]}
    return "、".join(f"{age}歳以上" for age in sorted(found))


def _kept(old: Data, new: Data, key: str) -> Iterator[Fact]:
    """Tables or assumptions, one fact for each kind."""
    kinds = {row["kind"]: row["kind_name"] for data in (old, new) for row in data[key]}
    for kind, name in kinds.items():
        before, after = ([row for row in data[key] if row["kind"] == kind] for data in (old, new))
        yield Fact(name, _told(before), _told(after), _figures(before) != _figures(after))


def _figures(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    return {row["area"]: (row["data"], row.get("unknown")) for row in rows}


def _told(rows: list[Mapping[str, Any]]) -> str:
    """Titles and sources, each once."""
    told = list(dict.fromkeys(_source(row) for row in rows))
    more = f"　ほか{len(told) - FEW}件" if len(told) > FEW else ""
    return "、".join(told[:FEW]) + more


def _source(row: Mapping[str, Any]) -> str:
    remark = "、".join(filter(None, (row["source"], DERIVED if row.get("is_derived") else "")))
    title = row.get("title", "")
    if not title:
        return remark or "出典の記載なし"
    return f"{title}（{remark}）" if remark else title


# --- the scenario --------------------------------------------------------------------------------------------


def _course(comparison: Comparison) -> Iterator[Fact]:
    """What the main pair assumes."""
    pair = comparison.main
    if pair is None or pair.old is None or pair.new is None:
        return
    sides = (pair.old, pair.new)
    yield _fact("見通しのケース", (f"{one.name}（{one.data['kind_name']}）" for one in sides))
    old, new = (from_data(one.data["spec"]) for one in sides)
    specs = list(zip(sides, (old, new), strict=True))
    yield _fact("出生の仮定", (_births(one, spec) for one, spec in specs))
    is_other = old.own_moves != new.own_moves
    yield _fact("移動の仮定", (_moves(one, spec) for one, spec in specs), is_other=is_other)
    is_other = old.additions != new.additions
    yield _fact("開発などで加わる人", map(_additions, (old, new)), is_other=is_other)


def _births(one: ScenarioFigures, spec: ScenarioSpec) -> str:
    if one.data["entered"]:
        return "値を入れた見通しのため、なし"
    if spec.births is Births.PUBLISHED:
        return "仮定値の子ども女性比のとおり"
    path = "、".join(
        f"{year_name(year)} {'仮定値のとおり' if rate is None else decimal(rate, 2)}"
        for year, rate in spec.tfr
    )
    return f"合計特殊出生率　{path}" if path else ""


def _moves(one: ScenarioFigures, spec: ScenarioSpec) -> str:
    if one.data["entered"]:
        return "値を入れた見通しのため、なし"
    if spec.moves is Moves.FACTOR:
        return f"仮定値の純移動率の{spec.factor:f}倍"
    return MOVES[spec.moves]


def _additions(spec: ScenarioSpec) -> str:
    return "、".join(one.name for one in spec.additions)
