"""G8: a returned workbook of 10,000 KPIs against django-import-export's default import of the same figures.

Both sides write one revision per row into the same database in the same run. Ours begins with the rows as they were read,
checks them, shows the preview page, checks them again under the lock and applies them; the other side imports its rows once,
without a preview. Wall time on both sides, for on PostgreSQL much of the work happens in another process.
"""

import datetime
import gc
import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable

import openpyxl
import tablib
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from import_export import resources

from accounts.models import Government, Membership, User
from bench.plans import edition, figure, nation, published, queries, report, town
from kpi.importing.applying import apply_upload
from kpi.importing.receiving import keep_results, receive_results
from kpi.models import Indicator, Measurement, MeasurementRevision, ReviewYear, Target, Upload
from kpi.notation import parse_baseline, parse_target
from kpi.review.opening import open_review
from kpi.sheet.returned import Entry, Returned, ReturnedRow
from kpi.sheet.writing import results_workbook
from kpi.spec import Better
from kpi.storing import baseline_data, target_data
from paper.reading import read_workbook
from strategy.models import Edition

ROWS, FEW, ITEMS, YEAR = 10_000, 100, 320, 2024
COLUMNS = 10
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEGABYTE = 1024  # ru_maxrss counts kilobytes


class FigureResource(resources.ModelResource):
    """What an office would write first: the model's fields, rows found by measurement and number."""

    class Meta:
        model = MeasurementRevision
        fields = ("measurement", "n", "value", "places", "quality", "state", "at", "note")
        import_id_fields = ("measurement", "n")


def promised(made: Edition, count: int) -> None:
    """Targets at the sections of a working edition, each with an indicator and a provisional figure of the year."""
    items = list(made.items.filter(kind="DIRECTION").order_by("id"))
    baseline = parse_baseline("68.1%（令和元年度）")
    spec = parse_target("73%", period=(2023, 2027), baseline=baseline, better=Better.UP)
    facts = {
        "unit": "%", "baseline_text": "68.1%（令和元年度）", "target_text": "73%", "kind": spec.kind,
        "baseline_kind": baseline.kind, "spec": target_data(spec), "baseline": baseline_data(baseline),
    }  # fmt: skip
    government = made.plan.government
    indicators = Indicator.objects.bulk_create(
        Indicator(government=government, name=f"見本の指標{made.pk}-{n}", unit="%") for n in range(count)
    )
    Target.objects.bulk_create(
        Target(
            edition=made,
            item=items[n * len(items) // count],
            indicator=one,
            position=n,
            name=one.name,
            **facts,
        )
        for n, one in enumerate(indicators)
    )
    day = datetime.date(YEAR, 4, 1), datetime.date(YEAR + 1, 3, 31)
    measurements = Measurement.objects.bulk_create(
        Measurement(indicator=one, fiscal_year=YEAR, starts_on=day[0], ends_on=day[1]) for one in indicators
    )
    MeasurementRevision.objects.bulk_create(
        MeasurementRevision(
            measurement=one, n=1, value="70.1", places=1, quality="PROVISIONAL", at=timezone.now()
        )
        for one in measurements
    )


def review_of(where: Government, slug: str, count: int) -> ReviewYear:
    """The open review of a published plan with this many KPIs."""
    made = edition(where, slug, ITEMS)
    promised(made, count)
    return open_review(actor=None, plan=published(made).plan, fiscal_year=YEAR)


def upload_of(review: ReviewYear, planner: Membership, changed: int) -> Upload:
    """The upload of a workbook in which every figure is another one, final now; it waits."""
    lineages = Target.objects.filter(edition=review.edition).values_list("lineage", flat=True)
    meta = {"department": None, "written_at": timezone.now().isoformat()}
    rows = tuple(_row(str(lineage), n, changed) for n, lineage in enumerate(lineages))
    return keep_results(
        actor=planner.user, membership=planner, review=review, name="R6_KPI実績.xlsx",
        data=f"{changed}{review.pk}".encode(), returned=Returned(meta, rows), department=None, size=1,
    )  # fmt: skip


def _row(lineage: str, n: int, changed: int) -> ReturnedRow:
    texts = {"value": f"{60 + n % 30}.{changed}", "quality": "確定"}
    entries = {
        name: Entry("KPI実績", f"{letter}{n + 5}", text)
        for letter, (name, text) in zip("JK", texts.items(), strict=True)
    }
    return ReturnedRow("target", n + 5, "KPI実績", lineage, changed, "", entries)


def rows_of(review: ReviewYear) -> tablib.Dataset:
    """The same figures as rows of a file for django-import-export."""
    measurements = Measurement.objects.filter(indicator__targets__edition=review.edition, fiscal_year=YEAR)
    data = tablib.Dataset(headers=FigureResource.Meta.fields)
    for n, pk in enumerate(measurements.values_list("pk", flat=True)):
        data.append((pk, 9, f"{60 + n % 30}.1", 1, "FINAL", "DRAFT", "2025-06-01 09:00:00", ""))
    return data


def timed(act: Callable[[], object]) -> float:
    """Seconds of an act, on a heap that was swept before."""
    gc.collect()
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


@override_settings(STORAGES=STORAGES)
def measure() -> None:
    nation()
    here, client = town(), Client()
    planner = _planner(here)
    client.force_login(planner.user)
    large, small = review_of(here, "large", ROWS), review_of(here, "small", FEW)
    other = review_of(here, "other", ROWS)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself that was not filled a second ago
    _preview(client, upload_of(small, planner, 0))  # templates are compiled once
    shown, applied = [], []
    for changed in (1, 2, 3):
        upload = upload_of(large, planner, changed)
        shown.append(timed(lambda upload=upload: _preview(client, upload)))
        applied.append(timed(lambda upload=upload: _apply(upload)))
    ours = min(one + two for one, two in zip(shown, applied, strict=True))
    file = results_workbook(small, None, timezone.now())
    files = [_changed(file, n) for n in range(4)]
    brought = min(timed(lambda file=file: _brought(client, small, planner, file)) for file in files)
    memory = _memory(other, planner)
    theirs = timed(lambda: _theirs(other))
    read, alone = _reading()
    few = len(queries(lambda: _apply(upload_of(small, planner, 1))))
    report(
        figure(f"{ROWS:,} rows: check and preview page ({connection.vendor})", min(shown), "s"),
        figure(f"{ROWS:,} rows: check again and apply", min(applied), "s"),
        figure(f"{ROWS:,} rows: django-import-export, imported once", theirs, "s"),
        figure("check, preview and apply / django-import-export", ours / theirs, "×", 0.05),
        figure(f"reading {ROWS:,} × {COLUMNS} cells", read, "s"),
        figure("reading / openpyxl read_only alone", read / alone, "×", 1.2),
        figure(f"a file of {FEW} rows: sent, read, preview shown", brought, "s", 0.5),
        figure(f"applying {FEW} rows: statements", few, ""),
        figure(f"memory of a process that shows and applies {ROWS:,} rows", memory, "MB", 250),
    )


def _planner(here: Government) -> Membership:
    person = User.objects.create_user("kikaku", "kikaku@example.jp", password="x", name="企画")
    return Membership.objects.create(user=person, government=here, role=Membership.Role.PLANNER)


def _preview(client: Client, upload: Upload) -> None:
    plan = upload.review.plan
    address = reverse("results_upload", args=[plan.government.slug, plan.slug, str(YEAR), upload.pk])
    assert client.get(address).status_code == 200


def _apply(upload: Upload) -> None:
    apply_upload(actor=None, upload=upload, seen=1)


def _theirs(review: ReviewYear) -> None:
    result = FigureResource().import_data(rows_of(review), raise_errors=True)
    assert result.totals["new"] == ROWS


def _reading() -> tuple[float, float]:
    """Seconds of our reader, start of its process included, and of openpyxl alone; the shortest of three each."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("KPI実績")
    for n in range(ROWS):
        sheet.append([f"見本の指標{n}", "％", *(n + column / 10 for column in range(COLUMNS - 2))])
    data = io.BytesIO()
    book.save(data)
    content = data.getvalue()

    def alone() -> None:
        read_only = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in read_only.active.iter_rows(values_only=True):
            list(row)

    pairs = [(timed(lambda: read_workbook(content)), timed(alone)) for _ in range(3)]
    return min(one for one, _ in pairs), min(two for _, two in pairs)


def _changed(file: bytes, n: int) -> bytes:
    """The workbook filled in: another value in each row."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    sheet = book["KPI実績"]
    at = next(cell for row in sheet.iter_rows(max_row=10) for cell in row if cell.value == "この年度の値")
    for row in range(at.row + 1, sheet.max_row + 1):
        sheet.cell(row, at.column).value = 60 + n + row / 10
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _brought(client: Client, review: ReviewYear, planner: Membership, file: bytes) -> None:
    upload = receive_results(
        actor=planner.user, membership=planner, review=review, name="R6_見本課_KPI実績.xlsx", data=file
    )
    assert upload.state == Upload.State.WAITING, upload.refusal
    _preview(client, upload)


def _memory(review: ReviewYear, planner: Membership) -> float:
    """Peak memory in MB of a process of its own that does nothing else."""
    upload = upload_of(review, planner, 1)
    code = f"from bench.excel import alone; alone({upload.pk}, {planner.user_id})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "--command", code]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=dict(os.environ))
    return float(done.stdout.splitlines()[-1])


@override_settings(STORAGES=STORAGES)
def alone(pk: int, user: int) -> None:
    """Show and apply an upload, and print the most memory this process ever held."""
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(pk=user))
    upload = Upload.objects.without_data().select_related("review__plan__government").get(pk=pk)
    _preview(client, upload)
    _apply(upload)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE)
