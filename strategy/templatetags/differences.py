"""Differences of texts in a template."""

from django import template
from django.utils.safestring import SafeString

from strategy.marking import merged, merged_title, sides, title_sides, unmarked

register = template.Library()
register.filter("unmarked_body", unmarked)


@register.simple_tag
def merged_words(old: str, new: str) -> SafeString:
    """Two lines of plain text as one, with what went and what came."""
    return merged_title(old, new)


@register.simple_tag
def merged_body(old: str, new: str) -> SafeString:
    """Two bodies as one; paragraphs that stayed are left out as （略）."""
    return merged(old, new, brief=True)


@register.inclusion_tag("strategy/_difference.html")
def difference(change, old_name: str, new_name: str) -> dict[str, object]:
    """A field before and after side by side: what went is marked on the one side, what came on the other."""
    old, new = (sides if change.is_body else title_sides)(change.old, change.new)
    return {"change": change, "old_name": old_name, "new_name": new_name, "old": old, "new": new}
