"""The planner's hand on a 新旧対照表: rows, their cuts, the settings, the 確定, the style of the government."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Government
from accounts.rules import PLANNERS, office
from publishing.comparison.contexts import cut_context, newest_issue, place_of, row_context, settings_context
from publishing.comparison.pairs import Pair, office_pair
from publishing.comparison.reading import ComparisonError, read_table
from publishing.comparison.styles import StyleError
from publishing.comparison.table import Table
from publishing.forms.comparison_style import StyleForm
from publishing.forms.comparisons import CutForm, IssueForm, RowForm, RowsForm, SettingsForm
from publishing.views.comparison import office_page, refused_page
from publishing.views.confirmed import sent

asked_and_sent = require_http_methods(["GET", "HEAD", "POST"])
GONE = "この行は、いまの対照表にありません。文が変わったか、ほかの人が行を分けました。"


@office(*PLANNERS)
@require_POST
def comparison_rows(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """What shall become of the rows that were ticked; refused, the page comes back with its ticks."""
    pair = office_pair(government, plan, number, old)
    try:
        form = RowsForm(request.POST, table=read_table(pair.old, pair.new), **_both(pair))
        if _saved(request, form):
            return _back(request, pair, "選んだ行を変えました。")
        ticked = {"\n".join(tick.splitlines()) for tick in request.POST.getlist("row")}
        return office_page(request, pair, 422, rows_form=form, chosen=ticked, seen=form.data.get("seen", ""))
    except (ComparisonError, StyleError) as refused:
        return refused_page(request, pair, refused)


@office(*PLANNERS)
@asked_and_sent
def comparison_row(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """One row: its reason, its place, the 改訂段階, what it came from, or that it is left out."""
    pair, table = _read(government, plan, number, old)
    keys = request.GET.getlist("key")
    form = RowForm(sent(request), table=table, keys=keys, **_both(pair))
    if form.is_gone and not form.is_bound:
        return _back(request, pair, GONE, level=messages.WARNING)
    if _saved(request, form):
        return _back(request, pair, "行を保存しました。", _number_of(table, keys))
    context = row_context(pair, table, form.keys)
    return _page(request, "publishing/comparison/row.html", pair, form, what="行を直す", **context)


@office(*PLANNERS)
@asked_and_sent
def comparison_cut(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """Where one row is cut into several: behind which paragraphs."""
    pair, table = _read(government, plan, number, old)
    key = request.GET.get("key", "")
    form = CutForm(sent(request), table=table, key=key, **_both(pair))
    if not form.text:
        return _back(request, pair, GONE, level=messages.WARNING)
    if _saved(request, form):
        return _back(request, pair, "行の切れ目を変えました。", _number_of(table, [key]))
    context = cut_context(pair, form.paragraphs)
    return _page(request, "publishing/comparison/cut.html", pair, form, what="行を分ける", **context)


@office(*PLANNERS)
@asked_and_sent
def comparison_settings(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """資料番号, 見直しのポイント and the terms that were replaced throughout, some of them suggested."""
    pair, table = _read(government, plan, number, old)
    form = SettingsForm(_with_suggestions(sent(request)), **_both(pair))
    if _saved(request, form):
        return _back(request, pair, "資料番号・ポイントを保存しました。")
    context = settings_context(table, form.initial["terms"])
    what = "資料番号・見直しのポイント"
    return _page(request, "publishing/comparison/settings.html", pair, form, what=what, **context)


@office(*PLANNERS)
@asked_and_sent
def comparison_issue(
    request: HttpRequest, government: Government, plan: str, number: int, old: int
) -> HttpResponse:
    """確定: what still has no reason is listed first; both editions must be frozen."""
    pair, table = _read(government, plan, number, old)
    form = IssueForm(sent(request), table=table, **_both(pair))
    if _saved(request, form):
        return _back(request, pair, "新旧対照表を確定しました。")
    context = {"what": "確定する", "table": table, "issue": newest_issue(pair.old, pair.new)}
    return _page(request, "publishing/comparison/issue.html", pair, form, **context)


@office(*PLANNERS)
@asked_and_sent
def comparison_style(request: HttpRequest, government: Government) -> HttpResponse:
    """The style in which the government prints its tables, begun from one of the presets."""
    form = StyleForm(sent(request), government=government, start=request.GET.get("start", ""))
    if _saved(request, form):
        messages.success(request, "対照表の様式を保存しました。")
        return redirect("comparison_style", government.slug)
    context = {"form": form, "government": government}
    page = "publishing/comparison/style.html"
    return render(request, page, context, status=422 if form.is_bound else 200)


# --- what these pages share ---------------------------------------------------------------------------------


def _read(government: Government, plan: str, number: int, old: int) -> tuple[Pair, Table]:
    """Both editions with their table; Http404 for an edition beside itself."""
    pair = office_pair(government, plan, number, old)
    try:
        return pair, read_table(pair.old, pair.new)
    except ComparisonError as refused:
        raise Http404(str(refused)) from refused


def _both(pair: Pair) -> dict[str, Any]:
    return {"old": pair.old, "new": pair.new}


def _saved(request: HttpRequest, form: forms.Form) -> bool:
    """Whether the form's verb was done."""
    return request.method == "POST" and form.is_valid() and form.attempt(actor=request.user) is not None


def _with_suggestions(data: QueryDict | None) -> QueryDict | None:
    """What was sent, the suggestions that were ticked written below the other terms."""
    if data is None or not (ticked := data.getlist("suggested")):
        return data
    whole = data.copy()
    whole["terms"] = "\n".join(filter(None, [data.get("terms", "").rstrip(), *ticked]))
    whole.setlist("suggested", [])
    return whole


def _number_of(table: Table, keys: list[str]) -> str:
    """The anchor of the row in which one of these changes stood, so that the page opens where it was."""
    numbers = (row.number for row in table.rows if not set(keys).isdisjoint(row.keys))
    return f"#r{number}" if (number := next(numbers, None)) else "#annex"


def _back(
    request: HttpRequest, pair: Pair, sentence: str, anchor: str = "", level: int = messages.SUCCESS
) -> HttpResponse:
    """To the table, in the style in which it was seen, with a sentence above it."""
    messages.add_message(request, level, sentence)
    style = request.GET.get("style", "")
    query = f"?style={style}" if style in pair.styles else ""
    return redirect(reverse("comparison", args=place_of(pair)) + query + anchor)


def _page(request: HttpRequest, page: str, pair: Pair, form: forms.Form, **context: Any) -> HttpResponse:
    plan = pair.new.plan
    shown = {"pair": pair, "plan": plan, "government": plan.government, "form": form} | context
    return render(request, page, shown, status=422 if form.is_bound else 200)
