"""Answers of the pages that change the tree: a page for a person, a status and a sentence for a script."""

import pytest

from strategy.models import PlanItem
from tests import factories
from tests.strategy.desk import HTMX, at, page_of, said, text, titles


@pytest.fixture
def made(edition) -> dict[str, PlanItem]:
    return factories.wide_tree(edition)


@pytest.mark.django_db
def test_a_step_by_form_and_by_htmx(desk, edition, made):
    address = at("item_step", edition, made["measure3"].lineage)
    answer = desk.post(address, {"step": "up"})
    assert (answer.status_code, answer.url) == (302, page_of(made["measure3"]))
    answer = desk.post(address, {"step": "up"}, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, page_of(made["measure3"]))
    assert titles(edition, made["direction"]) == ["3", "1", "2"]
    sentence = "「総合戦略の概要」は動かせません。これより上に、置ける場所はありません。"
    address = at("item_step", edition, made["heading"].lineage)
    answer = desk.post(address, {"step": "up"}, headers=HTMX)
    assert (answer.status_code, text(answer).strip()) == (409, f"<p>{sentence}</p>")
    assert said(desk.post(address, {"step": "up"})) == [sentence]


@pytest.mark.django_db
def test_what_was_done_is_told_to_a_person_and_not_to_a_script(desk, edition, made):
    address = at("item_duplicate", edition, made["next"].lineage)
    assert said(desk.post(address, headers=HTMX)) == []
    assert len(said(desk.post(address))) == 1


@pytest.mark.django_db
def test_without_an_item_the_way_leads_to_the_outline(desk, edition, made):
    address = at("item_delete", edition, made["heading"].lineage)
    answer = desk.post(address, headers=HTMX)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, at("outline", edition))
