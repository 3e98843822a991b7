"""The difference of two texts: nothing is lost, nothing is slow, and it reads as a person would have marked it."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from bench.comparison import by_letter, by_word, quality
from bench.texts import EDITED
from bench.texts import plan as revision
from strategy import textdiff
from strategy.textdiff import CLAUSE, SLIVER, Run, compare, matching, similarity

# Pieces of which plans are made; a text of them has common words, repetitions and every script.
PIECES = (
    "子育て", "支援", "推進", "促進", "を", "の", "する", "します", "、", "。", "・", "（", "）", "「", "」", "デジタル",
    "センター", "DX", "2023", "1.42", "年度", "令和", "こと", "豊中市", "総合戦略", "\n", " ", "①", "か\u3099", "葛\U000e0100",
    "𠮷", "ー", "ヶ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join) | st.text(max_size=60)


def marked(old: str, new: str) -> str:
    """The difference in one line: [-went][+came]."""
    signs = {"equal": "{}", "delete": "[-{}]", "insert": "[+{}]"}
    return "".join(signs[run.kind].format(run.text) for run in compare(old, new))


# --- what always holds --------------------------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_off_the_difference(old, new):
    runs = compare(old, new)
    assert "".join(run.text for run in runs if run.kind != "insert") == old
    assert "".join(run.text for run in runs if run.kind != "delete") == new
    assert all(run.text for run in runs)


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_what_went_stands_before_what_came_and_no_scrap_is_kept_between_changes(old, new):
    kinds = [run.kind for run in compare(old, new)]
    pairs = list(pairwise(kinds))
    assert all(one != other for one, other in pairs)
    assert ("insert", "delete") not in pairs
    inner = [run.text for run in compare(old, new)[1:-1] if run.kind == "equal"]
    assert all(len(text) >= SLIVER for text in inner)


def turned(runs: tuple[Run, ...]) -> list[Run]:
    """The difference the other way round: what went came and what came went, what went first."""
    kinds = {"equal": "equal", "delete": "insert", "insert": "delete"}
    found: list[Run] = []
    for run in runs:
        place = len(found) - (run.kind == "insert" and bool(found) and found[-1].kind == "insert")
        found.insert(place, Run(kinds[run.kind], run.text))
    return found


@settings(max_examples=400, deadline=None)
@given(TEXTS, TEXTS)
def test_the_way_back_mirrors_the_way_there(old, new):
    assert turned(compare(old, new)) == list(compare(new, old))


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert compare(text, text) == ((Run("equal", text),) if text else ())


@given(TEXTS)
def test_all_or_nothing(text):
    assert compare("", text) == ((Run("insert", text),) if text else ())
    assert compare(text, "") == ((Run("delete", text),) if text else ())


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_large_texts_keep_the_promises_too(old, new):
    """The same with a limit so low that sentences are compared first, and nothing inside some of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textdiff, "LIMIT", 20)
        test_both_texts_can_be_read_off_the_difference.hypothesis.inner_test(old, new)
        test_what_went_stands_before_what_came_and_no_scrap_is_kept_between_changes.hypothesis.inner_test(
            old, new
        )
        test_the_way_back_mirrors_the_way_there.hypothesis.inner_test(old, new)


# --- as it reads --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        # a number with its decimals is one word, alone
        ("出生率を1.42から引き上げる", "出生率を1.60から引き上げる", "出生率を[-1.42][+1.60]から引き上げる"),
        ("令和5年度（2023年度）", "令和7年度（2025年度）", "令和[-5][+7]年度（[-2023][+2025]年度）"),
        ("待機児童 12人", "待機児童 0人", "待機児童 [-12][+0]人"),
        ("（1）安心して産み育てる", "（2）安心して学ぶ", "[-（1）][+（2）]安心して[-産み育てる][+学ぶ]"),
        ("12,800人", "12,900人", "[-12,800][+12,900]人"),
        ("令和元年12月に策定", "令和4年12月に策定", "令和[-元][+4]年12月に策定"),
        # a change begins and ends where a phrase does
        ("結婚・出産・子育て", "結婚・妊娠・出産・子育て", "結婚[+・妊娠]・出産・子育て"),
        ("相談します。見守ります。", "相談します。学びます。見守ります。", "相談します。[+学びます。]見守ります。"),
        ("本市では、見守りを進める", "本市では、市民と協働し、見守りを進める", "本市では、[+市民と協働し、]見守りを進める"),
        ("基本的な考え方と進め方", "基本的な考え方（地域ビジョン）と進め方", "基本的な考え方[+（地域ビジョン）]と進め方"),
        ("一行目\n二行目", "一行目\n新しい行\n二行目", "一行目\n[+新しい行\n]二行目"),
        # words, not letters
        ("施策を推進する", "施策を促進する", "施策を[-推進][+促進]する"),
        ("健康診査の受診", "健康診断の受診", "健康[-診査][+診断]の受診"),
        ("健康増進の取組", "健康促進の取組", "健康[-増進][+促進]の取組"),
        ("豊中市総合戦略", "豊中市デジタル総合戦略", "豊中市[+デジタル]総合戦略"),
        ("オンライン相談", "オンデマンド相談", "[-オンライン][+オンデマンド]相談"),
        ("GovTechの活用", "GovCloudの活用", "[-GovTech][+GovCloud]の活用"),
        # kana that both sides share at an end of a change stay
        ("地域の子育て支援", "地域のこども・子育て支援", "地域の[+こども・]子育て支援"),
        ("妊娠前からの知識", "妊娠前から正しい知識", "妊娠前から[-の][+正しい]知識"),
        ("選ばれるまちをつくります", "選ばれ続けるまちをつくります", "選ばれ[+続け]るまちをつくります"),
        ("定住を図ります", "定住を進めます", "定住を[-図ります][+進めます]"),
        # scraps are swallowed: から, and a run no longer than both changes around it
        ("1.42から1.50に", "1.60から1.70に", "[-1.42から1.50][+1.60から1.70]に"),
        ("国は地方創生法に基づく", "県は地域再生法に基づく", "[-国は地方創生][+県は地域再生]法に基づく"),
        # spelling
        ("取り組みを進める", "取組みを進める", "取[-り]組みを進める"),
        ("３つの取組", "3つの取組", "[-３][+3]つの取組"),
    ],
)  # fmt: skip
def test_examples_of_plans(old, new, read):
    assert marked(old, new) == read


def test_a_clause_that_stayed_is_kept_however_long_the_changes_around_it():
    kept = "子育て環境と教育環境と住環境を充実させ、"
    assert len(kept) >= CLAUSE
    old, new = (
        f"{'古い文章です。' * 9}{kept}{'終わりの文。' * 9}",
        f"{'新しい言葉。' * 9}{kept}{'次の計画へ。' * 9}",
    )
    assert [kept in run.text for run in compare(old, new) if run.kind == "equal"].count(True) == 1


def test_likeness_goes_from_0_to_1():
    assert similarity("", "") == similarity("子育て", "子育て") == 1
    assert similarity("子育て", "道路") == 0
    assert 0.4 < similarity("子育てを支援する", "子育てを応援します") < 0.9


def test_stretches_alternate_and_cover_both_sequences():
    assert list(matching("axbc", "abyz")) == [
        (slice(0, 1), slice(0, 1), True),
        (slice(1, 2), slice(1, 1), False),
        (slice(2, 3), slice(1, 2), True),
        (slice(3, 4), slice(2, 4), False),
    ]
    assert list(matching("", "")) == []


# --- how fast, how much -------------------------------------------------------------------------------------

SENTENCES = (
    "少子高齢化や将来的な人口減少に歯止めをかけるため、子育て世帯に選ばれるまちづくりを進めます。",
    "妊娠前からの知識の習得や支援を受けられる環境づくりに取り組み、相談体制を充実します。",
    "災害に強く、犯罪を防ぎ、安全に暮らせる地域づくりを市民や事業者と協働して進めます。",
    "デジタルの力を活用した地方の社会課題解決と魅力向上により、地域経済の活性化を図ります。",
    "就学前教育・保育の質の確保と向上を図り、待機児童を令和9年度までに解消します。",
    "学びと文化のあふれるまちづくりのため、図書館の利用者を5,165冊から6,000冊に増やします。",
)
SWAPS = (
    ("推進", "促進"), ("充実", "拡充"), ("進めます", "進める"), ("市民", "市民・関係団体"), ("令和9年度", "令和11年度"),
    ("図り", "高め"), ("、", "、引き続き"), ("デジタル", "ICT"), ("取り組み", "取組み"), ("安全に", ""),
)  # fmt: skip


def plan(items: int = 60, length: int = 400) -> list[tuple[str, str]]:
    """Bodies of a plan before and after some small edits in each."""
    draw, pairs = random.Random(7), []
    for _ in range(items):
        old = ""
        while len(old) < length:
            old += draw.choice(SENTENCES)
        new = old
        for before, after in draw.sample(SWAPS, 3):
            new = new.replace(before, after, 1)
        pairs.append((old, new))
    return pairs


def test_little_more_is_marked_than_had_to_change():
    least = sum(Indel.distance(old, new) for old, new in plan())
    runs = [run for old, new in plan() for run in compare(old, new)]
    assert least < sum(len(run.text) for run in runs if run.kind != "equal") <= 1.5 * least


def test_the_counts_of_the_benchmark_hold():
    """G5 without its time: bench/comparison.py says what is counted, and on which texts."""
    pairs = [(old, new) for old, new in revision() if old != new]
    ours = quality(pairs, by_word(pairs))
    theirs = [quality(pairs, by_letter(pairs, junk=junk)) for junk in (True, False)]
    assert len(pairs) == EDITED
    assert ours.slivers == 0
    assert ours.cuts <= 0.2 * min(letters.cuts for letters in theirs)
    assert ours.partings <= 0.2 * min(letters.partings for letters in theirs)
    assert ours.changed <= 1.12 * sum(Indel.distance(old, new) for old, new in pairs)


def test_a_plan_is_compared_in_no_time_and_unrelated_texts_do_not_hang():
    began = time.process_time()
    for old, new in plan(300):
        compare(old, new)
    draw = random.Random(3)
    unrelated = ["".join(chr(0x4E00 + draw.randrange(3000)) for _ in range(40_000)) for _ in range(2)]
    compare(*unrelated)
    compare("あ、" * 20_000, "あ。" * 20_001)
    compare("ア・" * 50_000, "ア・" * 50_001)
    assert time.process_time() - began < 5  # seconds; a comparison by character takes some 20
