"""Words for templates: dates and periods in both calendars, bodies of entries."""

import datetime

from django import template
from django.utils import timezone

from kpi.explaining import year_word
from kpi.models import ReviewYear
from publishing.book.regional import Regional, regional_of
from publishing.changes import moment
from publishing.document import Entry
from publishing.kpi_tables import ItemTables, KpiTables
from publishing.pages import body_before, notes_behind, safe_body
from strategy.fiscal import format_date, format_fiscal_year, format_period

register = template.Library()
register.filter("body", safe_body)
register.filter("lead", body_before)
register.filter("notes", notes_behind)
register.filter("moment", moment)


@register.filter
def regional(entry: Entry) -> Regional | None:
    """The 地域ビジョン that stands at an entry."""
    return regional_of(entry.regional_vision)


@register.filter
def targets(entry: Entry, tables: KpiTables) -> ItemTables | None:
    """The KPI tables of an item."""
    return tables.of(entry)


@register.filter
def wareki(day: datetime.date | str | None) -> str:
    """令和5年（2023年）4月1日; accepts a date, a moment (its day in Japan) or the ISO form of a document."""
    if not day:
        return ""
    if isinstance(day, datetime.datetime):
        day = timezone.localdate(day)
    return format_date(datetime.date.fromisoformat(day) if isinstance(day, str) else day)


@register.filter
def period(edition) -> str:
    """令和5年度（2023年度）から令和9年度（2027年度）までの5年間."""
    return format_period(edition.first_fiscal_year, edition.last_fiscal_year)


@register.filter
def short_period(edition) -> str:
    """令和5～9年度, for tables; 平成31～令和5年度 where the era changes."""
    first = format_fiscal_year(edition.first_fiscal_year, short=True)
    last = format_fiscal_year(edition.last_fiscal_year, short=True)
    if first == last:
        return first
    return f"{first.removesuffix('年度')}～{last.removeprefix(first[:2])}"


@register.filter
def wareki_weekday(day: datetime.date) -> str:
    """令和8年（2026年）6月18日（木）."""
    return format_date(day, weekday=True)


@register.filter
def review_year(review: ReviewYear) -> str:
    """令和6年度の評価; 総括評価（令和9年度まで）."""
    name = year_word(review.fiscal_year)
    return f"総括評価（{name}まで）" if review.kind == ReviewYear.Kind.TERM else f"{name}の評価"
