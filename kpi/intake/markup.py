"""Markdown, HTML and the bare text of a PDF as paragraphs and tables, like a Word document."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import nh3

from kpi.intake.headings import heading_of
from kpi.intake.wording import bullet_of, one_line, without_bullet
from paper.flow import Flow, Paragraph
from paper.grids import Cell, Grid, Merge
from paper.reading import ReadError

LONGEST = 1_000_000  # characters: ten times a long plan
MOST_ROWS, MOST_COLUMNS = 3_000, 60
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = {"p", "li", "div", "dt", "dd", "blockquote", "pre", "section", "article", "caption", *_HEADINGS}
# Containers whose nesting costs a parser its square; those of a real page stay under 50.
_CONTAINER = re.compile(
    r"<(/?)(ul|ol|dl|dir|menu|div|section|article|aside|nav|main|header|footer|hgroup|search|address|blockquote|center|details"
    r"|dialog|summary|fieldset|figure|figcaption|pre|listing)(?=[\s/>])",
    re.IGNORECASE,
)
DEEPEST = 200
_KEPT = {*_BLOCKS, "br", "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "th", "td"}


# --- HTML ---------------------------------------------------------------------------------------------------


def from_html(text: str) -> Flow:
    """Headings, paragraphs, list items and tables of a page; scripts, styles and everything else fall away.

    >>> from_html("<h2>第1章</h2><p>本文</p><ul><li>項目</li></ul>")[0]
    Paragraph(text='第1章', level=2, number='', is_item=False)
    """
    if _depth(text) > DEEPEST:
        raise ReadError(
            f"Webページの入れ子が深すぎるため（{DEEPEST}段まで）、読み込めません。文章をコピーして貼り付けてください。"
        )
    # Made well-formed first: the parser of the standard library takes hours over some that are not.
    safe = nh3.clean(
        text,
        tags=_KEPT,
        attributes={"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        clean_content_tags={"script", "style", "template", "noscript", "title"} - _KEPT,
        link_rel=None,
    )
    page = _Page()
    page.feed(safe)
    page.close()
    page.flush()
    return tuple(page.flow)


def _depth(text: str) -> int:
    """How deep containers stand in one another at most."""
    deepest = depth = 0
    for found in _CONTAINER.finditer(text):
        depth = max(0, depth - 1) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.flow: list[Paragraph | Grid] = []
        self.words: list[str] = []
        self.level = 0
        self.is_item = False
        self.tables: list[_Table] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.words.append("\n")
        elif tag == "table":
            self.flush()
            self.tables.append(_Table())
        elif self.tables and tag == "tr":
            self.tables[-1].next_row()
        elif self.tables and tag in ("td", "th"):
            given = {name: int(value) for name, value in attributes if value and value.isdecimal()}
            self.tables[-1].begin(given.get("rowspan", 1), given.get("colspan", 1))
        elif tag in _BLOCKS:
            self.flush()
            self.level, self.is_item = _HEADINGS.get(tag, 0), tag == "li"

    def handle_endtag(self, tag: str) -> None:
        if self.tables and tag in ("td", "th"):
            self.tables[-1].end()
        elif self.tables and tag == "table":
            table = self.tables.pop()
            if self.tables:
                self.tables[-1].words.append("\n".join(text for _, _, text in table.cells))
            elif table.cells:
                count = sum(isinstance(part, Grid) for part in self.flow) + 1
                self.flow.append(grid(f"表{count}", table.cells, table.merges))
        elif tag in _BLOCKS:
            self.flush()

    def handle_data(self, text: str) -> None:
        if self.tables:
            self.tables[-1].words.append(text)
        else:
            first, *rest = text.split("\n")
            lines = [line.strip() for line in rest[:-1]]
            self.words.append("\n".join([first.rstrip(), *lines, rest[-1].lstrip()]) if rest else first)

    def flush(self) -> None:
        """The paragraph that ends here; in a table a line of its cell."""
        if self.tables:
            self.tables[-1].words.append("\n")
            return
        text = "".join(self.words).strip()
        if text:
            self.flow.append(Paragraph(text, self.level, "", self.is_item))
        self.words, self.level, self.is_item = [], 0, False


class _Table:
    """A table of a page while it is read; cells that reach over others push them to the right."""

    def __init__(self) -> None:
        self.cells: list[tuple[int, int, str]] = []
        self.merges: list[Merge] = []
        self.words: list[str] = []
        self.taken: dict[int, int] = {}  # by column the last row that a cell from above reaches
        self.row = self.column = 0
        self.size = (1, 1)

    def next_row(self) -> None:
        self.row, self.column = self.row + 1, 1

    def begin(self, rows: int, columns: int) -> None:
        self.row = max(self.row, 1)
        while self.taken.get(self.column, 0) >= self.row:
            self.column += 1
        self.words, self.size = [], (max(1, min(rows, 500)), max(1, min(columns, MOST_COLUMNS)))

    def end(self) -> None:
        rows, columns = self.size
        text = "".join(self.words).strip()
        if self.row <= MOST_ROWS and 1 <= self.column <= MOST_COLUMNS:
            if text:
                lines = (line.strip() for line in text.split("\n"))
                self.cells.append((self.row, self.column, "\n".join(filter(None, lines))))
            if rows * columns > 1:
                last = min(self.column + columns - 1, MOST_COLUMNS)
                self.merges.append(Merge(self.row, self.column, self.row + rows - 1, last))
        for column in range(self.column, self.column + columns):
            self.taken[column] = self.row + rows - 1
        self.column += columns
        self.words, self.size = [], (1, 1)


def grid(name: str, cells: list[tuple[int, int, str]], merges: list[Merge] | None = None) -> Grid:
    """A table of texts by row and column."""
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, text in cells:
        rows.setdefault(row, {})[column] = Cell(row, column, text)
    lines = tuple(tuple(rows[row][column] for column in sorted(rows[row])) for row in sorted(rows))
    return Grid(name, lines, tuple(merges or ()))


# --- Markdown -----------------------------------------------------------------------------------------------

_HASHES = re.compile(r"(#{1,6})\s+(\S.*)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(.*)")
_LIST = re.compile(r"\s*(?:[-*+])\s")


def from_markdown(text: str) -> Flow:
    """Headings (#), lists, tables (|) and paragraphs; ** and HTML inside them is taken off when they are read.

    >>> [part.level for part in from_markdown("# 第1章\\n\\n本文\\n続き\\n\\n- 項目")]
    [1, 0, 0]
    """
    flow: list[Paragraph | Grid] = []
    words: list[str] = []
    rows: list[list[str]] = []

    def flush() -> None:
        if words:
            flow.append(Paragraph("\n".join(words)))
            words.clear()
        if rows:
            count = sum(isinstance(part, Grid) for part in flow) + 1
            cells = [
                (number, column, cell)
                for number, row in enumerate(rows[:MOST_ROWS], start=1)
                for column, cell in enumerate(row[:MOST_COLUMNS], start=1)
                if cell
            ]
            flow.append(grid(f"表{count}", cells))
            rows.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = line.rstrip()
        if found := _HASHES.match(line):
            flush()
            flow.append(Paragraph(found[2].rstrip("# "), len(found[1])))
        elif line.lstrip().startswith("|"):
            if not rows:
                flush()
            if not set(line) <= set("|:- \t"):
                rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))])
        elif not line.strip() or (set(line) <= set("-*_ ") and len(line) > 2):
            flush()
        elif _LIST.match(line) and (found := _ITEM.match(line)):
            flush()
            flow.append(Paragraph(found[1], is_item=True))
        else:
            if rows:
                flush()
            words.append(line.strip())
    flush()
    return tuple(flow)


# --- bare text, as it comes out of a PDF --------------------------------------------------------------------

_PAGE = re.compile(r"\s*(?:[-－‐–—]\s*)?[0-9０-９]{1,4}(?:\s*[-－‐–—])?\s*|\s*[PＰ]\s?[0-9０-９]{1,4}\s*")
_ENDED = re.compile(r"[。．！？!?：:」）)】］\]]$")
_RUNNING = 3  # a short line that comes again so often stands at the head of pages
SHORT = 15  # characters; a line shorter than this was ended on purpose


def from_text(text: str) -> Flow:
    """Lines joined to paragraphs: line ends inside sentences go, numbers of pages and running heads too.

    >>> [part.text for part in from_text("第1章 子ども\\n地域の中で、いきいきと活動できていると感\\n\\nじている。\\n\\n12\\n")]
    ['第1章 子ども', '地域の中で、いきいきと活動できていると感じている。']
    """
    lines = [
        line.strip()
        for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    ]
    seen: dict[str, int] = {}
    for line in lines:
        seen[line] = seen.get(line, 0) + 1
    running = {
        line
        for line, count in seen.items()
        if count >= _RUNNING and 4 < len(line) <= 40 and not bullet_of(line)
    }
    return tuple(
        Paragraph(without_bullet(text) if bullet_of(text) else text, is_item=bool(bullet_of(text)))
        for text in _joined(line for line in lines if not _PAGE.fullmatch(line) and line not in running)
    )


def _joined(lines: Iterator[str]) -> Iterator[str]:
    words, before = "", ""
    is_heading = False
    for line in lines:
        if not line:
            continue
        starts = bool(bullet_of(line)) or heading_of(line) is not None
        if words and (starts or is_heading or _ENDED.search(before) or len(before) < SHORT):
            yield one_line(words)
            words = ""
        words += ("\n" if words else "") + line
        before, is_heading = line, starts and not bullet_of(line) and heading_of(words) is not None
    if words:
        yield one_line(words)
