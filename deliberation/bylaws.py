"""The rules by which a body decides (会議の決まり), as data. Pure.

Models of the rules in use: 対馬市特別職報酬等審議会書面会議実施要綱 (令和4年告示130), 町田市, 国土審議会運営規則.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any


class Base(StrEnum):
    """Of what a majority is counted."""

    SUBMITTED = "SUBMITTED"  # 提出された表決
    VALID = "VALID"  # 有効な表決
    IN_OFFICE = "IN_OFFICE"  # 在任の委員


class Tie(StrEnum):
    """What happens when both sides are equal."""

    CHAIR = "CHAIR"  # 会長の決するところによる
    REJECTED = "REJECTED"  # 否決


class Blank(StrEnum):
    """What a paper without a mark, or with both, is."""

    INVALID = "INVALID"  # 無効
    ABSTENTION = "ABSTENTION"  # 棄権


class Arrival(StrEnum):
    """Which day of a paper counts."""

    RECEIPT = "RECEIPT"  # 必着
    POSTMARK = "POSTMARK"  # 消印有効


class Conflict(StrEnum):
    """Which of two ballots of one member counts when one came on line and one on paper."""

    LATEST = "LATEST"
    WEB = "WEB"
    PAPER = "PAPER"


BASES = {Base.SUBMITTED: "提出された表決", Base.VALID: "有効な表決", Base.IN_OFFICE: "在任の委員"}
TIES = {Tie.CHAIR: "会長が決める", Tie.REJECTED: "否決とする"}
BLANKS = {Blank.INVALID: "無効とする", Blank.ABSTENTION: "棄権とする"}
ARRIVALS = {Arrival.RECEIPT: "必着（届いた日）", Arrival.POSTMARK: "消印有効"}
CONFLICTS = {
    Conflict.LATEST: "あとから届いたほうを数える",
    Conflict.WEB: "画面からの表決を数える",
    Conflict.PAPER: "紙の表決書を数える",
}


@dataclass(frozen=True)
class Words:
    """What a kind of body calls its acts."""

    carried: str
    rejected: str
    appointed: str
    asked: str
    answered: str
    counts: bool = True  # 庁内の会議 decide by 「異議なし」 without a count


WORDS = {
    "STATUTORY": Words("可決", "否決", "委嘱", "諮問", "答申"),
    "GUIDELINE": Words("了承", "不承認", "依頼", "意見聴取", "意見"),
    "INTERNAL": Words("決定", "見送り", "指名", "付議", "決定", counts=False),
}


@dataclass(frozen=True)
class Bylaws:
    """The settings of one body. ``texts`` quotes the rule behind a setting, by the name of the field."""

    needs_consent: bool = False
    quorum: Fraction | None = Fraction(1, 2)  # of the members in office; None: no quorum
    quorum_is_over: bool = True  # 過半数; False: 以上
    majority: Fraction = Fraction(1, 2)
    majority_is_over: bool = True
    base: Base = Base.SUBMITTED
    tie: Tie = Tie.CHAIR
    chair_votes: bool = True
    blank: Blank = Blank.INVALID
    may_change: bool = True
    names_are_published: bool = False
    arrival: Arrival = Arrival.RECEIPT
    unsigned_counts: bool = False
    conflict: Conflict = Conflict.LATEST
    paper_days: int = 0  # days after the deadline in which papers that came in time are still entered
    reminds_before: tuple[int, ...] = (
        3,
        1,
    )  # days before the deadline on which who has not answered is reminded
    texts: Mapping[str, str] = field(default_factory=dict)


DEFAULT = Bylaws()


def to_data(bylaws: Bylaws) -> dict[str, Any]:
    """As it is stored: fractions as "1/2".

    >>> to_data(DEFAULT)["quorum"]
    '1/2'
    """
    data = asdict(bylaws)
    data["quorum"] = None if bylaws.quorum is None else str(bylaws.quorum)
    data["majority"] = str(bylaws.majority)
    return data | {"reminds_before": list(bylaws.reminds_before), "texts": dict(bylaws.texts)}


def from_data(data: Mapping[str, Any]) -> Bylaws:
    """The rules from what was stored; what is missing holds as in DEFAULT. ValueError for what is no rule.

    >>> from_data(to_data(DEFAULT)) == DEFAULT, from_data({}) == DEFAULT
    (True, True)
    """
    known: dict[str, Any] = {
        name: value for name, value in data.items() if name in Bylaws.__dataclass_fields__
    }
    if known.get("quorum") is not None:
        known["quorum"] = Fraction(known["quorum"])
    if "majority" in known:
        known["majority"] = Fraction(known["majority"])
    if "reminds_before" in known:
        known["reminds_before"] = tuple(int(days) for days in known["reminds_before"])
    for name, kind in (
        ("base", Base),
        ("tie", Tie),
        ("blank", Blank),
        ("arrival", Arrival),
        ("conflict", Conflict),
    ):
        if name in known:
            known[name] = kind(known[name])
    return replace(DEFAULT, **known)


def needed(count: int, share: Fraction, is_over: bool) -> int:
    """The smallest whole number that reaches ``share`` of ``count``, or lies over it.

    >>> needed(14, Fraction(1, 2), True), needed(13, Fraction(1, 2), True), needed(15, Fraction(2, 3), False)
    (8, 7, 10)
    """
    exact = count * share
    least = -(-exact.numerator // exact.denominator)
    return least + 1 if is_over and least == exact else least


def share_words(share: Fraction, is_over: bool) -> str:
    """過半数, 3分の2以上.

    >>> share_words(Fraction(1, 2), True), share_words(Fraction(2, 3), False), share_words(Fraction(1, 3), True)
    ('過半数', '3分の2以上', '3分の1を超える数')
    """
    if share == Fraction(1, 2) and is_over:
        return "過半数"
    name = f"{share.denominator}分の{share.numerator}"
    return f"{name}を超える数" if is_over else f"{name}以上"
