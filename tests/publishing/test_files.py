"""Files that leave the house."""

import io

import pytest
from docx import Document as WordDocument

from publishing import files
from publishing.editions import freeze
from publishing.models import PrintedEdition
from publishing.prints import print_due
from tests import factories

pytestmark = pytest.mark.slow

PAGE = "/toyonaka/digital-strategy/"


@pytest.fixture
def edition(toyonaka):
    return factories.published(factories.plan(toyonaka), measures=1)


def test_pdf_is_promised_until_it_is_printed_and_then_the_same_for_all(client, edition):
    waiting = client.get(f"{PAGE}plan.pdf")
    assert waiting.status_code == 503
    assert waiting["Retry-After"] == "60"
    assert waiting.content.decode() == "PDFを準備しています。数分後にもう一度開いてください。"
    assert print_due() == 1
    assert print_due() == 0
    first, second = (b"".join(client.get(f"{PAGE}plan.pdf")) for _ in range(2))
    assert first == second
    assert first[:5] == b"%PDF-"
    assert len(first) == PrintedEdition.objects.get().size


def test_the_office_gets_the_pdf_of_a_frozen_edition_before_it_is_published(client, toyonaka, aoki):
    made = factories.edition(factories.plan(toyonaka))
    factories.small_tree(made, measures=1)
    freeze(actor=None, edition=made)
    client.force_login(aoki)
    assert print_due() == 1
    response = client.get("/office/toyonaka/digital-strategy/1/plan.pdf")
    assert b"".join(response)[:5] == b"%PDF-"
    assert client.get(f"{PAGE}editions/1/plan.pdf").status_code == 404


def test_word_opens_and_carries_the_title(client, edition):
    response = client.get(f"{PAGE}plan.docx")
    assert response["Content-Disposition"] == 'attachment; filename="toyonaka-digital-strategy-1.docx"'
    word = WordDocument(io.BytesIO(response.content))
    assert word.core_properties.title == edition.title


@pytest.mark.parametrize("kind", ["json", "docx"])
def test_files_are_inert(client, edition, kind):
    response = client.get(f"{PAGE}plan.{kind}")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")


def test_the_same_file_again_is_not_sent_again(client, edition):
    etag = client.get(f"{PAGE}plan.json")["ETag"]
    assert client.get(f"{PAGE}plan.json", headers={"if-none-match": etag}).status_code == 304


def test_an_edition_of_another_number_is_another_file(client, edition):
    assert client.get(f"{PAGE}editions/1/plan.json").content == client.get(f"{PAGE}plan.json").content
    assert client.get(f"{PAGE}editions/2/plan.json").status_code == 404


def test_a_lost_image_is_not_found(edition):
    with pytest.raises(files.Http404):
        files.image({"file": "figures/none.png", "type": "image/png"})


def test_a_draft_is_for_its_own_staff_only(client, edition, aoki, neighbour, toyonaka):
    draft = factories.edition(factories.plan(toyonaka, "soan"))
    factories.small_tree(draft)
    address = "/office/toyonaka/soan/1/plan.json"
    client.force_login(aoki)
    assert client.get(address).status_code == 200
    client.force_login(neighbour)
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
    freeze(actor=aoki, edition=draft)
    assert client.get("/toyonaka/soan/plan.json").status_code == 404
