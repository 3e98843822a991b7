"""What changed in what two editions say of their visions."""

from typing import Any

from publishing.comparison.comparing import Comparing
from publishing.comparison.kinds import Kind
from publishing.comparison.sides import Reader
from publishing.comparison.table import Change
from publishing.comparison.visions import is_other, population_changes, regional_lines
from publishing.document import Document
from strategy.blocks import text_of
from tests.documents import document, entry


def told(lines) -> list[tuple[str, str, str]]:
    """Label, old and new words of each line."""

    def words(blocks) -> str:
        return "".join(text_of(block.runs) for block in blocks or ())

    return [(line.label, words(line.old), words(line.new)) for line in lines]


def with_vision(of: Document, vision: dict[str, Any] | None) -> Document:
    return Document(of.data | {"schema": 3, "population_vision": vision})


def vision(**changes: Any) -> dict[str, Any]:
    years = [{"year": 2020, "total": 401_558}, {"year": 2040, "total": 400_861}]
    return {
        "title": "見本市人口ビジョン", "number": 1, "base_year": 2020, "argument": "一文め\n二文め",
        "adopted": {"name": "想定人口", "years": years},
    } | changes  # fmt: skip


def regional(**changes: Any) -> dict[str, Any]:
    return {
        "keyword": "選ばれるまち", "purpose": "人口の維持", "model_types": ["SDGs未来都市"], "priority_fields": [],
        "quotation": None, "links": [{"lineage": "9", "kind": "GOAL", "number": "第1章", "title": "子どもの目標"}],
    } | changes  # fmt: skip


def compared(old: Document, new: Document) -> list[Change]:
    return list(Comparing(Reader(old), Reader(new)).changes())


def test_another_population_vision_is_one_change():
    plan = document(entry("TEXT", "概要", "1"))
    later = vision(
        number=2, base_year=2025, argument="一文め\n別の文",
        adopted={"name": "新しい想定人口", "years": [{"year": 2020, "total": 401_558}, {"year": 2040, "total": 398_000}]},
    )  # fmt: skip
    (change,) = compared(with_vision(plan, vision()), with_vision(plan, later))
    assert (change.key, change.kinds, change.place.words, change.count) == (
        "population", (Kind.POPULATION,), "よりどころの人口ビジョン", 4,
    )  # fmt: skip
    assert told(change.lines) == [
        (
            "よりどころの人口ビジョン",
            "見本市人口ビジョン（第1版、基準年 令和2（2020）年）",
            "見本市人口ビジョン（第2版、基準年 令和7（2025）年）",
        ),
        ("採用した見通し", "想定人口", "新しい想定人口"),
        ("見通しの値", "令和22（2040）年 400,861人", "令和22（2040）年 398,000人"),
        ("目標とのつながり", "二文め", "別の文"),
    ]


def test_a_vision_that_came_or_went_is_told_and_none_at_all_is_not():
    plan = document(entry("TEXT", "概要", "1"))
    (came,) = population_changes(plan, with_vision(plan, vision(argument="")))
    assert told(came.lines)[0][1:] == ("（なし）", "見本市人口ビジョン（第1版、基準年 令和2（2020）年）")
    (went,) = population_changes(with_vision(plan, vision(adopted=None)), with_vision(plan, None))
    assert told(went.lines)[0][2] == "（なし）"
    assert list(population_changes(plan, with_vision(plan, None))) == []
    assert compared(with_vision(plan, vision()), with_vision(plan, vision())) == []


def test_the_fields_of_a_regional_vision_are_lines_of_its_item():
    text = entry("TEXT", "将来像", "1")
    old, new = (
        text | {"regional_vision": one}
        for one in (regional(), regional(keyword="住み続けたいまち", priority_fields=["教育DX"]))
    )
    (change,) = compared(document(old), document(new))
    assert (change.key, change.kinds) == (f"item:{text['lineage']}", (Kind.REGIONAL,))
    assert told(change.lines)[1:] == [
        ("合言葉", "選ばれるまち", "住み続けたいまち"),
        ("重要施策分野", "", "教育DX"),
    ]
    assert compared(document(old), document(old)) == []


def test_a_new_number_of_what_it_is_linked_with_is_no_change():
    renumbered = regional(
        links=[{"lineage": "9", "kind": "GOAL", "number": "第2章", "title": "子どもの目標"}]
    )
    assert not is_other(regional(), renumbered)
    assert is_other(regional(), regional(links=[]))
    assert is_other(None, regional())


def test_a_vision_that_came_with_its_item_is_told_whole():
    quotation = {"title": "基本構想", "source": "見本県", "url": "", "page": ""}
    new = entry("TEXT", "将来像", "1") | {"regional_vision": regional(quotation=quotation)}
    (change,) = compared(document(), document(new))
    assert change.kinds == (Kind.NEW,)
    assert told(line for line in change.lines if line.form == "fact") == [
        ("合言葉", "", "選ばれるまち"),
        ("目的", "", "人口の維持"),
        ("モデル地域ビジョン", "", "SDGs未来都市"),
        ("引用", "", "見本県「基本構想」"),
        ("つながる目標・柱", "", "第1章　子どもの目標"),
    ]
    assert told(regional_lines(regional(), None))[0] == ("合言葉", "選ばれるまち", "")
