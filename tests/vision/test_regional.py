"""The 地域ビジョン of an edition: one, at a text, with what it is linked with."""

import pytest
from django.core.exceptions import ValidationError

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from publishing.editions import freeze
from strategy.items import delete_item
from strategy.models import PlanItem
from tests import factories
from tests.vision.tied import regional
from vision.models import RegionalVision, VisionLink
from vision.regional import link_items, remove_regional_vision, save_regional_vision

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(toyonaka) -> dict[str, PlanItem]:
    return factories.small_tree(factories.edition(factories.plan(toyonaka)))


def test_it_is_written_and_saved_again(made, aoki):
    vision = regional(made["heading"])
    assert (vision.version, vision.model_names, vision.field_names) == (
        1, ["SDGs未来都市"], ["地方公共団体間の連携によるこども政策", "教育DX"],
    )  # fmt: skip
    again = save_regional_vision(actor=aoki, item=made["heading"], version=1, keyword=" 新しい合言葉 ")
    assert (again.pk, again.version, again.keyword, again.purpose) == (
        vision.pk, 2, "新しい合言葉", "人口40万人の維持",
    )  # fmt: skip
    event = AuditEvent.objects.filter(verb="regional.save").latest("pk")
    assert (event.actor, event.detail["fields"]) == (aoki, ["合言葉"])
    save_regional_vision(actor=aoki, item=made["heading"], version=2, keyword="新しい合言葉")
    assert AuditEvent.objects.filter(verb="regional.save").count() == 2


def test_it_stands_at_one_text(made, aoki):
    with pytest.raises(Refused, match="本文の項目に書きます"):
        save_regional_vision(actor=aoki, item=made["chapter"], keyword="合言葉")
    regional(made["heading"])
    PlanItem.objects.filter(pk=made["chapter"].pk).update(kind="TEXT")
    with pytest.raises(Refused, match="地域ビジョンは「総合戦略の概要」にあります。一つの版に一つだけ"):
        regional(made["chapter"])
    with pytest.raises(Overtaken, match="ほかの人が先に地域ビジョンを保存しました") as late:
        regional(made["heading"], keyword="二人め")
    assert late.value.current.keyword == "子育て世帯に選ばれるまち"
    with pytest.raises(Overtaken):
        regional(made["heading"], version=7)


@pytest.mark.parametrize(
    ("fields", "name", "sentence"),
    [
        ({"keyword": " "}, "keyword", "このフィールドは空ではいけません。"),
        ({"model_types": ["MOON"]}, "model_types", "一覧にないものは選べません（MOON）。"),
        ({"quoted_from": "見本県"}, "quoted_title", "引用したときは、文書の名前を入れてください。"),
        (
            {"quoted_title": "基本構想"},
            "quoted_from",
            "引用したときは、文書をつくった団体と年を入れてください。",
        ),
    ],
)
def test_what_is_not_sound_is_refused_at_its_field(made, fields, name, sentence):
    with pytest.raises(ValidationError) as refused:
        regional(made["heading"], **fields)
    assert refused.value.message_dict[name] == [sentence]
    assert not RegionalVision.objects.exists()


def test_a_quotation_with_its_source_is_kept(made):
    vision = regional(
        made["heading"], quoted_title="基本構想", quoted_from="見本県、令和6年", quoted_page="12ページ"
    )
    assert (vision.quoted_title, vision.quoted_page) == ("基本構想", "12ページ")


def test_links_are_these_and_no_others(made, aoki):
    vision = regional(made["heading"])
    link_items(actor=aoki, vision=vision, items=[made["chapter"], made["pillar"]])
    link_items(actor=aoki, vision=vision, items=[made["chapter"], made["measure1"]])
    assert set(vision.links.values_list("item_id", flat=True)) == {made["chapter"].pk, made["measure1"].pk}
    link_items(actor=aoki, vision=vision, items=[made["measure1"], made["chapter"]])
    assert AuditEvent.objects.filter(verb="regional.link").count() == 2
    with pytest.raises(Refused, match="地域ビジョンを書いた項目そのもの"):
        link_items(actor=aoki, vision=vision, items=[made["heading"]])
    stranger = factories.small_tree(
        factories.edition(factories.plan(made["heading"].edition.plan.government, "other"))
    )
    with pytest.raises(Refused, match="別の版の項目"):
        link_items(actor=aoki, vision=vision, items=[stranger["chapter"]])


def test_an_item_with_a_link_is_not_deleted(made, aoki):
    link_items(actor=aoki, vision=regional(made["heading"]), items=[made["measure1"]])
    with pytest.raises(Refused, match="地域ビジョンとのつながりが1件あります"):
        delete_item(actor=aoki, item=made["measure1"])


def test_it_is_taken_away_and_the_text_stays(made, aoki):
    vision = regional(made["heading"])
    link_items(actor=aoki, vision=vision, items=[made["chapter"]])
    with pytest.raises(Overtaken):
        remove_regional_vision(actor=aoki, vision=vision, version=3)
    assert remove_regional_vision(actor=aoki, vision=vision, version=1) == made["heading"]
    assert (RegionalVision.objects.count(), VisionLink.objects.count()) == (0, 0)
    with pytest.raises(Refused, match="もうありません"):
        link_items(actor=aoki, vision=vision, items=[])
    with pytest.raises(Overtaken, match="もうありません"):
        regional(made["heading"], version=1)


def test_a_frozen_edition_keeps_what_it_says(made, aoki):
    vision = regional(made["heading"])
    freeze(actor=None, edition=made["heading"].edition)
    for act in (
        lambda: regional(made["heading"], version=1, keyword="別"),
        lambda: link_items(actor=aoki, vision=vision, items=[made["chapter"]]),
        lambda: remove_regional_vision(actor=aoki, vision=vision, version=1),
    ):
        with pytest.raises(Refused, match="凍結"):
            act()
