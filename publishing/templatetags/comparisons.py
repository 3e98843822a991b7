"""Words and addresses of a 新旧対照表 for templates."""

from urllib.parse import urlencode

from django import template
from django.utils import timezone

from publishing.comparison.pairs import Pair
from publishing.comparison.table import Change, Row
from strategy.fiscal import era_year
from strategy.models import Edition

register = template.Library()


@register.simple_tag
def comparison_heading(pair: Pair) -> str:
    """行政素案と案の違い, or 正誤表（令和5年4月10日訂正）."""
    if pair.new.correction:
        return f"正誤表（{corrected_on(pair.new)}）"
    old, new = pair.names
    return f"{old}と{new}の違い"


@register.filter
def corrected_on(edition: Edition) -> str:
    """令和5年4月10日訂正 for a 正誤訂正 edition, 訂正 before it is published."""
    if edition.published_at is None:
        return "訂正"
    day = timezone.localdate(edition.published_at)
    return f"{era_year(day.year, day.month, day.day)}{day.month}月{day.day}日訂正"


@register.filter
def keys_of(row: Row) -> str:
    """The keys of a row as the value of its tick, a line each."""
    return "\n".join(row.keys)


@register.filter
def query_of(found: Row | Change) -> str:
    """?key=…&key=… of a row, or of a change that stands in the annex."""
    keys = found.keys if isinstance(found, Row) else (found.key,)
    return "?" + urlencode([("key", key) for key in keys])
