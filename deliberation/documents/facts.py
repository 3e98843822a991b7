"""What the documents of a meeting say, as plain data, and how days and hashes are written there. Pure."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from deliberation.bylaws import Bylaws, Words
from deliberation.deadlines import last_day, time_words
from strategy.fiscal import WEEKDAYS, era_year, format_date

# Signs before the names of chair and deputy.
OFFICE_SIGNS = {"CHAIR": "◎", "DEPUTY": "○"}


@dataclass(frozen=True)
class PaperFact:
    """A numbered paper; ``pages`` of the bundle, None while they are not known."""

    label: str
    title: str
    pages: int | None = None
    is_ballot: bool = False


@dataclass(frozen=True)
class ItemFact:
    """An item of the agenda. ``subject`` names the text that is decided; ``decision`` how it ended in the room."""

    number: int
    title: str
    content: str
    kind: str
    is_vote: bool
    papers: tuple[str, ...] = ()
    subject: str = ""
    content_hash: str = ""
    is_delegated: bool = False
    void_reason: str = ""
    decision: str = ""


@dataclass(frozen=True)
class MemberFact:
    """A member: ``office`` is a key, ``office_word`` its Japanese."""

    name: str
    post: str
    office: str
    office_word: str
    sector: str
    presence: str = ""


@dataclass(frozen=True)
class MeetingFacts:
    """A meeting as its papers tell it. Instants are local and naive; deadlines exclusive."""

    government: str
    our_place: str  # 本市
    body: str
    body_kind: str
    basis: str
    addressee: str
    number_words: str  # 令和4年度第5回
    is_written: bool
    form: str
    purpose: str
    why_written: str
    agreed_with_chair_on: datetime.date | None
    held_on: datetime.date | None
    when_words: str
    starts_at: datetime.time | None
    ends_at: datetime.time | None
    place: str
    openness: str
    openness_reason: str
    observers: str
    document_number: str
    called_on: datetime.date | None
    consent_until: datetime.datetime | None
    questions_until: datetime.datetime | None
    closes_at: datetime.datetime | None
    contact: tuple[str, ...]
    bylaws: Bylaws
    words: Words
    items: tuple[ItemFact, ...] = ()
    papers: tuple[PaperFact, ...] = ()
    members: tuple[MemberFact, ...] = ()
    attendance: str = ""

    @property
    def title(self) -> str:
        """令和4年度第5回総合戦略委員会"""
        return f"{self.number_words}{self.body}"

    @property
    def chair(self) -> MemberFact | None:
        return next((member for member in self.members if member.office == "CHAIR"), None)

    @property
    def votes(self) -> tuple[ItemFact, ...]:
        """The items on which a vote is taken and that still stand."""
        return tuple(item for item in self.items if item.is_vote and not item.void_reason)

    @property
    def office(self) -> str:
        """Who sends: what stands first in the contact block, without telephone and the like."""
        name = self.contact[0].split("　")[0].split("（")[0] if self.contact else ""
        return name if name.startswith(self.government) else f"{self.government} {name}".strip()


@dataclass(frozen=True)
class VoteFact:
    """The counted result of one item. ``word`` is the body's own; ``sentences`` say how it came about."""

    item: ItemFact
    in_favour: int
    against: int
    invalid: int
    abstained: int
    word: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ResultFacts:
    """A closed written vote. Numbers of people; ``quorum`` 0 where there is none."""

    entitled: int
    submitted: int
    quorum: int
    is_quorate: bool
    bylaws: Bylaws
    votes: tuple[VoteFact, ...]
    voided: tuple[ItemFact, ...]
    entries: int
    genesis_hash: str
    head: str
    opinions: int
    sent_on: datetime.date | None = None


@dataclass(frozen=True)
class MinutesFacts:
    """The minutes of a meeting; ``is_draft`` until they are published."""

    kind: str
    text: str
    is_draft: bool
    results: Mapping[int, str] = field(default_factory=dict)  # by number of the item: how it was decided


def day_words(day: datetime.date) -> str:
    """令和5年2月2日（木）: in a table that has no room for both calendars.

    >>> day_words(datetime.date(2023, 2, 2))
    '令和5年2月2日（木）'
    """
    era = era_year(day.year, day.month, day.day)
    return f"{era}{day.month}月{day.day}日（{WEEKDAYS[day.weekday()]}）"


def until_words(local: datetime.datetime) -> str:
    """令和5年2月2日（木）まで, with the hour where it is not the end of the day.

    >>> until_words(datetime.datetime(2023, 2, 3)), until_words(datetime.datetime(2023, 2, 2, 17, 15))
    ('令和5年2月2日（木）まで', '令和5年2月2日（木）17時15分まで')
    """
    return f"{day_words(last_day(local))}{time_words(local)}まで"


def due_words(local: datetime.datetime, *, is_postmark: bool) -> str:
    """令和5年（2023年）2月2日（木）必着; 当日消印有効 where the body's rule says so.

    >>> due_words(datetime.datetime(2023, 2, 3), is_postmark=False)
    '令和5年（2023年）2月2日（木）必着'
    """
    day = format_date(last_day(local), weekday=True)
    return f"{day}（当日消印有効）" if is_postmark else f"{day}{time_words(local)}必着"


def clock(time: datetime.time) -> str:
    """午後2時, 午前9時30分.

    >>> clock(datetime.time(14)), clock(datetime.time(9, 30)), clock(datetime.time(12, 5))
    ('午後2時', '午前9時30分', '午後0時5分')
    """
    half = "午前" if time.hour < 12 else "午後"
    return f"{half}{time.hour % 12}時{f'{time.minute}分' if time.minute else ''}"


def when_words(facts: MeetingFacts) -> str:
    """令和5年（2023年）2月10日（金）午後2時～午後3時30分; the words of the plan where no day is fixed."""
    if facts.held_on is None:
        return facts.when_words or "未定"
    day = format_date(facts.held_on, weekday=True)
    if facts.starts_at is None:
        return day
    end = f"～{clock(facts.ends_at)}" if facts.ends_at else ""
    return f"{day}{clock(facts.starts_at)}{end}"


def in_fours(digits: str) -> str:
    """A hash in groups of four, as people compare it, eight groups in a line.

    >>> in_fours("3f9a61c082de4b17")
    '3f9a 61c0 82de 4b17'
    >>> in_fours("0" * 64).count("\\n")
    1
    """
    groups = [digits[n : n + 4] for n in range(0, len(digits), 4)]
    return "\n".join(" ".join(groups[n : n + 8]) for n in range(0, len(groups), 8))


def page_ranges(papers: tuple[PaperFact, ...]) -> tuple[str, ...]:
    """Where each paper stands in the bundle: 1～24頁; empty from the first paper on whose pages are not known.

    >>> page_ranges((PaperFact("資料1", "", 24), PaperFact("資料2", "", 1), PaperFact("参考1", ""), PaperFact("参考2", "", 2)))
    ('1～24頁', '25頁', '', '')
    """
    found: list[str] = []
    first: int | None = 1
    for paper in papers:
        if first is None or not paper.pages:
            first = None
            found.append("")
            continue
        last = first + paper.pages - 1
        found.append(f"{first}頁" if last == first else f"{first}～{last}頁")
        first = last + 1
    return tuple(found)
