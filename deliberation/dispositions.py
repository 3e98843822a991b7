"""What becomes of an opinion (意見の区分), in a government's own words. Pure.

The five of the list from which every government starts are those that public comments are commonly answered with.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA = 1
MOST, LONGEST_WORD, LONGEST_MEANING = 12, 20, 60
GONE = "（なくなった区分）"


class DispositionError(ValueError):
    """The list cannot be kept; ``faults`` are sentences that say why."""

    def __init__(self, faults: Iterable[str]):
        self.faults = tuple(faults)
        super().__init__(" ".join(self.faults))


@dataclass(frozen=True)
class Disposition:
    """One word of the list. ``key`` is what answers keep; a word may be renamed and still mean the same answers.

    ``changes``: the text was changed for the opinion, so that it stands behind a row of the 新旧対照表.
    ``declines``: the opinion is not followed (見送り). ``is_offered``: may be chosen for new answers.
    """

    key: str
    word: str
    meaning: str = ""
    changes: bool = False
    declines: bool = False
    is_offered: bool = True


@dataclass(frozen=True)
class Dispositions:
    """The words of a government in their order."""

    words: tuple[Disposition, ...]

    @property
    def offered(self) -> tuple[Disposition, ...]:
        """Those that may be chosen."""
        return tuple(one for one in self.words if one.is_offered)

    def find(self, key: str) -> Disposition | None:
        """The word of this key, offered or not."""
        return next((one for one in self.words if one.key == key), None)

    def word(self, key: str) -> str:
        """How a kept answer is called.

        >>> DEFAULT.word("REFLECTED"), DEFAULT.word("OF_OLD")
        ('反映', '（なくなった区分）')
        """
        found = self.find(key)
        return found.word if found else GONE

    @property
    def changing(self) -> frozenset[str]:
        """Keys of the words that say that the text was changed."""
        return frozenset(one.key for one in self.words if one.changes)

    @property
    def legend(self) -> str:
        """区分　反映：案を修正　既記載：既に記載 …, as it stands above a printed list."""
        return "区分　" + "　".join(
            f"{one.word}：{one.meaning}" if one.meaning else one.word for one in self.offered
        )


DEFAULT = Dispositions(
    (
        Disposition("REFLECTED", "反映", "案を修正", changes=True),
        Disposition("WRITTEN", "既記載", "既に記載"),
        Disposition("NOTED", "参考", "今後の参考"),
        Disposition("DIFFICULT", "困難", "反映が難しい", declines=True),
        Disposition("OTHER", "その他", "質問・対象外"),
    )
)


def to_data(dispositions: Dispositions) -> dict[str, Any]:
    """As it is stored."""
    return {"schema": SCHEMA, "words": [asdict(one) for one in dispositions.words]}


def from_data(data: Mapping[str, Any] | None) -> Dispositions:
    """The list from what was stored; without any the list from which all start. DispositionError for what is none.

    >>> from_data(to_data(DEFAULT)) == DEFAULT == from_data(None)
    True
    """
    if data is None:
        return DEFAULT
    if data.get("schema") != SCHEMA:
        raise DispositionError(["意見の区分の形が違います。"])
    return Dispositions(tuple(Disposition(**row) for row in data["words"]))


def checked(dispositions: Dispositions) -> Dispositions:
    """The list, if it can be answered with; DispositionError says what is wrong with it, word by word."""
    faults = [fault for one in dispositions.words for fault in _faults_of(one)]
    words = [one.word for one in dispositions.words]
    faults += [
        f"「{word}」が二つあります。" for word in sorted({word for word in words if words.count(word) > 1})
    ]
    if len(words) > MOST:
        faults.append(f"区分は{MOST}個までです（いまは{len(words)}個）。")
    if not dispositions.offered:
        faults.append("選べる区分を一つ以上残してください。")
    elif not any(one.changes for one in dispositions.offered):
        faults.append("「案を直した」ことになる区分を一つ以上残してください。新旧対照表の理由になります。")
    if faults:
        raise DispositionError(faults)
    return dispositions


def _faults_of(one: Disposition) -> Iterable[str]:
    if not one.word:
        yield "言葉のない区分があります。言葉を入れるか、「使わない」にしてください。"
    if len(one.word) > LONGEST_WORD:
        yield f"「{one.word[:10]}…」は長すぎます。区分の言葉は{LONGEST_WORD}字までです。"
    if len(one.meaning) > LONGEST_MEANING:
        yield f"「{one.word}」の説明が長すぎます。{LONGEST_MEANING}字までです。"
    if one.changes and one.declines:
        yield f"「{one.word}」は、案を直したことと見送りのどちらか一方にしてください。"
