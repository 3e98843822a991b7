"""What forms of KPIs read and refuse before a verb is asked."""

import pytest
from django.core.exceptions import ValidationError

from kpi.forms.readings import ReadingForm
from kpi.forms.targets import path_from, path_text
from kpi.models import Target
from kpi.reading_print import read_print
from kpi.storing import baseline_data, target_data
from strategy.models import Edition


def test_a_path_is_read_from_lines_and_written_as_lines():
    text = "現状 2020 401,558\n短期 2027 ４０２１９０\n\n長期 2040 57.2"
    read = path_from(text)
    assert [(point["label"], point["fiscal_year"], point["value"]) for point in read] == [
        ("現状", 2020, "401558"),
        ("短期", 2027, "402190"),
        ("長期", 2040, "57.2"),
    ]
    assert path_text(read) == "現状 2020 401558\n短期 2027 402190\n長期 2040 57.2"
    assert path_from("") == []


@pytest.mark.parametrize(
    "line", ["短期 2027", "短期 令和9年 402190", "短期 2027 約40万", "短期 2027 402190 人", "短期 12027 1"]
)
def test_a_line_that_is_no_point_of_a_path_is_named(line):
    with pytest.raises(ValidationError) as refused:
        path_from(f"現状 2020 401558\n{line}")
    assert refused.value.messages[0].startswith(("2行目：", "「約」"))


def row(target_text: str, baseline_text: str) -> Target:
    """A target that no database knows."""
    edition = Edition(first_fiscal_year=2023, last_fiscal_year=2027)
    made = Target(edition=edition, name="見本", target_text=target_text, baseline_text=baseline_text)
    spec, baseline = read_print(
        target_text=target_text,
        baseline_text=baseline_text,
        name="見本",
        unit="%",
        better="UP",
        period=(2023, 2027),
    )
    made.spec, made.baseline = target_data(spec), baseline_data(baseline)
    return made


def faults(target: Target, **changes: object) -> dict[str, list[str]]:
    form = ReadingForm(target=target)
    sent = {name: "" if (value := form.initial.get(name)) in (None, False) else value for name in form.fields}
    bound = ReadingForm({**sent, **changes}, target=target)
    return {name: list(found) for name, found in bound.errors.items()}


def test_a_reading_that_was_not_changed_is_sound():
    for target_text, baseline_text in (
        ("73%", "68.1%（令和3年度）"),
        ("維持（令和5年度～令和9年度の平均値）", "1.49%（平成28年度～令和2年度の平均値）"),
        ("前年より増加", "R5年度にサービスを構築"),
        ("95%（2023年度）、97%（2025年度）", "小学校55.4%、中学校53.6%（令和3年度）"),
        ("全国平均を上回る", "―"),
    ):
        assert faults(row(target_text, baseline_text)) == {}


def test_what_a_kind_needs_is_asked_for_at_its_field():
    target = row("73%", "68.1%（令和3年度）")
    assert faults(target, kind="at_least", value="") == {
        "value": ["この種類の目標には値が要ります。値を入れてください。"]
    }
    assert list(faults(target, kind="approx_range")) == ["low", "high"]
    assert list(faults(target, kind="exceed_reference")) == ["reference"]
    assert list(faults(target, span_first=2027, span_last=2023)) == ["span_last"]
    assert list(faults(target, baseline_kind="period_average", baseline_first="")) == ["baseline_first"]
    assert faults(target, by="令和9") == {"by": ["期限の年度は「2027」のように西暦の年度で入れてください。"]}
    assert list(faults(target, kind="milestone")) == ["kind"]  # several values stand in the print only
