"""Levels: the government's own words, and rules that hold for the items that stand there."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from publishing.editions import freeze
from strategy.levels import create_level, create_levels, delete_level, fresh_key, save_level
from strategy.models import Edition, Level, PlanItem
from strategy.plans import create_edition
from strategy.presets import PRESETS
from tests import factories
from tests.snapshots import everything_stored, refused

FROZEN = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
FIELDS = {"title": "第3期総合戦略", "first_fiscal_year": 2023, "last_fiscal_year": 2027}
CHAPTER = {"depth": 1, "name": "章", "kind": "GOAL", "numbering": "chapter", "under": [""]}


@pytest.fixture
def empty(toyonaka) -> Edition:
    return create_edition(actor=None, plan=factories.plan(toyonaka), **FIELDS)


def level(edition: Edition, key: str) -> Level:
    return edition.levels.get(key=key)


# --- create -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_level_has_a_key_of_its_own(empty, aoki):
    made = create_level(actor=aoki, edition=empty, key="chapter", **CHAPTER)
    assert (made.under, str(made)) == ([""], "章")
    for fields in ({"key": "chapter"}, {"key": "b", "kind": "SHOU"}, {"key": "b", "name": ""}):
        before = everything_stored()
        with pytest.raises(ValidationError) as caught:
            create_level(actor=aoki, edition=empty, **CHAPTER | fields)
        assert len(caught.value.messages) == 1
        assert everything_stored() == before


@pytest.mark.django_db
def test_without_a_key_a_level_gets_one_that_nobody_has(empty, aoki):
    keys = [
        create_level(actor=aoki, edition=empty, **CHAPTER | {"name": name}).key for name in ("章", "節", "項")
    ]
    assert keys == ["level1", "level2", "level3"]
    delete_level(actor=aoki, level=level(empty, "level2"))
    assert create_level(actor=aoki, edition=empty, **CHAPTER).key == "level2"
    assert fresh_key({"level1", "level3"}) == "level2"


@pytest.mark.django_db
def test_a_level_may_stand_under_those_of_its_edition_and_itself(empty, aoki):
    chapter = create_level(actor=aoki, edition=empty, **CHAPTER)
    section = CHAPTER | {"name": "節", "key": "section", "under": [chapter.key, "section"]}
    assert create_level(actor=aoki, edition=empty, **section).under == ["level1", "section"]
    assert refused(create_level, actor=aoki, edition=empty, **CHAPTER | {"under": ["elsewhere"]}) == (
        "置ける場所に、この版にない階層があります。画面を開き直してください。"
    )
    assert refused(create_level, actor=aoki, edition=empty, **CHAPTER | {"under": []}) == (
        "置ける場所を一つ以上選んでください。"
    )


# --- save ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_name_numbering_and_depth_change(edition, made, aoki):
    saved = save_level(actor=aoki, level=level(edition, "section"), name="施策", numbering="paren", depth=3)
    saved.refresh_from_db()
    assert (saved.name, saved.numbering, saved.depth, saved.key) == ("施策", "paren", 3, "section")
    (event,) = AuditEvent.objects.filter(verb="level.save")
    assert (event.actor, event.detail) == (aoki, {"key": "section", "fields": ["depth", "name", "numbering"]})


@pytest.mark.django_db
def test_items_follow_the_kind_of_their_level(edition, made, aoki):
    save_level(actor=aoki, level=level(edition, "measure"), kind="INITIATIVE")
    items = edition.items.filter(level__key="measure")
    assert [item.kind for item in items] == ["INITIATIVE"] * 2
    for item in items:
        row = PlanItem.history.filter(id=item.pk).latest("history_id")
        assert (row.kind, row.history_type, row.history_user) == ("INITIATIVE", "~", aoki)
    assert {item.kind for item in edition.items.filter(level__key="direction")} == {"DIRECTION"}
    before = PlanItem.history.count()
    save_level(actor=aoki, level=level(edition, "measure"), kind="INITIATIVE", name="例")
    assert PlanItem.history.count() == before


@pytest.mark.django_db
def test_a_place_where_items_stand_cannot_be_taken_away(edition, made, aoki):
    assert refused(save_level, actor=aoki, level=level(edition, "measure"), under=["section"]) == (
        "「見本の取組み1」が「方向性」の下にあるので、「方向性」の下をはずせません。先にその項目を動かしてください。"
    )
    assert refused(save_level, actor=aoki, level=level(edition, "chapter"), under=["heading"]) == (
        "「子ども・若者が夢や希望をもてるまちづくり」がいちばん上にあるので、いちばん上をはずせません。"
        "先にその項目を動かしてください。"
    )
    assert save_level(actor=aoki, level=level(edition, "chapter"), under=[""]).under == [""]
    assert save_level(actor=aoki, level=level(edition, "initiative"), under=["direction"]).under == [
        "direction"
    ]
    wider = save_level(actor=aoki, level=level(edition, "measure"), under=["direction", "section"])
    assert wider.under == ["direction", "section"]


@pytest.mark.django_db
def test_bad_values_and_other_editions_are_refused(edition, made, aoki, ogori):
    other = factories.edition(factories.plan(ogori))
    strange = level(other, "chapter")
    gone = level(edition, "initiative")
    delete_level(actor=aoki, level=Level.objects.get(pk=gone.pk))
    sentence = "この階層はもうありません。画面を開き直してください。"
    assert refused(save_level, actor=aoki, level=gone, name="例") == sentence
    assert refused(delete_level, actor=aoki, level=gone) == sentence
    strange.edition = edition
    assert refused(save_level, actor=aoki, level=strange, name="例") == sentence
    assert refused(save_level, actor=aoki, level=level(edition, "measure"), under=[]) == (
        "置ける場所を一つ以上選んでください。"
    )
    for fields in (
        {"numbering": "hieroglyphs"},
        {"kind": "SHOU"},
        {"name": ""},
        {"name": "あ" * 41},
        {"depth": -1},
    ):
        before = everything_stored()
        with pytest.raises(ValidationError):
            save_level(actor=aoki, level=level(edition, "measure"), **fields)
        assert everything_stored() == before


@pytest.mark.django_db
def test_changing_the_kind_of_many_asks_as_often_as_of_few(edition, made, aoki, django_assert_num_queries):
    kinds = iter(["INITIATIVE", "MEASURE"])
    measure = level(edition, "measure")
    for count in (2, 40):
        while made["direction"].children.count() < count:
            factories.item(edition, "measure", "多い", made["direction"])
        with django_assert_num_queries(16):
            save_level(actor=aoki, level=measure, kind=next(kinds))


# --- delete -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_level_goes_when_nobody_uses_it(edition, made, aoki):
    save_level(actor=aoki, level=level(edition, "initiative"), under=["section", "direction"])
    PlanItem.objects.filter(level__key="measure").delete()
    PlanItem.objects.filter(level__key="direction").delete()
    assert refused(delete_level, actor=aoki, level=level(edition, "direction")) == (
        "「主な取組み」を置ける場所は「方向性」の下だけです。先に「主な取組み」の置ける場所を変えてください。"
    )
    assert delete_level(actor=aoki, level=level(edition, "measure")) == "主な取組み"
    assert delete_level(actor=aoki, level=level(edition, "direction")) == "方向性"
    assert level(edition, "initiative").under == ["section"]
    event = AuditEvent.objects.filter(verb="level.delete").latest("id")
    assert event.detail == {"key": "direction", "name": "方向性"}


@pytest.mark.django_db
def test_a_level_that_items_use_stays(edition, made, aoki):
    assert refused(delete_level, actor=aoki, level=level(edition, "measure")) == (
        "「主な取組み」は「見本の取組み1」などの項目が使っているので、削除できません。"
        "先に項目を動かすか、削除してください。"
    )


# --- presets ------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("preset", PRESETS)
def test_an_edition_without_levels_takes_those_of_a_preset(empty, aoki, preset):
    levels = create_levels(actor=aoki, edition=empty, preset=preset)
    assert [row.name for row in levels] == PRESETS[preset].names.split("・")
    for row in empty.levels.all():
        row.full_clean()
        assert isinstance(row.under, list)
    (event,) = AuditEvent.objects.filter(verb="levels.create")
    assert event.detail == {"preset": preset, "count": len(levels)}


@pytest.mark.django_db
def test_a_preset_does_not_mix_with_levels_that_stand_there(edition, empty_of_other, aoki):
    assert refused(create_levels, actor=aoki, edition=edition, preset="guide") == (
        "この版にはもう階層があります。ひな形は、階層が一つもない版だけに使えます。"
    )
    assert refused(create_levels, actor=aoki, edition=empty_of_other, preset="nowhere") == (
        "このひな形はありません。一覧から選んでください。"
    )


@pytest.fixture
def empty_of_other(ogori) -> Edition:
    return create_edition(actor=None, plan=factories.plan(ogori), **FIELDS)


@pytest.mark.django_db
def test_levels_of_a_frozen_edition_stay(edition, made, aoki):
    chapter = level(edition, "chapter")
    freeze(actor=aoki, edition=edition)
    assert refused(create_level, actor=aoki, edition=edition, **CHAPTER) == FROZEN
    assert refused(save_level, actor=aoki, level=chapter, name="編") == FROZEN
    assert refused(delete_level, actor=aoki, level=chapter) == FROZEN
    assert refused(create_levels, actor=aoki, edition=edition, preset="guide") == FROZEN
