"""Words for the pages of consultations, inquiries and the assembly: days and deadlines as the office writes them."""

import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from deliberation.deadlines import printed
from deliberation.documents.markup import body_of
from deliberation.documents.shapes import Document
from deliberation.models import Sanction
from deliberation.titles import title_of
from strategy.fiscal import format_date

register = template.Library()


@register.filter
def until(at: datetime.datetime) -> str:
    """令和8年（2026年）12月4日（金）まで; ``at`` is exclusive."""
    return printed(timezone.make_naive(at))


@register.filter
def on_day(day: datetime.date | datetime.datetime | None) -> str:
    """令和8年（2026年）12月4日（金）; an empty text where there is none."""
    if day is None:
        return ""
    return format_date(timezone.localdate(day) if isinstance(day, datetime.datetime) else day, weekday=True)


@register.filter
def of_what(sanction: Sanction) -> str:
    """The step that was approved, in words; empty where it is the plan as a whole."""
    if sanction.meeting is not None:
        return title_of(sanction.meeting)
    if sanction.edition is not None:
        return f"第{sanction.edition.number}版（{sanction.edition.stage_name}）"
    if sanction.comment is not None:
        return f"意見募集「{sanction.comment}」"
    return f"諮問「{sanction.inquiry}」" if sanction.inquiry is not None else ""


@register.filter
def on_page(document: Document) -> SafeString:
    """A letter as it is seen on the screen, below a heading of the second level."""
    return body_of(document, heading=3, on_paper=False)
