"""Figures as offices print them: 2億396万円, 2,584千人, △1,577人, 5.5‰, 50か所程度, 2万人強, 十数か所.

Source of the forms: the four documents (domain 4.5). A figure is read whole or not at all.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from math import prod

from kpi.notation.reading import Flag, NotRead, plain, shown

LARGEST = Decimal(10) ** 15
DECIMALS = 6

_INT = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)"
_SIMPLE = re.compile(rf"(?P<n>{_INT}(?:\.[0-9]+)?)(?P<small>[十百千]?)(?P<big>[万億兆]?)")
_SECTION = re.compile(rf"(?P<n>{_INT})(?P<small>[百千]?)(?P<big>[万億兆])")
_TAIL = re.compile(rf"(?P<n>{_INT})(?P<small>[百千]?)")
_SCALE = {"": 1, "十": 10, "百": 100, "千": 1_000, "万": 10**4, "億": 10**8, "兆": 10**12}
_SCALES = "(?:[十百千万億兆](?!貨|葉|引|博))"  # 百貨店 is no hundred
_RUN = re.compile(rf"[0-9][0-9., ]*(?:{_SCALES}+[0-9., ]*)*")
_TENS = dict(zip("一二三四五六七八九", range(1, 10), strict=True))

# Words that end a figure, under the one that is kept.
_WORDS = {
    "": "",
    "以上": "以上 以上に",
    "超": "超 超え を超える を上回る",
    "以下": "以下 以下に 以内 以下に抑制",
    "未満": "未満 を下回る",
    "程度": "程度 前後",
    "強": "強",
    "弱": "弱",
    "増": "増加 増 の増加 の増",
    "減": "減少 減 の減少 の減 削減 の削減",
    "維持": "維持 を維持 の維持",
    "転入超過": "転入超過 の転入超過",
}
ENDINGS = {word: kept for kept, words in _WORDS.items() for word in words.split(" ")}
_ENDING = "|".join(sorted(ENDINGS, key=len, reverse=True))
_REST = re.compile(rf"(?P<first>強|弱)?(?P<unit>.*?)(?P<ending>{_ENDING})", re.DOTALL)

_LATIN = r"(?:(?:(?:kg|t|g)-?)?CO2|[kMGT]?Wh|[kMG]?W|[MGTP]J|ha|[ckm]?m[23]?|[km]?g|t|[km]?L|dB|[KMG]?bps|[KMGT]B|pt|pp[mb]|°C)"
_JAPANESE = r"(?:[一-龠々ァ-ヺーヶ]|か(?=[所国月店村町件寺館校地]))+"
_COMPONENT = rf"(?:%|‰|{_LATIN}|{_JAPANESE}|つ)"
_UNIT = re.compile(rf"{_COMPONENT}(?:[/・]{_COMPONENT})*")
# Words of a sentence that stand where a unit would: 500台整備 has no unit 台整備.
_NO_UNIT = re.compile(
    "[増減超達未弱第全各及又他以毎]|^[約延当]|[等当満]$|程度|前後|強$|(?:登録|利用|受講|相談|派遣|交付|訪問|発信|公開)$|月末"
    "|整備|設置|実施|施行|開催|参加|選定|認定|創出|確保|育成|配置|導入|策定|活用|支援|推進|促進|向上|改善|継続|完成|完了|開始|終了|予定|見込"
    "|規模|相当|換算|現在|時点|速報|累計|平均|合計|前年|比較|基準|回目|番目|目標|維持|均衡|構築"
)
_AS_PRINTED = {"m2": "㎡", "km2": "㎢", "m3": "㎥", "°C": "℃", "パーミル": "‰"}
_PLACE = re.compile("[かカヵヶケ箇]所")


@dataclass(frozen=True)
class Figure:
    """A figure with what is said about it. ``ending`` is a value of ENDINGS; a range has ``low`` and ``high``."""

    value: Decimal
    unit: str = ""
    is_approximate: bool = False
    ending: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


def read_figure(text: str, known: str = "") -> Figure:
    """The figure that the whole plain text is; ``known`` is a unit that is right without further question.

    Raises NotRead for anything else, and for a figure that is not well formed.

    >>> read_figure("2億396万円").value, read_figure("3万5千事業者").value, read_figure("△1,577人").value
    (Decimal('203960000'), Decimal('35000'), Decimal('-1577'))
    >>> read_figure("4億3,0000万円")
    Traceback (most recent call last):
    kpi.notation.reading.NotRead: 「4億3,0000万」は数として読めません。カンマは3桁ごと、億・万は大きい順に入力してください。
    """
    if (few := _several_tens(text)) or (few := _range(text, known)):
        return few
    found = re.fullmatch(r"(約|およそ|おおむね|概ね)?([△+±-]?)(.*)", text, re.DOTALL)
    assert found is not None
    about, sign, rest = found.groups()
    if rest == "ゼロ":
        return Figure(Decimal(0), is_approximate=bool(about))
    run = _RUN.match(rest)
    if run is None:
        raise NotRead(f"「{shown(text)}」に数がありません。")
    number = run[0].rstrip(" ")
    value = read_number(number)
    unit, ending = _unit_and_ending(rest[len(number) :], rest, known)
    if value and sign == "±":
        raise NotRead(f"「{shown(text)}」は増減の幅で、1つの数ではありません。")
    if unit == "割":
        value, unit = value * 10, "%"
    return Figure(-value if sign in {"△", "-"} and value else value, unit, bool(about), ending)


def read_number(run: str) -> Decimal:
    """The number that digits, commas, a point and 百千万億兆 stand for; decimals are kept as printed.

    Raises NotRead when it is malformed or out of bounds.

    >>> read_number("68.10"), read_number("2,584千"), read_number("1.5万")
    (Decimal('68.10'), Decimal('2584000'), Decimal('15000'))
    """
    if len(run) > 40:
        raise NotRead(f"「{shown(run)}」は長すぎて数として読めません。", Flag.MALFORMED)
    if found := _SIMPLE.fullmatch(run):
        factor = _SCALE[found["small"]] * _SCALE[found["big"]]
        value = Decimal(found["n"].replace(",", "")) * factor
        if factor > 1 and value == value.to_integral_value():
            value = value.to_integral_value()
    else:
        value = _in_sections(run)
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    if value > LARGEST or -exponent > DECIMALS:
        raise _beyond(run)
    return value


def _in_sections(run: str) -> Decimal:
    """2億396万, 3万5千, 4億3,000万: each section below the one before, none with ten thousand or more."""
    total, place, ceiling = 0, 0, 10**16
    while section := _SECTION.match(run, place):
        scale = _SCALE[section["big"]]
        total, ceiling = total + _count(section, run) * scale, _lower(scale, ceiling, run)
        place = section.end()
    if place < len(run):
        tail = _TAIL.fullmatch(run, place)
        is_whole = tail is not None and (tail["small"] or len(tail["n"]) > 2)
        if tail is None or not is_whole or ceiling != 10**4:  # 2万5, 1億5,000: said for 2万5千, 1億5,000万
            raise _malformed(run)
        total += _count(tail, run)
    return Decimal(total)


def _count(section: re.Match[str], run: str) -> int:
    count = int(section["n"].replace(",", ""))
    whole = count * _SCALE[section["small"]]
    if not 0 < whole < 10**4 or (section["small"] and count > 9):
        raise _malformed(run)
    return whole


def _lower(scale: int, ceiling: int, run: str) -> int:
    if scale >= ceiling:
        raise _malformed(run)
    return scale


def _beyond(run: str) -> NotRead:
    return NotRead(
        f"「{shown(run)}」は扱える範囲を超えています。1000兆以下、小数は6桁までで入力してください。",
        Flag.MALFORMED,
    )


def _malformed(run: str) -> NotRead:
    if run.count(".") > 1:
        return NotRead(
            f"「{shown(run)}」には小数点が2つあります。1つの数を入力してください。", Flag.MALFORMED
        )
    if " " in run:
        return NotRead(f"「{shown(run)}」は数字の間に空白があります。空白を消してください。", Flag.MALFORMED)
    return NotRead(
        f"「{shown(run)}」は数として読めません。カンマは3桁ごと、億・万は大きい順に入力してください。",
        Flag.MALFORMED,
    )


def _unit_and_ending(rest: str, text: str, known: str) -> tuple[str, str]:
    if known and rest.startswith(known) and rest[len(known) :] in ENDINGS:
        return kept_unit(known), ENDINGS[rest[len(known) :]]
    found = _REST.fullmatch(rest)
    assert found is not None
    unit, ending = found["unit"], ENDINGS[found["ending"]]
    if found["first"]:
        if ending:
            raise NotRead(f"「{shown(text)}」は「{found['first']}」と「{ending}」が重なり、読み取れません。")
        ending = found["first"]
    return read_unit(unit, text), ending


def read_unit(unit: str, text: str = "") -> str:
    """The unit as it is kept: ㎡ for m2, パーミル as ‰. Raises NotRead for what is no unit.

    >>> read_unit("人/年"), read_unit("m2")
    ('人/年', '㎡')
    """
    if not unit:
        return ""
    if re.search("[0-9]", re.sub(_LATIN, "", unit)):
        raise NotRead(
            f"「{shown(text or unit)}」は数字と文字が混ざっています。数と単位だけを入力してください。",
            Flag.MALFORMED,
        )
    yearless = unit.removesuffix("/年")
    is_unit = len(unit) <= 20 and _UNIT.fullmatch(unit) and not _NO_UNIT.search(unit)
    if not is_unit or ("年" in yearless and yearless != "年"):
        raise NotRead(
            f"「{shown(unit)}」は単位として読めません。数と単位だけを入力してください。",
            Flag.MALFORMED if re.match("[A-Za-z]", unit) else Flag.NOT_READ,
        )
    return kept_unit(unit)


def kept_unit(unit: str) -> str:
    """㎡ for m2: how a unit in plain form is kept."""
    return "/".join(_AS_PRINTED.get(part, part) for part in unit.split("/"))


def _several_tens(text: str) -> Figure | None:
    """十数か所 is 11 to 19, 二十数 and 20数 are 21 to 29; 数十 and 百数十 say too little."""
    found = re.fullmatch(r"(?:(?P<kanji>[二三四五六七八九]?)十|(?P<tens>[1-9])0)数(?P<unit>.*)", text)
    if found is None:
        return None
    first = 10 * (int(found["tens"]) if found["tens"] else _TENS.get(found["kanji"], 1))
    unit = read_unit(found["unit"], text)
    return Figure(Decimal(first + 1), unit, low=Decimal(first + 1), high=Decimal(first + 9))


def _range(text: str, known: str) -> Figure | None:
    """50～60か所, 50か所～60か所."""
    if text.count("~") != 1:
        return None
    first, last = (read_figure(part, known) for part in text.split("~"))
    unit = last.unit
    is_plain = not (
        first.is_approximate or last.is_approximate or first.ending or last.ending or first.low or last.low
    )
    if first.unit not in {"", unit} or not is_plain or first.value >= last.value:
        raise NotRead(f"「{shown(text)}」は幅として読めません。「50～60か所」のように入力してください。")
    return Figure(first.value, unit, low=first.value, high=last.value)


def in_unit_of(figure: Figure, unit: str | None) -> tuple[Figure, bool]:
    """The figure in the unit of its indicator, and whether the two units are one.

    What has no unit takes the indicator's; か所 and ヶ所 are one; 230万人 is 230 in 万人.

    >>> scaled, is_one = in_unit_of(read_figure("230万人"), "万人")
    >>> scaled.value, scaled.unit, is_one
    (Decimal('230'), '万人', True)
    """
    wanted = kept_unit(plain(unit or ""))
    found = re.fullmatch(f"(?P<scale>{_SCALES}+)(?P<base>.+)", wanted)
    factor = prod(_SCALE[letter] for letter in found["scale"]) if found else 1
    if not wanted or not figure.unit or _same_unit(figure.unit, wanted):
        if abs(figure.value) * factor > LARGEST:
            raise _beyond(f"{figure.value:f}{wanted}")
        return replace(figure, unit=wanted or figure.unit), True
    if found is None or not _same_unit(figure.unit, found["base"]):
        return figure, False
    value = _divided(figure.value, factor)
    low, high = (None if end is None else _divided(end, factor) for end in (figure.low, figure.high))
    if value is None:  # more decimals than are kept: 1人 in 億人
        return figure, False
    return replace(figure, value=value, low=low, high=high, unit=wanted), True


def _same_unit(one: str, other: str) -> bool:
    return _PLACE.sub("か所", one) == _PLACE.sub("か所", other)


def _divided(number: Decimal, factor: int) -> Decimal | None:
    exact = number / factor
    if exact == exact.to_integral_value():
        return exact.to_integral_value()
    return exact if exact == round(exact, DECIMALS) else None


def print_number(value: Decimal, unit: str = "") -> str:
    """The number as offices print it: commas, and whole ten thousands with 万・億・兆.

    >>> print_number(Decimal(13237)), print_number(Decimal(203960000)), print_number(Decimal("-38.3"))
    ('13,237', '2億396万', '-38.3')
    """
    if value < 0:
        return "-" + print_number(-value, unit)
    exponent = value.as_tuple().exponent
    is_round = isinstance(exponent, int) and exponent >= 0 and value % 10_000 == 0 and value != 0
    has_scale = re.match(_SCALES, unit) is not None  # 40,000千円, not 4万千円
    return _in_myriads(int(value)) if is_round and not has_scale else f"{abs(value):,f}"


def _in_myriads(number: int) -> str:
    pieces = []
    for sign, scale in (("兆", 10**12), ("億", 10**8), ("万", 10**4)):
        count, number = divmod(number, scale)
        if count:
            pieces.append(f"{count:,}{sign}")
    return "".join(pieces)


def print_figure(value: Decimal, unit: str = "") -> str:
    """A number with its unit.

    >>> print_figure(Decimal(400000), "人")
    '40万人'
    """
    return print_number(value, unit) + unit
