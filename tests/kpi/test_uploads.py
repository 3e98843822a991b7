"""The pages of workbooks that come back: sent, looked at, decided about, applied or given up; and who may do what."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Membership
from kpi.models import Measurement, MeasurementRevision, TargetReview, Upload
from kpi.review.steps import change_step
from kpi.review.years import address_word
from kpi.sheet.writing import results_workbook
from paper.guard import WORKBOOK_BYTES
from tests import factories
from tests.kpi import promises, returned, rounds

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(toyonaka):
    return rounds.a_round(toyonaka)


@pytest.fixture
def review(round_):
    made = round_.open()
    change_step(actor=None, review=made, step="entry", seen=made.version)
    made.refresh_from_db()
    return made


@pytest.fixture
def planner(client, aoki):
    client.force_login(aoki)
    return client


def staff(name, role, where, department=None):
    """Somebody of a department."""
    user = factories.person(name, role, where)
    Membership.objects.filter(user=user).update(department=department)
    return user


def at(name, review, *more):
    plan = review.plan
    return reverse(name, args=[plan.government.slug, plan.slug, address_word(review), *more])


def filled(review, department, texts, sheet="KPI実績"):
    """The workbook of a department as a file, with these texts by heading in the rows of these KPIs."""
    book = openpyxl.load_workbook(io.BytesIO(results_workbook(review, department, timezone.now())))
    page = book[sheet]
    head = next(row for row in page.iter_rows() if any(cell.value == "指標" for cell in row))
    columns = {cell.value: cell.column for cell in head}
    for row in page.iter_rows(min_row=head[0].row + 1):
        for heading, text in texts.get(page.cell(row[0].row, columns["指標"]).value, {}).items():
            page.cell(row[0].row, columns[heading]).value = text
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def file(data, name="R6_こども政策課_KPI実績.xlsx"):
    return SimpleUploadedFile(name, data)


def send(client, review, *files, **more):
    return client.post(at("results_uploads", review), {"files": list(files), **more})


def test_a_workbook_goes_out_comes_back_and_counts(planner, review, round_):
    name = "子育てがしやすいまちだと思う市民の割合"
    data = filled(review, round_.child, {name: {"この年度の値": 70.4, "要因": "相談窓口を増やした"}})
    sent = send(planner, review, file(data))
    upload = Upload.objects.get()
    assert sent.headers["Location"] == at("results_upload", review, upload.pk)
    assert (upload.state, upload.department, upload.name) == (
        "WAITING",
        round_.child,
        "R6_こども政策課_KPI実績.xlsx",
    )
    page = planner.get(sent.headers["Location"]).content.decode()
    assert "追加2" in page
    assert not MeasurementRevision.objects.exists()  # nothing counts yet
    done = planner.post(at("upload_apply", review, upload.pk), {"seen": 1})
    assert done.status_code == 302
    row = MeasurementRevision.objects.get()
    assert (row.value, row.places, row.quality) == (Decimal("70.4"), 1, "FINAL")
    assert (row.state, row.n) == ("DRAFT", 1)
    assert row.why == "こども政策課回答（R6_こども政策課_KPI実績.xlsx）の取込み"
    assert TargetReview.objects.get().cause == "相談窓口を増やした"
    upload.refresh_from_db()
    assert (upload.state, upload.outcome["counts"]) == ("APPLIED", {"追加": 2})
    assert "反映しました" in planner.get(at("results_upload", review, upload.pk)).content.decode()


def test_what_went_out_and_comes_back_untouched_changes_nothing(planner, review, round_):
    promises.approved(round_.targets["ease"].indicator, 2024, "70.4%")
    promises.typed(round_.targets["births"].indicator, 2024, "累計3,420人（速報値）")
    send(planner, review, file(results_workbook(review, None, timezone.now())))
    upload = Upload.objects.get()
    page = planner.get(at("results_upload", review, upload.pk)).content.decode()
    assert "表の値は、すべていまの値と同じです。" in page
    before = MeasurementRevision.objects.count()
    planner.post(at("upload_apply", review, upload.pk), {"seen": 1})
    assert MeasurementRevision.objects.count() == before
    upload.refresh_from_db()
    assert set(upload.outcome["counts"]) <= {"同じ"}


def test_the_same_bytes_again_are_named_and_lead_nowhere(planner, review, round_):
    data = filled(review, round_.child, {"出生数": {"この年度の値": 3400}})
    send(planner, review, file(data))
    again = send(planner, review, file(data, "べつの名前.xlsx"))
    upload = Upload.objects.get()
    assert again.headers["Location"] == f"{at('results_uploads', review)}?again={upload.pk}#sent"
    page = planner.get(again.headers["Location"]).content.decode()
    assert "中身がまったく同じファイルが、すでに届いています" in page


def test_many_files_have_one_summary(planner, review, round_):
    files = [
        file(filled(review, round_.child, {"出生数": {"この年度の値": "3,4００"}}), "一.xlsx"),
        file(filled(review, round_.planning, {"温室効果ガス排出量": {"この年度の値": "5.4.9"}}), "二.xlsx"),
        file(b"<html>", "三.xlsx"),
    ]
    sent = send(planner, review, *files)
    page = planner.get(sent.headers["Location"])
    rows = [
        (one.upload.name, one.upload.state, one.brought, one.counts) for one in page.context["arrivals"].sent
    ]
    assert rows == [
        ("三.xlsx", "REFUSED", "全ての課・企画担当取込", ()),
        ("二.xlsx", "WAITING", "経営計画課回答・企画担当取込", (0, 0, 0, 1, 0)),
        ("一.xlsx", "WAITING", "こども政策課回答・企画担当取込", (0, 1, 0, 0, 0)),
    ]
    assert "Excelブック（.xlsx）ではありません" in page.content.decode()


def test_a_file_too_large_is_not_taken_in(planner, review):
    send(planner, review, file(b"PK\x03\x04" + b"0" * WORKBOOK_BYTES))
    upload = Upload.objects.get()
    assert (upload.state, bytes(upload.data)) == ("REFUSED", b"")
    assert upload.refusal.startswith("「R6_こども政策課_KPI実績.xlsx」は大きすぎます（16MBまで）")


def test_no_file_and_too_many_are_said(planner, review):
    assert "ファイルを選んでください。" in planner.post(at("results_uploads", review), {}).content.decode()
    many = send(planner, review, *(file(b"x", f"{n}.xlsx") for n in range(41)))
    assert many.status_code == 422
    assert not Upload.objects.exists()


# --- deciding -----------------------------------------------------------------------------------------------


@pytest.fixture
def waiting(review, round_, aoki):
    """An upload with an error (F6), a conflict (F5) and a row without a key (12)."""
    rows = [
        returned.of_target(round_.targets["ease"], 5, value="61.8"),
        returned.of_target(round_.targets["births"], 6, value="10.415"),
        returned.row("target", "", 12, label="温室効果ガス排出量", value="-22.5"),
    ]
    promises.typed(round_.targets["ease"].indicator, 2024, "61.9", aoki)
    return returned.upload(review, *rows, actor=aoki)


DECIDED = {"choice:KPI実績!F5": "excel:1", "mend:KPI実績!F6": "10,415"}


def test_the_preview_names_each_error_and_lets_nothing_be_applied(planner, review, waiting, round_):
    page = planner.get(at("results_upload", review, waiting.pk)).content.decode()
    listed = re.findall(r'<li><a href="(#r\d+)">([^<]+)</a></li>', page)
    assert listed == [
        ("#r2", "KPI実績 F6：単位「人」に小数は使えません"),
        (
            "#r3",
            "KPI実績 12：この行には、どの指標の行かを示す印がありません（行を足したか、隠れた列を書き換えています）",
        ),
    ]
    assert 'aria-disabled="true"' in page
    assert "誤り2件と食い違い1件が残っているので、まだ反映できません。" in page
    refused = planner.post(at("upload_apply", review, waiting.pk), {"seen": 1})
    assert refused.status_code == 422
    assert MeasurementRevision.objects.count() == 1


def test_mended_chosen_and_matched_it_can_be_applied(planner, review, waiting, round_):
    emission = round_.targets["emission"]
    matched = {"row:KPI実績!12": str(emission.lineage)}
    kept = planner.post(at("upload_decide", review, waiting.pk), {"seen": 1, **DECIDED, **matched})
    assert kept.status_code == 302
    page = planner.get(at("results_upload", review, waiting.pk)).content.decode()
    assert 'aria-disabled="true"' not in page
    assert "表の「10.415」を画面で直した値です。" in page
    done = planner.post(at("upload_apply", review, waiting.pk), {"seen": 2})
    assert done.status_code == 302
    values = {key: str(returned.newest(target).value.normalize()) for key, target in round_.targets.items()}
    assert values == {"ease": "61.8", "births": "10415", "emission": "-22.5"}


def test_what_is_chosen_together_with_applying_is_kept_and_shown_first(planner, review, waiting):
    both = {"seen": 1, **DECIDED, "row:KPI実績!12": "leave"}
    shown = planner.post(at("upload_apply", review, waiting.pk), both, follow=True)
    assert "もう一度反映してください" in shown.content.decode()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version) == ("WAITING", 2)
    planner.post(at("upload_apply", review, waiting.pk), both | {"seen": 2})
    waiting.refresh_from_db()
    assert waiting.state == "APPLIED"


def test_whoever_comes_too_late_sees_both(planner, review, waiting):
    planner.post(at("upload_decide", review, waiting.pk), {"seen": 1, "choice:KPI実績!F5": "screen:1"})
    late = planner.post(at("upload_decide", review, waiting.pk), {"seen": 1, **DECIDED})
    assert late.status_code == 409
    page = late.content.decode()
    assert "ほかの人は「画面の値」を選びました。" in page
    assert 'value="excel:1" checked' in page  # and what was chosen here is still there
    assert 'name="seen" value="2"' in page
    waiting.refresh_from_db()
    assert waiting.decisions["choices"] == {"KPI実績!F5": "screen:1"}


def test_an_emptied_box_leaves_the_cell_out_and_can_be_taken_back(planner, review, waiting):
    planner.post(at("upload_decide", review, waiting.pk), {"seen": 1, "mend:KPI実績!F6": ""})
    page = planner.get(at("results_upload", review, waiting.pk)).content.decode()
    assert "表の「10.415」は取り込みません。" in page
    planner.post(at("upload_decide", review, waiting.pk), {"seen": 2, "mend:KPI実績!F6": "10.415"})
    waiting.refresh_from_db()
    assert waiting.decisions["mended"] == {}


def test_nothing_but_decisions_is_kept(planner, review, waiting):
    odd = {
        "seen": 1,
        "choice:KPI実績!F5": "excel:1; drop",
        "row:KPI実績!12": "../../etc",
        "mend:どこにもない!A1": "1",
        "state:KPI実績!F5": "APPLIED",
        "choice:" + "x" * 200: "excel:1",
    }
    planner.post(at("upload_decide", review, waiting.pk), odd)
    waiting.refresh_from_db()
    assert (waiting.decisions, waiting.version) == ({}, 1)


def test_given_up_it_changes_nothing_any_more(planner, review, waiting):
    planner.post(at("upload_discard", review, waiting.pk), {"seen": 1})
    waiting.refresh_from_db()
    assert waiting.state == "DISCARDED"
    late = planner.post(at("upload_apply", review, waiting.pk), {"seen": 2})
    assert late.status_code == 422
    assert "取りやめています" in late.content.decode()


def test_a_long_list_comes_in_pages(planner, review, round_, monkeypatch):
    monkeypatch.setattr("kpi.importing.preview.PAGE", 2)
    rows = [returned.of_target(round_.targets["ease"], 5, value="1", cause="甲", issue="乙", action="5")]
    upload = returned.upload(review, *rows)
    shown = planner.get(at("results_upload", review, upload.pk), {"page": "2"}).context["preview"]
    assert [(line.key, line.difference.field) for line in shown.lines] == [
        ("r3", "課題"),
        ("r4", "今後の対応"),
    ]
    far = planner.get(at("results_upload", review, upload.pk), {"page": "99999"}).context["preview"]
    assert (far.page, far.pages) == (2, 2)


# --- rights -------------------------------------------------------------------------------------------------


def test_who_may_do_what(client, toyonaka, ogori, review, round_, waiting):
    Upload.objects.filter(pk=waiting.pk).update(department=round_.child)
    people = {
        "own": staff("馬場", "DEPARTMENT", toyonaka, round_.child),
        "other": staff("別課", "DEPARTMENT", toyonaka, round_.planning),
        "viewer": staff("庁内", "VIEWER", toyonaka, round_.child),
        "neighbour": staff("隣野", "PLANNER", ogori),
    }
    found = {}
    for name, person in people.items():
        client.force_login(person)
        found[name] = (
            client.get(at("results_uploads", review)).status_code,
            client.post(at("results_uploads", review), {}).status_code,
            client.get(at("results_upload", review, waiting.pk)).status_code,
            client.get(at("upload_file", review, waiting.pk)).status_code,
            *(
                client.post(at(f"upload_{act}", review, waiting.pk), {"seen": 0}).status_code
                for act in ("decide", "apply", "discard")
            ),
        )
    assert found == {
        "own": (200, 422, 200, 200, 409, 409, 409),
        "other": (200, 422, 200, 403, 403, 403, 403),
        "viewer": (200, 403, 200, 403, 403, 403, 403),
        "neighbour": (404, 404, 404, 404, 404, 404, 404),
    }


def test_a_department_brings_its_own_and_nobody_elses(client, toyonaka, review, round_):
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka, round_.child))
    send(client, review, file(filled(review, round_.planning, {})))
    assert (
        Upload.objects.get().refusal
        == "これは「都市経営部　経営計画課」の表です。自分の課の表を選び直してください。"
    )
    whole = filled(
        review, None, {"出生数": {"この年度の値": 3400}, "温室効果ガス排出量": {"この年度の値": -25}}
    )
    send(client, review, file(whole, "全課.xlsx"))
    upload = Upload.objects.get(name="全課.xlsx")
    page = client.get(at("results_upload", review, upload.pk)).content.decode()
    assert upload.department == round_.child
    assert "ほかの課の担当です" in page
    refused = client.post(at("upload_apply", review, upload.pk), {"seen": 1})
    assert refused.status_code == 422
    assert not Measurement.objects.exists()


def test_when_the_entry_is_over_a_department_sends_nothing(client, toyonaka, review, round_, waiting):
    Upload.objects.filter(pk=waiting.pk).update(department=round_.child)
    change_step(actor=None, review=review, step="internal", seen=review.version)
    client.force_login(staff("馬場", "DEPARTMENT", toyonaka, round_.child))
    assert send(client, review, file(b"PK")).status_code == 403
    assert client.post(at("upload_apply", review, waiting.pk), {"seen": 1}).status_code == 403
    assert "この表を送れる" not in client.get(at("results_uploads", review)).content.decode()


def test_an_upload_of_another_review_is_not_here(planner, round_, review, waiting):
    other = round_.open(2023)
    assert planner.get(at("results_upload", other, waiting.pk)).status_code == 404


def test_the_file_is_handed_out_as_it_came(planner, review, waiting):
    answer = planner.get(at("upload_file", review, waiting.pk))
    assert answer.content == bytes(Upload.objects.get().data)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private, no-store")


def test_every_act_is_in_the_record_once(planner, aoki, review, waiting):
    planner.post(at("upload_decide", review, waiting.pk), {"seen": 1, **DECIDED})
    planner.post(at("upload_discard", review, waiting.pk), {"seen": 2})
    events = AuditEvent.objects.filter(verb__startswith="upload.").order_by("id")
    assert [(one.verb, one.actor == aoki) for one in events] == [
        ("upload.receive", True),
        ("upload.decide", True),
        ("upload.discard", True),
    ]
