"""The body of an item for a page."""

from django.utils.safestring import SafeString, mark_safe

from strategy.richtext import marked_notes
from strategy.sanitise import clean

SCROLL = '<div class="table-scroll" role="group" aria-label="表（横に動かせます）" tabindex="0">'


def safe_html(body: str) -> SafeString:
    """Cleaned once more, as a second wall behind the verb."""
    return shown(clean(body).html)


def shown(html: str) -> SafeString:
    """Clean HTML as a page shows it: ※ paragraphs are notes, wide tables scroll.

    A group and no region: a page may hold many tables, and regions want names of their own.
    """
    noted = marked_notes(html)
    return mark_safe(noted.replace("<table>", f"{SCROLL}<table>").replace("</table>", "</table></div>"))
