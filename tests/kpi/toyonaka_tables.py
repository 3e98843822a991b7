"""The KPI tables of 豊中市 typed into a workbook as the plan prints them: the facts of toyonaka.json in the layout of the
document, with its merged cells, cells of two lines, ※, 【再掲】, chapters across and pillars at the side.
"""

import csv
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

FACTS = Path(__file__).resolve().parent.parent.parent.parent / "shared" / "data" / "toyonaka.json"
PILLARS = {
    1: "子育て環境\nの充実\n\n教育環境\nの充実",
    2: "住環境\nの充実\n\n安全・安心な\n暮らしの確保",
    3: "住環境\nの充実",
    4: "住環境\nの充実",
}
# Line ends inside words, as the narrow columns of the document force them.
BROKEN = {
    "子どもや若者が地域の中で、いきいきと活動できていると感じている市民の割合": (
        "子どもや若者が地域の中で、\nいきいきと活動できていると感\nじている市民の割合 "
    ),
    "誰もが安全に安心して暮らせる環境が整っているまちだと思う市民の割合": (
        "誰もが安全に安心して暮らせる環境が整っているまちだと\n思う市民の割合 "
    ),
    "マイ・タイムライン作成サービスを利用して作成した人数": "マイ・タイムライン作成サービ\nスを利用して作成した人数",
    "デジタル地域ポイント付与事業の利用ポイント数": "デジタル地域ポイント付与事\n業の利用ポイント数",
    "5年間で17,117人増加": "5年間で\n17,117人増加",
    "5年間で6,814人増加": "5年間で 6,814人\n増加",
    "35,000,000ポイント": "35,000,000ポイン\nト",
    "R5年度にサービスを構築": "R5 年度にサービス\nを構築",
    "平成29年度～令和3年度": "平成 29年度～\n令和 3 年度",
    "平成28年度～令和2年度の平均値": "平成 28年度～令和 2\n年度の平均値",
    "第3章－5 産業振興の充実": "第 3 章－5 産業振興の\n充実",
}


@cache
def facts() -> dict[str, Any]:
    """toyonaka.json."""
    return json.loads(FACTS.read_text(encoding="utf-8"))


def _print(text: str) -> str:
    return BROKEN.get(text, text.replace("令和3", "令和 3"))


def _figure(fact: dict[str, Any]) -> str:
    """A cell of two or three lines: the figure, a note, its time in brackets."""
    lines = [_print(fact["printed"])]
    if reference := fact.get("reference_value"):
        lines.append(reference["printed"])
    if "date_printed" in fact:
        lines.append(f"（{_print(fact['date_printed'])}）")
    return "\n".join(lines)


def _across(page: Worksheet, row: int, text: str, first: str = "A") -> None:
    page[f"{first}{row}"] = text
    page.merge_cells(f"{first}{row}:F{row}")


def _head(page: Worksheet, row: int, chapter: int) -> int:
    """The head of a chapter's table: one row with a line break, or (chapter 1) two rows."""
    page[f"C{row}"], page[f"E{row}"] = "重要業績評価指標(ＫＰＩ)", "現状"
    if chapter > 1:
        page.merge_cells(f"C{row}:D{row}")
        page[f"F{row}"] = "目標値\n（令和 9年度）"
        return row
    page.merge_cells(f"C{row}:D{row + 1}")
    page.merge_cells(f"E{row}:E{row + 1}")
    page[f"F{row}"], page[f"F{row + 1}"] = "目標値", "（令和 9年度）"
    return row + 1


def _kpi(page: Worksheet, row: int, kpi: dict[str, Any], splits: dict[str, int]) -> None:
    page[f"B{row}"] = "※" if kpi["survey"] else None
    page[f"E{row}"], page[f"F{row}"] = _figure(kpi["baseline"]), _figure(kpi["target"])
    name = ("【再掲】" if kpi["repost"] else "") + _print(kpi["name"])
    if group := kpi.get("split_group"):
        page[f"D{row}"] = f"対象：{kpi['audience']}".replace("子どもがい", "子どもがい\n")
        if group in splits:
            page.merge_cells(f"C{splits[group]}:C{row}")
        else:
            splits[group], page[f"C{row}"] = row, name
        return
    if kpi["audience"]:
        name += f"（{kpi['audience']}）" if kpi["id"] == "T4-4" else f"\n（対象：{kpi['audience']}）"
    page[f"C{row}"] = name
    page.merge_cells(f"C{row}:D{row}")


@cache
def workbook() -> bytes:
    """The four chapters on one sheet, the digital KPIs on another."""
    data = facts()
    made = Workbook()
    page = made.active
    page.title = "重要業績評価指標"
    row = 1
    for chapter in data["chapters"]:
        _across(page, row, f"第 {chapter['no']}章　{chapter['name']}")
        first = row = _head(page, row + 1, chapter["no"]) + 1
        splits: dict[str, int] = {}
        for kpi in (one for one in data["kpis"] if one["chapter"] == chapter["no"]):
            _kpi(page, row, kpi, splits)
            row += 1
        page[f"A{first}"] = PILLARS[chapter["no"]]
        page.merge_cells(f"A{first}:A{row - 1}")
        row = _supplementary(page, row, data, chapter["no"])
        _across(
            page,
            row,
            "（注 1）※市民意識調査の結果を示す。「現状」の数値が 80%未満の設問は\n"
            "具体な目標値を設定、80%以上の設問は「維持」とする。",
        )
        row += 2
    _digital(made.create_sheet("デジタル"), data["digital_kpis"])
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _supplementary(page: Worksheet, row: int, data: dict[str, Any], chapter: int) -> int:
    _across(page, row, "基本的な方向に関連する補足的な指標")
    for group in (one for one in data["supplementary_indicators"] if one["chapter"] == chapter):
        row += 1
        _across(page, row, f"・{group['heading']}")
        for item in group["items"]:
            row += 1
            page[f"B{row}"] = "※" if item["survey"] else None
            _across(
                page, row, f"└ {item['name']}" if item["name"].startswith("CSW") else f"└{item['name']}", "C"
            )
    return row + 1


def _digital(page: Worksheet, kpis: list[dict[str, Any]]) -> None:
    page["A1"] = "（３）豊中市デジタル総合戦略におけるデジタル関連の重要業績評価指標(ＫＰＩ)"
    page.merge_cells("A1:D1")
    for column, heading in zip(
        "ABCD", ("重要業績評価指標(ＫＰＩ)", "現状", "目標\n(令和 9年度)", "基本的方向(施策)"), strict=True
    ):
        page[f"{column}3"] = heading
    for row, kpi in enumerate(kpis, start=4):
        page[f"A{row}"] = _print(kpi["name"])
        page[f"B{row}"], page[f"C{row}"] = _figure(kpi["baseline"]), _figure(kpi["target"])
        page[f"D{row}"] = _print(kpi["linked_printed"])
    page["D7"] = None  # デジタル地域ポイント: one section has two KPIs
    page.merge_cells("D6:D7")


def as_csv(sheet: int, encoding: str) -> bytes:
    """A sheet as Excel saves it as CSV: of merged cells only the first keeps its text."""
    page = load_workbook(io.BytesIO(workbook())).worksheets[sheet]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([cell or "" for cell in row] for row in page.iter_rows(values_only=True))
    return stream.getvalue().encode(encoding)
