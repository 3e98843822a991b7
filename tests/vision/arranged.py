"""The data of a vision's document made by hand: two courses by age, one of entered figures, one that is not shown."""

from typing import Any

PUBLISHED, OWN, ENTERED, HIDDEN = (f"0000000{n}-0000-4000-8000-000000000000" for n in range(1, 5))
NOTICE = "見本です。架空の町の人口を使っています。"
GROUPS = 18  # the last begins at 85


def by_age(young: int, working: int, old: int, eldest: int) -> list[str]:
    """One sex: so many at 0–4, 15–19, 65–69 and 85+."""
    people = ["0.000"] * GROUPS
    for place, count in ((0, young), (3, working), (13, old), (17, eldest)):
        people[place] = f"{count}.000"
    return people


def course(lineage: str, name: str, **fields: Any) -> dict[str, Any]:
    """A scenario as a document holds it; without fields nothing was computed."""
    given = {
        "lineage": lineage,
        "kind": "OWN",
        "kind_name": "独自の推計",
        "name": name,
        "description": "",
        "is_adopted": False,
        "is_shown": True,
        "spec": {"births": "PUBLISHED", "moves": "PUBLISHED"},
        "assumed": {},
        "open": None,
        "M": {},
        "F": {},
        "entered": [],
        "changes": [],
        "band": None,
        "missing": [],
    }
    return given | fields


def computed(later: tuple[int, int, int, int], migration: str) -> dict[str, Any]:
    """The same 1,000 people in 2020, and who is there in 2025."""
    first, last = by_age(50, 300, 120, 30), by_age(*later)
    return {
        "open": 85,
        "M": {"2020": first, "2025": last},
        "F": {"2020": first, "2025": last},
        "assumed": {
            "tfr": {"2020": "1.30", "2025": "1.35"},
            "child_woman": {"2020": "0.18000", "2025": "0.18900"},
        },
        "changes": [
            {
                "first": 2020,
                "last": 2025,
                "births": "80.000",
                "deaths": "60.400",
                "migration": migration,
                "added": "0.000",
            }
        ],
    }


def data(**vision: Any) -> dict[str, Any]:
    """An adopted course of 960 people in 2025, the published one of 900, entered figures for 2023."""
    return {
        "schema": 1,
        "government": {"code": "999999", "slug": "mihon", "name": "見本町", "kind": "MUNICIPALITY"},
        "vision": {
            "number": 2,
            "title": "見本町人口ビジョン",
            "base_year": 2020,
            "last_year": 2025,
            "notice": NOTICE,
            "outlook": "人口の減り方をゆるやかにします。\n\n若い世代に選ばれる町にします。",
            "adopted_on": "2023-03-31",
            "based_on": {"number": 1, "title": "前の人口ビジョン"},
        }
        | vision,
        "areas": [{"code": "99999", "name": "見本町"}],
        "tables": [census()],
        "assumptions": [
            rates("SURVIVAL", "生残率", "", {"open": 85, "periods": {"2020-2025": two_sexes("0.99")}}),
            rates("CHILD_WOMAN", "子ども女性比", "99999", {"years": {"2025": "0.1890"}}, is_derived=True),
        ],
        "scenarios": scenarios(),
        "impact": {
            "year": 2025,
            "natural": {"ratio": "107.61", "class": 3},
            "social": {"ratio": "93.20", "class": 1},
        },
    }


def census() -> dict[str, Any]:
    """A table of people with something to be known of it."""
    return {
        "area": "99999",
        "kind": "CENSUS",
        "kind_name": "国勢調査",
        "title": "見本町の人口",
        "source": "見本の統計",
        "source_url": "https://example.jp/census",
        "unknown": "NONE",
        "unknown_name": "不詳はありません",
        "remarks": ["総数が内訳の和より1人多くなっています。"],
        "data": {
            "open": 85,
            "years": {
                "2020": {"M": [1] * GROUPS, "F": [1] * GROUPS, "unknown": [0, 0], "total": 36},
            },
        },
    }


def scenarios() -> list[dict[str, Any]]:
    """Two computed courses, entered figures, and one that is not made public."""
    return [
        course(
            PUBLISHED,
            "パターン1",
            kind="PATTERN1",
            kind_name="パターン1（社人研推計準拠）",
            **computed((40, 260, 110, 40), "-90.000"),
        ),
        course(
            OWN,
            "町の見通し",
            is_adopted=True,
            description="町の考えです。",
            **computed((55, 275, 110, 40), "-30.000"),
        ),
        course(
            ENTERED,
            "別に決めた値",
            kind="ENTERED",
            kind_name="値を入れた見通し",
            entered=[{"year": 2023, "total": 980, "young_share": "10.5", "working_share": "59.5"}],
        ),
        course(HIDDEN, "検討中の案", is_shown=False, **computed((1, 1, 1, 1), "0.000")),
    ]


def two_sexes(rate: str) -> dict[str, list[str]]:
    return {"M": [rate] * (GROUPS - 1), "F": [rate] * (GROUPS - 1)}


def rates(
    kind: str, name: str, area: str, given: dict[str, Any], *, is_derived: bool = False
) -> dict[str, Any]:
    """An assumption as a document holds it."""
    return {
        "area": area,
        "kind": kind,
        "kind_name": name,
        "source": "" if is_derived else "見本の推計",
        "is_derived": is_derived,
        "remarks": [],
        "data": given,
    }
