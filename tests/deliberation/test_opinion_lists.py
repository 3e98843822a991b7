"""Lists of opinions: tabs, filters, queries."""

import pytest

from deliberation.models import Opinion
from deliberation.opinions import withdraw_opinion
from tests.deliberation.opinionated import Opinionated

Source = Opinion.Source


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def address(world, rest=""):
    return f"/office/{world.government.slug}/{world.plan.slug}/opinions/{rest}"


def test_tabs_count_and_filters_choose(client, world):
    answered = world.opinion(text="甲")
    world.answer(answered, "DIFFICULT")
    world.opinion(text="乙", lineage=world.made["chapter"].lineage, quote="")
    world.opinion(text="丙", source=Source.OTHER_BODY, member=None, meeting=None, author="子ども・子育て会議")
    client.force_login(world.aoki)

    def shown(query):
        context = client.get(address(world, query)).context
        return [line.opinion.text for line in context["lines"]], [
            count for _, _, count, _, _ in context["stock"].tabs
        ]

    assert shown("") == (["乙", "丙"], [2, 0, 1, 3])
    assert shown("?state=DECLINED") == (["甲"], [2, 0, 1, 3])
    assert shown("?state=ALL&source=MEMBER") == (["甲", "乙"], [1, 0, 1, 2])
    assert shown(f"?state=ALL&on=meeting:{world.meeting.pk}&source=OTHER_BODY") == ([], [0, 0, 0, 0])
    assert shown(f"?state=ALL&item={world.item.lineage}") == (["甲", "丙"], [1, 0, 1, 2])
    assert shown(f"?meeting={world.meeting.pk}&state=ALL") == (["甲", "乙"], [1, 0, 1, 2])
    assert shown("?state=JUNK&edition=zz&item=zz&page=0") == (["乙", "丙"], [2, 0, 1, 3])


@pytest.mark.parametrize("count", [10, 500])
def test_a_list_asks_the_same_however_many_there_are(client, world, count, django_assert_num_queries):
    world.many(count)
    client.force_login(world.aoki)
    client.get(
        address(world, "?state=DONE")
    )  # the first page writes the session, and reads what never changes
    with django_assert_num_queries(8):
        page = client.get(address(world, "?state=DONE"))
    assert len(page.context["lines"]) == min(count // 2, 100)
    with django_assert_num_queries(8):
        client.get(address(world, f"?state=DONE&meeting={world.meeting.pk}"))


def test_a_hundred_stand_on_a_page_and_a_far_page_is_the_last(client, world):
    world.many(402)
    client.force_login(world.aoki)
    page = client.get(address(world, "?page=99")).context
    assert [line.number for line in page["lines"]] == [201]
    assert [(number, here) for number, _, here in page["pages"]] == [(1, False), (2, False), (3, True)]


def test_what_was_taken_back_stands_under_all_only(client, world):
    made = world.opinion()
    withdraw_opinion(actor=world.aoki, opinion=made, seen=1)
    client.force_login(world.aoki)
    assert client.get(address(world)).context["lines"] == []
    (line,) = client.get(address(world, "?state=ALL")).context["lines"]
    assert (line.opinion, line.state) == (made, "取下げ")
