"""The cover and the running head."""

import datetime

from paper.phrases import break_phrases, em_width
from publishing.book.blocks import Cover
from publishing.book.words import LEFT_WIDTH, shortened
from publishing.document import Document
from strategy.fiscal import format_date, format_fiscal_year

TITLE_WIDTH = 16.0  # em of 25 pt


def cover_of(document: Document) -> Cover:
    """What stands on the cover. A draft bears no date: the day of printing would say nothing about the text."""
    edition, title = document.edition, document.edition["title"]
    mark = document.stage_mark
    own = "" if title.endswith(mark) else mark
    lines = break_phrases(title + own, TITLE_WIDTH)
    if lines[-1].endswith(own):
        lines[-1] = lines[-1].removesuffix(own)
    else:
        lines = [*break_phrases(title, TITLE_WIDTH), ""]  # the mark has a line to itself
    return Cover(
        stage=mark.strip("（）"),
        mark=own,
        above=_above(document),
        title=tuple(lines),
        period=f"計画期間　{_period(edition['first_fiscal_year'], edition['last_fiscal_year'])}",
        date=_date(document),
        government=document.government["name"],
    )


def _above(document: Document) -> str:
    """第3期　豊中市デジタル総合戦略: what the title itself does not say."""
    edition = document.edition
    term = f"第{edition['term']}期" if edition["term"] else ""
    revision = (
        ""
        if not edition["revision"]
        else "改訂"
        if edition["revision"] == 1
        else f"第{edition['revision']}回改訂"
    )
    parts = (
        "" if term in edition["title"] else term,
        "" if document.name == edition["title"] else document.name,
        "" if revision in edition["title"] else revision,
        "正誤訂正" if edition["correction"] else "",
    )
    return "　".join(filter(None, parts))


def _period(first: int, last: int) -> str:
    if first == last:
        return format_fiscal_year(first)
    return f"{format_fiscal_year(first)}～{format_fiscal_year(last)}"


def _date(document: Document) -> str:
    edition = document.edition
    if not document.is_adopted:
        return ""
    if edition["adopted_on"]:
        return format_date(datetime.date.fromisoformat(edition["adopted_on"]))
    return f"{format_date(datetime.date.fromisoformat(edition['effective_from']))}から"


def running_head(document: Document) -> str:
    """Book title at the left of every page; a chapter of another book names that book first.

    第4次豊中市総合計画 後期基本計画　Ⅳ 豊中市デジタル総合戦略
    """
    container, prefix = document.plan["contained_in"], document.edition["page_prefix"]
    if container and container["title"] and prefix:
        head = f"{container['title']}　{prefix.rstrip('－-―・. ')} {document.name}"
        if em_width(head) <= LEFT_WIDTH:
            return head
    return shortened(document.name, LEFT_WIDTH - em_width(document.stage_mark))
