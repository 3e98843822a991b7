"""Items of two editions laid side by side."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from strategy.matching import Match, linked, match, through


@dataclass(frozen=True)
class Item:
    lineage: str
    items: "tuple[Item, ...]" = ()
    predecessors: tuple[str, ...] = ()


def tree(text: str) -> tuple[Item, ...]:
    """ "a(b c) d": one letter an item, those below it in brackets."""
    stack: list[list] = [[]]
    for sign in text.replace(" ", ""):
        if sign == "(":
            stack.append([])
        elif sign == ")":
            below = tuple(stack.pop())
            stack[-1][-1] = Item(stack[-1][-1].lineage, below)
        else:
            stack[-1].append(Item(sign))
    return tuple(stack[0])


def told(found: tuple[Match[Item], ...]) -> str:
    """a: stayed, ~a: moved, +a: came, -a: went, ab>c: several."""

    def one(this: Match[Item]) -> str:
        old, new = ("".join(item.lineage for item in side) for side in (this.old, this.new))
        if old == new:
            return ("~" if this.is_moved else "") + new
        if not old or not new:
            return f"+{new}" if new else f"-{old}"
        return f"{old}>{new}"

    return " ".join(map(one, found))


def compared(old: str, new: str, links: set[tuple[str, str]] | None = None) -> str:
    return told(match(tree(old), tree(new), links))


def test_equal_trees_stay():
    assert compared("a(b c) d", "a(b c) d") == "a b c d"


def test_what_came_stands_where_it_is_and_what_went_where_it_was():
    assert compared("a b c d", "a x c d") == "a -b +x c d"
    assert compared("a(b c) d", "a(b) d e") == "a b -c d +e"
    assert compared("a b c", "") == "-a -b -c"
    assert compared("", "a(b)") == "+a +b"


def test_what_went_at_the_beginning_stands_first():
    assert compared("a(b c)", "a(c)") == "a -b c"
    assert compared("a b", "b") == "-a b"


def test_a_branch_that_went_is_told_in_its_order_and_what_was_saved_from_it_has_moved():
    assert compared("a(b(c d)) e", "a e(c)") == "a -b -d e ~c"


def test_one_item_moved_among_its_siblings_and_the_others_stayed():
    assert compared("a b c d e", "b c d a e") == "b c d ~a e"
    assert compared("a b c d e", "a e b c d") == "a ~e b c d"


def test_an_item_under_another_one_moved_with_its_own_staying_under_it():
    assert compared("a(b(c d)) e", "a e(b(c d))") == "a e ~b c d"


def test_of_two_that_changed_places_the_same_one_moved_seen_from_either_edition():
    there, back = compared("a b", "b a"), compared("b a", "a b")
    assert {word for word in there.split() if "~" in word} == {word for word in back.split() if "~" in word}
    assert there.count("~") == 1


def test_a_merge_and_a_split_are_one_match():
    assert compared("a b c", "a c", {("a", "a"), ("b", "a"), ("c", "c")}) == "ab>a c"
    assert compared("a c", "a b c", {("a", "a"), ("a", "b"), ("c", "c")}) == "a>ab c"


def test_an_item_joined_to_one_of_another_lineage_is_the_same_item():
    (found,) = match(tree("a"), tree("x"), {("a", "x")})
    assert [item.lineage for item in found.principal] == ["a", "x"]
    assert not found.is_moved


def test_links_that_point_at_nothing_are_left_alone():
    assert compared("a", "a", {("a", "a"), ("q", "a"), ("a", "q")}) == "a"


def test_links_follow_own_lineage_and_what_the_newer_item_names():
    old = [("a", ()), ("b", ()), ("c", ())]
    assert linked(old, [("a", ("a", "b")), ("x", ("c",)), ("y", ("gone",))]) == {
        ("a", "a"),
        ("b", "a"),
        ("c", "x"),
    }


def test_links_lead_through_the_edition_in_between():
    first = {("a", "a"), ("b", "a"), ("c", "c")}
    assert through(first, {("a", "d"), ("a", "e"), ("z", "f")}) == {
        ("a", "d"),
        ("a", "e"),
        ("b", "d"),
        ("b", "e"),
    }


@st.composite
def trees(draw) -> tuple[Item, ...]:
    """Up to twelve items, each under an earlier one or at the top."""
    names = draw(st.lists(st.sampled_from("abcdefghijkl"), unique=True))
    children: dict[str, list[str]] = {"": []}
    for name in names:
        children[draw(st.sampled_from(list(children)))].append(name)
        children[name] = []

    def built(under: str) -> tuple[Item, ...]:
        return tuple(Item(name, built(name)) for name in children[under])

    return built("")


LINKS = st.sets(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from("abcdefghijkl")), max_size=6)


@given(trees(), trees(), LINKS)
def test_every_item_stands_in_exactly_one_match(old, new, links):
    found = match(old, new, links)
    for side, items in (("old", old), ("new", new)):
        told = [item.lineage for one in found for item in getattr(one, side)]
        assert sorted(told) == sorted(walk(items))


@given(trees(), trees(), LINKS)
def test_the_way_back_mirrors_the_way_there(old, new, links):
    there = match(old, new, links)
    back = match(new, old, {(other, one) for one, other in links})

    def shape(found, turned=False):
        return {
            (*[tuple(item.lineage for item in side) for side in ((m.new, m.old) if turned else (m.old, m.new))],
             m.is_moved)
            for m in found
        }  # fmt: skip

    assert shape(there) == shape(back, turned=True)


def walk(items: tuple[Item, ...]) -> list[str]:
    return [name for item in items for name in (item.lineage, *walk(item.items))]
