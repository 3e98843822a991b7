"""The assumptions of a scenario as the fields of the editor hold them: texts as they were typed, and read back. Pure.

``Typed`` is {name: text}; rows of a table are lists of such. Nothing typed is lost when it cannot be read: ``read`` says what is
wrong, by the name of the place, and the fields go back to the page as they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from vision.ages import group_keys, group_words
from vision.spec import Addition, Births, Entered, Moves, ScenarioSpec, Uncertainty
from vision.typed import NotANumber, number, whole

Typed = dict[str, Any]
SEXES = (("M", "男"), ("F", "女"))
TFR, ENTERED = (
    ("year", "rate"),
    ("year", "total", "young", "working", "old", "young_share", "working_share", "old_share"),
)
ADDED = ("name", "first", "last", "area")
ONE = ("starts", "births", "moves", "factor", "unsure", "draws", "seed", "tfr_sd", "migration_sd")
SHARES = ENTERED[5:]
ENTERED_WORDS = dict(
    zip(
        ENTERED,
        (
            "年（西暦）",
            "総人口（人）",
            "年少人口（人）",
            "生産年齢人口（人）",
            "老年人口（人）",
            "年少の割合（％）",
            "生産年齢の割合（％）",
            "老年の割合（％）",
        ),
        strict=True,
    )
)
MOST_ROWS = 20


def texts_of(spec: ScenarioSpec) -> Typed:
    """The fields of a spec."""
    unsure = spec.uncertainty or Uncertainty()
    return {
        "starts": _shown(spec.starts),
        "births": spec.births.value,
        "tfr": [{"year": str(year), "rate": _shown(rate)} for year, rate in spec.tfr],
        "moves": spec.moves.value,
        "factor": _shown(spec.factor),
        "own": {sex: _texts((spec.own_moves or {}).get(sex, {})) for sex, _ in SEXES},
        "additions": [
            {
                "name": one.name,
                "first": str(one.first),
                "last": str(one.last),
                "area": one.area,
                "M": _texts(one.male),
                "F": _texts(one.female),
            }
            for one in spec.additions
        ],
        "unsure": "1" if spec.uncertainty else "",
        "draws": str(unsure.draws),
        "seed": str(unsure.seed),
        "tfr_sd": _shown(unsure.tfr),
        "migration_sd": _shown(unsure.migration),
        "entered": [{name: _shown(getattr(row, name)) for name in ENTERED} for row in spec.entered],
    }


def typed_of(data: Mapping[str, str], open_from: int) -> Typed:
    """The fields as a page sent them: "tfr-0-year", "additions-1-M-20-24", with "tfr-count" rows."""

    def text(name: str) -> str:
        return data.get(name, "").strip()

    def rows(table: str, names: Iterable[str]) -> list[Typed]:
        return [{name: text(f"{table}-{n}-{name}") for name in names} for n in _count(text(f"{table}-count"))]

    def by_age(prefix: str) -> dict[str, str]:
        return {
            group: text(f"{prefix}-{group}") for group in group_keys(open_from) if text(f"{prefix}-{group}")
        }

    additions = rows("additions", ADDED)
    for n, row in enumerate(additions):
        row |= {sex: by_age(f"additions-{n}-{sex}") for sex, _ in SEXES}
    return {
        **{name: text(name) for name in ONE},
        "tfr": rows("tfr", TFR),
        "own": {sex: by_age(f"own-{sex}") for sex, _ in SEXES},
        "additions": additions,
        "entered": rows("entered", ENTERED),
    }


def _count(typed: str) -> range:
    return range(min(int(typed), MOST_ROWS) if typed.isdecimal() and len(typed) < 4 else 0)


@dataclass
class _Reading:
    """What could not be read on the way."""

    faults: list[str] = field(default_factory=list)

    def number(self, typed: str, where: str, otherwise: Decimal | None = None) -> Decimal | None:
        try:
            found = number(typed)
        except NotANumber as error:
            self.faults.append(f"{where}：{error}")
            return otherwise
        return otherwise if found is None else found

    def whole(self, typed: str, where: str, otherwise: int | None = None) -> int | None:
        try:
            found = whole(typed)
        except NotANumber as error:
            self.faults.append(f"{where}：{error}")
            return otherwise
        return otherwise if found is None else found

    def needed(self, typed: str, where: str) -> int:
        if not typed:
            self.faults.append(f"{where}を入れてください。")
        return self.whole(typed, where, 0) or 0

    def by_age(self, typed: Mapping[str, str], where: str) -> dict[str, Decimal]:
        found = {}
        for group, text in typed.items():
            value = self.number(text, f"{where}（{group}歳）")
            if value is not None:
                found[group] = value
        return found


def read(typed: Typed, *, is_entered: bool) -> tuple[ScenarioSpec, tuple[str, ...]]:
    """The spec that the fields say, and sentences on what could not be read in them.

    Rows with nothing in them are passed over. Of a scenario with entered figures only these count.
    """
    reading = _Reading()
    if is_entered:
        spec = ScenarioSpec(entered=tuple(_entered(reading, typed["entered"])))
        return spec, tuple(reading.faults)
    births = Births.TFR if typed["births"] == Births.TFR.value else Births.PUBLISHED
    moves = next((one for one in Moves if one.value == typed["moves"]), Moves.PUBLISHED)
    own = {sex: reading.by_age(typed["own"][sex], f"純移動率 {word}") for sex, word in SEXES}
    spec = ScenarioSpec(
        starts=reading.whole(typed["starts"], "変える最初の年"),
        births=births,
        tfr=tuple(_points(reading, typed["tfr"])) if births is Births.TFR else (),
        moves=moves,
        factor=_factor(reading, typed["factor"]) if moves is Moves.FACTOR else Decimal(1),
        own_moves={sex: rates for sex, rates in own.items() if rates} or None if moves is Moves.OWN else None,
        additions=tuple(_addition(reading, n, row) for n, row in enumerate(typed["additions"], 1)),
        uncertainty=_unsure(reading, typed) if typed["unsure"] else None,
    )
    return spec, tuple(reading.faults)


def _points(reading: _Reading, rows: Sequence[Typed]) -> list[tuple[int, Decimal | None]]:
    found = [
        (
            reading.needed(row["year"], f"合計特殊出生率 {n}行めの年"),
            reading.number(row["rate"], f"合計特殊出生率 {n}行め"),
        )
        for n, row in enumerate(rows, 1)
        if any(row.values())
    ]
    return sorted(found, key=lambda point: point[0])


def _factor(reading: _Reading, typed: str) -> Decimal:
    if not typed:
        reading.faults.append("移動の倍率を入れてください。例：0.5")
    return reading.number(typed, "移動の倍率", Decimal(1)) or Decimal()


def _addition(reading: _Reading, n: int, row: Typed) -> Addition:
    where = f"加わる人{n}"
    return Addition(
        row["name"],
        reading.needed(row["first"], f"{where}の最初の年"),
        reading.needed(row["last"], f"{where}の最後の年"),
        reading.by_age(row["M"], f"{where} 男"),
        reading.by_age(row["F"], f"{where} 女"),
        row["area"],
    )


def _unsure(reading: _Reading, typed: Typed) -> Uncertainty:
    usual = Uncertainty()
    return Uncertainty(
        reading.whole(typed["draws"], "試算の回数", usual.draws) or 0,
        reading.whole(typed["seed"], "乱数の種", usual.seed) or 0,
        reading.number(typed["tfr_sd"], "出生率のばらつき", usual.tfr) or Decimal(),
        reading.number(typed["migration_sd"], "移動のばらつき", usual.migration) or Decimal(),
    )


def _entered(reading: _Reading, rows: Sequence[Typed]) -> list[Entered]:
    found = []
    for n, row in enumerate(rows, 1):
        if not any(row.values()):
            continue
        where = f"{n}行めの"
        year = reading.needed(row["year"], f"{where}年")
        total = reading.needed(row["total"], f"{where}総人口")
        young, working, old = (reading.whole(row[name], where + ENTERED_WORDS[name]) for name in ENTERED[2:5])
        shares = [reading.number(row[name].rstrip("%％"), where + ENTERED_WORDS[name]) for name in SHARES]
        found.append(Entered(year, total, young, working, old, *shares))
    return sorted(found, key=lambda one: one.year)


# --- beside each other ------------------------------------------------------------------------------------------


def differing(theirs: Typed, mine: Typed) -> list[tuple[str, str, str]]:
    """Label, what stands there now and what was typed, of each part of the editor that differs."""
    return [
        (label, one or "（空）", other or "（空）")
        for label, one, other in zip(LABELS, _lines(theirs), _lines(mine), strict=True)
        if one != other
    ]


LABELS = ("変える最初の年", "子どもの生まれ方", "移動", "加わる人", "見通しの幅", "値")


def _lines(typed: Typed) -> tuple[str, ...]:
    """The parts of the editor, each in a line."""
    tfr = "、".join(f"{row['year']}年 {row['rate'] or '公表された値'}" for row in typed["tfr"])
    moves = {"FACTOR": f"{typed['factor']}倍", "OWN": _people(typed["own"])}.get(typed["moves"], "")
    additions = "／".join(
        f"{row['name']} {row['first']}～{row['last']} {row['area']} {_people(row)}"
        for row in typed["additions"]
    )
    unsure = "、".join(typed[name] for name in ONE[5:]) if typed["unsure"] else ""
    entered = "／".join(" ".join(row[name] or "―" for name in ENTERED) for row in typed["entered"])
    births = f"合計特殊出生率 {tfr}" if typed["births"] == "TFR" else "公表された値のまま"
    return (
        typed["starts"],
        births,
        f"{MOVES_WORDS[typed['moves'] or 'PUBLISHED']} {moves}".strip(),
        additions,
        unsure,
        entered,
    )


MOVES_WORDS = {
    "PUBLISHED": "公表された値のまま",
    "BALANCED": "転入と転出を同じにする",
    "FACTOR": "公表された値を何倍かにする",
    "OWN": "年齢ごとに自分で入れる",
}


def _people(by_sex: Mapping[str, Any]) -> str:
    words = []
    for sex, word in SEXES:
        if by_sex[sex]:
            words.append(f"{word}：" + "、".join(f"{group}歳 {text}" for group, text in by_sex[sex].items()))
    return " ".join(words)


def ages_of(open_from: int) -> list[tuple[str, str]]:
    """Keys and words of the age groups."""
    return list(zip(group_keys(open_from), group_words(open_from), strict=True))


def _shown(value: Decimal | int | None) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _texts(rates: Mapping[str, Decimal]) -> dict[str, str]:
    return {group: format(rate, "f") for group, rate in rates.items()}
