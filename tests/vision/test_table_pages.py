"""The office's pages of areas, tables, files and rates of a population vision."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.snapshots import everything_stored
from tests.vision.sheets import long_rows, simple_rows
from tests.vision.towns import a_vision, table
from vision.keeping import STANDING, standing_of
from vision.models import Assumption, PopulationTable, PopulationUpload, VisionArea
from vision.tables import PeopleTable
from vision.uploads import receive_table
from vision.visions import freeze_vision


@pytest.fixture
def vision(toyonaka):
    made = a_vision(toyonaka)
    made.areas.update(code="27203", name="豊中市")
    return made


def at(vision, name, *arguments):
    return reverse(name, args=[vision.government.slug, vision.number, *arguments])


def csv(rows):
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode()


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_file_from_its_choice_to_its_table(client, vision, aoki):
    client.force_login(aoki)
    tables = at(vision, "population_tables")
    assert client.post(tables, {}).status_code == 422
    file = SimpleUploadedFile(
        "人口.csv", csv([*long_rows((2015, 2025)), ["27203", "豊中市", "F", "不詳", 1, 2]])
    )
    sent = client.post(tables, {"file": file})
    upload = PopulationUpload.objects.get()
    preview = at(vision, "population_upload", upload.pk)
    assert (sent.status_code, sent["Location"]) == (302, preview)
    page = client.get(preview)
    assert page.status_code == 200
    # Years after the base year: a projection; people of unknown age are asked for; the area stands in the file.
    assert page.context["form"].initial["kind"] == "PROJECTION"
    assert list(page.context["form"].fields) == ["seen", "kind", "unknown", "title", "source", "source_url"]
    facts = {"seen": standing_of(vision), "kind": "PROJECTION", "unknown": "DISTRIBUTED", "title": "将来推計"}
    late = client.post(preview, facts | {"seen": "t1.1"})
    assert (late.status_code, late.context["form"]["title"].value()) == (409, "将来推計")
    assert late.context["form"]["seen"].value() == standing_of(vision)
    done = client.post(preview, facts)
    assert (done.status_code, done["Location"]) == (302, tables)
    row = vision.tables.get(kind="PROJECTION")
    assert (row.title, row.unknown) == ("将来推計", "DISTRIBUTED")
    listed = words(client.get(tables))
    assert "「人口.csv」を反映しました。" in listed and "不詳：年齢別に按分" in listed
    assert "平成27（2015）年、令和7（2025）年" in words(client.get(at(vision, "population_table", row.pk)))


def test_faults_and_remarks_are_told_and_nothing_can_be_taken_in(client, vision, aoki):
    client.force_login(aoki)
    rows = [row for row in simple_rows(title="令和4年10月1日現在") if row[:1] != ["5～9歳"]]
    upload = receive_table(actor=aoki, vision=vision, name="人口.csv", data=csv(rows))
    page = at(vision, "population_upload", upload.pk)
    shown = words(client.get(page))
    assert "まだ何も反映していません。誤り1件を直してください" in shown
    assert "「男の5～9歳」「女の5～9歳」がありません" in shown
    assert "反映する" not in shown.replace("反映して", "")
    assert client.post(page, {"seen": standing_of(vision), "kind": "CENSUS"}).status_code == 422
    assert client.post(page, {"act": "discard"}).status_code == 302
    assert "取りやめ" in words(client.get(page))
    assert client.post(page, {"act": "discard"}).status_code == 422


def test_a_sheet_without_codes_asks_for_its_area_and_a_national_one_has_none(client, vision, aoki):
    client.force_login(aoki)
    upload = receive_table(actor=aoki, vision=vision, name="人口.csv", data=csv(simple_rows()))
    form = client.get(at(vision, "population_upload", upload.pk)).context["form"]
    assert (form.fields["area"].choices[1], form.initial["area"]) == (("27203", "豊中市"), "27203")
    facts = {"seen": standing_of(vision), "kind": "NATIONAL"}
    assert client.post(at(vision, "population_upload", upload.pk), facts).status_code == 302
    assert PeopleTable.of(vision.tables.get(kind="NATIONAL").data).open_from == 90


def test_typed_totals_k_and_derived_rates(client, vision, aoki):
    client.force_login(aoki)
    tables, assumed = at(vision, "population_tables"), at(vision, "population_assumptions")
    area = vision.areas.get().pk

    def post(page, **typed):
        return client.post(page, typed | {"seen": standing_of(vision)})

    wrong = client.post(tables, {"act": "totals", "area": area, "rows": "2025 多い"})
    assert wrong.status_code == 422
    assert wrong.context["typing"].errors["rows"] == ["1行目：「多い」は数として読めません。"]
    assert post(tables, act="totals", area=area, rows="2025 19000").status_code == 302
    assert vision.tables.get(kind=PopulationTable.Kind.TOTALS).data["years"]["2025"]["total"] == 19_000
    assert post(assumed, act="k", by="k", rows="2020 0.135").status_code == 302
    assert post(assumed, act="k", by="tfr", rows="2020 1.4").status_code == 422
    short = post(assumed, tables="census")
    assert (short.status_code, "5年離れた二つの年の人口がない" in words(short)) == (422, True)
    vision.tables.filter(kind="CENSUS").update(data=table(years=(2015, 2020)).to_data())
    assert post(assumed, tables="census").status_code == 302
    assert (
        words(client.get(assumed)).count("計算で求めた値") == 4
    )  # three rates, and what the page says of them
    row = vision.assumptions.get(kind=Assumption.Kind.MIGRATION)
    remove = at(vision, "population_assumption_remove", row.pk)
    assert client.get(remove).status_code == 200
    assert client.post(remove, {"version": 1}).status_code == 409
    assert client.post(remove, {"version": 2}).status_code == 302
    row = vision.tables.get(kind="CENSUS")
    assert client.post(at(vision, "population_table_remove", row.pk), {"version": 1}).status_code == 302
    assert "（基準年）の男女別・年齢別の人口がありません" in words(client.get(tables))


def test_whoever_comes_too_late_replaces_nothing_and_keeps_what_was_typed(client, vision, aoki):
    client.force_login(aoki)
    tables, assumed, areas = (
        at(vision, name) for name in ("population_tables", "population_assumptions", "population_areas")
    )
    area, seen = vision.areas.get(), standing_of(vision)
    assert f'name="seen" value="{seen}"' in client.get(tables).content.decode()
    VisionArea.objects.create(vision=vision, code="40216", name="小郡市")
    vision.tables.update(version=2)
    sent = (
        (tables, "typing", {"act": "totals", "area": area.pk, "rows": "2025 19000"}),
        (assumed, "typing", {"act": "k", "by": "k", "rows": "2020 0.135"}),
        (assumed, "deriving", {"tables": "census"}),
        (areas, "removing", {"act": "remove", "area": area.pk}),
    )
    before = everything_stored()
    for page, name, typed in sent:
        late = client.post(page, typed | {"seen": seen})
        form = late.context[name]
        assert (late.status_code, form.non_field_errors()) == (422, [STANDING])
        assert (form["seen"].value(), form.data.get("rows")) == (standing_of(vision), typed.get("rows"))
    assert everything_stored() == before


def test_areas_of_a_joint_vision(client, vision, aoki):
    client.force_login(aoki)
    page = at(vision, "population_areas")
    assert client.post(page, {"code": "402167", "name": "小郡市"}).status_code == 422
    assert client.post(page, {"code": "402168", "name": "小郡市"}).status_code == 302
    area = vision.areas.get(code="40216")
    assert "小郡市をはずす" in words(client.get(page))
    gone = {"act": "remove", "area": area.pk, "seen": standing_of(vision)}
    assert client.post(page, gone).status_code == 302
    assert client.post(page, gone).status_code == 422
    assert vision.areas.count() == 1


def test_who_may_read_and_who_may_write(client, vision, baba, chiba, neighbour):
    row, rate = vision.tables.get(), vision.assumptions.first()
    upload = receive_table(actor=None, vision=vision, name="人口.csv", data=csv(simple_rows()))
    read = [
        at(vision, "population_tables"),
        at(vision, "population_table", row.pk),
        at(vision, "population_upload", upload.pk),
        at(vision, "population_assumptions"),
        at(vision, "population_areas"),
    ]
    write = [
        at(vision, "population_table_remove", row.pk),
        at(vision, "population_assumption_remove", rate.pk),
    ]
    client.force_login(baba)
    assert [client.get(page).status_code for page in read + write] == [200] * 5 + [403] * 2
    assert [client.post(read[n], {}).status_code for n in (0, 2, 3, 4)] == [403] * 4
    assert not re.search(
        r'<form[^>]*method="post"[^>]*action="[^"]*/population/', client.get(read[0]).content.decode()
    )
    for person in (chiba, neighbour):
        client.force_login(person)
        assert [client.get(page).status_code for page in read + write] == [404] * 7


def test_a_frozen_vision_is_only_read(client, toyonaka, aoki):
    frozen = freeze_vision(actor=None, vision=a_vision(toyonaka))
    client.force_login(aoki)
    tables = at(frozen, "population_tables")
    assert client.get(tables).status_code == 200
    assert client.post(tables, {"act": "totals"}).status_code == 403
    assert "取り込んだ表" in words(client.get(tables)) and "ファイルを読み込む" not in words(
        client.get(tables)
    )
    remove = at(frozen, "population_table_remove", frozen.tables.get().pk)
    assert client.post(remove, {"version": 1}).status_code == 422
