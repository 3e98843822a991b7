"""A citizen's page of a plan: queries at 10 and 320 items, and its time against a bare page of the same middleware."""

from django.test import Client, override_settings
from django.urls import reverse

from bench.plans import edition, figure, nation, published, queries, report, seconds, town

SIZES = (10, 320)


@override_settings(
    ROOT_URLCONF="bench.addresses",
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
)
def measure() -> None:
    nation()
    here, client, figures = town(), Client(), []
    for size in SIZES:
        made = published(edition(here, f"plan-{size}", size))
        address = reverse("plan", args=[here.slug, made.plan.slug])

        def page(address: str = address) -> None:
            assert client.get(address).status_code == 200

        def unchanged(address: str = address, etag: str = client.get(address)["ETag"]) -> None:
            assert client.get(address, headers={"If-None-Match": etag}).status_code == 304

        def hello() -> None:
            assert client.get("/bench/hello/").status_code == 200

        ours, short, floor = seconds(page, unchanged, hello, repeat=15)
        figures += [
            figure(f"plan's page, {size} items: queries", len(queries(page)), "", 3),
            figure(f"plan's page, {size} items", ours * 1000, "ms"),
            figure(f"plan's page, {size} items / bare page", ours / floor, "×"),
            figure(f"unchanged page (304), {size} items / bare page", short / floor, "×"),
        ]
    figures.append(
        figure("more queries at 320 items than at 10", figures[4]["value"] - figures[0]["value"], "", 0)
    )
    report(*figures)
