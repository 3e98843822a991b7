"""Citizens' 新旧対照表: public editions only, what was issued only, and what it costs."""

import copy
import datetime
import json
import re

import pytest
from django.core.cache import caches

from paper.pdf import Pdf, PdfError
from publishing.comparison import files
from publishing.comparison.data import to_data
from publishing.comparison.reading import content_of, derived_table, read_table
from publishing.comparisons import issue_comparison, note_changes
from publishing.document import canonical_bytes, hash_of
from publishing.editions import freeze, publish, start_correction, start_next_edition, withdraw
from strategy.items import save_item
from strategy.models import Edition
from tests import factories
from tests.publishing.compared import many_changes, text

PLAN = "/toyonaka/digital-strategy/"
PAGE = f"{PLAN}editions/2/comparison/1/"
SECRET = "まだ確定していない趣旨"


@pytest.fixture(scope="module")
def _editions(for_the_file) -> tuple[Edition, Edition]:
    """Two public editions that differ in two items, with a reason that was not issued."""
    old, new = many_changes(factories.government(), 2)
    publish(actor=None, edition=new)
    key = next(read_table(old, new).changes()).key
    note_changes(actor=None, old=old, new=new, keys=[key], reason=SECRET, remark="備考の言葉")
    return old, Edition.objects.get(pk=new.pk)


@pytest.fixture
def editions(_editions, db) -> tuple[Edition, Edition]:
    return copy.deepcopy(_editions)


def issue(editions) -> None:
    old, new = editions
    seen = hash_of(content_of(read_table(old, new)))
    issue_comparison(actor=None, old=old, new=new, seen=seen)


# --- before anything stands there -----------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [10, 60])
def test_the_page_costs_no_more_for_many_changes(client, toyonaka, changes, django_assert_max_num_queries):
    old, new = many_changes(toyonaka, changes)
    publish(actor=None, edition=new)
    with django_assert_max_num_queries(10):
        page = text(client.get(PAGE))
    assert page.count('<tr role="row" id="r') == changes
    issue((old, new))
    with django_assert_max_num_queries(10):
        client.get(PAGE)


def test_a_plan_of_which_nothing_is_public_has_no_comparison(client, toyonaka):
    factories.plan(toyonaka)
    assert client.get(PAGE).status_code == 404


def test_readers_see_what_follows_from_the_texts_and_no_hand(client, editions):
    page = text(client.get(PAGE))
    assert "<h1>素案と案の違い</h1>" in page
    assert page.count('<tr role="row" id="r') == 2
    assert SECRET not in page and "備考の言葉" not in page and "修正の趣旨" not in page
    for word in ("この行を直す", "確定していません", "趣旨を書いていない"):
        assert word not in page


def test_readers_see_the_table_as_it_was_issued(client, editions):
    issue(editions)
    page = text(client.get(PAGE))
    assert SECRET in page and "修正の趣旨" in page and "<dt>確定</dt>" in page
    key = next(read_table(*editions).changes()).key
    note_changes(actor=None, old=editions[0], new=editions[1], keys=[key], reason="そのあとの趣旨")
    assert "そのあとの趣旨" not in text(client.get(PAGE))


@pytest.mark.parametrize("kind", ["", "comparison.json", "comparison.docx", "comparison.pdf"])
def test_what_is_not_public_is_not_found(client, toyonaka, editions, kind):
    draft = start_next_edition(actor=None, edition=editions[1], stage=Edition.Stage.DRAFT, title="秘密の題")
    freeze(actor=None, edition=draft)
    for address in (f"{PLAN}editions/3/comparison/1/", f"{PLAN}editions/1/comparison/3/"):
        answer = client.get(address + kind)
        assert answer.status_code == 404
        assert "秘密" not in answer.content.decode()
    withdraw(actor=None, edition=editions[0], reason="誤り")
    assert client.get(PAGE + kind).status_code == 404


@pytest.mark.parametrize("style", ["new-old", "old-new", "revised-current", "stacked", "errata"])
def test_every_style_can_be_chosen(client, editions, style):
    page = text(client.get(PAGE, {"style": style}))
    assert f'href="?style={style}" aria-current="true"' in page
    assert f"comparison.docx?style={style}" in page


@pytest.mark.parametrize("kind", ["", "comparison.json", "comparison.pdf"])
def test_what_cannot_be_shown_is_a_sentence(client, editions, kind):
    unknown = client.get(PAGE + kind, {"style": "<x>"})
    assert unknown.status_code == 400
    assert "様式「&lt;x&gt;」はありません。" in text(unknown)
    same = client.get(f"{PLAN}editions/2/comparison/2/{kind}")
    assert same.status_code == 400
    assert "同じ版どうしは比べられません。" in text(same)


def test_the_same_page_again_is_not_sent_again(client, editions, django_assert_num_queries):
    first = client.get(PAGE)
    assert first["Cache-Control"] == "public, max-age=60" and not first.cookies
    with django_assert_num_queries(7):  # editions, bases, style, 確定, reviewed years, opinions, meetings
        again = client.get(PAGE, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert client.get(PAGE, {"style": "stacked"})["ETag"] != first["ETag"]
    issue(editions)
    assert client.get(PAGE)["ETag"] != first["ETag"]


def test_the_line_of_editions_leads_to_the_comparisons(client, editions):
    page = text(client.get(PLAN))
    assert f'<a href="{PAGE}">前の版との新旧対照表<span class="visually-hidden">：' in page
    assert page.count("前の版との新旧対照表") == 1


def test_a_correction_says_its_day_and_leads_to_its_errata(client, editions):
    made = start_correction(actor=None, edition=editions[1])
    item = made.items.filter(level__key="measure").first()
    save_item(actor=None, item=item, version=item.version, title=item.title, body="<p>正しい文です。</p>")
    made = publish(actor=None, edition=freeze(actor=None, edition=made))
    at = datetime.datetime(2023, 4, 9, 15, 30, tzinfo=datetime.UTC)  # the 10th in Japan
    Edition.objects.filter(pk=made.pk).update(published_at=at)
    page = text(client.get(f"{PLAN}editions/3/"))
    assert page.count('<span class="tag">令和5年4月10日訂正</span>') == 2
    address = f"{PLAN}editions/3/comparison/2/"
    assert f'<a href="{address}">正誤表' in page
    errata = text(client.get(address))
    assert "<h1>正誤表（令和5年4月10日訂正）</h1>" in errata
    heads = re.findall(r'role="columnheader"[^>]*>(.*?)</th>', errata)
    assert heads == ["頁", "誤", "正"]


# --- files --------------------------------------------------------------------------------------------------


def test_readers_take_home_what_they_see(client, editions):
    data = client.get(f"{PAGE}comparison.json").content
    assert data == canonical_bytes(to_data(derived_table(*editions)))
    assert SECRET not in data.decode()
    issue(editions)
    issued = client.get(f"{PAGE}comparison.json").content
    assert SECRET in issued.decode() and json.loads(issued)["table"]["issue"]["number"] == 1
    for kind in ("docx", "xlsx"):
        answer = client.get(f"{PAGE}comparison.{kind}")
        assert answer.content.startswith(b"PK")
        assert answer.content == client.get(f"{PAGE}comparison.{kind}").content
        again = client.get(f"{PAGE}comparison.{kind}", headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304


@pytest.fixture
def printer(monkeypatch, settings):
    """Counts the PDFs that are made, and keeps them as in an office."""
    settings.CACHES = settings.CACHES | {
        "files": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "comparisons"}
    }
    caches["files"].clear()
    made = []

    def pdf_of(table, style, *, created):
        made.append((style.key, created))
        return Pdf(b"%PDF-" + style.key.encode(), 1, {}, {})

    monkeypatch.setattr(files, "pdf_of", pdf_of)
    return made


def test_a_pdf_is_made_once_for_each_table_and_style(client, editions, printer):
    address = f"{PAGE}comparison.pdf"
    assert client.get(address).content == b"%PDF-new-old"
    assert client.get(address).content == b"%PDF-new-old"
    assert client.get(address, {"style": "stacked"}).content == b"%PDF-stacked"
    assert [key for key, _ in printer] == ["new-old", "stacked"]
    issue(editions)
    client.get(address)
    assert len(printer) == 3


def test_one_request_at_a_time_makes_a_pdf(client, editions, printer, monkeypatch):
    address, inside = f"{PAGE}comparison.pdf", []

    def busy(table, style, *, created):
        inside.append(client.get(address))
        return Pdf(b"%PDF-", 1, {}, {})

    monkeypatch.setattr(files, "pdf_of", busy)
    assert client.get(address).status_code == 200
    (other,) = inside
    assert other.status_code == 503 and other["Retry-After"] == "60" and "ETag" not in other
    assert "PDFをつくっています。" in other.content.decode()


def test_a_pdf_that_cannot_be_made_says_why_and_may_be_tried_again(client, editions, printer, monkeypatch):
    def broken(*args, **options):
        raise PdfError("memory")

    with monkeypatch.context() as during:
        during.setattr(files, "pdf_of", broken)
        answer = client.get(f"{PAGE}comparison.pdf")
    assert answer.status_code == 503 and "メモリが足りません" in answer.content.decode()
    assert client.get(f"{PAGE}comparison.pdf").status_code == 200
