"""Forms of the road of editions: what people type, and what they are told."""

import datetime

import pytest
from django import forms
from django.utils import timezone

from publishing.editions import freeze, publish
from publishing.forms.editions import (
    BasicsForm,
    CorrectionForm,
    FreezeForm,
    NextEditionForm,
    PublishForm,
    WithdrawForm,
)
from publishing.forms.fields import DayField, FiscalYearField
from publishing.forms.plans import PlanForm
from strategy.models import Edition
from strategy.plans import save_edition
from tests import factories

NEXT = {
    "title": "第4期総合戦略",
    "stage": "DRAFT",
    "first_fiscal_year": "令和9年度",
    "last_fiscal_year": "R13",
}


@pytest.fixture
def edition(toyonaka) -> Edition:
    made = factories.edition(factories.plan(toyonaka), title="第3期総合戦略")
    factories.small_tree(made)
    return made


def basics(edition: Edition, **changes) -> dict:
    """What the page of an edition sends when nothing but ``changes`` was typed."""
    form = BasicsForm(edition=edition)
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value is not None} | {"seen": form.digest()}
    return {**data, "rests_on": form.chosen} | changes


# --- fields -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["2026-04-01", "令和8年4月1日", "Ｒ８．４．１", " 2026/4/1 "])
def test_a_day_is_read_as_people_write_it(typed):
    assert DayField().clean(typed) == datetime.date(2026, 4, 1)


@pytest.mark.parametrize("typed", ["令和8年度", "R8", "2026", "２０２６年度"])
def test_a_fiscal_year_is_read_as_people_write_it(typed):
    field = FiscalYearField()
    assert field.clean(typed) == 2026
    assert field.prepare_value(2026) == "令和8年度"
    assert field.prepare_value(typed) == typed  # what was typed wrongly stays as it was typed


class Days(forms.Form):
    year = FiscalYearField()
    day = DayField()


def test_what_cannot_be_read_is_told_in_a_sentence():
    form = Days({"year": "らいねん", "day": "あした"})
    assert form.errors["year"] == [
        "「らいねん」は年度として読めません。「令和5年度」のように入力してください。"
    ]
    assert form.errors["day"] == [
        "「あした」は日付として読めません。「令和5年2月2日」のように入力してください。"
    ]


# --- the next edition ---------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "following"),
    [("POLICY", "OUTLINE"), ("DRAFT", "PROPOSAL"), ("PROPOSAL", "ADOPTED"), ("ADOPTED", "DRAFT")],
)
def test_the_next_stage_is_proposed(edition, stage, following):
    edition.stage, edition.title = stage, "第3期総合戦略（正誤訂正）"
    form = NextEditionForm(edition=edition)
    assert (form["stage"].value(), form["title"].value()) == (following, "第3期総合戦略")
    assert form["first_fiscal_year"].value() == "令和5年度"


@pytest.mark.django_db
def test_the_next_edition_is_saved_as_typed(edition, aoki):
    form = NextEditionForm(NEXT, edition=freeze(actor=None, edition=edition))
    assert form.is_valid(), form.errors
    made = form.save(actor=aoki)
    assert (made.title, made.stage, made.first_fiscal_year, made.last_fiscal_year) == (
        "第4期総合戦略", "DRAFT", 2027, 2031,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_period_ends_after_it_begins_and_an_adopted_edition_has_a_first_day(edition):
    form = NextEditionForm(NEXT | {"last_fiscal_year": "R8", "stage": "ADOPTED"}, edition=edition)
    assert form.errors == {
        "last_fiscal_year": ["最初の年度より前です。どちらかの年度を直してください。"],
        "effective_from": ["成案には効力の始まる日を入れてください。"],
    }
    form = NextEditionForm(NEXT | {"stage": "ADOPTED", "effective_from": "R9.4.1"}, edition=edition)
    assert form.is_valid()
    assert form.cleaned_data["effective_from"] == datetime.date(2027, 4, 1)


@pytest.mark.django_db
def test_a_correction_says_so_in_its_title(edition):
    assert CorrectionForm(edition=edition)["title"].value() == "第3期総合戦略（正誤訂正）"


# --- freeze, publish, withdraw ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_freeze_says_what_was_seen(edition):
    form = FreezeForm({}, edition=edition)
    assert form.errors == {"seen": ["確認の画面を開き直してから、もう一度凍結してください。"]}
    now = int(timezone.now().timestamp())
    for sent, taken in (
        (now - 60, now - 60),
        (now - 100_000, None),
        (now + 100, None),
        (-1, None),
        ("", None),
    ):
        form = FreezeForm({"seen": "x", "shown_at": sent}, edition=edition)
        assert form.is_valid()
        at = form.cleaned_data["shown_at"]
        assert (at and int(at.timestamp())) == taken


@pytest.mark.django_db
def test_a_publication_is_now_or_at_a_moment_to_come(edition):
    assert PublishForm({}, edition=edition).errors == {"when": ["いつ公表するかを選んでください。"]}
    form = PublishForm({"when": "now", "day": "", "time": ""}, edition=edition)
    assert form.is_valid()
    assert form.cleaned_data["at"] is None
    form = PublishForm({"when": "later", "day": "", "time": "x"}, edition=edition)
    assert form.errors == {
        "day": ["公表する日を入れてください。"],
        "time": ["時刻は「9:00」のように入れてください。"],
    }
    form = PublishForm({"when": "later", "day": "R2.4.1", "time": "9:00"}, edition=edition)
    assert form.errors == {
        "day": ["これからの日時にしてください。いますぐなら「いますぐ公表する」を選びます。"]
    }
    form = PublishForm({"when": "later", "day": "2099-04-01", "time": "9:00"}, edition=edition)
    assert form.is_valid()
    assert form.cleaned_data["at"] == datetime.datetime(
        2099, 4, 1, 0, 0, tzinfo=datetime.UTC
    )  # 9:00 in Japan


@pytest.mark.django_db
def test_a_reservation_is_shown_for_changing(edition, aoki):
    at = datetime.datetime(2099, 4, 1, 15, 30, tzinfo=datetime.UTC)
    edition = publish(actor=aoki, edition=freeze(actor=aoki, edition=edition), at=at)
    form = PublishForm(edition=edition)
    values = [form[name].value() for name in ("when", "day", "time")]
    assert values == ["later", datetime.date(2099, 4, 2), datetime.time(0, 30)]


@pytest.mark.django_db
def test_a_withdrawal_has_a_reason(edition):
    for reason in ("", " 　"):
        form = WithdrawForm({"reason": reason}, edition=edition)
        assert form.errors == {"reason": ["理由を書いてください。"]}


# --- basics -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_basics_are_saved_as_typed(edition, toyonaka, ogori, aoki):
    source = factories.published(factories.plan(ogori, "dai-2-ki"))
    typed = basics(
        edition,
        title="直した題名",
        short_title="総合戦略",
        term="3",
        revision="1",
        stage_word="行政素案",
        last_fiscal_year="令和10年度",
        period_reason="総合計画に合わせた",
        adopted_on="R5.3.20",
        first_page="81",
        page_prefix="Ⅳ－",
        rests_on=[source.pk],
    )
    form = BasicsForm(typed, edition=edition)
    assert form.is_valid(), form.errors
    form.save(actor=aoki)
    edition = Edition.objects.get(pk=edition.pk)
    assert (edition.title, edition.short_title, edition.term, edition.revision) == (
        "直した題名", "総合戦略", 3, 1,
    )  # fmt: skip
    assert (edition.stage_word, edition.last_fiscal_year, edition.period_reason) == (
        "行政素案", 2028, "総合計画に合わせた",
    )  # fmt: skip
    assert (edition.adopted_on, edition.first_page, edition.page_prefix) == (
        datetime.date(2023, 3, 20), 81, "Ⅳ－",
    )  # fmt: skip
    assert list(edition.rests_on.all()) == [source]
    assert BasicsForm(basics(edition), edition=edition).is_valid()  # nothing typed is no fault


@pytest.mark.django_db
def test_only_what_may_be_named_is_offered(edition, toyonaka, ogori):
    own = factories.edition(factories.plan(toyonaka, "sogo-keikaku"))
    public = factories.published(factories.plan(ogori))
    hidden = factories.edition(factories.plan(ogori, "himitsu"))
    form = BasicsForm(edition=edition)
    assert set(form.fields["rests_on"].queryset) == {own, public}
    form = BasicsForm(basics(edition, rests_on=[hidden.pk]), edition=edition)
    assert list(form.errors) == ["rests_on"]


@pytest.mark.django_db
def test_what_somebody_else_saved_meanwhile_is_told_once(edition, aoki, endo):
    typed = basics(edition, title="青木の題名")
    save_edition(actor=endo, edition=edition, title="遠藤の題名", last_fiscal_year=2028)
    edition.refresh_from_db()
    form = BasicsForm(typed, edition=edition)
    assert form.non_field_errors() == [
        "この画面を開いたあとで、ほかの人が基本事項を保存しました。"
        "いま保存されているのは、題名「遠藤の題名」、計画期間の最後の年度「令和10年度」です。"
        "下の内容でよければ、もう一度保存してください。"
    ]
    assert form["title"].value() == "青木の題名"  # what was typed stays
    again = BasicsForm(typed | {"seen": form.digest()}, edition=edition)
    assert again.is_valid()


# --- a new plan ---------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_plan_is_registered_as_typed(toyonaka, ogori, aoki):
    outer = factories.edition(
        factories.plan(toyonaka, "sogo-keikaku", "COMPREHENSIVE"), title="第4次総合計画"
    )
    foreign = factories.plan(ogori)
    form = PlanForm(government=toyonaka)
    assert list(form.fields["contained_in"].choices) == [
        ("", "（なし：単独の計画）"),
        (outer.plan_id, "第4次総合計画"),
    ]
    typed = {
        "title": "第4期総合戦略",
        "kind": "STRATEGY",
        "slug": "sogo-senryaku",
        "contained_in": outer.plan_id,
        "first_fiscal_year": "R9",
        "last_fiscal_year": "R13",
        "preset": "guide",
    }
    form = PlanForm(typed, government=toyonaka)
    assert form.is_valid(), form.errors
    assert form.save(actor=aoki).plan.contained_in == outer.plan
    assert list(PlanForm(typed | {"contained_in": foreign.pk}, government=toyonaka).errors) == [
        "contained_in"
    ]
    assert PlanForm(typed | {"preset": ""}, government=toyonaka).errors == {
        "preset": ["章立ての形を選んでください。"]
    }
