"""A vision arranged to be read: what stands in which part, and what is left out."""

from tests.vision import arranged
from vision.blocks import ClassesPicture, CoursesPicture, Paragraphs, PyramidPicture, Table
from vision.figures import ScenarioFigures
from vision.report import NOTHING_OWN, ONLY_IN_WORKBOOK, class_sentence, essence, report_of

PARTS = [
    "outlook",
    "totals",
    "classes",
    "ages",
    "changes",
    "indices",
    "method",
    "assumed",
    "sources",
    "annex",
]


def course(place: int) -> ScenarioFigures:
    return ScenarioFigures(arranged.data()["scenarios"][place])


def test_it_begins_with_what_matters_and_ends_with_what_it_rests_on():
    book = report_of(arranged.data())
    assert [part.key for part in book.parts] == PARTS
    assert (book.title, book.mark, book.notice) == ("見本町人口ビジョン", "", arranged.NOTICE)
    assert book.lead == (
        "令和2（2020）年の1,000人が、令和7（2025）年には960人（−40人、−4.0％）になる見通しです。"
        "社人研推計準拠の900人より60人多い値です。"
    )
    assert dict(book.facts) == {
        "基準年": "令和2（2020）年（国勢調査、10月1日）",
        "推計の期間": "令和2（2020）年から令和7（2025）年まで",
        "区域": "見本町",
        "策定日": "令和5年（2023年）3月31日",
        "前の版": "前の人口ビジョン",
    }


def test_a_table_stands_beside_every_picture():
    by_key = {part.key: [type(block) for block in part.blocks] for part in report_of(arranged.data()).parts}
    assert by_key["totals"][:2] == [CoursesPicture, Table]
    assert by_key["classes"][:2] == [ClassesPicture, Table]
    assert by_key["ages"] == [PyramidPicture, Table]


def test_the_adopted_course_comes_first_and_a_course_not_shown_nowhere():
    book = report_of(arranged.data())
    names = [column.name for column in book.table("totals").columns]
    assert names[1:4] == ["町の見通し（採用する見通し）", "パターン1", "別に決めた値"]
    assert "検討中の案" not in repr(book)
    assert book.table("classes").name == "「町の見通し」の年齢3区分別の人口"
    assert [group.title for group in book.table("other-classes").groups] == ["パターン1", "別に決めた値"]


def test_the_method_is_told_once_and_then_what_each_course_assumes():
    method = next(part for part in report_of(arranged.data()).parts if part.key == "method")
    assert [block.label for block in method.blocks] == [
        "推計の方法",
        "町の見通し（採用する見通し）",
        "パターン1",
        "別に決めた値",
    ]
    assert method.blocks[1].lines[0] == "町の考えです。"
    assert method.blocks[2].lines == (NOTHING_OWN,)


def test_a_vision_without_anything_computed_says_why():
    missing = arranged.course(
        arranged.OWN, "町の見通し", is_adopted=True, missing=["令和2（2020）年の人口表がありません。"]
    )
    data = arranged.data(adopted_on=None, outlook="", based_on=None)
    data |= {"scenarios": [missing], "tables": [], "assumptions": [], "impact": None}
    book = report_of(data)
    assert (book.mark, book.lead) == ("（素案）", "採用する見通しは、まだ決まっていません。")
    assert [part.key for part in book.parts] == ["totals", "method"]
    assert book.parts[0].blocks == (
        Paragraphs(
            ("「町の見通し」：令和2（2020）年の人口表がありません。",), "計算できなかったもの", is_list=True
        ),
    )


def test_the_sentence_at_the_top_fits_every_case():
    published, own, entered = (course(place) for place in range(3))
    assert essence(published, published, 2020) == (
        "令和2（2020）年の1,000人が、令和7（2025）年には900人（−100人、−10.0％）になる見通しです。"
    )
    assert essence(own, own, 2020) == essence(own, None, 2020)
    assert essence(entered, published, 2020) == (
        "令和5（2023）年の980人が、令和5（2023）年には980人（0人、0.0％）になる見通しです。社人研推計準拠の940人より40人多い値です。"
    )
    fewer = essence(ScenarioFigures(published.data | {"lineage": "x"}), own, 2020)
    assert fewer.endswith("社人研推計準拠の960人より60人少ない値です。")


def test_how_the_share_of_the_old_goes():
    assert class_sentence(course(1)) == (
        "老年人口の割合は、令和2（2020）年の30.0％から令和7（2025）年の31.3％になります。"
    )
    assert class_sentence(course(2)) == ""


def test_a_course_of_totals_alone_shows_no_classes_and_no_ages():
    entered = arranged.course(
        arranged.ENTERED, "値", kind="ENTERED", is_adopted=True, entered=[{"year": 2030, "total": 5}]
    )
    book = report_of(arranged.data() | {"scenarios": [entered], "impact": None})
    assert [part.key for part in book.parts] == ["outlook", "totals", "method", "assumed", "sources", "annex"]


def test_of_many_areas_the_papers_say_where_the_rates_of_each_are():
    areas = [{"code": f"9999{n}", "name": f"第{n}町"} for n in range(9, 6, -1)]
    data = arranged.data() | {"areas": areas}
    annex = report_of(data).parts[-1]
    assert [type(block) for block in annex.blocks] == [Table, Paragraphs]
    assert annex.blocks[-1].lines == (ONLY_IN_WORKBOOK,)
    assert [type(block) for block in report_of(data, most_areas=None).parts[-1].blocks] == [Table, Table]
    assert dict(report_of(data).facts)["区域"] == "第9町、第8町、第7町の合計"


def test_other_courses_are_folded_away_on_pages():
    book = report_of(arranged.data())
    assert [table.key for table in book.tables() if table.is_annex] == [
        "other-classes",
        "other-changes",
        "other-indices",
        "other-stages",
        "rates-by-year",
        "rates-1",
    ]
    assert book.table("changes").name == "「町の見通し」の5年ごとの自然増減と社会増減（人）"


def test_a_title_that_says_draft_already_is_not_marked_again():
    assert report_of(arranged.data(adopted_on=None)).mark == "（素案）"
    assert report_of(arranged.data(adopted_on=None, title="見本町人口ビジョン改訂素案")).mark == ""
