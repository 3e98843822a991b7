"""Where opinions stand in later texts: by lineage, through merges and splits, at the words that are there now."""

import uuid

import pytest

from deliberation.anchoring import words_of
from deliberation.models import Opinion
from deliberation.standing import descended, placed_in, standing_of
from strategy.models import PlanItem
from tests.deliberation.opinionated import BODY, QUOTE, Opinionated


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def read(opinion) -> Opinion:
    return Opinion.objects.select_related("plan").get(pk=opinion.pk)


def test_in_the_text_it_was_said_of_it_stands_at_its_words(world):
    standing = standing_of(read(world.opinion()))
    (spot,) = standing.spots
    assert (spot.found.state, spot.found.words, spot.difference) == ("same", QUOTE, ())
    assert spot.before.endswith("行います。") and spot.behind == "にします。"


def test_a_changed_text_shows_both_words_in_their_place(world):
    made, following = world.opinion(), world.next()
    world.rewrite(following, BODY.replace("利用しやすい料金", "利用しやすい料金と時間帯"))
    (spot,) = standing_of(read(made)).spots
    assert spot.found.is_same  # the words are still there
    world.rewrite(following, BODY.replace("利用しやすい料金", "使いやすい時間帯"))
    (spot,) = standing_of(read(made)).spots
    assert (spot.is_changed, spot.found.words) == (True, "使いやすい時間帯")
    assert [(run.kind, run.text) for run in spot.difference] == [
        ("delete", "利用"),
        ("insert", "使い"),
        ("equal", "しやすい" if False else "やすい"),
    ] or "".join(run.text for run in spot.difference if run.kind != "insert") == QUOTE


def test_an_item_that_went_is_said_to_be_gone(world):
    made, following = world.opinion(), world.next()
    PlanItem.objects.filter(edition=following, lineage=world.item.lineage).delete()
    standing = standing_of(read(made))
    assert (standing.is_gone, standing.then.title) == (True, "見本の取組み1")


def test_a_merged_item_is_followed_to_what_came_of_it(world):
    made, following = world.opinion(), world.next()
    other = world.made["measure2"].lineage
    PlanItem.objects.filter(edition=following, lineage=world.item.lineage).delete()
    merged = PlanItem.objects.filter(edition=following, lineage=other)
    merged.update(predecessors=[str(other), str(world.item.lineage)], body=f"<p>まとめました。</p>{BODY}")
    standing = standing_of(read(made))
    (spot,) = standing.spots
    assert (standing.is_moved, spot.place.lineage, spot.found.words) == (True, other, QUOTE)


@pytest.mark.parametrize(
    ("editions", "expected"),
    [
        ([], ()),
        ([[("a", ())]], ("a",)),
        ([[("b", ("a",)), ("c", ("a",))]], ("b", "c")),
        ([[("b", ("a",))], [("c", ("b",))]], ("c",)),
        ([[("x", ())], [("a", ())]], ("a",)),
        ([[("a", ()), ("b", ("a",))], [("b", ())]], ("b",)),
        ([[("x", ())]], ()),
    ],
)
def test_lines_of_descent(editions, expected):
    assert descended("a", editions) == expected


def test_while_a_text_is_written_on_its_history_knows_the_words(world):
    following = world.next()
    made = world.opinion(edition=following)
    item = following.items.get(lineage=world.item.lineage)
    PlanItem.objects.filter(pk=item.pk).update(
        body="<p>産後ケアを身近な場所で行います。時間帯を広げます。</p>"
    )
    (spot,) = standing_of(read(made)).spots
    assert spot.is_changed and spot.found.state == "changed"


@pytest.mark.parametrize("count", [10, 500])
def test_placing_many_asks_the_same(world, count, django_assert_num_queries):
    opinions = world.many(count)
    following = world.next()
    world.rewrite(following, BODY.replace("料金", "価格"))
    rows = list(Opinion.objects.select_related("edition").defer("edition__content"))
    words = {str(item.lineage): words_of(item.title, item.body) for item in following.items.all()}
    with django_assert_num_queries(2):
        placed = placed_in(following, words, rows)
    at = [one for one in placed if one.opinion.lineage == world.item.lineage]
    assert len(placed) == len(opinions)
    assert {(one.lineages, one.found.words) for one in at} == {
        ((str(world.item.lineage),), "利用しやすい価格")
    }


def test_an_opinion_of_no_item_of_this_text_has_no_place(world):
    made = world.opinion()
    made.lineage = uuid.uuid4()
    (placed,) = placed_in(world.edition, {str(world.item.lineage): ""}, [made])
    assert placed.is_gone
