"""What a 新旧対照表 says around its texts, in the words that PDF, Word and Excel print alike."""

import datetime
from dataclasses import dataclass

from paper.phrases import em_width
from publishing.book.words import shortened
from publishing.comparison.kinds import OF_TARGETS, Kind
from publishing.comparison.styles import COLUMNS, Style
from publishing.comparison.table import Cause, EditionFacts, LevelCount, Place, Row, Table
from strategy.fiscal import format_date

IN_PREPARATION = "（作成中）"
NEW_PLACE, REMOVED_PLACE, OMITTED = "（新設）", "（削る）", "（略）"
OTHER = "その他"  # kind of a cause that is neither opinion nor vote nor review
SEE_ANNEX = "別表に示します。"
POINTS = "見直しのポイント"
BOTH, TEXTS = "修正の趣旨と新旧対照表", "新旧対照表"
ANNEX = "別表　この表に載せていない変更"
ANNEX_HEADS = ("該当箇所", "変更", "載せない理由", "箇所")
GATHERED = "字句の整理"
COUNTS, KINDS, LEVELS = "変更の数", "変更の種類", "階層ごとの項目の数"
KINDS_NOTE = "一つの変更に種類がいくつかあるものは、それぞれの種類に数えています。"
PAGES_NOTE = "頁は、{old}・{new}それぞれの版のものです。"
NONE = "―"
TITLE_EMS = 33.0  # em of 14 pt, which fit on either paper
HEAD_WIDTHS = {True: 24.0, False: 36.0}  # em of 8.5 pt that the running head may take, stacked or not
SAME = "二つの版に、違いはありません。"
JAPAN = datetime.timezone(datetime.timedelta(hours=9))


def paper_number(table: Table) -> str:
    """【資料3】, whether the planner wrote 資料3, 3 or the brackets too.

    "" where the paper has no number.
    """
    number = table.paper_number.strip().strip("【】").strip()
    if not number:
        return ""
    return f"【資料{number}】" if number.isdigit() else f"【{number}】"


def running_head(table: Table, style: Style) -> str:
    """豊中市デジタル総合戦略（案）　新旧対照表, with （作成中） while the texts may still change."""
    stage = _stage(table.new)
    name = table.new.name.removesuffix(stage)
    called = table.title.rpartition("　")[2]
    rest = f"{stage}　{called}{mark(table)}"
    return shortened(name, HEAD_WIDTHS[style.is_stacked] - em_width(rest)) + rest


def mark(table: Table) -> str:
    """（作成中） until the table is issued or both texts stand."""
    is_fixed = table.issue is not None or (table.old.is_frozen and table.new.is_frozen)
    return "" if is_fixed else IN_PREPARATION


def issue_words(table: Table) -> str:
    """確定　第1回　令和5年（2023年）2月2日, or ""."""
    if table.issue is None:
        return ""
    day = table.issue.at.astimezone(JAPAN).date()
    return f"確定　第{table.issue.number}回　{format_date(day)}"


def legend(table: Table, style: Style) -> str:
    """Which editions are compared: 旧：第2期総合戦略（行政素案）　新：第3期総合戦略（案）."""
    old, new = _named(table.old), _named(table.new)
    if old == new:
        old, new = (f"{name}（第{facts.number}版）" for name, facts in ((old, table.old), (new, table.new)))
    return f"{style.old_label}：{old}　{style.new_label}：{new}"


def _named(facts: EditionFacts) -> str:
    return facts.name.removesuffix(_stage(facts)) + _stage(facts)


def _stage(facts: EditionFacts) -> str:
    """（案）, "" for an adopted edition and where the title says it."""
    return facts.full_title.removeprefix(facts.title)


def note(table: Table, style: Style) -> str:
    """The line below the title: what the marks mean, and whose the pages are."""
    has_pages = any(place.old_page or place.new_page for row in table.rows for place in row.places)
    shows_pages = has_pages and {"place", "page"} & set(style.columns)
    words = style.note
    if shows_pages:
        words += ("該当箇所の" if "place" in style.columns else "") + PAGES_NOTE.format(
            old=style.old_label, new=style.new_label
        )
    return f"備考　{words}" if words else ""


def text_heads(table: Table, style: Style) -> tuple[str, ...]:
    """The heads of the texts: 新（案） and 旧（行政素案）, or one for both where they stand under each other."""
    if style.is_stacked:
        return (BOTH if style.shows_reason else TEXTS,)
    return side_heads(table, style)


def side_heads(table: Table, style: Style) -> tuple[str, ...]:
    """新（案） and 旧（行政素案） in the order of the style; no stage where both editions are in the same."""
    stages = {"old": table.old.stage_name, "new": table.new.stage_name}
    same = stages["old"] == stages["new"]
    return tuple(style.label(side) + ("" if same else f"（{stages[side]}）") for side in style.sides)


def edition_heads(table: Table, style: Style) -> tuple[str, str]:
    """The heads of the old and of the new edition, in this order."""
    first, second = side_heads(table, style)
    return (first, second) if style.sides[0] == "old" else (second, first)


def heads(table: Table, style: Style) -> tuple[str, ...]:
    """All heads of the table in their order."""
    before, behind = ([COLUMNS[name] for name in names] for names in (style.before, style.behind))
    return (*before, *text_heads(table, style), *behind)


def pages(place: Place, style: Style) -> str:
    """新 P3／旧 P4, 新 ―／旧 P18; one number where both are the same and the table is stacked or has a column for it.

    "" while no page is known; a table that names no place then says the place instead.
    """
    old, new = _page(place.old_page), _page(place.new_page)
    if not old and not new:
        return place.words if "page" in style.columns and "place" not in style.columns else ""
    if (style.is_stacked or "page" in style.columns) and (old == new or not old):
        return new
    if style.is_stacked and not new:
        return f"{style.old_label} {old}"
    return f"{style.new_label} {new or NONE}／{style.old_label} {old or NONE}"


def _page(page: str) -> str:
    return f"P{page}" if page.isdigit() else page


def kind_words(row: Row) -> str:
    """名称変更・改正."""
    return "・".join(row.kinds)


def cause_words(cause: Cause) -> str:
    """もとになった意見：第4回委員会の意見1件."""
    return f"もとになった{'もの' if cause.kind == OTHER else cause.kind}：{cause.words}"


# --- the annex and the numbers ------------------------------------------------------------------------------


def annex_rows(table: Table, style: Style) -> list[tuple[str, str, str, int]]:
    """What the table leaves out: place, change, reason, places in the text. What is gathered in a row stands first."""
    outs = sorted(table.left_out, key=lambda out: not out.gathered)
    return [
        (
            "　".join(filter(None, (out.change.place.words, _told_page(out.change.place, style)))),
            out.change.brief or "・".join(out.change.kinds),
            out.reason or (GATHERED if out.gathered else NONE),
            out.change.count,
        )
        for out in outs
    ]


def _told_page(place: Place, style: Style) -> str:
    """The page behind the words of the place, "" where it would only say them again."""
    told = pages(place, style)
    return "" if told == place.words else told


def has_counts(table: Table) -> bool:
    """A 正誤表 is too short to be counted."""
    return not table.new.correction and bool(table.kind_counts or table.levels)


def count_rows(table: Table) -> list[tuple[str, str]]:
    """Rows of the table, what is left out, and changes of each kind, with their counts and the items of each level."""
    rows = [("この表に載せた行", str(len(table.rows)))]
    if table.left_out:
        rows.append(("載せていない変更（別表）", f"{table.left_out_count}箇所"))
    for kind, count in table.kind_counts.items():
        rows.append((kind.value, str(count)))
        rows += [(f"　{level}", items) for level, items in class_rows(table, kind)]
    return rows


def class_rows(table: Table, kind: Kind) -> list[tuple[str, str]]:
    """How many items of each level were changed in this way (KAN-8: 主な取組みの名称変更 5項目), or KPIs of each role
    (数値目標の目標値の変更 2件)."""
    word = "件" if kind in OF_TARGETS else "項目"
    return [(level, f"{items}{word}") for (level, one), items in table.class_counts.items() if one == kind]


def stage_rows(table: Table) -> list[tuple[str, str]]:
    """Rows of each 改訂段階."""
    return [(f"改訂段階「{stage}」の行", str(count)) for stage, count in table.revision_stages.items()]


@dataclass(frozen=True)
class LevelWords:
    """A level in the count table: 132（再掲2を含む） of each edition. ``is_same``: one cell holds for both."""

    name: str
    old: str
    new: str
    difference: str
    is_same: bool


def level_words(count: LevelCount) -> LevelWords:
    """How many items a level has, as 神奈川県 prints it."""
    old, new = _count(count.old, count.old_relisted), _count(count.new, count.new_relisted)
    return LevelWords(count.name, old, new, _difference(count.difference), old == new)


def _count(count: int | None, relisted: int) -> str:
    if count is None:
        return NONE
    return f"{count:,}（再掲{relisted:,}を含む）" if relisted else f"{count:,}"


def _difference(difference: int) -> str:
    sign = "＋" if difference > 0 else "－" if difference else "±"
    return f"{sign}{abs(difference):,}"
