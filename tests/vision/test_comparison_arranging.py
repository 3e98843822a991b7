"""The comparison as blocks: the front table, the parts, every figure by year, the pictures beside their tables."""

from decimal import Decimal
from typing import Any

import pytest

from tests.vision import compared
from vision.blocks import Book, CoursesPicture, PyramidPicture, Table
from vision.comparing import compare
from vision.comparison.arranging import arrange
from vision.comparison.pictures import courses_picture, pyramid_picture
from vision.comparison.words import BETWEEN, LESS_NOTE
from vision.decomposing import parts_of
from vision.spec import Entered


def arranged(old: dict[str, Any], new: dict[str, Any]) -> Book:
    both = compare(old, new)
    return arrange(both, parts_of(both))


@pytest.fixture(scope="module")
def book() -> Book:
    return arranged(compared.older(), compared.newer())


def lines(table: Table | None) -> list[tuple[str, ...]]:
    assert table is not None
    return [tuple(cell.text for cell in row) for row in table.rows]


def test_the_most_important_figures_stand_first(book):
    assert lines(book.table("front")) == [
        ("基準年", "平成27（2015）年", "令和2（2020）年", "5年"),
        ("総人口", "21,291人", "19,999人", "△1,292人（△6.1％）"),
        ("総人口", "21,845人", "20,641人", "△1,204人（△5.5％）"),
        ("年少人口の割合", "16.5％", "15.9％", "△0.6ポイント"),
        ("生産年齢人口の割合", "63.6％", "66.1％", "2.5ポイント"),
        ("老年人口の割合", "19.8％", "18.0％", "△1.8ポイント"),
        ("75歳以上人口の割合", "8.3％", "7.2％", "△1.1ポイント"),
        ("総人口の指数（2020年＝100）", "102.6", "103.2", "0.6"),
        ("従属人口指数", "57.2", "51.2", "△6.0"),
        ("合計特殊出生率（仮定）", "1.80", "1.60", "△0.20"),
        ("社人研推計準拠の総人口", "20,588人", "19,640人", "△948人（△4.6％）"),
        ("見通しと社人研推計準拠との差", "1,257人", "1,001人", "△256人"),
        ("自然増減の影響度", "4（110.97％）", "4（112.29％）", "同じ"),
        ("社会増減の影響度", "2（104.82％）", "2（103.34％）", "同じ"),
    ]
    groups = [(group.title, len(group.rows)) for group in book.table("front").groups]
    assert groups == [("", 1), ("令和2（2020）年", 1), ("令和27（2045）年", 10), ("影響度", 2)]


def test_an_impact_of_another_year_says_which_and_a_class_that_changed_by_how_many():
    old = compared.older()
    old["impact"] = {
        "year": 2040,
        "natural": {"ratio": "104.00", "class": 2},
        "social": {"ratio": "131.00", "class": 5},
    }
    assert lines(arranged(old, compared.newer()).table("front"))[-2:] == [
        ("自然増減の影響度", "2（2040年、104.00％）", "4（112.29％）", "2段階"),
        ("社会増減の影響度", "5（2040年、131.00％）", "2（103.34％）", "△3段階"),
    ]
    old["impact"] = None
    assert lines(arranged(old, compared.newer()).table("front"))[-1][0] == "見通しと社人研推計準拠との差"


def test_the_book_says_which_editions_and_in_which_order(book):
    assert (book.title, book.mark, book.notice) == (
        "人口ビジョンの変更点（見本町人口ビジョン）",
        "（素案）",
        "",
    )
    assert book.government == "見本町"
    assert book.facts == (
        ("前回", "第1版　見本町人口ビジョン（基準年 平成27（2015）年）"),
        ("今回", "第2版　見本町人口ビジョン（基準年 令和2（2020）年）"),
    )
    assert [part.key for part in book.parts] == ["main", "totals", "classes", "indices", "assumed"]
    keys = ["front", "parts", "totals", "classes", "shares", "indices", "stages", "facts", "rates"]
    assert [table.key for table in book.tables()] == keys


def test_parts_of_the_difference_add_up_in_their_table(book):
    assert lines(book.table("parts")) == [
        ("基準となる人口を改めたことによるもの", "△515", "42.8"),
        ("仮定値（生残率、純移動率、子ども女性比など）を改めたことによるもの", "△259", "21.5"),
        ("ケースの仮定（出生と移動）を改めたことによるもの", "△430", "35.7"),
        ("計", "△1,204", "100.0"),
    ]


def test_every_year_of_every_scenario_with_its_difference_and_rate(book):
    table = book.table("totals")
    assert [group.title for group in table.groups] == ["パターン1", "町の見通し（採用する見通し）"]
    assert lines(table)[7:9] == [
        ("令和32（2050）年", "―", "18,982", "―", "―"),
        ("平成27（2015）年", "20,996", "―", "―", "―"),
    ]
    assert lines(table)[14] == ("令和27（2045）年", "21,845", "20,641", "△1,204", "△5.5")
    assert [cell.value for cell in table.groups[1].rows[6]] == [
        Decimal(2045),
        Decimal(21_845),
        Decimal(20_641),
        Decimal(-1204),
        Decimal("-5.5"),
    ]
    assert table.note == LESS_NOTE
    assert [column.name for column in book.table("shares").columns] == [
        "年",
        "前回",
        "今回",
        "差（ポイント）",
    ]
    assert len(lines(book.table("classes"))) == len(lines(book.table("shares"))) == 4 * 8


def test_stages_of_decline_stand_beside_each_other(book):
    assert lines(book.table("stages")) == [
        ("人口増加", "平成27～令和17（2015～2035）年", "令和2～22（2020～2040）年"),
        (
            "第1段階（老年人口の増加、年少・生産年齢人口の減少）",
            "令和17～27（2035～2045）年",
            "令和22～32（2040～2050）年",
        ),
    ]


def test_a_year_between_two_is_marked_on_its_side_and_explained():
    old = compared.made(compared.town(number=1), [compared.entered(Entered(2020, 400), Entered(2040, 440))])
    new = compared.made(
        compared.town(), [compared.entered(Entered(2020, 400), Entered(2030, 430), Entered(2040, 440))]
    )
    book = arranged(old, new)
    assert lines(book.table("totals"))[1] == ("令和12（2030）年", "420※", "430", "10", "2.4")
    assert book.table("totals").note.count(BETWEEN) == 1
    assert book.table("front").note.count(BETWEEN) == 1


def test_an_adopted_vision_bears_no_mark_and_both_notices_stand():
    adopted = compared.made(compared.town(adopted_on="2026-03-20", notice="今の見本"))
    book = arranged(compared.made(compared.town(number=1, notice="前の見本")), adopted)
    assert (book.mark, book.notice) == ("", "今の見本　前の見本")
    assert lines(book.table("front"))[0] == ("基準年", "令和2（2020）年", "令和2（2020）年", "同じ")


def test_nothing_in_common_leaves_what_can_be_said():
    book = arranged(compared.made(compared.town(number=1), []), compared.newer())
    assert [table.key for table in book.tables()] == ["totals", "facts"]
    assert book.lead.startswith("前回と今回に共通するケースと年がない")
    assert [block for part in book.parts for block in part.blocks if isinstance(block, CoursesPicture)] == []


def test_both_courses_are_drawn_the_newer_thick():
    picture = courses_picture(compare(compared.older(), compared.newer()))
    assert [(course.name, course.is_adopted, len(course.points)) for course in picture.courses] == [
        ("今回", True, 7),
        ("前回", False, 7),
    ]
    assert picture.look.base_year == 2020
    assert picture.title.endswith("令和27（2045）年は、前回21,845人、今回20,641人。")


def test_pyramids_with_other_open_groups_are_folded_to_the_lower_one():
    old = compared.older()
    own = old["scenarios"][1]
    for sex in "MF":
        *rest, last, top = own[sex]["2045"]
        own[sex]["2045"] = [*rest, str(Decimal(last) + Decimal(top))]
    both = compare(old, compared.newer())
    picture = pyramid_picture(both)
    assert isinstance(picture, PyramidPicture)
    drawn = picture.pyramid
    assert drawn.groups[-1] == "85歳以上"
    assert len(drawn.male) == len(drawn.male_then) == len(drawn.groups) == 18
    assert sum(drawn.male_then) + sum(drawn.female_then) == both.main.new.at(2045).total
    assert (drawn.year, drawn.then) == ("前回の推計", "今回の推計")


def test_a_side_without_ages_has_no_pyramid():
    typed = compared.made(compared.town(), [compared.entered(Entered(2020, 20_000), Entered(2045, 19_000))])
    assert pyramid_picture(compare(compared.older(), typed)) is None
    assert courses_picture(compare(compared.older(), typed)) is not None
