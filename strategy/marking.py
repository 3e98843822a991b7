"""The difference of two texts as HTML: what went in <del>, what came in <ins>.

Built from blocks only, every character escaped, whatever the texts held; both are cleaned first. Colour is
never alone: each mark says before its words whose they are, for those who hear the page.
"""

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from strategy.blockdiff import Pair, compare_blocks
from strategy.blocks import Block, Paragraph, Run, Runs
from strategy.bodies import shown
from strategy.markedblocks import marked_line, side_of
from strategy.richtext import Blocks, inline, parse, render
from strategy.sanitise import SanitiseError, clean
from strategy.textdiff import compare

OLD, NEW = "旧：", "新："
WENT, CAME = "削除：", "追加："
OMITTED = '<p class="omitted">（略）</p>'
SAME_WORDS = '<p class="soft">文字は同じで、書式かリンクだけが変わりました。</p>'


def sides(
    old_html: str, new_html: str, *, old_label: str = OLD, new_label: str = NEW
) -> tuple[SafeString, SafeString]:
    """Two bodies to stand side by side: the old one with what went, the new one with what came."""
    pairs, write = compare_blocks(_read(old_html), _read(new_html)), _writer(old_label, new_label)
    return _html(side_of(pairs, "old"), write), _html(side_of(pairs, "new"), write)


def marked_html(blocks: Iterable[Block], *, old_label: str = OLD, new_label: str = NEW) -> SafeString:
    """Blocks whose runs are marked already, of one side of a comparison."""
    return _html(blocks, _writer(old_label, new_label))


def unmarked(html: str) -> SafeString:
    """A body for a page on which differences stand."""
    return _html(_read(html), inline)


def merged(old_html: str, new_html: str, *, brief: bool = False) -> SafeString:
    """Two bodies as one text in which what went stands before what came; ``brief`` leaves out what stayed."""
    pairs, write = compare_blocks(_read(old_html), _read(new_html)), _writer(WENT, CAME)
    if not brief:
        return _html(side_of(pairs, "both"), write)
    if not any(pair.is_changed for pair in pairs):
        return mark_safe(SAME_WORDS)
    parts = []
    for is_changed, stretch in groupby(_wholes(pairs), key=lambda whole: any(p.is_changed for p in whole)):
        found = [pair for whole in stretch for pair in whole]
        parts.append(_html(side_of(found, "both"), write) if is_changed else OMITTED)
    return mark_safe("".join(parts))


def title_sides(
    old: str, new: str, *, old_label: str = OLD, new_label: str = NEW
) -> tuple[SafeString, SafeString]:
    """Two lines of plain text to stand side by side."""
    changes, write = compare(old, new), _writer(old_label, new_label)
    return mark_safe(write(marked_line(changes, "old"))), mark_safe(write(marked_line(changes, "new")))


def merged_title(old: str, new: str) -> SafeString:
    """Two lines of plain text as one."""
    return mark_safe(_writer(WENT, CAME)(marked_line(compare(old, new), "both")))


def _read(html: str) -> Blocks:
    """The blocks of a body that anybody may have typed; one too large to clean is shown as its source."""
    try:
        return parse(clean(html).html)
    except SanitiseError:
        return (Paragraph((Run(html),)),)


def _writer(old_label: str, new_label: str) -> Callable[[Runs], str]:
    marks = {"delete": ("del", "diff-old", old_label), "insert": ("ins", "diff-new", new_label)}

    def write(runs: Runs) -> str:
        out = []
        for kind, group in groupby(runs, key=lambda run: getattr(run, "kind", "equal")):
            html = inline(tuple(group))
            if kind in marks:
                tag, name, label = marks[kind]
                html = f'<{tag} class="{name}"><span class="visually-hidden">{escape(label)}</span>{html}</{tag}>'
            out.append(html)
        return "".join(out)

    return write


def _html(blocks: Iterable[Block], write: Callable[[Runs], str]) -> SafeString:
    return shown(render(blocks, write))


def _wholes(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    """Each pair alone, the rows of one table together."""
    whole: list[Pair] = []
    for pair in pairs:
        if whole and not (pair.is_row and not pair.first):
            yield whole
            whole = []
        whole.append(pair)
    if whole:
        yield whole
