"""Gaps: their names, and their groups in the order in which they came."""

from publishing.missing import KINDS, Gap, grouped


def test_a_gap_is_named_as_printed_and_grouped_under_its_label():
    first = Gap("text", "本文がありません。", lineage="1", title="見本", number="第1章")
    other = Gap("population", "人口ビジョンを引用していません。")
    assert (first.name, other.name) == ("第1章　見本", "")
    assert grouped([first, other, first]) == [(KINDS["text"], [first, first]), ("人口ビジョン", [other])]


def test_only_what_the_page_of_the_citation_mends_leads_there():
    of_target = Gap("population", "見通しが違います。", title="総人口", target="2")
    assert [Gap("population", "").is_of_citation, of_target.is_of_citation, Gap("text", "").is_of_citation] == [
        True, False, False,
    ]  # fmt: skip
