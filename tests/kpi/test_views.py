"""The table of KPIs in a browser without scripts and with them: cells, and what becomes of a figure."""

import pytest
from django.test import Client

from accounts.models import Department
from kpi.measurements import record_value
from kpi.models import Measurement, MeasurementRevision, Target
from publishing.editions import freeze
from strategy.models import Edition, PlanItem
from tests.kpi import promises
from tests.kpi.office import HTMX, about, at, of, said, staff, text


@pytest.fixture
def row(made) -> Target:
    return promises.target(made["chapter"], "就業率", audience="15～49歳")


@pytest.fixture
def desk(client, aoki) -> Client:
    client.force_login(aoki)
    return client


def newest() -> MeasurementRevision:
    return MeasurementRevision.objects.order_by("-pk").first()


def type_in(desk, row, typed, seen=0, year=2024, **more):
    """What a cell sends, by the script or (``plain``) without it."""
    headers = {} if more.pop("plain", False) else HTMX
    return desk.post(of("value_save", row, year), {"typed": typed, "seen": seen, **more}, headers=headers)


@pytest.mark.django_db
def test_the_table_shows_a_cell_for_the_year_asked_for(desk, edition, row):
    promises.approved(row.indicator, 2023, "69.0%")
    page = desk.get(at("kpi_table", edition) + "?year=2024")
    assert page.status_code == 200
    assert f'action="{of("value_save", row, 2024)}"' in text(page)
    assert [line.earlier[0].text for line in page.context["sheet"].lines] == ["69.0"]
    assert desk.get(at("kpi_table", edition) + "?year=1999").context["sheet"].year >= 2023
    redirected = desk.get(at("item_targets", edition, row.item.lineage))
    assert redirected.url == f"{at('kpi_table', edition)}?item={row.item.lineage}"
    assert "就業率" in text(desk.get(redirected.url))
    assert "この版にはKPIがまだありません。" not in text(page)


@pytest.mark.django_db
def test_a_figure_is_saved_and_judged_at_once(desk, edition, row, aoki):
    answer = type_in(desk, row, "７１．４%")
    assert answer.status_code == 200
    assert ("順調" in text(answer), "入力中1" in text(answer), "提出する" in text(answer)) == (True,) * 3
    assert (f"{newest().value:.1f}", newest().state, newest().by) == ("71.4", "DRAFT", aoki)
    plain = type_in(desk, row, "72.0", seen=1, plain=True)
    assert plain.url == f"{at('kpi_table', edition)}?year=2024#kpi-{row.lineage}"
    assert said(plain) == ["「就業率」の値を保存しました。"]
    assert type_in(desk, row, "73%", year=2030).status_code == 404


@pytest.mark.django_db
def test_what_cannot_be_kept_stays_in_its_cell_with_a_sentence(desk, edition, row):
    for plain in (False, True):
        answer = type_in(desk, row, "7１.4.", plain=plain)
        assert answer.status_code == 422
        assert "小数点が二つあります。「71.4」のように入れてください。" in text(answer)
        assert ('value="7１.4."' in text(answer), "値を直すと判定" in text(answer)) == (True, True)
        assert ("「就業率」の値を保存していません" in text(answer)) is plain
    assert "15人" in text(type_in(desk, row, "15人"))
    assert not Measurement.objects.exists()
    ahead = type_in(desk, row, "70", year=2027)
    assert (ahead.status_code, "令和9年度はまだ始まっていません。" in text(ahead)) == (422, True)


@pytest.mark.django_db
def test_somebody_was_quicker_and_both_figures_are_shown(desk, row, toyonaka):
    record_value(
        actor=staff("馬場", "PLANNER", toyonaka), indicator=row.indicator, fiscal_year=2024, typed="72.0"
    )
    answer = type_in(desk, row, "71.4")
    assert answer.status_code == 409
    assert "馬場さんが" in text(answer)
    assert ("「72.0」のままにする" in text(answer), "「71.4」で保存する" in text(answer)) == (True, True)
    assert 'name="seen" value="1"' in text(answer)
    assert (newest().n, newest().value) == (1, 72)
    assert type_in(desk, row, "71.4", seen=1).status_code == 200
    assert (newest().n, f"{newest().value:.1f}") == (2, "71.4")


@pytest.mark.django_db
def test_an_approved_figure_is_changed_with_a_reason_only(desk, row):
    made = promises.published(row.indicator)
    refused = type_in(desk, row, "71.0", seen=made.n)
    assert (refused.status_code, 'name="why"' in text(refused)) == (422, True)
    assert type_in(desk, row, "71.0", seen=made.n, why="集計の誤りを直した").status_code == 200
    assert (newest().quality, newest().why, newest().state) == ("CORRECTED", "集計の誤りを直した", "DRAFT")


@pytest.mark.django_db
def test_a_figure_is_submitted_approved_and_published_from_its_row(desk, edition, row):
    made = promises.typed(row.indicator)
    here = f"{at('kpi_table', edition)}?year=2024#kpi-{row.lineage}"
    for name, word in (
        ("submit", "提出しました"),
        ("approve", "承認しました。まだ公表されません"),
        ("publish", "公表しました"),
    ):
        sent = {"seen": newest().n, "next": here}
        answer = desk.post(about(f"value_{name}", row.indicator, made.measurement_id), sent)
        assert (answer.url, said(answer)[-1]) == (here, f"「就業率」の値を{word}。")
    assert newest().publication
    page = text(desk.get(here))
    assert ('<span class="tag tag-strong">公表</span>' in page, "公表する<" in page) == (True, False)


@pytest.mark.django_db
def test_a_figure_is_returned_with_its_reason_and_not_without(desk, row):
    made = promises.submitted(row.indicator)
    address = about("value_return", row.indicator, made.measurement_id)
    elsewhere = {"seen": made.n, "next": "https://example.com/office/"}
    refused = desk.post(address, elsewhere)
    assert (said(refused), refused.url) == (
        ["差し戻す理由を書いてください。"],
        about("indicator", row.indicator) + f"#value-{made.measurement_id}",
    )
    desk.post(address, {"seen": made.n, "why": "出典の年度が違います。"})
    assert (newest().state, newest().why) == ("RETURNED", "出典の年度が違います。")
    stale = desk.post(address, {"seen": made.n, "why": "二度目"})
    assert said(stale)[-1].startswith("ほかの人が先に")


@pytest.mark.django_db
def test_a_department_enters_its_own_figures_and_nobody_elses(client, row, toyonaka):
    own = Department.objects.create(government=toyonaka, name="産業振興課")
    row.indicator.department = own
    row.indicator.save()
    for role, department, right in (
        ("DEPARTMENT", own, 200),
        ("DEPARTMENT", None, 403),
        ("VIEWER", own, 403),
    ):
        client.force_login(staff(f"{role}{right}", role, toyonaka, department))
        assert type_in(client, row, "70").status_code == right
        made = newest()
        submit = client.post(about("value_submit", row.indicator, made.measurement_id), {"seen": made.n})
        assert submit.status_code == {200: 302, 403: 403}[right]
        approve = client.post(about("value_approve", row.indicator, made.measurement_id), {"seen": 2})
        assert approve.status_code == 403
    assert newest().state == "SUBMITTED"


@pytest.mark.django_db
def test_a_figure_of_nobody_is_entered_by_who_answers_for_its_item(client, row, toyonaka):
    own, other = (
        Department.objects.create(government=toyonaka, name=name) for name in ("産業振興課", "総務課")
    )
    PlanItem.objects.filter(pk=row.item_id).update(department=own)
    for department, right in ((other, 403), (own, 200)):
        client.force_login(staff(f"人{right}", "DEPARTMENT", toyonaka, department))
        assert type_in(client, row, "70").status_code == right


@pytest.mark.django_db
def test_figures_of_a_frozen_edition_are_entered_and_its_texts_are_not(desk, edition, row, aoki):
    frozen = freeze(actor=aoki, edition=edition)
    assert type_in(desk, row, "70.0").status_code == 200
    page = desk.get(at("kpi_table", frozen))
    assert ("data-cell" in text(page), "KPIを足す" in text(page)) == (True, False)


@pytest.mark.django_db
def test_the_page_asks_as_often_for_twelve_rows_as_for_one(
    desk, edition, made, row, django_assert_max_num_queries
):
    def read(edition: Edition) -> int:
        with django_assert_max_num_queries(30) as asked:
            assert desk.get(at("kpi_table", edition)).status_code == 200
        return len(asked)

    read(edition)  # the session is opened
    once = read(edition)
    for n in range(11):
        promises.published(promises.target(made["section"], f"指標{n}").indicator)
    assert read(edition) == once
