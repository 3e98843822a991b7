"""The rules of a body in words (会議の決まり), each with the text it rests on. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from deliberation.bylaws import ARRIVALS, BASES, BLANKS, CONFLICTS, TIES, Bylaws, share_words


@dataclass(frozen=True)
class RuleWords:
    """One rule: its name in ``bylaws``, what it is called, what holds, the quoted text (may be empty)."""

    name: str
    label: str
    words: str
    text: str = ""


def rule_words(bylaws: Bylaws, *, counts: bool = True) -> tuple[RuleWords, ...]:
    """The rules in the order of a meeting; a body that counts nothing (``counts`` False) has the quorum only.

    >>> from deliberation.bylaws import DEFAULT
    >>> [one.words for one in rule_words(DEFAULT)][1:3]
    ['在任の委員の過半数', '提出された表決の過半数の賛成']
    """
    rows = _counted(bylaws) if counts else _uncounted(bylaws)
    return tuple(RuleWords(name, label, words, bylaws.texts.get(name, "")) for name, label, words in rows)


def _quorum(bylaws: Bylaws) -> tuple[str, str, str]:
    share = "定めない" if bylaws.quorum is None else share_words(bylaws.quorum, bylaws.quorum_is_over)
    return "quorum", "定足数", share if bylaws.quorum is None else f"在任の委員の{share}"


def _uncounted(bylaws: Bylaws) -> Iterator[tuple[str, str, str]]:
    yield _quorum(bylaws)
    yield "decision", "決め方", "「異議なし」で決め、票は数えない"


def _counted(bylaws: Bylaws) -> Iterator[tuple[str, str, str]]:
    yield (
        "needs_consent",
        "書面で開くこと",
        "委員の同意を先に求める" if bylaws.needs_consent else "同意は求めない",
    )
    yield _quorum(bylaws)
    share = share_words(bylaws.majority, bylaws.majority_is_over)
    yield "majority", "可決", f"{BASES[bylaws.base]}の{share}の賛成"
    yield "tie", "可否同数のとき", TIES[bylaws.tie]
    yield "chair_votes", "会長の表決", "加わる" if bylaws.chair_votes else "加わらず、可否同数のときに決める"
    yield "blank", "無記入・両方に印", BLANKS[bylaws.blank]
    yield "may_change", "出し直し", "締切まではできる" if bylaws.may_change else "できない"
    yield (
        "names_are_published",
        "委員の名前",
        "表決とともに公表する" if bylaws.names_are_published else "公表しない",
    )
    days = f"。間に合った紙は、締切のあと{bylaws.paper_days}日まで入れる" if bylaws.paper_days else ""
    yield "arrival", "紙の表決書の締切", f"{ARRIVALS[bylaws.arrival]}{days}"
    yield "unsigned_counts", "署名のない紙の表決書", "数える" if bylaws.unsigned_counts else "数えない"
    yield "conflict", "画面と紙の両方", CONFLICTS[bylaws.conflict]
    days = "・".join(f"{n}日前" if n else "当日" for n in bylaws.reminds_before)
    yield "reminds_before", "答えていない委員への督促", f"締切の{days}" if days else "自動ではしない"
