"""What waits on the tray, and where each is mended."""

from kpi.flags import CODES, TargetFlag
from kpi.models import Target
from kpi.tray import MENDING, tray_of

ROW = Target(name="就業率")


def test_what_waits_is_parted_from_what_is_minor_and_what_was_answered():
    flags = [
        TargetFlag("period_open", "期間がありません。"),
        TargetFlag("source_missing", "出典がありません。"),
        TargetFlag("survey_rule", "決まりと合いません。", settled_reason="審議会で決めた"),
    ]
    tray = tray_of([(ROW, flags)])
    assert [one.flag.code for one in tray.open] == ["period_open"]
    assert [one.flag.code for one in tray.minor] == ["source_missing"]
    assert [one.flag.code for one in tray.settled] == ["survey_rule"]
    assert (tray.outdated, tray.open[0].key) == (0, f"{ROW.lineage}-period_open")
    assert tray_of([(ROW, [TargetFlag("reading_outdated", "古くなっています。")])]).outdated == 1


def test_every_flag_has_a_way_to_be_mended():
    assert MENDING.keys() <= CODES.keys()
    waiting = tray_of([(ROW, [TargetFlag(code, "文") for code in CODES])])
    for one in (*waiting.open, *waiting.minor):
        assert one.button.endswith(("る", "く", "ぶ", "す")), one.flag.code
        assert one.part in {"#period", "#hand", "#place"} or one.part.startswith("#target_")
    parts = {one.flag.code: one.part for one in waiting.open}
    assert parts["baseline_malformed"] == "#target_baseline_text"
    assert parts["target_malformed"] == "#target_target_text"
