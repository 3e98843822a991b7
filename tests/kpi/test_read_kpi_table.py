"""The KPI tables of 豊中市, typed the way the document prints them, give the facts of toyonaka.json without a database."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from tests.kpi.toyonaka_tables import as_csv, facts, workbook


def read(tmp_path, name, data, **options):
    path = tmp_path / name
    path.write_bytes(data)
    out, err = io.StringIO(), io.StringIO()
    call_command("read_kpi_table", str(path), stdout=out, stderr=err, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def number(value):
    return None if value is None else Decimal(str(value))


def check_kpi(read, fact):
    """Kinds, values, units and times of a row are those of the facts."""
    name = fact["id"]
    assert read["name"] == fact["name"], name
    for side in ("baseline", "target"):
        got, want = read[side], fact[side]
        assert (got["kind"], number(got["value"])) == (want["kind"], number(want["value"])), (name, side)
        if want.get("unit"):
            assert got["unit"] == want["unit"], (name, side)
        if "fiscal_year" in want:
            assert got["fiscal_year"] == want["fiscal_year"], (name, side)
        if "from_fiscal_year" in want:
            years = got["from_fiscal_year"], got["to_fiscal_year"]
            assert years == (want["from_fiscal_year"], want["to_fiscal_year"]), (name, side)
        assert got.get("reference_fiscal_year") == want.get("reference_fiscal_year"), (name, side)
    assert read["target"].get("reference", "") == fact["target"].get("reference", ""), name


def check_chapters(found):
    data = facts()
    kpis = [row for row in found if not row["is_supplementary"]]
    assert len(kpis) == len(data["kpis"]) == 18
    chapters = {chapter["no"]: chapter["name"] for chapter in data["chapters"]}
    for row, fact in zip(kpis, data["kpis"], strict=True):
        check_kpi(row, fact)
        assert row["audience"] == (fact["audience"] or ""), fact["id"]
        assert (row["is_survey"], row["is_relisted"]) == (fact["survey"], fact["repost"]), fact["id"]
        assert row["goal_path"][0] == f"第{fact['chapter']}章　{chapters[fact['chapter']]}", fact["id"]
        assert (row["better"] == "DOWN") == (fact["direction"] == "lower_is_better"), fact["id"]
    assert sum(row["is_survey"] for row in kpis) == data["counts"]["survey_rows"]


def check_supplementary(found):
    data = facts()
    wanted = [
        (group["chapter"], group["heading"], item)
        for group in data["supplementary_indicators"]
        for item in group["items"]
    ]
    rows = [row for row in found if row["is_supplementary"]]
    assert len(rows) == len(wanted) == 23
    for row, (chapter, heading, item) in zip(rows, wanted, strict=True):
        printed = row["name"] + (f"（対象：{row['audience']}）" if row["audience"] else "")
        assert printed == item["name"]
        assert row["is_survey"] == bool(item["survey"]), item["name"]
        assert row["goal_path"][0].startswith(f"第{chapter}章　")
        assert row["goal_path"][-1] == heading
        assert (row["baseline"]["kind"], row["target"]["kind"]) == ("none", "qualitative")
        assert row["flags"] == ["現状値と目標値がありません。補足的な指標かどうかを確かめてください。"]


def test_the_workbook_gives_the_facts(shared, tmp_path):
    found = read(tmp_path, "指標.xlsx", workbook())
    assert len(found) == 18 + 23 + 5
    check_chapters(found[:-5])
    check_supplementary(found[:-5])
    for row, fact in zip(found[-5:], facts()["digital_kpis"], strict=True):
        check_kpi(row, fact)
        assert row["goal_path"] == [fact["linked_printed"]]
    digital = found[-5:]
    assert digital[0]["baseline"]["date"] == "2022-12-31"
    assert (digital[4]["baseline"]["from"], digital[4]["baseline"]["to"]) == ("2022-07", "2022-12")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_the_same_as_csv(shared, tmp_path, encoding):
    """Of merged cells Excel writes the first only; what stood in them is carried down, the audience of two rows too."""
    found = read(tmp_path, "指標.csv", as_csv(0, encoding))
    assert len(found) == 18 + 23
    check_chapters(found)
    check_supplementary(found)
    digital = read(tmp_path, "デジタル.csv", as_csv(1, encoding))
    for row, fact in zip(digital, facts()["digital_kpis"], strict=True):
        check_kpi(row, fact)
        assert row["goal_path"] == [fact["linked_printed"]]


def test_what_somebody_should_look_at_is_said(shared, tmp_path):
    found = read(tmp_path, "指標.xlsx", workbook())
    flagged = {row["name"]: row["flags"] for row in found if row["flags"] and not row["is_supplementary"]}
    assert flagged == {
        "市民一人あたりの温室効果ガス排出量（1990年度比）": [
            "目標値が現状値より小さいため、小さいほどよい指標として読みました。"
        ],
        "就業率": ["現状値：かっこ書きや注記は読み取っていません。"],
        "電子図書の貸し出し数": ["目標値：期間の長さが違い、そのままでは比べられません。"],
    }


REPORT = (
    "基本目標,施策,KPI,基準値(R1),H30,R1,R2年度,令和3年度実績,目標値(R6),達成率,担当課\n"
    "1 しごと,起業支援,創業件数（件）,10,8,10,12,△3,50,24%,商工課\n"
    ",,新規就農者数（単位：人）,―,,,1.5人,二人,累計20人,,農政課\n"
)


def test_figures_by_year(tmp_path):
    first, second = read(tmp_path, "検証.csv", REPORT.encode("cp932"))
    assert first["goal_path"] == second["goal_path"] == ["1 しごと", "起業支援"]
    assert (first["name"], first["unit"], first["department"]) == ("創業件数", "件", "商工課")
    assert first["actuals"] == {"2018": 8, "2019": 10, "2020": 12, "2021": -3}
    assert first["baseline"] == {
        "kind": "value_at_date",
        "value": 10,
        "unit": "件",
        "date": "2019年度",
        "fiscal_year": 2019,
        "printed": "10（R1）",
    }
    assert (first["target"]["value"], first["target"]["fiscal_year"]) == (50, 2024)
    assert (second["unit"], second["actuals"], second["baseline"]["kind"]) == ("人", {"2020": 1.5}, "none")
    assert [flag for flag in second["flags"] if "二人" in flag] != []


def test_the_period_can_be_said(tmp_path):
    table = "指標名,現状値,目標値\n出生数,5人,10人\n".encode()
    assumed = read(tmp_path, "a.csv", table)[0]
    assert any("計画期間がわからないため" in flag for flag in assumed["flags"])
    told = read(tmp_path, "a.csv", table, first_year=2025, last_year=2029)[0]
    assert (told["target"]["fiscal_year"], told["flags"]) == (2029, [])


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("a.xlsx", b"<html></html>", "Excelブック（.xlsx）ではありません"),
        ("a.csv", "挨拶,文\n".encode(), "KPIの表が見つかりません"),
        ("a.pdf", b"%PDF-1.7", "読み込めない種類のファイルです"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(tmp_path, name, data, word):
    with pytest.raises(CommandError, match=word):
        read(tmp_path, name, data)


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="開けません"):
        call_command("read_kpi_table", str(tmp_path / "none.xlsx"))
