"""Bodies laid side by side: each paragraph with the one it was, tables cell by cell, nothing lost."""

import random
import time
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from strategy import blockdiff
from strategy.blockdiff import CellPair, Pair, compare_blocks
from strategy.blocks import Block, TableRow
from strategy.richtext import parse, plain
from strategy.textdiff import Run


def read(old: str, new: str) -> list[str]:
    """The pairs of two bodies, a line each; a row with its cells between |."""
    return [_line(pair) for pair in compare_blocks(parse(old), parse(new))]


def _line(pair: Pair) -> str:
    if not pair.is_row:
        return _marked(pair.runs)
    caption = f"《{_marked(pair.runs)}》" if pair.first else ""
    return caption + "|".join(" ".join(_line(inner) for inner in cell.blocks) for cell in pair.cells)


def _marked(runs: tuple[Run, ...]) -> str:
    signs = {"equal": "{}", "delete": "[-{}]", "insert": "[+{}]"}
    return "".join(signs[run.kind].format(run.text) for run in runs)


FIRST = "子育て世帯に選ばれるまちをつくります。"
SECOND = "災害に強い地域づくりを市民と進めます。"


def test_a_paragraph_meets_the_one_it_was_and_a_new_one_stands_alone():
    old = f"<p>{FIRST}</p><p>{SECOND}</p>"
    new = "<p>子育て世帯に選ばれ続けるまちをつくります。</p><p>DXの節です。</p>" + f"<p>{SECOND}</p>"
    assert read(old, new) == [
        "子育て世帯に選ばれ[+続け]るまちをつくります。",
        "[+DXの節です。]",
        SECOND,
    ]
    assert [pair.is_changed for pair in compare_blocks(parse(old), parse(new))] == [True, True, False]


def test_same_text_pairs_before_likeness():
    """The edited second paragraph must not take the first one's partner."""
    alike = "子育て世帯に選ばれるまちをつくりました。"
    assert read(f"<p>{FIRST}</p>", f"<p>{alike}</p><p>{FIRST}</p>") == [f"[+{alike}]", FIRST]


def test_what_went_stands_where_it_stood_before_what_came():
    other = "産業と観光を振興して働く場を増やします。"
    assert read(f"<p>{FIRST}</p><p>一</p><p>二</p><p>{SECOND}</p>", f"<p>{FIRST}</p><p>{other}</p><p>{SECOND}</p>") == [
        FIRST, "[-一]", "[-二]", f"[+{other}]", SECOND,
    ]  # fmt: skip


def test_one_against_one_pairs_however_unlike():
    assert read("<p>54.9</p>", "<p>60</p>") == ["[-54.9][+60]"]
    assert read("<p>54.9</p>", "<hr>") == ["[-54.9]", ""]


def test_a_paragraph_that_became_a_list_item_is_the_same_text():
    (pair,) = compare_blocks(parse(f"<p>{FIRST}</p>"), parse(f"<ul><li>{FIRST}</li></ul>"))
    assert (pair.is_changed, type(pair.new).__name__) == (False, "ListItem")


def test_a_table_is_compared_row_by_row_and_cell_by_cell():
    old = (
        "<table><caption>指標</caption><tr><th>名</th><th>値</th></tr><tr><td>合計特殊出生率</td><td>1.42</td></tr>"
        "<tr><td>待機児童</td><td>12人</td></tr></table>"
    )
    new = (
        "<table><caption>指標と目標</caption><tr><th>名</th><th>値</th></tr><tr><td>転入者</td><td>500人</td></tr>"
        "<tr><td>合計特殊出生率</td><td>1.60</td></tr><tr><td>待機児童</td><td>12人</td></tr></table>"
    )
    assert read(old, new) == [
        "《指標[+と目標]》名|値",
        "[+転入者]|[+500人]",
        "合計特殊出生率|[-1.42][+1.60]",
        "待機児童|12人",
    ]
    changed = [pair.is_changed for pair in compare_blocks(parse(old), parse(new))]
    assert changed == [True, True, True, False]


def test_a_new_column_leaves_the_others_alone():
    old = "<table><tr><td>指標</td><td>基準値</td></tr><tr><td>出生率</td><td>1.42</td></tr></table>"
    new = "<table><tr><td>指標</td><td>単位</td><td>基準値</td></tr><tr><td>出生率</td><td>人</td><td>1.42</td></tr></table>"
    assert read(old, new) == ["《》指標|[+単位]|基準値", "出生率|[+人]|1.42"]


def test_a_table_that_came_or_went_is_whole():
    table = "<table><tr><td>一</td><td>二</td></tr></table>"
    assert read("", table) == ["《》[+一]|[+二]"]
    assert read(f"<p>{FIRST}</p>{table}", f"<p>{FIRST}</p>") == [FIRST, "《》[-一]|[-二]"]


# --- what always holds --------------------------------------------------------------------------------------

PARAGRAPHS = st.sampled_from(
    [
        FIRST,
        SECOND,
        "子育て世帯に選ばれたまちをつくります。",
        "災害に強い地域を市民と作ります。",
        "一",
        "二",
        "",
    ]
)
CELLS = st.lists(PARAGRAPHS, min_size=1, max_size=3).map(
    lambda cells: "".join(f"<td>{c}</td>" for c in cells)
)
TABLES = st.lists(CELLS, min_size=1, max_size=3).map(
    lambda rows: f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
)
PIECES = st.one_of(
    PARAGRAPHS.map("<p>{}</p>".format),
    PARAGRAPHS.map("<h3>{}</h3>".format),
    PARAGRAPHS.map("<ol><li>{}</li><li>終わり</li></ol>".format),
    TABLES,
    st.just("<hr>"),
)
BODIES = st.lists(PIECES, max_size=6).map("".join)


def texts(pairs: tuple[Pair, ...], kinds: tuple[str, ...]) -> list[str]:
    """The words of one side as the runs tell them, cells in order."""
    found = []
    for pair in pairs:
        found += ["".join(run.text for run in pair.runs if run.kind in kinds)] if not pair.is_row else []
        found += [text for cell in pair.cells for text in texts(cell.blocks, kinds)]
    return [text for text in found if text]


def words(blocks: tuple[Block, ...]) -> list[str]:
    found = []
    for block in blocks:
        if isinstance(block, TableRow):
            found += [text for cell in block.cells for text in words(cell.blocks)]
        else:
            found.append(plain((block,)))
    return [text for text in found if text]


@settings(deadline=None)
@given(BODIES, BODIES)
def test_each_block_stands_in_one_pair_in_its_order_with_all_its_words(old_html, new_html):
    old, new = parse(old_html), parse(new_html)
    pairs = compare_blocks(old, new)
    assert tuple(pair.old for pair in pairs if pair.old is not None) == old
    assert tuple(pair.new for pair in pairs if pair.new is not None) == new
    assert texts(pairs, ("equal", "delete")) == words(old)
    assert texts(pairs, ("equal", "insert")) == words(new)


def as_met(pairs: tuple[Pair, ...], *, turned: bool = False) -> list[tuple]:
    """What meets what with which marks; between two that met, what went first, whichever side is called the old one."""
    told: list[tuple] = []
    for pair in pairs:
        cells = as_met_cells(pair.cells, turned)
        told.append((*sides(pair, turned), sorted(marks(pair.runs, turned)), cells))
    return went_first(told)


def as_met_cells(cells: tuple[CellPair, ...], turned: bool) -> list[tuple]:
    return went_first([(*sides(cell, turned), as_met(cell.blocks, turned=turned)) for cell in cells])


def sides(pair: Pair | CellPair, turned: bool) -> tuple:
    return (pair.new, pair.old) if turned else (pair.old, pair.new)


def marks(runs: tuple[Run, ...], turned: bool) -> list[tuple[str, str]]:
    kinds = {"equal": "equal", "delete": "insert", "insert": "delete"}
    return [(kinds[run.kind] if turned else run.kind, run.text) for run in runs]


def went_first(told: list[tuple]) -> list[tuple]:
    ordered: list[tuple] = []
    for _, stretch in groupby(told, key=lambda pair: None not in pair[:2]):
        ordered += sorted(stretch, key=lambda pair: pair[0] is None)
    return ordered


@settings(max_examples=200, deadline=None)
@given(BODIES, BODIES)
def test_the_way_back_mirrors_the_way_there(old_html, new_html):
    old, new = parse(old_html), parse(new_html)
    assert as_met(compare_blocks(old, new)) == as_met(compare_blocks(new, old), turned=True)


@settings(deadline=None)
@given(BODIES)
def test_a_body_does_not_differ_from_itself(html):
    assert [pair.is_changed for pair in compare_blocks(parse(html), parse(html))].count(True) == 0


@settings(deadline=None)
@given(BODIES, BODIES)
def test_too_many_paragraphs_pair_by_number_and_keep_the_promises(old, new):
    blockdiff.PAIRS, kept = 0, blockdiff.PAIRS
    try:
        test_each_block_stands_in_one_pair_in_its_order_with_all_its_words.hypothesis.inner_test(old, new)
        test_the_way_back_mirrors_the_way_there.hypothesis.inner_test(old, new)
    finally:
        blockdiff.PAIRS = kept


def test_large_bodies_do_not_hang():
    draw = random.Random(5)

    def body(count: int, length: int) -> str:
        letters = "子育支援推進都市計画のをにはでとします、。"
        return "".join(f"<p>{''.join(draw.choices(letters, k=length))}</p>" for _ in range(count))

    bodies = [
        (body(count, length), body(count, length)) for count, length in ((100, 400), (1, 40_000), (1500, 20))
    ]
    began = time.process_time()
    for old, new in bodies:
        compare_blocks(parse(old), parse(new))
    assert time.process_time() - began < 8  # seconds
