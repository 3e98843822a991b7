"""The office's doors of publishing."""

import pytest

from publishing.editions import freeze, publish
from tests import factories

PREVIEW = "/office/toyonaka/digital-strategy/1/"


@pytest.fixture
def draft(toyonaka):
    edition = factories.edition(factories.plan(toyonaka), title="作成中の計画")
    factories.small_tree(edition)
    return edition


def test_the_home_lists_plans_of_the_own_governments_only(client, draft, ogori, aoki):
    factories.edition(factories.plan(ogori), title="よその計画")
    client.force_login(aoki)
    page = client.get("/office/").content.decode()
    assert "作成中の計画（第1版）" in page
    assert "よその計画" not in page


@pytest.mark.parametrize("plans", [1, 6])
def test_the_home_costs_the_same_for_many_plans(client, toyonaka, aoki, django_assert_num_queries, plans):
    for n in range(plans):
        factories.edition(factories.plan(toyonaka, f"plan-{n}"))
    client.force_login(aoki)
    client.get("/office/")
    with django_assert_num_queries(4):  # session, user, memberships, editions
        client.get("/office/")


def test_somebody_without_a_government_is_told_what_to_do(client, chiba):
    client.force_login(chiba)
    page = client.get("/office/").content.decode()
    assert "所属する団体がありません。" in page
    assert "管理者に、団体への登録を頼んでください。" in page


def test_a_preview_says_where_the_edition_stands(client, draft, aoki):
    client.force_login(aoki)
    assert "作成中（庁内のみ）" in client.get(PREVIEW).content.decode()
    freeze(actor=aoki, edition=draft)
    assert "公表前（庁内のみ）" in client.get(PREVIEW).content.decode()
    publish(actor=aoki, edition=draft)
    assert "公表中の版の確認" in client.get(PREVIEW).content.decode()


def test_a_preview_is_never_kept_by_a_cache(client, draft, aoki):
    client.force_login(aoki)
    assert "no-store" in client.get(PREVIEW)["Cache-Control"]


def test_an_unknown_edition_is_not_found(client, draft, aoki):
    client.force_login(aoki)
    assert client.get("/office/toyonaka/digital-strategy/2/").status_code == 404
    assert client.get("/office/toyonaka/nothing/1/").status_code == 404
