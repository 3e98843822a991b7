"""manage.py project_population: anchor A4 from the files as they lie there, and what it says where something is missing."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from tests.vision import anchors, towns
from vision.ages import group_keys

SCENARIOS = {"pattern1": "パターン1", "sim1": "シミュレーション1", "sim2": "SIM2"}


def run(**options):
    """What the command writes; no database is there for it."""
    out, err = io.StringIO(), io.StringIO()
    call_command("project_population", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


@pytest.fixture
def town(tmp_path):
    """The invented town as a long table, of 2020 and 2025."""
    rows = ["団体コード,市区町村名,男女,年齢,2020年,2025年"]
    years = towns.table(years=(2020, 2025)).years
    for sex, name in (("male", "男"), ("female", "女")):
        people = zip(group_keys(90), *(getattr(one, sex) for one in years.values()), strict=True)
        rows += [f"47999,見本町,{name},{group},{now},{then}" for group, now, then in people]
    path = tmp_path / "人口.csv"
    path.write_text("\r\n".join(rows), encoding="cp932")
    return path


@pytest.mark.parametrize("code", ["27203", "42202"])
def test_anchor_a4_from_the_files(shared, tmp_path, code):
    folder, k = shared / "data" / "population", tmp_path / "k.csv"
    k.write_text(
        "年,k\n" + "".join(f"{year},{one}\n" for year, one in anchors.references(shared)["k"].items())
    )
    for key, name in SCENARIOS.items():
        written, _ = run(
            table=str(folder / "ipss2018_focus_age_sex.csv"),
            area=code,
            scenario=name,
            assumptions=[str(folder / "ipss2018_focus_split_rates.csv"), str(k)],
        )
        found = {year: round(float(total)) for year, total in json.loads(written)["total"].items()}
        published = anchors.references(shared)[code][key]
        print(code, name, found)
        assert found.keys() == published.keys()
        assert max(abs(found[year] - published[year]) for year in found) <= 1


def test_a_table_of_japanese_heads_as_csv(town):
    written, _ = run(table=str(town), area="47999", format="csv", last_year=2035)
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [row["year"] for row in rows if (row["sex"], row["age"]) == ("T", "total")] == [
        "2020",
        "2025",
        "2030",
        "2035",
    ]
    assert [row["population"] for row in rows if row["age"] == "total"][
        2
    ] == f"{towns.table().years[2020].total}.000"
    assert (rows[0]["code"], rows[0]["name"], rows[0]["scenario"]) == ("47999", "見本町", "パターン1")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"area": "40216"}, "団体コード40216の表が見つかりません"),
        ({"area": "豊中市"}, "「豊中市」は団体コードではありません"),
        ({"scenario": "パターン2"}, "ケース「パターン2」はありません"),
        (
            {"scenario": "シミュレーション2"},
            "生残率がないため.*\n.*\n仮定値の表は --assumptions で指定します。",
        ),
        ({"base_year": 2023}, "表に2023年の人口がありません"),
        ({"assumptions": ["ない.csv"]}, "「ない.csv」を開けません"),
        ({"table": "ない.csv"}, "「ない.csv」を開けません"),
    ],
)
def test_what_is_missing_ends_with_a_sentence(town, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(**{"table": str(town), "area": "47999"} | options)


def test_a_file_that_is_no_table(town):
    town.write_bytes(b"%PDF-1.7 \x00\x01")
    with pytest.raises(CommandError):
        run(table=str(town), area="47999")
