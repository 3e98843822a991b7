"""Indicators as rows of a file, in the office's words; what is wrong is said by line and column.

No figures and no targets come this way: the one are entered and approved, the other belong to an edition.
"""

import re
import unicodedata
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from import_export import fields

from accounts.formats import LINE
from accounts.models import Department, Government
from accounts.resources import MasterResource, Owner, Text, Word
from kpi.models import Indicator, Measurement, Survey
from kpi.rules import is_fiscal_year

_CALLED = ("団体コード", "指標名", "単位")
_DEPARTMENT = "「こども部／こども政策課」のように、登録されている名前で入れてください。"


def owner_of(row: Any) -> Government | None:
    """The government whose code stands in a row; None where there is none, which its own column says."""
    try:
        return Owner().clean(row.get("団体コード"))
    except ValueError:
        return None


class Key(Text):
    """指標の符号 of a known indicator; an empty cell is a new one."""

    def clean(self, value, row=None, **_):
        text = super().clean(value)
        try:
            return uuid.UUID(text) if text else uuid.uuid4()
        except ValueError as error:
            raise ValueError("指標の符号の書き方が違います。新しい指標では空にしてください。") from error


class Place(Text):
    """A department of the row's government: 部／課, or the 課 alone where only one has that name."""

    def clean(self, value, row=None, **_):
        text = super().clean(value)
        owner = owner_of(row)
        if not text or owner is None:
            return None
        division, _, name = unicodedata.normalize("NFKC", text).replace("　", "/").rpartition("/")
        rows = [
            one
            for one in Department.objects.filter(government=owner).order_by("-pk")
            if unicodedata.normalize("NFKC", one.name) == name.strip()
            and (not division or unicodedata.normalize("NFKC", one.division) == division.strip())
        ]
        standing = [one for one in rows if one.last_day is None] or rows[:1]
        if len(standing) != 1:
            why = "がありません" if not standing else "が二つ以上あります"
            raise ValueError(f"課「{text}」{why}。{_DEPARTMENT}")
        return standing[0]

    def render(self, value, obj=None, **_):
        return "／".join(filter(None, (value.division, value.name))) if value else ""


class Inquiry(Text):
    """A survey of the row's government by its name."""

    def clean(self, value, row=None, **_):
        text, owner = super().clean(value), owner_of(row)
        if not text or owner is None:
            return None
        found = Survey.objects.filter(government=owner, name=text).first()
        if found is None:
            raise ValueError(f"調査「{text}」は登録されていません。先に調査のページで登録してください。")
        return found

    def render(self, value, obj=None, **_):
        return value.name if value else ""


class Years(Text):
    """Fiscal years, written 2021、2026; an empty cell is none."""

    def clean(self, value, row=None, **_):
        text = unicodedata.normalize("NFKC", super().clean(value))
        found = [part for part in re.split(r"[,、\s]+", text) if part]
        if not all(part.isdecimal() and is_fiscal_year(int(part)) for part in found):
            raise ValueError(
                f"「{text}」は年度として読めません。「2021、2026」のように西暦で入れてください。"
            )
        return sorted({int(part) for part in found})

    def render(self, value, obj=None, **_):
        return "、".join(map(str, value or ()))


class Number(Text):
    """A whole number; ``empty`` is what an empty cell stands for."""

    def __init__(self, empty: int | None):
        super().__init__()
        self.empty = empty

    def clean(self, value, row=None, **_):
        text = unicodedata.normalize("NFKC", super().clean(value))
        if not text:
            return self.empty
        if not (text.isdecimal() and len(text) < 3):
            raise ValueError(f"「{text}」は使えません。半角の数字で入れてください。")
        return int(text)

    def render(self, value, obj=None, **_):
        return "" if value is None else str(value)


class IndicatorResource(MasterResource):
    """指標: known by its key, or by government, name and unit where no other is called so."""

    key = fields.Field("key", "指標の符号", Key())
    government = fields.Field("government", "団体コード", Owner())
    name = fields.Field("name", "指標名", Text())
    unit = fields.Field("unit", "単位", Text())
    better = fields.Field("better", "よい方向", Word(Indicator.Better.choices))
    effect = fields.Field("effect", "成果・活動の別", Word(Indicator.Effect.choices))
    department = fields.Field("department", "担当課", Place())
    deputy = fields.Field("deputy", "副担当課", Place())
    definition = fields.Field("definition", "何を表すか", Text())
    formula = fields.Field("formula", "計算式", Text())
    source = fields.Field("source", "出典", Text())
    survey = fields.Field("survey", "調査", Inquiry())
    frequency = fields.Field("frequency", "値の出る間隔", Word(Indicator.Frequency.choices))
    survey_years = fields.Field("survey_years", "調査年度", Years())
    known_month = fields.Field("known_month", "値のわかる月", Number(None))
    lag_years = fields.Field("lag_years", "値のわかるまでの年数", Number(1))

    class Meta(MasterResource.Meta):
        model = Indicator
        name = "指標"
        import_id_fields = ["key"]
        fields = (
            "key government name unit better effect department deputy definition formula source survey frequency "
            "survey_years known_month lag_years"
        ).split()

    def before_import_row(self, row, **kwargs):
        """A row without a key is the one indicator of its name and unit, if there is one; twice is told."""
        if not row["指標の符号"].strip():
            called = tuple(unicodedata.normalize("NFKC", row[name].strip()) for name in _CALLED)
            if first := self._seen.get(called):
                raise ValidationError(
                    f"{first}行目と同じ「{'・'.join(_CALLED)}」です。どちらかを消してください。"
                )
            self._seen[called] = row[LINE]
            row["指標の符号"] = self._known(row)
        if row["指標の符号"]:
            super().before_import_row(row, **kwargs)

    def _known(self, row: Any) -> str:
        owner, name, unit = owner_of(row), row["指標名"].strip(), row["単位"].strip()
        if owner is None:
            return ""
        rows = list(Indicator.objects.filter(government=owner, name=name, unit=unit)[:2])
        if len(rows) > 1:
            raise ValidationError(
                f"「{name}」という指標が二つ以上あります。書き出した表の「指標の符号」を入れてください。"
            )
        return str(rows[0].key) if rows else ""

    def get_instance(self, instance_loader, row):
        found = super().get_instance(instance_loader, row) if row["指標の符号"] else None
        if found is not None:
            self._before = (found.government_id, found.unit)
        return found

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """The model's own rules, and those of the verb that saves an indicator by hand."""
        faults = dict(import_validation_errors or {})
        if instance.pk is not None:
            government, unit = self._before
            if instance.government_id != government:
                faults["key"] = ValidationError(
                    "ほかの団体の指標の符号です。新しい指標では空にしてください。"
                )
            elif instance.unit != unit and Measurement.objects.filter(indicator=instance).exists():
                faults["unit"] = ValidationError("実績値があるので、単位は変えられません。")
        super().validate_instance(instance, faults, validate_unique)

    def before_save_instance(self, instance, row, **kwargs):
        super().before_save_instance(instance, row, **kwargs)
        if instance.pk is not None:
            instance.version += 1
