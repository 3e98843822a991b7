"""The first sheet of a results workbook: how it is filled in, by when, who helps, and who has checked it."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from kpi.review.practice import Practice
from kpi.sheet.layout import HEAD_DATE, HEAD_NAME, INSTRUCTIONS
from paper.forms_xlsx import FormCell, FormPage, Look
from strategy.fiscal import format_date

WIDTHS = (24, 72)
STEPS = (
    "「KPI実績」「施策評価」「主な事業」の、色の付いたセルに入れてください。白いセルと灰色のセルは変えられません。",
    "数は数だけを入れます。単位、「約」、「％」は付けません。マイナスは「-」でも「△」でもかまいません。",
    "空のままのセルは「変更なし」です。前から入っている値や文は、空にしても消えません。",
    "まだ確定していない値は「速報・確定」で「速報」を選びます。割合の指標は「分子」と「分母」も入れてください。",
    "灰色の行は、この年度に値を入れない指標です（調査年でない、公表前、再掲）。理由は「案内」の列にあります。",
    "「主な事業」は、1行に1事業を書きます。金額は千円単位です。行が足りないときは、施策の行をコピーして下に足します。",
    "行や列を消しても、並べ替えても読み取れます。行をコピーするときと並べ替えるときは、先に「校閲」の"
    "「シート保護の解除」を押してください（パスワードはありません）。",
    "セルの結合はしないでください。シートの名前と見出しも変えないでください。",
    "書き終えたら、ファイルの名前を変えずに保存し、年度評価の「届いた表」から送るか、下の問い合わせ先に送ってください。",
)


@dataclass(frozen=True)
class Told:
    """What the instructions name. ``contacts`` are people or sections that answer questions."""

    title: str
    government: str
    department: str
    due: datetime.date | None
    due_reason: str
    contacts: tuple[str, ...]
    asks_head: bool
    head_name: str = ""
    head_checked_on: datetime.date | None = None


def instructions_page(told: Told, practice: Practice) -> FormPage:
    """The sheet 「説明」."""
    return FormPage(INSTRUCTIONS, WIDTHS, tuple(_rows(told, practice)))


def _rows(told: Told, practice: Practice) -> Iterator[tuple[FormCell, ...]]:
    yield (FormCell(told.title, Look.HEADING),)
    yield ()
    due = format_date(told.due, weekday=True) if told.due else "決まっていません"
    if told.due_reason:
        due += f"（延ばした理由：{told.due_reason}）"
    yield _pair("団体", told.government)
    yield _pair("回答する課", told.department or "全ての課")
    yield _pair("期限", due)
    yield _pair("問い合わせ先", "、".join(told.contacts) or "企画担当")
    if told.asks_head and told.department:
        yield ()
        yield (
            FormCell("所属長確認", Look.TEXT),
            FormCell("課の長が内容を確かめたら、氏名と日付を入れてください。", Look.TEXT),
        )
        yield FormCell(HEAD_NAME), FormCell(told.head_name, Look.INPUT)
        yield FormCell(HEAD_DATE), FormCell(told.head_checked_on, Look.INPUT, "yyyy/m/d")
    yield ()
    yield (FormCell("入れ方", Look.HEADING),)
    for n, step in enumerate(STEPS, start=1):
        yield _pair(f"{n}", step)
    yield ()
    yield (FormCell("言葉", Look.HEADING),)
    yield _pair("今後の方針", "、".join(word.word for word in practice.directions))
    yield _pair("自己評価", "、".join(word.word for word in practice.self_evaluations))


def _pair(label: str, text: str) -> tuple[FormCell, FormCell]:
    return FormCell(label), FormCell(text)
