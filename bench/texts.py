"""Texts as plans have them, and the same after a revision; made by rules from a seed, alike on every machine.

Two writers who share nothing but grammar: what one wrote is unrelated to what the other wrote, though particles
and endings recur as they do in any two Japanese texts.
"""

import random
import re
from collections.abc import Callable
from typing import NamedTuple

SEED = 1
ITEMS, CHARACTERS, EDITED, LONG = 300, 400, 60, 40_000


class Writer(NamedTuple):
    """What sentences are made of: {n} a subject matter, {v} what is done with it, {k} a word in katakana…"""

    sentences: tuple[str, ...]
    matters: tuple[str, ...]
    acts: tuple[str, ...]
    loans: tuple[str, ...]
    people: tuple[str, ...]


TOWN = Writer(
    sentences=(
        "{p}が安心して暮らせるよう、{n}と{n}を{v}し、{k}を活用した{n}に取り組みます。",
        "令和{y}年度（{Y}年度）までに{n}の実施率を{d}％から{d}％に引き上げることをめざします。",
        "{n}や{n}に対応するため、{p}と連携しながら{n}の{v}を図ります。",
        "{p}を対象とした{k}を開設し、{n}に関する相談が年間{N}件あります。",
        "本市では、{n}の{v}に加え、{n}についても{p}とともに{v}を進めてきました。",
        "国は令和{y}年に{n}に関する方針を示し、地方にも{n}の見直しを求めています。",
        "{n}、{n}、{n}を充実させるとともに、{p}の{n}を支えます。",
        "{k}による{n}の{v}は、{p}の負担を軽くし、{n}にもつながります。",
        "（{i}）{n}の{v}については、{p}の意見をふまえて必要な見直しを行います。",
        "{p}一人ひとりの希望がかなうまちをつくるため、「{n}」を重点的に{v}します。",
        "これまでの{n}の成果を検証した結果、{p}の満足度は{d}％となり、前の年度を上回りました。",
        "就学前の{p}から{p}まで、切れ目なく{n}を受けられる環境を整えます。",
        "{k}や{k}などの新しい技術を取り入れ、{n}を{v}する事業者を支援します。",
        "市内{i}か所の{k}において、{n}と{n}を一体的に{v}しています。",
        "災害のときにも{n}を続けられるよう、{p}による{n}の訓練を毎年実施します。",
        "{n}の担い手が不足していることから、{p}の{v}と{n}の両立が課題です。",
    ),
    matters=tuple(
        "子育て|支援 地域|医療 母子|保健 健康|診査 待機|児童 就学前|教育 学校|教育 生涯|学習 "
        "地域|防災 防犯|活動 人口|減少 少子|高齢化 雇用|創出 企業|誘致 商店街|振興 観光|振興 "
        "住宅|政策 空き家|対策 公共|交通 都市|基盤 景観|形成 環境|保全 脱炭素 循環型|社会 地域|福祉 "
        "介護|予防 障害者|福祉 多文化|共生 男女|共同|参画 人権|尊重 文化|芸術 図書館|運営 情報|発信 "
        "行政|手続 財政|運営 職員|研修 公民|連携 市民|協働 若者|の|定住 働き方|の|見直し "
        "妊娠|・|出産|・|子育て まち|の|魅力 安全|・|安心|な|暮らし".split()
    ),
    acts=tuple("推進 促進 充実 拡充 強化 整備 改善 支援 検討 実施 周知 普及 展開 確保 向上".split()),
    loans=tuple(
        "デジタル センター ネットワーク ボランティア サービス オンライン|相談 コミュニティ ライフプラン プラットフォーム "
        "AI DX GIS イノベーション ワークショップ アプリ".split()
    ),
    people=tuple(
        "市民 子ども 若者 高齢者 保護者 事業者 関係|団体 大学 子育て|世帯 働く|世代 転入者 妊婦".split()
    ),
)
HARBOUR = Writer(
    sentences=(
        "漁港の{n}にあたっては、{p}から聞き取った{n}の記録が手がかりとなる。",
        "{k}で測った水温は平年より{d}度ほど高く、{n}への影響が心配された。",
        "昭和{y}年の台風で壊れた{n}は、{p}の手で{v}され、いまも残っている。",
        "{p}は毎朝四時に集まり、{k}を積んだ船で{n}へ向かう。",
        "{n}の{v}には{N}日を要し、その間{n}は休止となった。",
        "水揚げは{Y}年に{N}トンを数えたが、{n}の衰えとともに減っていった。",
        "{k}と{k}とを比べると、{n}では前者が好まれるという。",
        "岬の{n}を{v}した{p}の日誌に、{n}のことが詳しく書かれている。",
    ),
    matters=tuple(
        "灯台守 防波堤 網元 潮流 沿岸|漁業 魚市場 海苔|養殖 造船所 塩田 渡し船 砂浜 岩礁 干潟 海鳥 回遊魚 加工場 "
        "競り 氷室 番屋 航路|標識".split()
    ),
    acts=tuple("修復 観測 記録 復元 調査 撤去 移設 点検".split()),
    loans=tuple("ブイ ロープ トロール ソナー エンジン クレーン カキ ワカメ".split()),
    people=tuple("漁師 海女 船大工 仲買人 研究者 古老 組合員".split()),
)
CLAUSES = (
    "デジタルの力を活用しながら、",
    "引き続き",
    "関係機関と連携し、",
    "市民や事業者と協働して",
    "国の動向をふまえ、",
    "令和9年度までに",
)
SPELLINGS = (
    ("取り組み", "取組み"),
    ("子ども", "こども"),
    ("めざし", "目指し"),
    ("ふまえ", "踏まえ"),
    ("充実", "拡充"),
    ("推進", "促進"),
    ("支えます", "支援します"),
    ("整えます", "整備します"),
    ("とともに、", "ほか、"),
    ("本市では", "豊中市では"),
    ("事業者", "民間事業者"),
    ("一人ひとり", "一人一人"),
)


def _words() -> re.Pattern[str]:
    """Every word that may stand in a text: numbers, what is spelt in Latin letters or katakana, and the listed ones."""
    lists = (
        " ".join(" ".join((*w.matters, *w.acts, *w.people)) for w in (TOWN, HARBOUR))
        .replace("|", " ")
        .split()
    )
    sentences = " ".join((*TOWN.sentences, *HARBOUR.sentences, *CLAUSES, *map(" ".join, SPELLINGS)))
    listed = {*lists, *re.findall("[一-龠々]+", sentences)}
    longest_first = sorted(filter(lambda word: len(word) > 1, listed), key=lambda word: (-len(word), word))
    return re.compile("|".join((r"\d+(?:[.,]\d+)*", "[A-Za-z]+", "[ァ-ヺー]+", *longest_first)))


def written(draw: random.Random, writer: Writer, length: int) -> str:
    """Whole sentences, at least this many characters."""
    text = ""
    while len(text) < length:
        text += re.sub(r"\{(\w)\}", lambda slot: _word(draw, writer, slot[1]), draw.choice(writer.sentences))
    return text


def _word(draw: random.Random, writer: Writer, slot: str) -> str:
    words = {"n": writer.matters, "v": writer.acts, "k": writer.loans, "p": writer.people}
    if slot in words:
        return _said(draw.choice(words[slot]))
    if slot == "d":
        return f"{draw.randrange(10, 1000) / 10}"
    low, high = {"y": (2, 12), "Y": (1990, 2031), "i": (1, 10), "N": (100, 20_000)}[slot]
    number = draw.randrange(low, high)
    return f"{number:,}" if slot == "N" else str(number)


def _said(parts: str) -> str:
    return parts.replace("|", "")


def revised(draw: random.Random, text: str) -> str:
    """The text after one to four edits such as a revision brings."""
    for _ in range(draw.choice((1, 1, 2, 2, 3, 4))):
        text = draw.choice(EDITS)(draw, text)
    return text


def _changed(
    draw: random.Random, text: str, pattern: str | re.Pattern[str], change: Callable[[str], str]
) -> str:
    """One of the places that match, changed."""
    if not (places := list(re.finditer(pattern, text))):
        return text
    place = draw.choice(places)
    return text[: place.start()] + change(place[0]) + text[place.end() :]


def _number(draw: random.Random, text: str) -> str:
    return _changed(draw, text, r"\d+(?:[.,]\d+)*", lambda _: str(draw.randrange(1, 3000)))


def _decimal(draw: random.Random, text: str) -> str:
    return _changed(draw, text, r"\d+\.\d", lambda old: f"{float(old) + draw.randrange(1, 90) / 10:.1f}")


def _matter(draw: random.Random, text: str) -> str:
    return _changed(
        draw, text, "|".join(map(_said, TOWN.matters)), lambda _: _said(draw.choice(TOWN.matters))
    )


def _act(draw: random.Random, text: str) -> str:
    """A word of two kanji, perhaps half of a compound: 地域医療 → 地域連携."""
    return _changed(draw, text, WORD, lambda old: draw.choice(TOWN.acts) if _is_two_kanji(old) else old)


def _is_two_kanji(word: str) -> bool:
    return re.fullmatch("[一-龠]{2}", word) is not None


def _loan(draw: random.Random, text: str) -> str:
    return _changed(draw, text, "[ァ-ヺー]{3,}", lambda _: _said(draw.choice(TOWN.loans)))


def _listed(draw: random.Random, text: str) -> str:
    return _changed(
        draw, text, "[一-龠]{2,}(?=[のをにが])", lambda old: f"{old}・{_said(draw.choice(TOWN.matters))}"
    )


def _clause(draw: random.Random, text: str) -> str:
    return _changed(draw, text, "、", lambda _: f"、{draw.choice(CLAUSES)}")


def _without_clause(draw: random.Random, text: str) -> str:
    return _changed(draw, text, "、[^、。]{3,25}(?=[、。])", lambda _: "")


def _sentence(draw: random.Random, text: str) -> str:
    """A sentence that came, went, changed places or was written anew."""
    parts = re.findall("[^。]+。", text)
    at = draw.randrange(len(parts))
    fresh = written(draw, TOWN, 1)
    change = draw.randrange(4)
    if change == 0:
        parts.insert(at, fresh)
    elif change == 1:
        del parts[at]
    elif change == 2:
        parts.insert(draw.randrange(len(parts)), parts.pop(at))
    else:
        parts[at] = fresh
    return "".join(parts)


def _spelling(draw: random.Random, text: str) -> str:
    pair = draw.choice([pair for pair in SPELLINGS if pair[0] in text] or [("。", "。")])
    return text.replace(*pair, draw.choice((1, -1)))


WORD = _words()
EDITS = (
    _number,
    _decimal,
    _matter,
    _act,
    _loan,
    _listed,
    _clause,
    _without_clause,
    _sentence,
    _spelling,
)


def plan(seed: int = SEED) -> list[tuple[str, str]]:
    """The texts of a plan's items before and after a revision that touched some of them."""
    draw = random.Random(seed)
    texts = [written(draw, TOWN, CHARACTERS) for _ in range(ITEMS)]
    touched = set(draw.sample(range(ITEMS), EDITED))
    return [(text, _really(draw, text) if n in touched else text) for n, text in enumerate(texts)]


def _really(draw: random.Random, text: str) -> str:
    new = text
    while new == text:
        new = revised(draw, text)
    return new


def unrelated(seed: int = SEED) -> tuple[str, str]:
    """Two long texts by different writers."""
    draw = random.Random(seed)
    return written(draw, TOWN, LONG)[:LONG], written(draw, HARBOUR, LONG)[:LONG]


def repetitive() -> list[tuple[str, str]]:
    """Long texts that say the same again and again, with a difference."""
    kana, dots, kanji = "あ、" * (LONG // 2), "ア・" * (LONG // 2), "市" * LONG
    phrase = "子育て支援を推進します。" * (LONG // 12)
    return [
        (kana, "あ。" * (LONG // 2)),
        (dots, dots[2:]),
        (kanji, kanji[: LONG // 2] + "町" + kanji[LONG // 2 :]),
        (phrase, phrase.replace("推進", "促進")),
        (phrase, phrase[6:] + phrase[:3]),
    ]
