"""vision.uploads and vision.keeping: a file is read, waits, is taken in as a whole or put away."""

from decimal import Decimal

import pytest

from accounts.audit import Refused
from accounts.models import AuditEvent
from accounts.saving import Overtaken
from paper.guard import WORKBOOK_BYTES
from tests.vision.sheets import is_town, long_rows, rate_rows, simple_rows, standard_rows, town
from tests.vision.towns import a_vision, an_area
from vision.keeping import NO_SURVIVAL, standing_of
from vision.models import Assumption, PopulationTable, PopulationUpload, VisionArea
from vision.tables import AgeRates, PeopleTable, TotalsTable
from vision.uploads import CHANGED, FAULTY, Taking, apply_table, discard_table, receive_table
from vision.visions import freeze_vision

Kind = PopulationTable.Kind


def csv(rows):
    return "\r\n".join(",".join(f'"{value}"' for value in row) for row in rows).encode()


@pytest.fixture
def bare(toyonaka):
    """A working vision of 豊中市 without tables and rates."""
    vision = a_vision(toyonaka)
    vision.areas.all().delete()
    vision.assumptions.all().delete()
    VisionArea.objects.create(vision=vision, code="27203", name="豊中市")
    return vision


def received(vision, rows, name="人口.csv", **more):
    return receive_table(actor=None, vision=vision, name=name, data=csv(rows), **more)


def applied(vision, upload, **taking):
    return apply_table(actor=None, upload=upload, seen=standing_of(vision), taking=Taking(**taking))


def test_a_file_waits_until_somebody_takes_it_in(bare, aoki):
    upload = receive_table(actor=aoki, vision=bare, name="C:\\人口.csv", data=csv(long_rows((2015, 2020))))
    assert (upload.name, upload.state, upload.refusal, upload.by) == ("人口.csv", "WAITING", "", aoki)
    assert not bare.tables.exists()
    taking = Taking(Kind.PROJECTION, "推計", "社人研", "https://example.jp/")
    done = apply_table(actor=aoki, upload=upload, seen=standing_of(bare), taking=taking)
    row = bare.tables.get()
    assert (row.area.code, row.kind, row.title, row.source, row.unknown) == (
        "27203",
        "PROJECTION",
        "推計",
        "社人研",
        "NONE",
    )
    assert (row.file_name, row.sha256, done.state) == ("人口.csv", upload.sha256, "APPLIED")
    assert is_town(PeopleTable.of(row.data), 2015)
    assert AuditEvent.objects.get(verb="population.apply").detail == {
        "file": "人口.csv",
        "tables": ["豊中市（公表された将来推計）"],
    }
    with pytest.raises(Refused, match="すでに反映済にしました"):
        discard_table(actor=aoki, upload=upload)


def test_a_census_is_joined_with_the_one_that_stands_there_and_a_projection_replaces_it(bare):
    applied(bare, received(bare, simple_rows(95)), kind=Kind.CENSUS, area="27203")
    row = bare.tables.get()
    assert (row.title, list(PeopleTable.of(row.data).years)) == ("豊中市の国勢調査", [2020])
    applied(bare, received(bare, simple_rows(90, "平成27年国勢調査")), kind=Kind.CENSUS, area="27203")
    row = bare.tables.get()
    joined = PeopleTable.of(row.data)
    assert (row.version, sorted(joined.years), joined.open_from) == (2, [2015, 2020], 90)
    assert joined.years[2020].male[-1] == sum(town("M", 95)[18:])
    assert row.remarks == [
        "表によって最も上の年齢階級が違うので、いままでの表（95歳以上）は90歳以上を一つにまとめて使います。",
        "令和2（2020）年は、前に取り込んだ表のままです。",
    ]
    for years in ((2020, 2025), (2025, 2030)):
        applied(bare, received(bare, long_rows(years)), kind=Kind.PROJECTION)
    assert list(PeopleTable.of(bare.tables.get(kind=Kind.PROJECTION).data).years) == [2025, 2030]


def test_what_was_noticed_stays_with_the_table_and_unknown_ages_are_asked_for(bare):
    rows = [*long_rows((2020,)), ["27203", "豊中市", "M", "不詳", 9]]
    upload = received(bare, rows)
    with pytest.raises(Refused, match="年齢別に按分するか、別に示すかを選んでください"):
        applied(bare, upload, unknown="NONE")
    applied(bare, upload, unknown="APART")
    row = bare.tables.get()
    assert (row.unknown, PeopleTable.of(row.data).years[2020].unknown) == ("APART", (9, 0))
    assert row.remarks == [
        "豊中市の男女・年齢別の合計（不詳を含む）は、表の総数より、令和2（2020）年は9人多くなっています。"
        "推計には男女・年齢別の数を使います。"
    ]


def test_rates_go_to_an_area_or_to_all_and_moves_are_split_off(bare):
    combined = rate_rows("生残率＋純移動率", "0.97", "27203", "豊中市")
    with pytest.raises(Refused) as refused:
        applied(bare, received(bare, combined))
    assert refused.value.sentence == NO_SURVIVAL
    applied(bare, received(bare, rate_rows(), "生残率.csv"), source="全国の生命表")
    row = bare.assumptions.get()
    assert (row.area, row.kind, row.source, row.is_derived) == (None, "SURVIVAL", "全国の生命表", False)
    applied(bare, bare.uploads.get(state="WAITING"))
    moves = AgeRates.of(bare.assumptions.get(kind=Assumption.Kind.MIGRATION, area__code="27203").data)
    assert moves.male[2020] == (Decimal("0.02"),) * 18


def test_totals_districts_and_a_joint_vision(bare):
    totals = [["団体コード", "団体名", "2020年", "2050年"], ["272035", "豊中市", 401558, 367696]]
    applied(bare, received(bare, totals))
    assert TotalsTable.of(bare.tables.get(kind=Kind.TOTALS).data).years[2050].total == 367_696
    an_area(bare, "40216", "小郡市")
    bare.tables.filter(area__code="40216").delete()
    both = [*long_rows((2020,)), *long_rows((2020,), code="402168", name="小郡市")[1:]]
    applied(bare, received(bare, [*both, ["13101", "千代田区", "M", "0-4", 1]]))
    assert bare.tables.filter(kind=Kind.CENSUS).count() == 2
    applied(bare, received(bare, standard_rows(("北部", "南部"))))
    assert bare.tables.get(kind=Kind.CENSUS, area__code="27203").remarks == [
        "豊中市の2の地区の人口を足しました。",
        "表によって最も上の年齢階級が違うので、いままでの表（90歳以上）は85歳以上を一つにまとめて使います。",
    ]
    with pytest.raises(Refused, match="どの区域の表か選んでください"):
        applied(bare, received(bare, simple_rows()))


def test_what_stood_there_when_the_preview_was_shown_counts(bare):
    upload, seen = received(bare, long_rows((2020,))), standing_of(bare)
    applied(bare, received(bare, long_rows((2015,))))
    with pytest.raises(Overtaken) as late:
        apply_table(actor=None, upload=upload, seen=seen, taking=Taking())
    assert late.value.messages == [CHANGED]
    assert list(PeopleTable.of(bare.tables.get().data).years) == [2015]


def test_faults_and_files_that_nobody_can_read_are_not_taken_in(bare):
    faulty = received(bare, [row for row in long_rows((2020,)) if row[3] != "5-9"])
    with pytest.raises(Refused, match=FAULTY):
        applied(bare, faulty)
    for name, more, sentence in (
        ("人口.pdf", {}, "読み込めるのは、Excel（.xlsx）とCSV（.csv、.tsv）です。"),
        ("人口.csv", {"size": WORKBOOK_BYTES + 1}, "「人口.csv」は大きすぎます（16MBまで）。"),
    ):
        upload = received(bare, long_rows((2020,)), name, **more)
        assert upload.refusal.startswith(sentence) and upload.parsed is None
        with pytest.raises(Refused, match=FAULTY):
            applied(bare, upload)
    assert not bare.tables.exists()


def test_the_same_file_again_is_read_anew_and_a_frozen_vision_takes_none(toyonaka, bare):
    first, again = (received(bare, simple_rows(title="人口"), year=year) for year in (None, 2015))
    assert [row.pk for row in bare.uploads.all()] == [again.pk]
    assert list(again.parsed["people"][""]["years"]) == ["2015"]
    with pytest.raises(Refused, match="読み込み直されました"):
        discard_table(actor=None, upload=first)
    discard_table(actor=None, upload=again)
    assert PopulationUpload.objects.get(pk=again.pk).state == "DISCARDED"
    other = a_frozen(toyonaka, bare)
    with pytest.raises(Refused, match="凍結"):
        received(other, long_rows((2020,)))


def a_frozen(government, working):
    working.uploads.all().delete()
    working.scenarios.all().delete()
    working.delete()
    return freeze_vision(actor=None, vision=a_vision(government))
