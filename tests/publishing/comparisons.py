"""新旧対照表 made by hand: a small one with a row of every sort, for those who show one."""

from dataclasses import replace

from publishing.comparison.kinds import Kind
from publishing.comparison.lines import brief, fact_lines, text_lines, title_line
from publishing.comparison.table import (
    Cause,
    Change,
    EditionFacts,
    LeftOut,
    LevelCount,
    Line,
    Picture,
    Place,
    Row,
    Table,
)
from strategy.richtext import parse

OLD_TITLE = "第3期豊中市まち・ひと・しごと創生総合戦略"
NEW_TITLE = "デジタル田園都市国家構想の実現に向けた豊中市まち・ひと・しごと創生総合戦略"
KEPT = "わが国では少子化と高齢化が同時に進み、地域の担い手が減り続けています。（見本）"
KPI = "<table><thead><tr><th>指標</th><th>現状</th><th>目標</th></tr></thead><tbody>{}</tbody></table>"


def facts(**given) -> EditionFacts:
    """An edition; what is given replaces the facts of a working 案."""
    working = EditionFacts(
        number=2,
        title=NEW_TITLE,
        full_title=f"{NEW_TITLE}（案）",
        name="豊中市デジタル総合戦略",
        stage_name="案",
        term=3,
        revision=0,
        correction=False,
        day="",
        is_frozen=False,
        content_hash="",
    )
    return replace(working, **given)


def old_facts(**given) -> EditionFacts:
    former = facts(
        number=1,
        title=OLD_TITLE,
        full_title=f"{OLD_TITLE}（行政素案）",
        name=OLD_TITLE,
        stage_name="行政素案",
    )
    return replace(former, is_frozen=True, content_hash="0" * 64, **given)


def change(key: str, kinds, place: Place, lines, **given) -> Change:
    kinds = (kinds,) if isinstance(kinds, Kind) else tuple(kinds)
    lines = tuple(lines)
    return Change(key, kinds, place, lines, **({"brief": brief(lines)} | given))


def texts(old: str, new: str) -> tuple[Line, ...]:
    """The lines of two bodies."""
    return text_lines(parse(old), parse(new))


def figure(name: str = "old", **given) -> Picture:
    made = Picture(
        sha256=name * 8, file=f"figures/{name}.png", media_type="image/png", width=600, height=300,
        caption="図1　概念図", alt=f"{name}の概念図", source="豊中市",
    )  # fmt: skip
    return replace(made, **given)


def row(number: int, *changes: Change, **given) -> Row:
    kinds = tuple(dict.fromkeys(kind for one in changes for kind in one.kinds))
    return replace(Row(number, changes, tuple(one.place for one in changes), kinds), **given)


def throughout() -> Change:
    words = Place("計画のタイトル及びそれに基づく本文中の名称（本文中23箇所）", "1", "1")
    return change("title", Kind.THROUGHOUT, words, [title_line(OLD_TITLE, NEW_TITLE)], count=23)


def revised() -> Change:
    """A changed paragraph between two that stayed."""
    tail = "<p>この戦略は、毎年度見直します。（見本）</p>"
    old = "<p>国は令和2年12月に第2期総合戦略を改訂しました。</p>"
    new = "<p>国は令和4年12月にデジタル田園都市国家構想総合戦略を定めました。</p>"
    lines = texts(f"<p>{KEPT}</p>{old}{tail}", f"<p>{KEPT}</p>{new}{tail}")
    return change("item:a", Kind.REVISED, Place("（1）策定の趣旨", "3", "3"), lines)


def cells() -> Change:
    """A table of which one cell changed."""
    same = "<tr><td>電子図書</td><td>5,165冊</td><td>前年より増加</td></tr>"
    row_of = "<tr><td>とよふぁみ登録者数</td><td>8,211人</td><td>{}</td></tr>" + same
    lines = texts(KPI.format(row_of.format("10,000人")), KPI.format(row_of.format("11,200人")))
    return change("item:b", Kind.REVISED, Place("（2）重要業績評価指標", "20", "22"), lines)


def added() -> Change:
    """A new item: its whole text is marked."""
    head = title_line(None, "（3）デジタル関連の重要業績評価指標（ＫＰＩ）")
    body = texts("", "<p>指標を次のとおり加えます。</p><ul><li>とよふぁみ</li><li>電子図書</li></ul>")
    place = Place("（3）デジタル関連の重要業績評価指標（ＫＰＩ）", new_page="22")
    return change("item:c", Kind.NEW, place, [head, *body], brief="「デジタル関連の指標」を加える")


def removed() -> Change:
    head = title_line("（6）電子申請の利用の促進", None)
    body = texts("<p>電子申請の対象を広げます。（見本）</p>", "")
    return change("item:d", Kind.REMOVED, Place("（6）電子申請の利用の促進", "18"), [head, *body])


def pictures() -> Change:
    line = Line("figure", old_picture=figure("old"), new_picture=figure("new", caption="図1　新しい概念図"))
    return change("item:e/figures", Kind.FIGURE, Place("概念図", "2", "2"), [line])


def renamed(key: str = "item:f") -> Change:
    lines = [title_line("（4）基本的な考え方と進め方", "（4）基本的な考え方（地域ビジョン）と進め方")]
    lines += fact_lines("所管課", ["経営企画課"], ["デジタル戦略課"])
    return change(key, (Kind.RETITLED, Kind.DEPARTMENT), Place("（4）基本的な考え方", "5", "6"), lines)


def spelling() -> Change:
    return change(
        "item:g",
        Kind.REVISED,
        Place("第1章－2（1）②", "9", "9"),
        texts("<p>取り組み</p>", "<p>取組み</p>"),
        count=5,
    )


def table(**given) -> Table:
    """A table with a row of every sort and an annex. Neither edition is the same text as the other's."""
    gathered = Row(
        7, (), (Place("その他、字句の整理（5箇所）"),), (), reason="別表に示すとおり、字句を整理します。"
    )
    moved = change(
        "item:h", Kind.DOWN, Place("第4章－2", "40", "41"), [title_line("（2）公民館", "（3）公民館")]
    )
    made = Table(
        government="豊中市",
        government_slug="toyonaka",
        plan_slug="strategy",
        old=old_facts(),
        new=facts(),
        rows=(
            row(1, throughout(), reason="国のデジタル総合戦略を受けて、計画の名称を変更します。"),
            row(
                2, revised(), cells(), reason="国の動きと指標を改めます。", remark="時点修正を含む",
                revision_stage="時点修正", causes=(Cause("意見", "第4回委員会の意見1件"),),
            ),
            row(3, added(), reason="デジタル関連の指標を追加します。", revision_stage="柱の見直し"),
            row(4, removed(), reason="（3）に統合するため、項目を削ります。"),
            row(5, pictures(), reason="地域ビジョンを加えたことに合わせて、図を改めます。"),
            row(6, renamed()),
            gathered,
        ),
        left_out=(
            LeftOut(spelling(), "字句の整理", gathered=True),
            LeftOut(moved, "ほかの項目の追加に伴って番号だけが変わりました。"),
        ),
        points=("計画名称の変更", "地域ビジョンの記載", "デジタルに関する指標の追加"),
        levels=(
            LevelCount("基本目標", 1, 4, 0, 4, 0),
            LevelCount("主な取組み", 4, 132, 2, 139, 2),
            LevelCount("施策", 5, None, 0, 12, 0),
        ),
        paper_number="資料3",
    )  # fmt: skip
    return replace(made, **given)
