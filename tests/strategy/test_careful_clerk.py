"""Sentences as a careful clerk would mark them: words whole, nothing else, and no scraps left between two marks.

Each line is both sentences in one, judged by eye: [-what went] and [+what came].
"""

import re

import pytest

from strategy.normalise import has_radicals, repair_radicals
from strategy.textdiff import SLIVER, compare

PAIRS = (
    # numbers and units
    "合計特殊出生率を[-1.42][+1.60]に引き上げます。",
    "利用者を年間[-12,800][+15,300]人に増やします。",
    "待機児童を[-１２][+０]人にします。",
    "整備率は[-54.9][+60]％となりました。",
    "公園の面積は[-3.5ha][+35,000㎡]です。",
    "事業費は[-1億2,000][+9,800]万円とします。",
    "人口は[-約40万][+401,558]人です。",
    "[-３][+3]つの取組を進めます。",
    "図書の貸出を[-5,165][+6,000]冊、来館者を[-800][+12,800]人とします。",
    "目標値を[-1.42から1.50][+1.60から1.70]に改めます。",
    # eras, dates and terms
    "令和[-2][+7]年度（[-2020][+2025]年度）から令和[-6][+11]年度（[-2024][+2029]年度）までの5年間とします。",
    "[-平成31][+令和元]年度に開始しました。",
    "令和[-元][+5]年12月に策定しました。",
    "[-昭和55][+平成7]年の国勢調査では減少に転じています。",
    "計画期間は令和5年[-4][+10]月1日からとします。",
    "令和5年[-3月31][+4月10]日に公表しました。",
    # katakana and Latin letters
    "[-オンライン][+オンデマンド]相談を始めます。",
    "[-デジタル][+デジタルトランスフォーメーション]を進めます。",
    "[-ICT][+DX]を活用した行政サービスを届けます。",
    "子育て[-サロン][+コミュニティサロン]を開きます。",
    "[-ホームページ][+ウェブサイト]で公表します。",
    "SNS[+やアプリ]で発信します。",
    "GIS[+とドローン]を活用します。",
    "[-Web][+オンライン]会議を開きます。",
    "[-LINE][+LINEWORKS]で連絡します。",
    # punctuation and brackets
    "安心[+・安全]なまちをつくります。",
    "国[-，][+、]県及び市が連携し[-，][+、]支援します。",
    "家庭を支え[-ます。また][+るとともに]、地域を見守ります。",
    "人口ビジョン[-(][+（]行政素案[-)][+）]を公表しました。",
    "総合戦略[-（案）]を公表しました。",
    "[-「][+『]まちの約束[-」][+』]を定めます。",
    # written anew
    "[-商店街のにぎわいを取り戻します][+働く人の学び直しを応援します]。",
    "相談を受け付けます。[-費用は無料です][+だれでも利用できます]。窓口は市役所です。",
    "[-就学前の子どもが切れ目なく支援を受けられる環境を整えています][+企業や大学とともに新しい仕事を生み出す取組みを進めています]。",
    "[-人の流れをつくる][+関係人口を広げる]",
    # radicals from a PDF, full-width and half-width forms
    "⽅針を[-定][+決]めます。",
    "[-ＤＸ][+DX]を推進します。",
    "第[-４][+4]次総合計画に基づきます。",
    "[-ｻｰﾋﾞｽ][+サービス]を届けます。",
    "[-㈱][+株式会社]見本との協定を結びました。",
    # list numbers
    "[-①][+（1）]子どもの居場所をつくります。",
    "[-（1）][+（2）]子どもの居場所をつくります。",
    "第[-1][+2]章　安心して産み育てる",
    "[-1-2][+2-1]　人の流れをつくる",
    "[-ア][+イ]　市の役割",
    # names of plans
    "[-第2期]豊中市[-まち・ひと・しごと創生][+デジタル]総合戦略",
    "[+デジタル田園都市国家構想の実現に向けた]豊中市まち・ひと・しごと創生総合戦略",
    "国の[-まち・ひと・しごと創生][+デジタル田園都市国家構想]総合戦略をふまえます。",
    "第[-４][+５]次豊中市総合計画[+後期基本計画]を定めます。",
    "まち・ひと・しごと創生[-法][+基本方針]に基づきます。",
    # clauses and sentences that came or went
    "本市では、[+国の動向をふまえ、]施策を推進します。",
    "安心して[+産み育て、]働き続けられるまちをつくります。",
    "保育の質を高め[+、待機児童をなくし]ます。",
    "市民[+、事業者及び大学]が力を合わせます。",
    "子育て[+・若者]世帯を続けて支え[+、デジタルの力を生かし]ます。",
    "道路[-、公園]及び河川を整備します。",
    "安全で[-安心して]暮らせるまちをつくります。",
    "窓口で受け付けます。[-電話でも受け付けます。]費用は無料です。",
    # what changed its place
    "[+福祉・]保健・医療[-・福祉]の連携を進めます。",
    "[-公園を守り育てます。]図書館を使いやすく整えます。[+公園を守り育てます。]市民と話し合います。",
    "[+市民とともに]まちの魅力を高め、[-市民とともに]発信します。",
    # words, spellings, endings
    "健康[-診査][+診断]の費用を助成します。",
    "施策を[-推進][+促進]します。",
    "取[-り]組みを進めます。",
    "家族を[-支えます][+支援します]。",
    "定住を[-図ります][+進めます]。",
    "都市[-基盤][+支援]を続けます。",
    "[-子][+こ]どもの意見を聴きます。",
    "企画[-部][+課]が担当します。",
    "[-健康福祉部保健予防課][+こども未来部母子保健課]が担当します。",
    "事業者[+・関係団体]の向上を図ります。",
    "地域の[+こども・]子育て支援を充実します。",
)  # fmt: skip
# A number with its decimals, a word in Latin letters or katakana; 3.5ha are two.
WORD = re.compile("[0-9０-９]+(?:[.,][0-9０-９]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|[ァ-ヺーｦ-ﾟ]+")


def sides(read: str) -> tuple[str, str]:
    """The old and the new sentence of a line."""
    old = re.sub(r"\[-(.*?)\]", r"\1", re.sub(r"\[\+.*?\]", "", read))
    new = re.sub(r"\[\+(.*?)\]", r"\1", re.sub(r"\[-.*?\]", "", read))
    return old, new


def marked(old: str, new: str) -> str:
    signs = {"equal": "{}", "delete": "[-{}]", "insert": "[+{}]"}
    return "".join(signs[run.kind].format(run.text) for run in compare(old, new))


@pytest.mark.parametrize("read", PAIRS)
def test_the_marks_are_those_of_a_careful_clerk(read):
    assert marked(*sides(read)) == read


@pytest.mark.parametrize("read", PAIRS)
def test_a_clerk_who_goes_back_marks_the_same_words(read):
    old, new = sides(read)
    forth = [(run.kind, run.text) for run in compare(old, new)]
    back = [(run.kind, run.text) for run in compare(new, old)]
    swapped = {"equal": "equal", "delete": "insert", "insert": "delete"}
    assert sorted((swapped[kind], text) for kind, text in back) == sorted(forth)


@pytest.mark.parametrize("read", PAIRS)
def test_no_number_no_katakana_word_is_cut_and_no_scrap_is_kept(read):
    runs = compare(*sides(read))
    assert all(len(run.text) >= SLIVER for run in runs[1:-1] if run.kind == "equal")
    for text, side in zip(sides(read), ("delete", "insert"), strict=True):
        inside = {at for word in WORD.finditer(text) for at in range(word.start() + 1, word.end())}
        at = 0
        for run in runs:
            at += len(run.text) * (run.kind in ("equal", side))
            assert at not in inside


def test_there_are_sixty_of_them_and_each_differs():
    assert len(set(PAIRS)) >= 60
    assert all(old != new for old, new in map(sides, PAIRS))


def test_radicals_once_repaired_are_no_difference():
    broken = "⼦育て⽀援の⽅針"
    assert has_radicals(broken)
    assert marked(repair_radicals(broken), "子育て支援の方針") == "子育て支援の方針"
