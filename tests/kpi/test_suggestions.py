"""Examples of the guide, by the field that a pillar or goal belongs to."""

import json

from kpi.suggestions import EXAMPLES, WORDS, suggestions


def test_the_examples_are_those_of_the_guide(shared):
    guide = json.loads((shared / "data" / "guide.json").read_text(encoding="utf-8"))["example_kpis"]
    # 「(1)①地方に仕事をつくる」: the number of the guide's own heading stands before the field.
    assert {field[4:]: tuple(names) for field, names in guide.items()} == EXAMPLES
    assert WORDS.keys() == EXAMPLES.keys()


def test_examples_are_those_of_the_pillars_of_the_goal():
    assert list(suggestions(["子育て環境の充実", "教育環境の充実"])) == ["結婚・出産・子育ての希望をかなえる"]
    assert list(suggestions(["住環境の充実", "安全・安心な暮らしの確保"])) == ["魅力的な地域をつくる"]
    assert list(suggestions(["デジタル人材の育成"])) == ["デジタル基盤整備", "デジタル人材の育成・確保"]


def test_where_no_field_fits_all_examples_are_offered():
    assert suggestions(["総務"]) == suggestions([]) == EXAMPLES
