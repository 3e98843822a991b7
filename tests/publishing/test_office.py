"""Reading an edition of any stage in the office."""

import io

import pytest
from PIL import Image

from paper.images import prepare
from publishing.editions import freeze, publish
from strategy.figures import add_figure
from tests import factories

PREVIEW = "/office/toyonaka/digital-strategy/1/preview/"


@pytest.fixture
def draft(toyonaka):
    edition = factories.edition(factories.plan(toyonaka), title="作成中の計画")
    factories.small_tree(edition)
    return edition


def test_a_preview_says_where_the_edition_stands(client, draft, aoki):
    client.force_login(aoki)
    assert "作成中（庁内のみ）" in client.get(PREVIEW).content.decode()
    freeze(actor=aoki, edition=draft)
    assert "公表前（庁内のみ）" in client.get(PREVIEW).content.decode()
    publish(actor=aoki, edition=draft)
    assert "公表中の版の確認" in client.get(PREVIEW).content.decode()


def test_a_preview_shows_the_images_of_a_draft_to_the_own_staff(client, draft, aoki):
    item = draft.items.get(title="見本の取組み1")
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "PNG")
    figure = add_figure(
        actor=aoki, item=item, picture=prepare(out.getvalue()), caption="図", alt="見本の図です。"
    )
    client.force_login(aoki)
    address = f"/office/toyonaka/digital-strategy/1/items/{item.lineage}/figures/{figure.sha256}"
    assert (
        f'<img src="{address}" alt="見本の図です。" width="60" height="40">'
        in client.get(PREVIEW).content.decode()
    )
    assert b"".join(client.get(address).streaming_content).startswith(b"\x89PNG")


def test_a_preview_is_never_kept_by_a_cache(client, draft, aoki):
    client.force_login(aoki)
    assert "no-store" in client.get(PREVIEW)["Cache-Control"]


def test_an_unknown_edition_is_not_found(client, draft, aoki):
    client.force_login(aoki)
    assert client.get("/office/toyonaka/digital-strategy/2/preview/").status_code == 404
    assert client.get("/office/toyonaka/nothing/1/preview/").status_code == 404
