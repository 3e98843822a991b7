"""A projection from files alone: what was read of them as the data of a vision, and its result for other programs. Pure.

No database is asked: ``manage.py project_population`` and whoever wants to check a published figure use this.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from vision.ages import group_keys
from vision.computing import computed
from vision.figures import ScenarioFigures
from vision.inputs import STEP
from vision.reading.found import NO_CODE, AreaRates, Read, ReadRates
from vision.scenarios import preset
from vision.spec import to_data
from vision.tables import AgeRates, PeopleTable, year_rates_data
from vision.telling import told_of

# What a scenario may be called on the command line.
SCENARIOS = {
    "パターン1": "PATTERN1",
    "シミュレーション1": "SIM1",
    "シミュレーション2": "SIM2",
    "長期ビジョン": "LONG_TERM",
}
KIND_NAMES = {kind: name for name, kind in SCENARIOS.items()}
KINDS_OF_RATES = (
    ("SURVIVAL", "生残率", "survival"),
    ("MIGRATION", "純移動率", "migration"),
    ("CHILD_WOMAN", "子ども女性比", "child_woman"),
    ("SEX_RATIO", "0～4歳性比", "sex_ratio"),
    ("TFR_RATIO", "k", "tfr_ratio"),
)
HEADER = ("code", "name", "scenario", "year", "sex", "age", "population")

Data = dict[str, Any]


class NotThere(ValueError):
    """What was asked for is not in the files, as a sentence."""


class RatesNotThere(NotThere):
    """What a scenario needs besides the people cannot be read from the files."""


def kind_of(name: str) -> str:
    """The kind of a scenario by its Japanese name or its code; NotThere for any other.

    >>> kind_of("シミュレーション1"), kind_of("SIM2")
    ('SIM1', 'SIM2')
    """
    kind = SCENARIOS.get(name, name)
    if kind not in KIND_NAMES:
        raise NotThere(f"ケース「{name}」はありません。{'、'.join(SCENARIOS)}のどれかにしてください。")
    return kind


def table_of(read: Read, code: str) -> tuple[str, PeopleTable]:
    """The name and the table of an area; of a file that names no areas its only table. NotThere with a sentence."""
    found = read.tables.get(code) or read.tables.get(NO_CODE)
    if found is None:
        raise NotThere(f"団体コード{code}の表が見つかりません。コードと、表の見出しを確かめてください。")
    return read.names.get(code) or code, found


def rates_for(reads: Iterable[ReadRates], code: str) -> list[AreaRates]:
    """What the files of assumptions say of an area; rates that name no area hold for it too."""
    return [read.areas[key] for read in reads for key in (NO_CODE, code) if key in read.areas]


def projected(
    code: str,
    name: str,
    table: PeopleTable,
    given: Sequence[AreaRates],
    kind: str,
    *,
    base_year: int | None = None,
    last_year: int | None = None,
) -> Data:
    """The data of a vision of one area with one computed scenario.

    From the first year of the table to its last one (thirty years where it has only one), unless said otherwise. Raises
    RatesNotThere with all sentences that say why it cannot be computed.
    """
    first = min(table.years) if base_year is None else base_year
    if first not in table.years:
        raise NotThere(
            f"表に{first}年の人口がありません。表にある年は{'、'.join(map(str, sorted(table.years)))}です。"
        )
    ends = max(table.years) if max(table.years) > first else first + 6 * STEP
    if last_year is not None and last_year <= first:
        raise NotThere(f"推計の最後の年は、基準年（{first}年）より後にしてください。")
    spec = to_data(preset(kind, first))
    data = computed(
        {
            "vision": {"base_year": first, "last_year": ends if last_year is None else last_year},
            "areas": [{"code": code, "name": name}],
            "tables": [_table(code, table)],
            "assumptions": _assumptions(code, given),
            "scenarios": [{"lineage": kind, "kind": kind, "name": KIND_NAMES[kind], "spec": spec}],
        }
    )
    missing = data["scenarios"][0]["missing"]
    if missing:
        raise RatesNotThere("\n".join(missing))
    return data


def _table(code: str, table: PeopleTable) -> Data:
    unknown = "DISTRIBUTED" if any(sum(one.unknown) for one in table.years.values()) else "NONE"
    return {
        "area": code,
        "kind": "PROJECTION",
        "title": "指定した表",
        "unknown": unknown,
        "data": table.to_data(),
    }


def _assumptions(code: str, given: Sequence[AreaRates]) -> list[Data]:
    """The rates that were read; of two files the later one goes before."""
    rows: dict[str, Data] = {}
    for one in given:
        for kind, name, field in KINDS_OF_RATES:
            rates = getattr(one, field)
            if rates is not None:
                data = rates.to_data() if isinstance(rates, AgeRates) else year_rates_data(rates)
                rows[kind] = {
                    "area": code,
                    "kind": kind,
                    "kind_name": name,
                    "source": "指定した表",
                    "is_derived": False,
                }
                rows[kind]["data"] = data
    return list(rows.values())


def as_object(data: Mapping[str, Any]) -> Data:
    """The result for JSON: people as decimals in text, by year, sex and group of ages."""
    row, area = data["scenarios"][0], data["areas"][0]
    figures = ScenarioFigures({"is_adopted": False, "is_shown": True} | row)
    return {
        "area": area,
        "scenario": {"kind": row["kind"], "name": row["name"], "spec": row["spec"]},
        "base_year": data["vision"]["base_year"],
        "ages": list(group_keys(row["open"])),
        "total": {str(year): format(one.total, "f") for year, one in figures.summaries.items()},
        "M": row["M"],
        "F": row["F"],
        "changes": row["changes"],
        "assumed": row["assumed"],
        "method": list(told_of(data, row)),
    }


def as_rows(data: Mapping[str, Any]) -> Iterator[tuple[str | int | Decimal, ...]]:
    """The result as a long table with the columns HEADER: sex T is both, age is total or a group."""
    row, area = data["scenarios"][0], data["areas"][0]
    for year in row["M"]:
        by_sex = {sex: [Decimal(people) for people in row[sex][year]] for sex in ("M", "F")}
        by_sex["T"] = [one + other for one, other in zip(by_sex["M"], by_sex["F"], strict=True)]
        for sex, people in by_sex.items():
            groups = (("total", sum(people, Decimal())), *zip(group_keys(row["open"]), people, strict=True))
            for group, number in groups:
                yield area["code"], area["name"], row["name"], int(year), sex, group, number
