"""Rich text as markup for the printer."""

import re
from dataclasses import replace

from django.utils.safestring import SafeString, mark_safe

from publishing.book.columns import shares
from strategy.richtext import (
    ANCHOR,
    Block,
    Blocks,
    Heading,
    TableRow,
    groups,
    marked_notes,
    plain,
    render,
)

LOWEST_TAG = 6
TOGETHER_ROWS, TOGETHER_LENGTH = 8, 500  # rows and characters of a table that is not torn apart
LEAD_LENGTH = 80  # characters of a paragraph that stays with the table below it
_OPEN = re.compile(r"<table>(<caption>.*?</caption>)?", re.DOTALL)
# People number the entries of a bulleted list by hand: ①…, （1）…, ア….
_SIGN = r"(?=[（(①-⑳㉑-㉟●○◎・※]|[ア-ン][　 ])"


def html_of(blocks: Blocks, level: int) -> SafeString:
    """Blocks made by `prose.blocks_of` as HTML, their headings below ``level``, references with page numbers."""
    # render() escapes "<" wherever it is text, so what begins with "<" is a tag it wrote itself.
    found = list(groups(blocks))
    parts = []
    for place, group in enumerate(found):
        follows = found[place + 1][0] if place + 1 < len(found) else None
        parts.append(_group(group, level, leads=isinstance(follows, TableRow)))
    html = "".join(parts).replace(f'<a href="{ANCHOR}', f'<a class="page-ref" href="{ANCHOR}')
    return mark_safe(re.sub(f"<li>{_SIGN}", '<li class="own-sign">', html))


def has_own_sign(text: str) -> bool:
    """Whether an entry of a list was numbered by hand, so that a sign before it would be one too many.

    >>> has_own_sign("①仕事"), has_own_sign("ア　目標"), has_own_sign("仕事")
    (True, True, False)
    """
    return re.match(_SIGN, text) is not None


def _group(group: Blocks, level: int, *, leads: bool) -> str:
    first = group[0]
    if isinstance(first, TableRow):
        return _table(group)
    if isinstance(first, Heading):
        return _heading(first, level)
    html = marked_notes(render(group))
    if leads and html.startswith("<p>") and len(plain(group)) <= LEAD_LENGTH:
        return html.replace("<p>", '<p class="keep-with-next">', 1)
    return html


def _heading(block: Heading, level: int) -> str:
    tag = min(level + block.level - 2, LOWEST_TAG)
    look = f'<h{tag} class="prose-{block.level}">'
    return render([replace(block, level=tag)]).replace(f"<h{tag}>", look, 1)


def _table(rows: tuple[Block, ...]) -> str:
    """Columns as wide as their texts ask for; a short table stays on one page."""
    columns = "".join(f'<col style="width:{share:.1f}%">' for share in shares(rows))
    short = len(rows) <= TOGETHER_ROWS and len(plain(rows)) <= TOGETHER_LENGTH
    opening = '<table class="together">' if short else "<table>"
    return _OPEN.sub(
        lambda found: f"{opening}{found[1] or ''}<colgroup>{columns}</colgroup>", render(rows), count=1
    )
