"""Tables that 社人研 and the United Nations published, as arrays; they lie beside the project and nowhere in it."""

import csv
from pathlib import Path

import numpy as np

from vision.ages import group_keys

SEXES = ("M", "F")
YEARS = tuple(range(2015, 2050, 5))
FOCUS = ("27203", "40216", "42202", "14", "27", "40", "42")


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "data" / "population" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def areas(folder: Path, name: str, key: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Codes, people (area, year, sex, age) and the printed totals (area, year)."""
    groups = ("total", *group_keys(90))
    found: dict[str, list[list[float]]] = {}
    for row in rows(folder, name):
        assert row["age"] == groups[len(found.get(row[key], ())) % len(groups)]
        found.setdefault(row[key], []).append([float(row[str(year)]) for year in YEARS])
    table = np.array(list(found.values())).reshape(len(found), 2, len(groups), len(YEARS))
    people = np.moveaxis(table, -1, 1)
    return list(found), people[..., 1:], people[..., 0].sum(axis=-1)


def nation(folder: Path) -> tuple[list[int], dict[str, np.ndarray]]:
    """Years, and people (year, sex, age) of each variant, the open group at 100."""
    years = list(range(2015, 2070, 5))
    keys = group_keys(100)
    found = {
        (row["variant"], row["year"], row["sex"], row["age"]): float(row["population"])
        for row in rows(folder, "ipss2017_national_age_sex.csv")
    }
    return years, {
        variant: np.array(
            [[[found[variant, str(year), sex, age] for age in keys] for sex in SEXES] for year in years]
        )
        for variant in ("medium", "high", "low")
    }


def world(folder: Path, name: str) -> list[dict[str, str]]:
    """Rows of a table of World Population Prospects 2019, Japan."""
    return rows(folder, f"wpp2019_japan_{name}.csv")
