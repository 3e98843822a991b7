"""Tags brought down to a depth that a parser reads quickly: nh3 needs the square of the depth, hours for what no office writes.

One linear pass that reads tags as browsers do and keeps a stack which is never lower than the parser's. A text that is
as deep and as tidy as office texts are stays as it is; of any other only the tags that a plan may hold are written anew,
each closed where it belongs. nh3 decides about what comes out of here like about anything else.
"""

import re
from collections.abc import Callable

DEEPEST = 200  # open tags at once
FEW_TAGS = 200  # a text with fewer cannot be deep
MOST_UNTIDY = 50  # tags closed by another's end
MOST_DANGLING = 5  # bold and the like, closed by another's end: a parser opens them again in every paragraph

_FORMATS = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_VOID = frozenset(
    "area base basefont bgsound body br col embed frame head hr html image img input keygen link meta param source track "
    "wbr".split()
)
# In these the parser reads on in another way: whatever comes with them is written anew.
_OTHER_WAYS = frozenset(
    "svg math select option optgroup template frameset plaintext noscript script button".split()
)
_DROPPED_WITH_TEXT = frozenset({"script", "style", "title"})
# An end tag reaches no element beyond these; those of a table and its parts only none beyond a table.
_WALLS = frozenset("table td th caption object applet marquee".split())
_CLOSING_P = frozenset(
    "p ul ol table h3 h4 hr form fieldset figure figcaption details summary dl dir menu nav header footer hgroup "
    "search".split()
)
_ROWS = frozenset("tr tbody thead tfoot table".split())
_BODIES = frozenset("tbody thead tfoot table".split())
# Parts of a table: each closes everything down to the nearest of these, and is none outside a table.
_PARTS = {
    **dict.fromkeys(("td", "th"), _ROWS),
    "tr": _BODIES,
    **dict.fromkeys(("tbody", "thead", "tfoot", "caption", "colgroup"), frozenset({"table"})),
}
_ENDING_BY_THEMSELVES = frozenset({"p", "li", "rt", "rp", *_PARTS})
_PASSED_BY_LI = frozenset({"p", "span", "sub", "sup", "ruby", *_FORMATS})

_ATTRIBUTES = (
    r"""(?:[\t\n\f\r /]++|[^>\t\n\f\r /][^>\t\n\f\r /=]*+"""
    r"""(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^>\t\n\f\r "'][^>\t\n\f\r ]*+)?+)?+)*+"""
)
_TOKEN = re.compile(
    r"<!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    r"|<[!?][^>]*+>?|</(?![a-zA-Z])[^>]*+>?"
    r"|<(?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\t\n\f\r />])"
    + _ATTRIBUTES
    + r"(?:>|\Z)"
    r"(?P<inside>(?s:.*?))(?:</(?P=raw)(?=[\t\n\f\r />])[^>]*+>?|\Z)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\t\n\f\r />]*+)(?P<rest>" + _ATTRIBUTES + r")(?:>|\Z)",
    re.IGNORECASE,
)


def levelled(html: str, kept: frozenset[str]) -> str:
    """The text itself where it is at most ``DEEPEST`` tags deep and tidy; else the text with tags of these names only, no
    deeper than that. Linear in the length.

    >>> levelled("<p>一<b>二</b><p>三", frozenset({"p", "b"}))
    '<p>一<b>二</b><p>三'
    """
    if html.count("<") <= FEW_TAGS:
        return html
    walk = _Walk(kept)
    at = 0
    for token in _TOKEN.finditer(html):
        walk.text(html[at : token.start()])
        at = token.end()
        if token["raw"]:
            walk.plain(token["raw"].lower(), token["inside"])
        elif token["name"]:
            act: Callable[[str, str], None] = walk.end if token["end"] else walk.start
            act(token["name"].lower(), token["rest"])
    walk.text(html[at:])
    return walk.anew() if walk.is_odd else html


class _Walk:
    """The stack of open tags, and the text as it is written anew."""

    def __init__(self, kept: frozenset[str]) -> None:
        self.kept = kept
        self.stack: list[str] = []
        self.written: list[str] = []
        self.untidy = self.dangling = 0
        self.is_forced = False

    @property
    def is_odd(self) -> bool:
        return self.is_forced or self.untidy > MOST_UNTIDY or self.dangling > MOST_DANGLING

    def anew(self) -> str:
        self._close(0)
        return "".join(self.written)

    def text(self, text: str) -> None:
        self.written.append(text.replace("<", "&lt;"))

    def plain(self, name: str, inside: str) -> None:
        """An element whose content holds no tags."""
        self.is_forced |= name in _OTHER_WAYS
        if name not in _DROPPED_WITH_TEXT:
            self.text(inside)

    def start(self, name: str, rest: str) -> None:
        """Open a tag, after those that it closes by itself."""
        self.is_forced |= name in _OTHER_WAYS
        if not self._make_room(name):
            return
        if name not in _VOID:
            if len(self.stack) >= DEEPEST:
                self.is_forced = True
                return
            self.stack.append(name)
        if name in self.kept:
            self.written.append(f"<{name}{rest}>")

    def _make_room(self, name: str) -> bool:
        """Close what this start tag closes; False for a part of a table outside of any."""
        if name in _PARTS:
            place = self._nearest(_PARTS[name], frozenset())
            if place < 0:
                return False
            self._close(place + 1, own=0)
        elif name == "li":
            place = self._nearest({"li"}, frozenset(self.stack) - _PASSED_BY_LI)
            if place >= 0:
                self._close(place)
        elif name in ("rt", "rp") and self.stack and self.stack[-1] in ("rt", "rp") and "ruby" in self.stack:
            self._close(len(self.stack) - 1)
        if name in _CLOSING_P or name == "li":
            place = self._nearest({"p"}, _WALLS)
            if place >= 0:
                self._close(place)
        return True

    def end(self, name: str, _rest: str) -> None:
        """Close a tag that is open, and what stands open in it; another end tag is nothing."""
        walls = frozenset({"table"}) if name == "table" or name in _PARTS else _WALLS
        place = -1 if name in _VOID else self._nearest({name}, walls)
        if place >= 0:
            self._close(place)

    def _nearest(self, names: set[str] | frozenset[str], walls: frozenset[str]) -> int:
        """Where the innermost open tag of these names stands in the stack; -1 for none, or one behind a wall."""
        if names.isdisjoint(self.stack):
            return -1
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place] in names:
                return place
            if self.stack[place] in walls:
                return -1
        return -1

    def _close(self, place: int, own: int = 1) -> None:
        """Close the tags from this place on; those behind the first ``own`` that do not end by themselves were left open."""
        while len(self.stack) > place:
            name = self.stack.pop()
            if len(self.stack) >= place + own and name not in _ENDING_BY_THEMSELVES:
                self.untidy += 1
                self.dangling += name in _FORMATS
            if name in self.kept:
                self.written.append(f"</{name}>")
