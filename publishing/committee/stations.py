"""The stations on the road of a plan (策定経過): one for each thing that happened, from wherever it is kept.

``Eye`` says who looks: of what readers may not see, no station, no line and no link is made for them.
"""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from deliberation.bylaws import WORDS
from deliberation.comment_reading import period_words
from deliberation.comment_report import from_bytes
from deliberation.models import (
    AgendaItem,
    AssemblyRecord,
    ChairConfirmation,
    Consultation,
    ConsultationAnswer,
    Inquiry,
    Meeting,
    Paper,
    PublicComment,
    Sanction,
)
from deliberation.procedures.rules import OF_WHAT
from deliberation.titles import title_of
from publishing.committee.decisions import Decision, decisions_of
from publishing.meetings.published import published_meetings
from publishing.meetings.reading import day_of
from strategy.fiscal import format_date
from strategy.models import Edition, Plan

FORMS = {Meeting.Form.WRITTEN: "書面で開催", Meeting.Form.ONLINE: "オンラインで開催"}


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class Station:
    """Something that happened: ``kind`` in a word, the day (None: not known, then ``when`` says what is), what it was.

    ``beside``: the meetings of one round, which took the same agenda.
    """

    on: datetime.date | None
    kind: str
    title: str
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    when: str = ""
    is_office: bool = False
    beside: tuple["Station", ...] = ()

    @property
    def day(self) -> str:
        """令和5年（2023年）2月2日（木）."""
        return format_date(self.on, weekday=True) if self.on else self.when or "日付未定"


@dataclass(frozen=True)
class Eye:
    """Who looks at which plan: ``is_office`` sees everything. Editions come with their plan."""

    plan: Plan
    editions: Sequence[Edition]
    is_office: bool
    now: datetime.datetime
    sanctions: Mapping[tuple[str, int], Sequence[Sanction]] = field(default_factory=dict)

    def link(self, label: str, office: str, public: str, *arguments: object) -> tuple[Link, ...]:
        """A link for this person; none where the name of the address is empty."""
        name = office if self.is_office else public
        place = [self.plan.government.slug, self.plan.slug, *arguments]
        return (Link(label, reverse(name, args=place)),) if name else ()

    def sanctioned(self, what: str, pk: int) -> tuple[str, ...]:
        """Lines about the 決裁 of a step."""
        return tuple(sanction_words(row) for row in self.sanctions.get((what, pk), ()))

    @property
    def public(self) -> frozenset[int]:
        """The editions that readers may read."""
        return frozenset(edition.pk for edition in self.editions if edition.is_public)


def sanction_words(row: Sanction) -> str:
    """決裁　令和8年（2026年）11月1日（日）　豊都経第123号（市長）."""
    parts = [format_date(row.on, weekday=True) if row.on else "（日付未定）", row.document_number]
    who = f"（{row.sanctioned_by}）" if row.sanctioned_by else ""
    return f"決裁　{'　'.join(filter(None, parts))}{who}"


def of_editions(eye: Eye) -> Iterator[Station]:
    """Editions frozen, published, adopted. No query."""
    for edition in eye.editions:
        name = f"「{edition.title}」（{edition.stage_name}）"
        links = eye.link("この版を読む", "outline", "edition", edition.number)
        if edition.adopted_on and (eye.is_office or edition.is_public) and not edition.correction:
            lines = (
                (f"効力の始まる日　{format_date(edition.effective_from)}",) if edition.effective_from else ()
            )
            yield Station(edition.adopted_on, "策定", f"{name}を策定", lines, links)
        if eye.is_office and edition.frozen_at:
            based = next((one for one in eye.editions if one.pk == edition.based_on_id), None)
            lines = (f"第{based.number}版（{based.stage_name}）をもとに",) if based else ()
            title = f"{name}の文を固めた（第{edition.number}版）"
            lines += eye.sanctioned("edition", edition.pk)
            yield Station(_day(edition.frozen_at), "凍結", title, lines, links, is_office=True)
        if edition.published_at and (eye.is_office or edition.is_public):
            word = "正誤訂正を公表" if edition.correction else "公表"
            yield Station(_day(edition.published_at), "公表", f"{name}を{word}", (), links)
        if eye.is_office and edition.withdrawn_at:
            lines = (f"理由　{edition.withdrawn_reason}",)
            yield Station(
                _day(edition.withdrawn_at), "取下げ", f"{name}を取り下げ", lines, links, is_office=True
            )


# --- meetings -----------------------------------------------------------------------------------------------


def of_meetings(eye: Eye) -> Iterator[Station]:
    """Meetings with agenda, papers and votes; those of one round side by side. Eleven queries at most."""
    rows = (
        Meeting.objects.exclude(state=Meeting.State.CANCELLED) if eye.is_office else published_meetings()
    ).filter(plan=eye.plan)
    related = rows.select_related("body", "round", "box").defer("box__genesis")
    meetings = list(related.order_by("fiscal_year", "body_id", "number"))
    items: dict[int, list[AgendaItem]] = {meeting.pk: [] for meeting in meetings}
    agenda = AgendaItem.objects.filter(meeting__in=items).select_related("meeting__body").order_by("number")
    for item in agenda:
        items[item.meeting_id].append(item)
    decisions = decisions_of(item for rows in items.values() for item in rows)
    papers, confirmed = _papers(eye, items), _confirmed(items)
    made = [
        (meeting, _meeting(eye, meeting, items[meeting.pk], decisions, papers.get(meeting.pk, ()), confirmed))
        for meeting in meetings
    ]
    rounds: dict[int, list[tuple[Meeting, Station]]] = {}
    for meeting, station in made:
        if meeting.round_id is None:
            yield station
        else:
            rounds.setdefault(meeting.round_id, []).append((meeting, station))
    yield from (_round(found) for found in rounds.values())


def _round(found: Sequence[tuple[Meeting, Station]]) -> Station:
    if len(found) == 1:
        return found[0][1]
    stations = sorted((station for _, station in found), key=lambda one: one.on or datetime.date.max)
    of = found[0][0].round
    title = f"{of}　{of.title}" if of.title else str(of)
    return Station(stations[0].on, "会議", title, when=stations[0].when, beside=tuple(stations))


def _meeting(
    eye: Eye,
    meeting: Meeting,
    items: Sequence[AgendaItem],
    decisions: Mapping[int, Decision],
    papers: Sequence[str],
    confirmed: Mapping[int, Sequence[ChairConfirmation]],
) -> Station:
    lines = [FORMS[meeting.form]] if meeting.form in FORMS else []
    if meeting.is_unplanned:
        lines.append("当初の予定にない会議")
    if eye.is_office and meeting.state == Meeting.State.PLANNED:
        lines.append("予定")
    for item in items:
        lines.append(_item(item, decisions.get(item.pk)))
        lines += [
            f"　会長が確認　{format_date(row.confirmed_on)}（第{row.edition.number}版）"
            for row in confirmed.get(item.pk, ())
            if eye.is_office or row.edition_id in eye.public
        ]
    if papers:
        lines.append(f"資料　{'、'.join(papers)}")
    if eye.is_office:
        lines += eye.sanctioned("meeting", meeting.pk)
    links = eye.link("会議のページ", "meeting", "public_meeting", meeting.pk)
    is_office = meeting.result_published_at is None
    return Station(
        day_of(meeting), "会議", title_of(meeting), tuple(lines), links, meeting.when_words, is_office
    )


def _item(item: AgendaItem, decision: Decision | None) -> str:
    words = f"案件{item.number}　{item.title}"
    if item.voided_at is not None:
        return f"{words}：無効"
    if decision is None:
        return f"{words}（{item.get_kind_display()}）"
    numbers = f"（{decision.numbers}）" if decision.numbers and decision.numbers != decision.word else ""
    return f"{words}：{decision.word}{numbers}"


def _papers(eye: Eye, meetings: Iterable[int]) -> dict[int, list[str]]:
    """{meeting: its papers as they are called}; for readers only what they can read. One query."""
    found: dict[int, list[str]] = {}
    rows = Paper.objects.filter(meeting__in=meetings).select_related("review").defer("review__content")
    for paper in rows.order_by("position", "id"):
        if eye.is_office or (paper.is_public and _is_readable(eye, paper)):
            found.setdefault(paper.meeting_id, []).append(f"{paper.label}「{paper.title}」")
    return found


def _is_readable(eye: Eye, paper: Paper) -> bool:
    if paper.kind == Paper.Kind.REVIEW:
        return paper.review.published_at is not None
    named = {pk for pk in (paper.edition_id, paper.old_edition_id) if pk}
    return named <= eye.public


def _confirmed(items: Mapping[int, Sequence[AgendaItem]]) -> dict[int, list[ChairConfirmation]]:
    found: dict[int, list[ChairConfirmation]] = {}
    rows = ChairConfirmation.objects.filter(item__meeting__in=items).select_related("edition")
    for row in rows.defer("edition__content").order_by("confirmed_on", "id"):
        found.setdefault(row.item_id, []).append(row)
    return found


# --- inquiries, comments, consultations, the assembly, 決裁 ---------------------------------------------------


def of_inquiries(eye: Eye) -> Iterator[Station]:
    """諮問 and 答申. One query."""
    rows = Inquiry.objects.filter(plan=eye.plan).select_related("body", "edition", "advice__edition")
    riders = Count("advice__opinions", filter=Q(advice__opinions__is_withdrawn=False))
    for row in (
        rows.defer("edition__content", "advice__edition__content").annotate(riders=riders).order_by("id")
    ):
        words, advice = WORDS[row.body.kind], getattr(row, "advice", None)
        if eye.is_office or (row.is_public and row.on):
            links = eye.link(f"{words.asked}書", "inquiry", "", row.pk)
            lines = [f"{row.body.name}に{words.asked}", *_on_edition(eye, row.edition)]
            lines += [*_number(eye, row.document_number), *eye.sanctioned("inquiry", row.pk)]
            yield Station(row.on, words.asked, row.title, tuple(lines), links, is_office=not row.is_public)
        if advice and (eye.is_office or advice.is_public):
            links = eye.link(f"{words.answered}書", "advice", "", row.pk)
            lines = [f"{row.body.name}から{words.answered}", *_on_edition(eye, advice.edition)]
            lines += [f"附帯意見{row.riders}件"] if row.riders else []
            lines += _number(eye, advice.document_number)
            yield Station(
                advice.on, words.answered, row.title, tuple(lines), links, is_office=not advice.is_public
            )


def _on_edition(eye: Eye, edition: Edition | None) -> list[str]:
    if edition is None or not (eye.is_office or edition.is_public):
        return []
    return [f"対象　「{edition.title}」（{edition.stage_name}、第{edition.number}版）"]


def _number(eye: Eye, number: str) -> list[str]:
    return [f"文書番号　{number}"] if number and eye.is_office else []


def of_comments(eye: Eye) -> Iterator[Station]:
    """意見募集 and their results. One query."""
    rows = PublicComment.objects.filter(plan=eye.plan).select_related("edition").defer("edition__content")
    if not eye.is_office:
        rows = rows.filter(announced_at__isnull=False)
    for row in rows.annotate(arrived=Count("submissions")).order_by("opens_at", "id"):
        row.plan = eye.plan
        lines = [f"期間　{period_words(row)}", *_on_edition(eye, row.edition)]
        if eye.is_office:
            lines += [
                f"届いた意見書　{row.arrived}通",
                *_number(eye, row.document_number),
                *eye.sanctioned("comment", row.pk),
            ]
        links = eye.link("意見募集のページ", "comment", "public_comment", row.number)
        opened = _day(row.opens_at)
        yield Station(opened, "意見募集", row.title, tuple(lines), links, is_office=row.announced_at is None)
        if row.result_published_at is not None:
            links = eye.link("結果", "comment_result", "public_comment_result", row.number)
            title = f"「{row.title}」の結果を公表"
            yield Station(_day(row.result_published_at), "意見募集の結果", title, (_result(row),), links)


def _result(row: PublicComment) -> str:
    result = from_bytes(bytes(row.result))
    if not result.opinions:
        return "意見はありませんでした。"
    groups = f"、{result.groups}団体" if result.groups else ""
    return f"{result.persons}人{groups}から{result.opinions}件の意見がありました。"


def of_consultations(eye: Eye) -> Iterator[Station]:
    """各課照会; the office's own business. One query, none for readers."""
    if not eye.is_office:
        return
    given = Count("answers", filter=~Q(answers__state=ConsultationAnswer.State.OPEN))
    rows = (
        Consultation.objects.filter(edition__plan=eye.plan)
        .select_related("edition")
        .defer("edition__content")
    )
    for row in rows.annotate(needed=Count("answers"), given=given).order_by("opened_at", "id"):
        lines = [
            *_on_edition(eye, row.edition),
            f"回答　{row.given}／{row.needed}課",
            *_number(eye, row.document_number),
        ]
        links = eye.link("照会のページ", "consultation", "", row.pk)
        yield Station(_day(row.opened_at), "各課照会", row.title, tuple(lines), links, is_office=True)


def of_assembly(eye: Eye) -> Iterator[Station]:
    """説明, 報告 and 議決 in the assembly. One query."""
    rows = AssemblyRecord.objects.filter(plan=eye.plan)
    if not eye.is_office:
        rows = rows.filter(is_public=True, on__isnull=False)
    asked = Count("opinions", filter=Q(opinions__is_withdrawn=False))
    for row in rows.annotate(asked=asked).order_by("on", "id"):
        lines = [
            f"{row.session}　{row.committee or row.get_stage_display()}：{row.get_act_display()}",
            *([row.outcome] if row.outcome else []),
        ]
        lines += [f"質疑{row.asked}件"] if row.asked and eye.is_office else []
        lines += [f"資料　{'、'.join(row.papers.splitlines())}"] if row.papers else []
        links = eye.link("議会の記録", "assembly_record", "", row.pk)
        yield Station(row.on, "議会", row.title, tuple(lines), links, is_office=not row.is_public)


def of_sanctions(eye: Eye, rows: Iterable[Sanction]) -> Iterator[Station]:
    """決裁 with a day, or of the plan as a whole; the office's own business. No query."""
    for row in rows if eye.is_office else ():
        if row.on is None and any(getattr(row, f"{name}_id") for name in OF_WHAT):
            continue  # it stands on its step, and has no day of its own
        links = eye.link("決裁の記録", "sanction", "", row.pk)
        who = "　".join(filter(None, (row.document_number, row.sanctioned_by)))
        lines = tuple(filter(None, (who, row.note)))
        yield Station(row.on, "決裁", row.title, lines, links, is_office=True)


def _day(at: datetime.datetime) -> datetime.date:
    return timezone.localdate(at)
