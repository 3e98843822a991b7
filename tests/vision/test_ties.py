"""Pages of an edition about its visions: who may do what, what is said, nothing typed is lost."""

import pytest

from publishing.editions import freeze
from tests import factories
from tests.vision import towns
from tests.vision.tied import Tied, regional, tied
from vision.citations import citation_of
from vision.models import RegionalVision

pytestmark = pytest.mark.django_db
EDITION = "/office/toyonaka/digital-strategy/1/"


@pytest.fixture
def world(toyonaka) -> Tied:
    return tied(toyonaka)


def at_item(item) -> str:
    return f"{EDITION}items/{item.lineage}/regional-vision/"


FIELDS = {"act": "save", "keyword": "選ばれるまち", "purpose": "", "model_types": ["SDGS"], "version": "0"}


def test_who_reads_and_who_writes(client, world, aoki, baba, neighbour):
    addresses = (f"{EDITION}population/", at_item(world.made["heading"]))
    for person, got, posted in ((neighbour, 404, 404), (baba, 200, 403), (aoki, 200, 422)):
        client.force_login(person)
        for address in addresses:
            assert client.get(address).status_code == got
            assert client.post(address, {"seen": "old"}).status_code == posted


def test_a_vision_is_chosen_and_taken_back(client, world, aoki, toyonaka, ogori):
    client.force_login(aoki)
    address, newer = (
        f"{EDITION}population/",
        towns.a_vision(toyonaka, title="作成中の人口ビジョン", notice="見本です。"),
    )
    foreign = towns.a_vision(ogori, title="小郡市のもの")
    page = client.get(address)
    assert b'/population/" aria-current' not in page.content  # a page of the plan, not of the visions
    assert b'/population/" aria-current="true"' in client.get("/office/toyonaka/population/").content
    assert [row.title for row in page.context["visions"]] == ["作成中の人口ビジョン", "豊中市人口ビジョン"]
    assert "小郡市のもの" not in page.content.decode()
    seen = page.context["form"]["seen"].value()
    assert client.post(address, {"vision": foreign.pk, "seen": seen}).status_code == 422
    done = client.post(address, {"vision": newer.pk, "argument": "新しい文", "seen": seen}, follow=True)
    assert (citation_of(world.edition).vision, citation_of(world.edition).argument) == (newer, "新しい文")
    text = done.content.decode()
    assert "この人口ビジョンはまだ作成中です。" in text
    assert "見本です。" in text
    late = client.post(address, {"vision": world.vision.pk, "argument": "後から来た文", "seen": seen})
    assert late.status_code == 422
    text = late.content.decode()
    assert "いま引用しているのは「作成中の人口ビジョン」です。" in text
    assert "後から来た文" in text
    client.post(address, {"uncite": "1", "seen": late.context["uncite"]["seen"].value()})
    assert citation_of(world.edition) is None


def test_the_fields_are_saved_and_kept_when_somebody_was_first(client, world, aoki):
    client.force_login(aoki)
    address = at_item(world.made["heading"])
    assert client.post(address, FIELDS | {"keyword": ""}).status_code == 422
    assert client.post(address, FIELDS).status_code == 302
    own = RegionalVision.objects.get()
    assert (own.keyword, own.model_types, own.version) == ("選ばれるまち", ["SDGS"], 1)
    late = client.post(address, FIELDS | {"keyword": "後から来た合言葉"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "いまの合言葉は「選ばれるまち」です。" in text
    assert 'value="後から来た合言葉"' in text
    assert client.post(address, FIELDS | {"keyword": "後から来た合言葉", "version": "1"}).status_code == 302
    wrong = client.post(address, FIELDS | {"version": "2", "quoted_title": "基本構想"})
    assert wrong.context["form"].errors == {
        "quoted_from": ["引用したときは、文書をつくった団体と年を入れてください。"]
    }


def test_links_are_chosen_out_of_goals_pillars_and_measures(client, world, aoki):
    own = regional(world.made["heading"])
    client.force_login(aoki)
    address = at_item(world.made["heading"])
    opened = client.get(address)
    choice, seen = opened.context["choice"], opened.context["links"]["seen"].value()
    open_ones = {option.value for option in choice.options if option.is_open}
    assert open_ones == {str(item.lineage) for name, item in world.made.items() if name != "heading"}
    chosen = [str(world.made[name].lineage) for name in ("chapter", "pillar")]
    assert client.post(address, {"act": "link", "seen": seen, "links": chosen}).status_code == 302
    assert own.links.count() == 2
    mine = {"act": "link", "links": [str(world.made["measure1"].lineage)]}
    late = client.post(address, mine | {"seen": seen})
    assert late.status_code == 422
    assert late.context["links"].errors["__all__"] == [
        "ほかの人が先につながりを保存しました。いまの内容を確かめてから、もう一度保存してください。"
        f"いまつながっているのは「{world.made['pillar'].title}」「{world.made['chapter'].title}」です。"
    ]
    assert [option.value for option in late.context["choice"].options if option.is_chosen] == mine["links"]
    assert own.links.count() == 2
    again = late.context["links"]["seen"].value()
    assert client.post(address, mine | {"seen": again}).status_code == 302
    assert own.links.count() == 1
    assert client.post(address, {"act": "link", "seen": again, "links": ["no-lineage"]}).status_code == 422
    removed = client.post(address, {"act": "remove", "version": own.version}, follow=True)
    assert "項目の本文は残っています。" in removed.content.decode()
    assert not RegionalVision.objects.exists()


def test_where_it_may_not_stand_the_page_says_where(client, world, aoki):
    client.force_login(aoki)
    assert (
        "地域ビジョンは、本文の項目に書きます。"
        in client.get(at_item(world.made["chapter"])).content.decode()
    )
    regional(world.made["heading"])
    page = client.get(at_item(world.made["measure1"])).content.decode()
    assert f'<a href="{at_item(world.made["heading"])}">総合戦略の概要</a>' in page


def test_a_frozen_edition_is_only_read(client, world, aoki):
    regional(world.made["heading"])
    freeze(actor=None, edition=world.edition)
    client.force_login(aoki)
    page = client.get(at_item(world.made["heading"])).content.decode()
    assert "<dd>子育て世帯に選ばれるまち</dd>" in page
    assert "保存する" not in page
    page = client.get(f"{EDITION}population/").content.decode()
    assert "若い世代の転出をおさえます。" in page
    assert "保存する" not in page


def test_the_pages_are_found_from_item_and_edition(client, world, aoki):
    client.force_login(aoki)
    page = client.get(f"{EDITION}items/{world.made['heading'].lineage}/").content.decode()
    assert f'<a href="{at_item(world.made["heading"])}">地域ビジョン</a>' in page
    assert f'href="{EDITION}population/">人口ビジョン</a>' in page
    page = client.get(f"{EDITION}items/{world.made['measure1'].lineage}/").content.decode()
    assert "regional-vision" not in page


@pytest.mark.parametrize("visions", [0, 3])
def test_queries_do_not_grow_with_the_visions(client, toyonaka, aoki, visions, django_assert_num_queries):
    factories.edition(factories.plan(toyonaka))
    for number in range(visions):
        made = towns.a_vision(toyonaka, scenarios=False, number=number + 1)
        type(made).objects.filter(pk=made.pk).update(
            frozen_at="2026-01-01T00:00Z", content=b"{}", content_hash="0"
        )
    client.force_login(aoki)
    with django_assert_num_queries(10):
        assert client.get(f"{EDITION}population/").status_code == 200
