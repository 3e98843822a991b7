from strategy.blocks import (
    Cell,
    ListItem,
    Paragraph,
    Rule,
    Run,
    TableRow,
    all_runs,
    groups,
    references,
    text_of,
)

A, B, C = (Run(letter) for letter in "甲乙丙")
FIRST = TableRow((Cell((Paragraph((A,)),)),), first=True, caption=(C,))
SECOND = TableRow((Cell((Paragraph((B,)), ListItem(False, 0, 0, (C,)))),))
ONE = ListItem(True, 0, 1, (A,))
TWO = ListItem(True, 0, 2, (B,))


def test_rows_of_one_table_and_neighbouring_items_stand_together():
    blocks = (Paragraph((A,)), Paragraph((B,)), FIRST, SECOND, FIRST, ONE, TWO, Rule(), ONE)
    assert list(groups(blocks)) == [
        (Paragraph((A,)),),
        (Paragraph((B,)),),
        (FIRST, SECOND),
        (FIRST,),
        (ONE, TWO),
        (Rule(),),
        (ONE,),
    ]
    assert list(groups(())) == []


def test_runs_come_in_reading_order_from_captions_and_cells_too():
    assert list(all_runs((ONE, Rule(), FIRST, SECOND))) == [A, C, A, B, C]


def test_text_of_runs_has_no_readings():
    assert text_of((Run("柱", ruby="はしら"), Run("を"))) == "柱を"


def test_only_anchors_of_items_are_references():
    runs = (
        Run("一", href="#item-x"),
        Run("二", href="#other"),
        Run("三", href="/a#item-y"),
        Run("四", href="#item-x"),
    )
    assert references((Paragraph(runs),)) == ("x",)
