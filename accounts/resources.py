"""Governments and departments as rows of a file, in the office's words; what is wrong is said by line and column."""

import datetime
import re
import unicodedata

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.safestring import mark_safe
from import_export import fields, resources, widgets

from accounts.formats import LINE
from accounts.master import note_import
from accounts.models import Department, Government


class Text(widgets.Widget):
    """Text as it is, without the spaces around it."""

    def clean(self, value, row=None, **_):
        return str(value or "").strip()

    def render(self, value, obj=None, **_):
        return str(value or "")


class Code(Text):
    """団体コード. Excel drops the leading zero of 北海道 to 栃木県; six digits are restored before the check."""

    def clean(self, value, row=None, **_):
        text = unicodedata.normalize("NFKC", super().clean(value))
        return text.zfill(6) if re.fullmatch(r"\d{5}", text) else text


class Word(Text):
    """A choice by the word shown on screen, or by its stored name."""

    def __init__(self, choices):
        super().__init__()
        self.choices = choices

    def clean(self, value, row=None, **_):
        word = super().clean(value)
        for name, label in self.choices:
            if word in (name, label):
                return name
        labels = "」「".join(label for _, label in self.choices)
        raise ValueError(f"「{word}」は使えません。「{labels}」のどれかを入れてください。")

    def render(self, value, obj=None, **_):
        return dict(self.choices).get(value, "")


class Owner(Code):
    """The government of a row, by its code."""

    def clean(self, value, row=None, **_):
        code = super().clean(value)
        found = Government.objects.filter(code=code).first()
        if found is None:
            raise ValueError(f"団体コード「{code}」の団体は登録されていません。先に団体を登録してください。")
        return found

    def render(self, value, obj=None, **_):
        return value.code if value else ""


class Day(Text):
    """A day, written 2023-04-01 or 2023/4/1; an empty cell is no day."""

    def clean(self, value, row=None, **_):
        text = unicodedata.normalize("NFKC", super().clean(value))
        if not text:
            return None
        parts = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
        try:
            return datetime.date(*map(int, parts.groups()))
        except (AttributeError, ValueError) as error:
            raise ValueError(
                f"「{text}」は日付として読めません。2023-04-01 のように入れてください。"
            ) from error

    def render(self, value, obj=None, **_):
        return value.isoformat() if value else ""


class PlainDiff(resources.Diff):
    """Old and new values side by side; our policy refuses the colours that the library writes into the page."""

    def as_html(self):
        return [mark_safe(re.sub(r' style="[^"]*"', "", cell)) for cell in super().as_html()]  # escaped there


class MasterResource(resources.ModelResource):
    """All or nothing; every row passes the model's own validation; one event for the file."""

    def get_diff_class(self):
        return PlainDiff

    class Meta:
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True
        use_transactions = True

    def before_import(self, dataset, **kwargs):
        wanted, given = [field.column_name for field in self.get_import_fields()], dataset.headers[1:]
        if missing := [name for name in wanted if name not in given]:
            raise ValueError(
                f"「{'」「'.join(missing)}」の列がありません。1行目の列の名前を確かめてください。"
            )
        if unknown := [name for name in given if name not in wanted]:
            raise ValueError(
                f"「{'」「'.join(unknown)}」という列は使いません。列を消すか、名前を直してください。"
            )
        self._seen = {}

    def before_import_row(self, row, **kwargs):
        names = [self.fields[key].column_name for key in self.get_import_id_fields()]
        key = tuple(row[name].strip() for name in names)
        if first := self._seen.get(key):
            raise ValidationError(f"{first}行目と同じ「{'・'.join(names)}」です。どちらかを消してください。")
        self._seen[key] = row[LINE]

    def get_instance(self, instance_loader, row):
        try:
            return super().get_instance(instance_loader, row)
        except ValueError:
            return None  # said again, with its column, when the row is read

    def before_save_instance(self, instance, row, **kwargs):
        instance._history_user = kwargs.get("user")

    def after_import(self, dataset, result, **kwargs):
        super().after_import(dataset, result, **kwargs)
        result.lines = [int(number) for number in dataset[LINE]]
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        counts = {name: count for name, count in result.totals.items() if count}
        note_import(
            actor=kwargs["user"],
            model=self._meta.model,
            file_name=kwargs.get("file_name") or "",
            counts=counts,
        )

    def faults(self, result) -> list[str]:
        """What is wrong with a file, one sentence each, by line and column; empty when nothing is."""
        if result.base_errors:
            return [str(fault.error) for fault in result.base_errors]
        columns = {field.attribute: field.column_name for field in self.get_import_fields()}
        found = [(result.lines[row.number - 1], self._of_row(row, columns)) for row in result.invalid_rows]
        for _, errors in result.row_errors():
            sentence = "読めない値があります。この行を確かめてください。"
            found += [(int(error.row[LINE]), [sentence]) for error in errors]
        return [f"{line}行目{sentence}" for line, sentences in sorted(found) for sentence in sentences]

    @staticmethod
    def _of_row(row, columns: dict[str, str]) -> list[str]:
        places = {attribute: f"の「{column}」" for attribute, column in columns.items()} | {
            NON_FIELD_ERRORS: ""
        }
        return [
            f"{place}：{message}"
            for attribute, place in places.items()
            for message in row.error_dict.get(attribute, ())
        ]


class GovernmentResource(MasterResource):
    """団体: known by its code; a row with a known code changes that government."""

    code = fields.Field("code", "団体コード", Code())
    slug = fields.Field("slug", "アドレスの名前", Text())
    name = fields.Field("name", "名称", Text())
    kind = fields.Field("kind", "種類", Word(Government.Kind.choices))
    prefecture = fields.Field("prefecture", "都道府県", Text())

    class Meta(MasterResource.Meta):
        model = Government
        name = "団体"
        import_id_fields = ["code"]
        fields = ["code", "slug", "name", "kind", "prefecture"]


class DepartmentResource(MasterResource):
    """所管課: known by government, division, name and first day; a known row may get its last day."""

    government = fields.Field("government", "団体コード", Owner())
    division = fields.Field("division", "部", Text())
    name = fields.Field("name", "課", Text())
    first_day = fields.Field("first_day", "設置日", Day())
    last_day = fields.Field("last_day", "廃止日", Day())

    class Meta(MasterResource.Meta):
        model = Department
        name = "所管課"
        import_id_fields = ["government", "division", "name", "first_day"]
        fields = ["government", "division", "name", "first_day", "last_day"]
