"""Opinions of a plan as lists: what is asked for, how many there are, what is shown of each. Queries do not grow with them."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet

from accounts.models import Government
from deliberation.dispositions import Dispositions, from_data
from deliberation.models import DispositionList, Opinion, OpinionPause
from deliberation.titles import number_words, title_of
from strategy.models import Edition, Plan
from strategy.places import Places, places_of

State, Source = Opinion.State, Opinion.Source
ALL = "ALL"
TABS = (
    (State.OPEN.value, "未対応"),
    (State.DONE.value, "対応済"),
    (State.DECLINED.value, "見送り"),
    (ALL, "すべて"),
)
A_PAGE = 100
# What may be asked for besides state and source: name of the parameter, field of the opinion.
BY_NUMBER = {
    "meeting": "meeting_id",
    "agenda": "item_id",
    "consultation": "answer__consultation_id",
    "comment": "comment_id",
    "assembly": "assembly_id",
    "advice": "advice_id",
    "edition": "edition__number",
}


def dispositions_of(government: Government) -> Dispositions:
    """The words that hold for this government; the usual five where it keeps none. One query."""
    row = DispositionList.objects.filter(government=government).first()
    return from_data(row.content if row else None)


def pause_of(edition: Edition | None) -> OpinionPause | None:
    """The pause of this edition, if opinions of it are paused. One query."""
    return OpinionPause.objects.filter(edition=edition).first() if edition is not None else None


@dataclass(frozen=True)
class Asked:
    """Which opinions of a plan are wanted; what is empty asks for all."""

    state: str = ""
    source: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)  # by the names of BY_NUMBER
    item: uuid.UUID | None = None
    page: int = 1

    def number(self, name: str) -> int | None:
        return self.numbers.get(name)

    @property
    def edition(self) -> int | None:
        return self.number("edition")

    @property
    def filters_query(self) -> str:
        """The same question whatever the state, as the end of an address: what a file lists."""
        return self.query(state="")

    def query(self, **other: Any) -> str:
        """The same question as the end of an address, with other values; without the page."""
        given = {"state": self.state, "source": self.source, **self.numbers, "item": self.item or ""}
        return urlencode({name: value for name, value in {**given, **other}.items() if value})

    def filters(self) -> dict[str, Any]:
        """Everything but state and page, as a filter of opinions."""
        found: dict[str, Any] = {BY_NUMBER[name]: value for name, value in self.numbers.items()}
        if self.source:
            found["source"] = self.source
        if self.item:
            found["lineage"] = self.item
        return found


def asked(data: Mapping[str, str]) -> Asked:
    """What an address asks for; what nobody could have chosen is left out."""
    on, _, value = data.get("on", "").partition(":")  # the filter's one field for all occasions
    data = {**data.dict(), on: value} if hasattr(data, "dict") and on in BY_NUMBER else data
    numbers = {name: int(text) for name in BY_NUMBER if _is_number(text := data.get(name, ""))}
    state, source, page = (data.get(name, "") for name in ("state", "source", "page"))
    try:
        item = uuid.UUID(data.get("item", ""))
    except ValueError:
        item = None
    return Asked(
        state=state if state in dict(TABS) else "",
        source=source if source in Source.values else "",
        numbers=numbers,
        item=item,
        page=int(page) if _is_number(page) and int(page) else 1,
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def opinions_with(rows: QuerySet[Opinion]) -> QuerySet[Opinion]:
    """Opinions with everything that a list shows of them, in their order. One query; no edition's stored text comes along."""
    rows = rows.select_related(
        "reply__changed_edition",
        "edition",
        "meeting__body",
        "item",
        "member",
        "answer__department",
        "answer__consultation",
        "assembly",
        "comment",
        "advice__inquiry",
    )
    heavy = ("reply__changed_edition__content", "edition__content", "comment__result")
    return rows.defer(*heavy).order_by("position", "id")


@dataclass(frozen=True)
class Line:
    """An opinion as it stands in a list. ``changed`` is the changed item, "" where there is none."""

    number: int
    opinion: Opinion
    word: str
    state: str
    whence: str
    about: str
    changed: str = ""

    @property
    def reply(self) -> Any:
        return getattr(self.opinion, "reply", None)

    @property
    def said(self) -> str:
        """Opinion, and below it the proposed words and the reason, as it is printed."""
        one = self.opinion
        parts = (
            one.text,
            one.proposal and f"【修正案】{one.proposal}",
            one.reason and f"【理由】{one.reason}",
        )
        return "\n".join(filter(None, parts))

    @property
    def place(self) -> str:
        """該当箇所, with the words that were quoted."""
        one = self.opinion
        return f"{one.place or '全体'}\n「{one.quote}」" if one.quote else one.place or "全体"


def lines_of(opinions: Sequence[Opinion], dispositions: Dispositions, first: int = 1) -> list[Line]:
    """These opinions, numbered from ``first``. One query for the places of the items that were changed, or none."""
    changed = {
        one.reply.changed_edition_id: one.reply.changed_edition
        for one in opinions
        if hasattr(one, "reply") and one.reply.changed_edition_id
    }
    places = places_of(changed.values()) if changed else {}
    return [_line(number, one, dispositions, places) for number, one in enumerate(opinions, start=first)]


def _line(number: int, one: Opinion, dispositions: Dispositions, places: Mapping[int, Places]) -> Line:
    reply = getattr(one, "reply", None)
    changed = ""
    if reply is not None and reply.changed_edition_id:
        place = places[reply.changed_edition_id].get(reply.changed_lineage)
        changed = (
            f"{place.full_number}　{place.title}".strip("　") if place else "（この項目はなくなりました）"
        )
    return Line(
        number=number,
        opinion=one,
        word=dispositions.word(reply.disposition) if reply else "",
        state="取下げ" if one.is_withdrawn else {State.DONE: "済"}.get(one.state, one.get_state_display()),
        whence=whence(one),
        about=f"案件{one.item.number}" if one.item_id else "全体" if one.meeting_id else "―",
        changed=changed,
    )


def whence(one: Opinion) -> str:
    """On which occasion something was said: 令和4年度第5回委員会, 各課照会の件名, 会期 …"""
    if one.meeting_id:
        return title_of(one.meeting)
    if one.answer_id:
        return one.answer.consultation.title
    if one.assembly_id:
        return f"{one.assembly.session}　{one.assembly.get_stage_display()}"
    if one.comment_id:
        return one.comment.title
    return f"{one.advice.inquiry.title}への答申" if one.advice_id else ""


# --- how many there are, and what may be asked for ----------------------------------------------------------


@dataclass(frozen=True)
class Occasion:
    """Something on which opinions were given, as a choice of the filter: the name of the parameter, its value, its words."""

    name: str
    value: int
    words: str
    count: int

    @property
    def key(self) -> str:
        return f"{self.name}:{self.value}"


class Stock:
    """All opinions of a plan, counted by state, source and occasion. One query."""

    def __init__(self, plan: Plan, wanted: Asked):
        self.plan, self.wanted = plan, wanted
        rows = Opinion.objects.filter(plan=plan, is_withdrawn=False).order_by()
        self._rows = list(rows.values(*_COUNTED).annotate(n=Count("id")))

    @cached_property
    def tabs(self) -> list[tuple[str, str, int, str, bool]]:
        """State, word, number of opinions that are asked for, address, whether it is open."""
        counts = Counter[str]()
        for row in filter(self._is_asked, self._rows):
            counts[row["state"]] += row["n"]
            counts[ALL] += row["n"]
        return [
            (state, word, counts[state], f"?{self.wanted.query(state=state)}", state == self.state)
            for state, word in TABS
        ]

    @property
    def state(self) -> str:
        """Which tab is open: the one asked for, else what waits for an answer."""
        return self.wanted.state or State.OPEN.value

    @property
    def count(self) -> int:
        """Opinions in the open tab, withdrawn ones apart."""
        return next(count for state, _, count, _, _ in self.tabs if state == self.state)

    def _is_asked(self, row: Mapping[str, Any]) -> bool:
        return all(row[name] == value for name, value in self.wanted.filters().items())

    @cached_property
    def sources(self) -> list[tuple[str, str]]:
        """Sources from which there are opinions, with their words."""
        there = {row["source"] for row in self._rows}
        return [(value, word) for value, word in Source.choices if value in there]

    @cached_property
    def editions(self) -> list[int]:
        """Numbers of editions of which there are opinions."""
        return sorted({row["edition__number"] for row in self._rows if row["edition__number"]})

    @cached_property
    def occasions(self) -> list[Occasion]:
        """Meetings, inquiries of departments and calls for comments on which there are opinions."""
        counts: dict[tuple[str, int, str], int] = Counter()
        for row in self._rows:
            for name, words in (
                ("meeting", _meeting_words(row)),
                ("consultation", row["answer__consultation__title"]),
                ("comment", row["comment__title"]),
            ):
                if (value := row[BY_NUMBER[name]]) is not None:
                    counts[name, value, words] += row["n"]
        return [Occasion(*key, count) for key, count in sorted(counts.items())]

    @property
    def occasion(self) -> str:
        """The occasion that is asked for, as the filter names it."""
        return next((f"{name}:{value}" for name, value in self.wanted.numbers.items() if name in _NAMED), "")


_NAMED = ("meeting", "consultation", "comment")
_COUNTED = (
    "state",
    "source",
    "lineage",
    *BY_NUMBER.values(),
    "meeting__fiscal_year",
    "meeting__number",
    "meeting__body__name",
    "meeting__body__short_name",
    "answer__consultation__title",
    "comment__title",
)


def _meeting_words(row: Mapping[str, Any]) -> str:
    if row["meeting_id"] is None:
        return ""
    meeting = _Numbered(row["meeting__fiscal_year"], row["meeting__number"])
    return f"{number_words(meeting)}{row['meeting__body__short_name'] or row['meeting__body__name']}"  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Numbered:
    fiscal_year: int
    number: int


def page_of(stock: Stock) -> tuple[list[Opinion], int]:
    """The opinions of the open tab on the page asked for, and the number of the first of them. One query."""
    pages = max(1, -(-stock.count // A_PAGE))
    page = min(stock.wanted.page, pages)
    begin = (page - 1) * A_PAGE
    rows = opinions_with(Opinion.objects.filter(plan=stock.plan, **stock.wanted.filters()))
    rows = rows if stock.state == ALL else rows.filter(state=stock.state, is_withdrawn=False)
    return list(rows[begin : begin + A_PAGE]), begin + 1


def pages_of(stock: Stock) -> list[tuple[int, str, bool]]:
    """The pages of the open tab: number, address, whether it is shown. Empty where there is one only."""
    pages = -(-stock.count // A_PAGE)
    query = stock.wanted.query(state=stock.state)
    here = min(stock.wanted.page, max(pages, 1))
    return [(n, f"?{query}&page={n}", n == here) for n in range(1, pages + 1)] if pages > 1 else []


def listed(plan: Plan, wanted: Asked) -> list[Opinion]:
    """All that are asked for, of every state unless one is named, those taken back left out. One query."""
    rows = Opinion.objects.filter(plan=plan, is_withdrawn=False, **wanted.filters())
    if wanted.state and wanted.state != ALL:
        rows = rows.filter(state=wanted.state)
    return list(opinions_with(rows))


def of_meeting(meeting_id: int) -> Asked:
    """All opinions of a meeting."""
    return Asked(state=ALL, numbers={"meeting": meeting_id})


def without(wanted: Asked, *names: str) -> Asked:
    """The same question without these of BY_NUMBER."""
    return replace(
        wanted, numbers={name: value for name, value in wanted.numbers.items() if name not in names}
    )


def title_words(plan: Plan, wanted: Asked, opinions: Iterable[Opinion], edition: Edition | None) -> str:
    """What the list is of, as it stands in its title: the meeting, the call, the edition, or the source."""
    first = next(iter(opinions), None)
    if first is not None and wanted.numbers.keys() & {
        "meeting",
        "consultation",
        "comment",
        "assembly",
        "advice",
    }:
        return whence(first)
    if edition is not None:
        return f"{edition.title}（{edition.stage_name}）"
    return Source(wanted.source).label + "の意見" if wanted.source else ""
