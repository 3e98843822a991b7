"""Rich text made safe: our own allow-list of tags and attributes, and words for what was taken out.

nh3 decides what stays. The regular expressions only rename old tags before it and find the words; if
they miss something, the words are poorer, never the safety.
"""

import html as entities
import re
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

TAGS = frozenset({
    "p", "br", "h3", "h4", "ul", "ol", "li", "strong", "em", "u", "s", "sub", "sup", "table", "thead",
    "tbody", "tr", "th", "td", "caption", "a", "ruby", "rt", "hr",
})  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan", "scope"}, "th": {"colspan", "rowspan", "scope"}}
SCHEMES = frozenset({"https", "mailto", "tel"})
SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
LINK_REL = "noopener noreferrer nofollow"
MAX_DEPTH = 60
MAX_ROWS = 2_000
MAX_SPAN = 100
MAX_LENGTH = 1_000_000
_MAX_PASSES = 8

# Same meaning, another tag: kept under our name. Blocks become paragraphs, or their lines would run together.
_RENAMED = {
    "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4", "b": "strong", "i": "em",
    "strike": "s", "del": "s", "ins": "u",
    "div": "p", "section": "p", "article": "p", "aside": "p", "main": "p", "center": "p",
    "blockquote": "p", "address": "p", "pre": "p", "dt": "p", "dd": "p",
}  # fmt: skip
_DROPPED_WHOLE = {"script", "style", "title", "rp"}
_UNREPORTED = frozenset({
    "span", "tfoot", "colgroup", "col", "html", "head", "body", "title", "meta", "rp", "dl", "wbr",
})  # fmt: skip

SCRIPT = "スクリプト"
STYLE = "書式の指定（style）"
IMAGE = "使えない画像"
LINK = "外部への使えないリンク"
EMBED = "埋め込み（動画・外部ページなど）"
FIELD = "入力欄・ボタン"
OTHER = "使えない書式"
_WORD_OF_TAG = {
    "script": SCRIPT,
    **dict.fromkeys(("style", "font", "link", "basefont", "marquee"), STYLE),
    **dict.fromkeys(("img", "image", "picture", "svg", "canvas", "map", "area"), IMAGE),
    **dict.fromkeys(("iframe", "object", "embed", "video", "audio", "frame", "frameset", "applet"), EMBED),
    **dict.fromkeys(("form", "input", "button", "select", "textarea", "option"), FIELD),
}
_STYLING = frozenset({
    "style", "class", "align", "valign", "bgcolor", "background", "color", "face", "width", "height",
    "border",
})  # fmt: skip
_LINKING = frozenset({"href", "src", "xlink:href", "action", "formaction"})

_TAG = re.compile(r"<([a-zA-Z][^\s<>/]*+)([^<>]*+)")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
_OLD_TAG = re.compile(rf"<(/?)({'|'.join(_RENAMED)})(?=[\s/>])", re.IGNORECASE)
_EMPTY_PARAGRAPH = re.compile(r"<p>\s*</p>")
# Characters that no XML (and so no Word file) may hold, and halves of characters that no file may hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_IGNORED_IN_ADDRESS = re.compile("[\x00-\x20]")


class SanitiseError(ValueError):
    """The text is too large or too deep to keep; the message is a Japanese sentence for the screen."""


@dataclass(frozen=True)
class Cleaned:
    """Safe HTML, and Japanese words for the kinds of things removed, each once."""

    html: str
    removed: tuple[str, ...]


def clean(html: str) -> Cleaned:
    """The part of `html` that a plan may hold. clean(clean(x).html) changes and removes nothing.

    Raises SanitiseError over 1,000,000 characters, 60 tags deep, 2,000 rows in one table.
    """
    if len(html) > MAX_LENGTH:
        raise SanitiseError(f"本文が長すぎます（上限{MAX_LENGTH:,}文字）。項目を分けて入力してください。")
    text = _printable(html.replace("\r\n", "\n").replace("\r", "\n"))
    renamed = _OLD_TAG.sub(lambda m: f"<{m[1]}{_RENAMED[m[2].lower()]}", text)
    safe = _stable(renamed)
    if renamed != text:
        # A paragraph inside a former <div> leaves empty ones around it.
        safe = _stable(_EMPTY_PARAGRAPH.sub("", safe))
    _Measure().check(safe)
    return Cleaned(safe, _words(text))


def is_safe_address(address: str) -> bool:
    """Whether a link may lead there: https:, mailto:, tel:, #anchor, /path of this site.

    >>> is_safe_address("/toyonaka/"), is_safe_address("//evil.example"), is_safe_address("http://a.example")
    (True, False, False)
    """
    if _IGNORED_IN_ADDRESS.search(address):  # browsers drop these, so "/\t/evil" would leave the site
        return False
    if address.startswith("/"):
        return not address.startswith(("//", "/\\"))
    return address.lower().startswith(("#", "https:", "mailto:", "tel:"))


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("", text)


def _stable(html: str) -> str:
    """Clean until nothing changes: a parser may read its own output differently once (links in tables)."""
    for _ in range(_MAX_PASSES):
        safe = _printable(
            nh3.clean(
                html,
                tags=set(TAGS),
                attributes={**ATTRIBUTES, "*": set()},
                attribute_filter=_attribute,
                clean_content_tags=set(_DROPPED_WHOLE),
                url_schemes=set(SCHEMES),
                link_rel=LINK_REL,
                strip_comments=True,
            )
        )
        if safe == html:
            return safe
        html = safe
    raise SanitiseError("本文の書式が複雑すぎて読み取れません。書式なしで貼り付け直してください。")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if is_safe_address(value) else None
    if name == "scope":
        return value.lower() if value.lower() in SCOPES else None
    if name in ("colspan", "rowspan"):
        return value if re.fullmatch(r"[1-9][0-9]{0,2}", value) and int(value) <= MAX_SPAN else None
    return value if name == "rel" and tag == "a" else None


def _words(html: str) -> tuple[str, ...]:
    """What `html` holds that does not stay, in the order of the list below."""
    found: set[str] = set()
    for tag in _TAG.finditer(html):
        name = tag[1].lower()
        if name in _WORD_OF_TAG:
            found.add(_WORD_OF_TAG[name])
        elif name not in TAGS and name not in _RENAMED and name not in _UNREPORTED and ":" not in name:
            found.add(OTHER)
        found.update(_words_of_attributes(tag[2], link=name == "a"))
    return tuple(word for word in (SCRIPT, STYLE, IMAGE, LINK, EMBED, FIELD, OTHER) if word in found)


def _words_of_attributes(text: str, *, link: bool) -> set[str]:
    found = set()
    for attribute in _ATTRIBUTE.finditer(text):
        name, value = attribute[1].lower(), entities.unescape((attribute[2] or "").strip("\"'"))
        if name.startswith("on"):
            found.add(SCRIPT)
        elif name in _STYLING:
            found.add(STYLE)
        elif name in _LINKING:
            bare = _IGNORED_IN_ADDRESS.sub("", value).lower()
            if bare.startswith(("javascript:", "vbscript:", "data:text")):
                found.add(SCRIPT)
            elif link and name == "href" and not is_safe_address(value):
                found.add(LINK)
    return found


class _Measure(HTMLParser):
    """Reads cleaned HTML and refuses what would exhaust a renderer."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = 0
        self.rows: list[int] = []

    def check(self, html: str) -> None:
        """Raise SanitiseError when `html` is too deep or holds too long a table."""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("br", "hr"):
            return
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise SanitiseError(
                f"本文の入れ子が深すぎます（上限{MAX_DEPTH}段）。表や箇条書きの中の重なりを減らしてください。"
            )
        if tag == "table":
            self.rows.append(0)
        elif tag == "tr" and self.rows:
            self.rows[-1] += 1
            if self.rows[-1] > MAX_ROWS:
                raise SanitiseError(f"一つの表は{MAX_ROWS:,}行までです。表を分けてください。")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1
        if tag == "table" and self.rows:
            self.rows.pop()
