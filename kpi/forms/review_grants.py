"""The form of a project paid by a national grant (様式2), with the rows of its own indicators."""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from accounts.forms.fields import long_field, text_field
from accounts.models import User
from kpi.explaining import year_word
from kpi.forms.rows import Rows
from kpi.forms.said import UNDECIDED, NumberField, SaidForm
from kpi.models import GrantReview, ReviewYear
from kpi.review import grants
from kpi.review.grant_figures import MOST, GrantIndicator, Increment, indicators_from
from kpi.review.grants import add_grant, save_grant
from kpi.review.years import ReviewedItem


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", UNDECIDED), *choices],
        error_messages={"invalid_choice": f"{label}は、一覧から選んでください。"},
    )


class GrantIndicatorForm(forms.Form):
    """指標 of the project: where it began, and 増加分 planned and reached in each year."""

    years: tuple[int, ...] = ()

    name = text_field("指標の名前", 200, attrs={"class": "input"})
    unit = text_field("単位", 40, attrs={"class": "input input-short"})
    start = NumberField(label="事業開始前の値")
    due = text_field("目標年月", 40, attrs={"class": "input input-short", "placeholder": "例：令和8年3月"})

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for year in self.years:
            for name, word in (("planned", "目標"), ("actual", "実績")):
                label = f"{year_word(year)}の増加分の{word}"
                self.fields[f"{name}_{year}"] = NumberField(label=label)

    @property
    def cells(self) -> list[tuple[int, Any, Any]]:
        """Year, planned and reached, for the table."""
        return [(year, self[f"planned_{year}"], self[f"actual_{year}"]) for year in self.years]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        others = (name for name in self.fields if name != "name")
        is_written = any(cleaned.get(name) not in (None, "") for name in others)
        if is_written and not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", "指標の名前を入れるか、この行を空にしてください。")
        return cleaned


def indicator_rows(years: Sequence[int]) -> type[GrantIndicatorForm]:
    """The form of an indicator with these years."""
    return type("YearsForm", (GrantIndicatorForm,), {"years": tuple(years)})


class GrantForm(SaidForm):
    """The fields of 様式2. ``items`` are those under which the person may put the project."""

    written = tuple(name for name in grants.FIELDS if name not in ("item", "indicators"))

    item = forms.ChoiceField(
        label="施策", error_messages={"invalid_choice": "施策は、一覧から選んでください。"}
    )
    project = text_field("事業名", 200, "交付金の申請・報告で使う名前", required=True)
    grant_name = text_field(
        "交付金の種類", 100, "一覧から選ぶか、書きます。", required=True, attrs={"list": "grant-names"}
    )
    amount = NumberField(label="実績額（円）", unit="円")
    effect = _choice("事業効果", GrantReview.Effect.choices)
    outside_view = _choice("外部有識者の評価", GrantReview.OutsideView.choices)
    outside_opinion = long_field("外部有識者の意見", 2000)
    future = _choice("今後の方針", GrantReview.Future.choices)
    future_reason = long_field("今後の方針の理由", 2000, rows=3)

    def __init__(
        self,
        *args: Any,
        review: ReviewYear,
        row: GrantReview | None,
        items: Sequence[ReviewedItem],
        **options: Any,
    ):
        first = {"item": str(row.item.lineage)} if row is not None else {}
        super().__init__(*args, row=row, first=first, auto_id="grant_%s", **options)
        self.fields["item"].error_messages["required"] = "施策を一つ選んでください。"
        self.review = review
        self.items = {str(one.place.lineage): one.item for one in items}
        self.fields["item"].choices = [
            ("", "（選んでください）"),
            *((str(one.place.lineage), one.place.label) for one in items),
        ]
        kept = indicators_from(row.indicators) if row is not None else ()
        self.indicators = Rows(
            indicator_rows(years_of(review, kept)),
            self.data if self.is_bound else None,
            prefix="indicators",
            first=[as_cells(one) for one in kept],
            most=MOST,
            empty=1,
        )

    @property
    def wants_more(self) -> bool:
        """Whether another row was asked for: nothing is saved then."""
        return self.indicators.wants_more

    def clean_item(self) -> Any:
        return self.items[str(uuid.UUID(self.cleaned_data["item"]))]

    def is_valid(self) -> bool:
        sound = super().is_valid()
        if self.is_bound and (faults := self.indicators.faults):
            for sentence in faults:
                self.add_error(None, f"事業の指標の{sentence}")
            return False
        return sound

    @property
    def typed_indicators(self) -> tuple[GrantIndicator, ...]:
        return tuple(from_cells(one) for one in self.indicators.filled)

    def save(self, *, actor: User) -> GrantReview:
        """Keep it, or raise ``ValidationError``."""
        facts = {
            **self.facts,
            "item": self.cleaned_data["item"],
            "indicators": self.typed_indicators,
        }
        if self.row is None:
            return add_grant(actor=actor, review=self.review, **facts)
        return save_grant(actor=actor, grant=self.row, seen=self.cleaned_data["seen"], **facts)

    def pairs(self, current: Any) -> list[tuple[str, str, str]]:
        items = ("施策", current.item.title, self.cleaned_data["item"].title)
        theirs, mine = told(indicators_from(current.indicators)), told(self.typed_indicators)
        return [items, *super().pairs(current), ("事業の指標", theirs, mine)]


def years_of(review: ReviewYear, kept: Sequence[GrantIndicator]) -> list[int]:
    """The years of the table: the plan's up to the reviewed one and two more, and those that were written already."""
    edition = review.edition
    last = min(review.fiscal_year + 2, edition.last_fiscal_year)
    own = set(range(edition.first_fiscal_year, last + 1))
    return sorted(own | {year.fiscal_year for one in kept for year in one.increments})


def as_cells(indicator: GrantIndicator) -> dict[str, Any]:
    """An indicator as the form shows it."""
    cells: dict[str, Any] = {name: getattr(indicator, name) for name in ("name", "unit", "due")}
    cells["start"] = _number(indicator.start)
    for one in indicator.increments:
        cells[f"planned_{one.fiscal_year}"] = _number(one.planned)
        cells[f"actual_{one.fiscal_year}"] = _number(one.actual)
    return cells


def from_cells(cells: dict[str, Any]) -> GrantIndicator:
    """An indicator from what was typed."""
    years = sorted({int(name.rpartition("_")[2]) for name in cells if name.startswith("planned_")})
    return GrantIndicator(
        name=cells["name"],
        unit=cells["unit"],
        start=_text(cells["start"]),
        due=cells["due"],
        increments=tuple(
            Increment(year, _text(cells[f"planned_{year}"]), _text(cells[f"actual_{year}"])) for year in years
        ),
    )


def told(indicators: Sequence[GrantIndicator]) -> str:
    """Indicators in one line each, for the comparison of two texts."""
    return "、".join(
        f"{one.name}（{one.unit}、開始前{one.start or '―'}、{one.due or '年月なし'}："
        + "・".join(
            f"{year_word(year.fiscal_year)} 目標{year.planned or '―'} 実績{year.actual or '―'}"
            for year in one.increments
            if year.planned or year.actual
        )
        + "）"
        for one in indicators
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")
