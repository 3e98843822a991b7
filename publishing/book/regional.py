"""The 地域ビジョン of an item as readers see it behind its text: rows of a label and what it says. For page, PDF and Word."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.safestring import SafeString, mark_safe

from publishing.book.blocks import Link
from strategy.naming import numbered

KEYWORD = "合言葉"
LINKED = "つながる目標・柱"


@dataclass(frozen=True)
class RegionalRow:
    """A label with lines of text, or with places of the book."""

    label: str
    lines: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    url: str = ""


@dataclass(frozen=True)
class Regional:
    """地域ビジョン: the fields that stand beside the text of an item."""

    kind: ClassVar[str] = "regional"
    title: ClassVar[str] = "地域ビジョン（目指すべき理想像）"
    rows: tuple[RegionalRow, ...]

    def columns(self) -> SafeString:
        """The widths for the printer."""
        return mark_safe('<col style="width:38mm"><col>')


def regional_of(data: dict[str, Any] | None) -> Regional | None:
    """The block of an entry's ``regional_vision``; None where it has none."""
    if data is None:
        return None
    quotation = data["quotation"]
    links = tuple(
        Link(numbered(one["number"], one["title"]), f"item-{one['lineage']}") for one in data["links"]
    )
    rows = [
        RegionalRow(KEYWORD, (data["keyword"],)),
        RegionalRow("目的", (data["purpose"],) if data["purpose"] else ()),
        RegionalRow("モデル地域ビジョン", tuple(data["model_types"])),
        RegionalRow("重要施策分野", tuple(data["priority_fields"])),
        RegionalRow(
            "引用",
            (quotation_words(quotation),) if quotation else (),
            url=quotation["url"] if quotation else "",
        ),
        RegionalRow(LINKED, links=links),
    ]
    return Regional(tuple(row for row in rows if row.lines or row.links))


def quotation_words(quotation: dict[str, Any]) -> str:
    """Where a vision was taken from: 神奈川県、令和6年「基本構想」（12ページ）.

    >>> quotation_words({"title": "基本構想", "source": "見本県、令和6年", "page": "12ページ", "url": ""})
    '見本県、令和6年「基本構想」（12ページ）'
    """
    page = f"（{quotation['page']}）" if quotation["page"] else ""
    return f"{quotation['source']}「{quotation['title']}」{page}"
