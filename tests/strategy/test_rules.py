"""Getters and predicates of plans: what is found, what is refused, in which words."""

import pytest
from django.http import Http404

from accounts.audit import Refused
from publishing.editions import freeze
from strategy.models import Edition, Level
from strategy.rules import edition_or_404, plan_or_404, require_place, require_working
from tests import factories


@pytest.mark.django_db
def test_a_plan_is_found_in_its_own_government_only(edition, toyonaka, ogori, django_assert_num_queries):
    with django_assert_num_queries(1):
        plan = plan_or_404(toyonaka, "digital-strategy")
        assert (plan, plan.government.name) == (edition.plan, "豊中市")
    for government, slug in ((ogori, "digital-strategy"), (toyonaka, "nai-keikaku")):
        with pytest.raises(Http404, match=r"\Aこの計画は見つかりません。\Z"):
            plan_or_404(government, slug)


@pytest.mark.django_db
def test_an_edition_is_found_by_its_number(edition, django_assert_num_queries):
    plan = edition.plan
    with django_assert_num_queries(1):
        assert edition_or_404(plan, 1).plan is plan
    with pytest.raises(Http404, match=r"\Aこの計画に第2版はありません。\Z"):
        edition_or_404(plan, 2)


@pytest.mark.django_db
def test_the_working_edition_is_read_again_and_a_frozen_one_refused(edition):
    factories.item(edition, "chapter", "章")
    Edition.objects.update(title="ほかの人が直した題名")
    assert require_working(edition).title == "ほかの人が直した題名"
    freeze(actor=None, edition=edition)
    assert not edition.is_frozen  # the caller's object is old, the database is asked
    with pytest.raises(Refused) as caught:
        require_working(edition)
    assert caught.value.sentence == (
        "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    )


@pytest.mark.django_db
def test_a_level_stands_where_its_government_put_it(edition):
    made = factories.small_tree(edition)
    levels = {level.key: level for level in Level.objects.filter(edition=edition)}
    for key, parent in (
        ("chapter", None),
        ("chapter", "heading"),
        ("initiative", "section"),
        ("measure", "direction"),
    ):
        require_place(levels[key], made[parent] if parent else None)
    sentences = {
        ("section", None): "「節」はいちばん上には置けません。置けるのは「章」の下です。",
        ("measure", "section"): "「主な取組み」は「節」の下には置けません。置けるのは「方向性」の下です。",
        ("chapter", "pillar"): (
            "「章」は「取組みの柱」の下には置けません。置けるのはいちばん上、「見出し」の下です。"
        ),
    }
    for (key, parent), sentence in sentences.items():
        with pytest.raises(Refused) as caught:
            require_place(levels[key], made[parent] if parent else None)
        assert caught.value.sentence == sentence
