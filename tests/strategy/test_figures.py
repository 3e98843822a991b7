"""Figures: what comes in and how it is kept, worded, ordered, served and taken away."""

import hashlib
import io
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from PIL import Image

from accounts.models import AuditEvent, Department
from paper.guard import MB
from paper.images import Picture, prepare
from publishing.editions import freeze, publish, start_next_edition
from strategy import figures
from strategy.branches import duplicate_branch
from strategy.figures import WORDS, add_figure, move_figure, remove_figure, save_figure
from strategy.forms.figures import FigureForm
from strategy.items import delete_item
from strategy.models import Edition, Figure, PlanItem
from strategy.stale import fingerprint
from tests import factories
from tests.snapshots import everything_stored, refused

GONE = "この図はもうありません。画面を開き直してください。"
SAID = {"caption": "総人口の推移", "alt": "人口は五年で2%増えた。", "source": "国勢調査"}


def drawn(kind: str = "PNG", size: tuple[int, int] = (60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def picture() -> Picture:
    return prepare(drawn())


def stored(settings) -> list[str]:
    """Names of all files that are kept."""
    media = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def picture_of(figure: Figure) -> bytes:
    with default_storage.open(figure.image.name) as file:
        return file.read()


@pytest.fixture
def made(toyonaka) -> dict[str, PlanItem]:
    return factories.small_tree(factories.edition(factories.plan(toyonaka)))


@pytest.fixture
def item(made) -> PlanItem:
    return made["measure1"]


def captions(item: PlanItem) -> list[str]:
    rows = Figure.objects.filter(item=item).order_by("position", "id")
    return list(rows.values_list("caption", flat=True))


# --- adding -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_figure_is_kept_under_a_name_of_ours_with_the_facts_of_its_bytes(item, aoki, settings):
    given = picture()
    figure = add_figure(actor=aoki, item=item, picture=given, **(SAID | {"caption": " 総人口の推移　"}))
    figure.refresh_from_db()
    assert (figure.sha256, figure.media_type, figure.width, figure.height) == (
        hashlib.sha256(given.content).hexdigest(), "image/png", 60, 40,
    )  # fmt: skip
    assert (figure.caption, figure.alt, figure.source) == tuple(SAID.values())
    assert (figure.edition, figure.item, figure.position) == (item.edition, item, 10)
    assert stored(settings) == [figure.image.name]
    folder, _, name = figure.image.name.partition("/")
    assert (folder, len(name), name.removesuffix(".png").isalnum()) == ("figures", 36, True)
    assert picture_of(figure) == given.content
    event = AuditEvent.objects.get(verb="figure.create")
    assert event.detail == {
        "lineage": str(item.lineage),
        "sha256": figure.sha256,
        "caption": "総人口の推移",
    }
    second = add_figure(actor=aoki, item=item, picture=given, **SAID)
    assert (second.position, second.image.name != figure.image.name) == (20, True)


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["frozen", "invalid", "database"])
def test_no_file_stays_behind_when_nothing_came_of_it(item, aoki, settings, monkeypatch, fault):
    said = dict(SAID)
    if fault == "frozen":
        freeze(actor=aoki, edition=item.edition)
    elif fault == "invalid":
        said["caption"] = ""
    else:

        def fails(*arguments, **options):
            raise IntegrityError("disk")

        monkeypatch.setattr(figures, "record", fails)
    before = everything_stored()
    with pytest.raises((IntegrityError, ValidationError)):
        add_figure(actor=aoki, item=item, picture=picture(), **said)
    assert everything_stored() == before
    assert stored(settings) == []


# --- words and order ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_words_are_changed_and_who_comes_second_is_told(item, aoki, baba):
    figure = add_figure(actor=aoki, item=item, picture=picture(), **SAID)
    seen = fingerprint(figure, *WORDS)
    save_figure(actor=aoki, figure=figure, caption=" 題 ", alt="文", seen=seen)
    figure.refresh_from_db()
    assert (figure.caption, figure.alt, figure.source) == ("題", "文", "")
    sentence = refused(save_figure, actor=baba, figure=figure, caption="馬場の題", alt="文", seen=seen)
    assert sentence.startswith("ほかの人が先に変えました（いまの内容：図の題「題」、代わりの文「文」）。")
    assert save_figure(actor=baba, figure=figure, caption="馬場の題", alt="文").caption == "馬場の題"


@pytest.mark.django_db
def test_figures_move_among_those_of_their_item(made, item, aoki):
    rows = {
        name: add_figure(actor=aoki, item=item, picture=picture(), **(SAID | {"caption": name}))
        for name in "甲乙丙"
    }
    add_figure(actor=aoki, item=made["measure2"], picture=picture(), **SAID)
    for name, step, after in (
        ("丙", -1, "甲丙乙"),
        ("甲", 1, "丙甲乙"),
        ("丙", -1, "丙甲乙"),
        ("乙", 1, "丙甲乙"),
    ):
        move_figure(actor=aoki, figure=rows[name], step=step)
        assert "".join(captions(item)) == after


# --- taking away --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_file_goes_with_the_last_row_that_shows_it_once_that_is_certain(
    item, aoki, settings, django_capture_on_commit_callbacks
):
    figure = add_figure(actor=aoki, item=item, picture=picture(), **SAID)
    other = add_figure(actor=aoki, item=item, picture=picture(), **SAID)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_figure(actor=aoki, figure=figure) == item
        assert stored(settings) == sorted([figure.image.name, other.image.name])  # nothing is certain yet
    assert stored(settings) == [other.image.name]
    for act in (remove_figure, move_figure, save_figure):
        arguments = {"move_figure": {"step": 1}, "save_figure": {"caption": "題", "alt": "文"}}
        assert refused(act, actor=aoki, figure=figure, **arguments.get(act.__name__, {})) == GONE


@pytest.mark.django_db
def test_a_file_stays_while_another_edition_or_a_deleted_branch_shows_it(
    item, aoki, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        figure = add_figure(actor=aoki, item=item, picture=picture(), **SAID)
        twin = duplicate_branch(actor=aoki, item=item)
        delete_item(actor=aoki, item=PlanItem.objects.get(pk=item.pk))
        remove_figure(actor=aoki, figure=twin.figures.get())
    assert (Figure.objects.count(), stored(settings)) == (0, [figure.image.name])  # the branch can come back
    with django_capture_on_commit_callbacks(execute=True):
        kept = add_figure(actor=aoki, item=twin, picture=picture(), **SAID)
        first = publish(actor=None, edition=freeze(actor=None, edition=twin.edition))
        draft = start_next_edition(actor=None, edition=first, stage=Edition.Stage.PROPOSAL)
        remove_figure(actor=aoki, figure=draft.figures.get())
    assert kept.image.name in stored(settings)


@pytest.mark.django_db
def test_a_frozen_edition_keeps_its_figures(item, aoki):
    figure = add_figure(actor=aoki, item=item, picture=picture(), **SAID)
    freeze(actor=aoki, edition=item.edition)
    sentence = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    assert refused(remove_figure, actor=aoki, figure=figure) == sentence
    assert refused(move_figure, actor=aoki, figure=figure, step=1) == sentence
    assert refused(save_figure, actor=aoki, figure=figure, caption="題", alt="文") == sentence


# --- the page -----------------------------------------------------------------------------------------------


def page_of(item: PlanItem) -> str:
    return f"/office/toyonaka/digital-strategy/{item.edition.number}/items/{item.lineage}/figures/"


def upload(content: bytes, name: str = "人口 <b>.png", kind: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def test_a_figure_is_added_worded_ordered_and_taken_away_by_plain_forms(client, item, aoki):
    client.force_login(aoki)
    page = page_of(item)
    assert "図はまだありません。" in client.get(page).content.decode()
    answer = client.post(page, SAID | {"image": upload(drawn(size=(3000, 1000)))}, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(page, 302)]
    assert "図「総人口の推移」を加えました（2,400×800画素に縮めました）。" in text
    first = Figure.objects.get()
    assert f'<img src="{page}{first.sha256}" alt="人口は五年で2%増えた。" width="2400" height="800"' in text
    client.post(page, SAID | {"image": upload(drawn()), "caption": "二つめ"})
    client.post(f"{page}{first.pk}/move/", {"step": "down"})
    assert captions(item) == ["二つめ", "総人口の推移"]
    client.post(f"{page}{first.pk}/move/", {"step": "sideways"})
    assert captions(item) == ["二つめ", "総人口の推移"]
    seen = fingerprint(first, *WORDS)
    client.post(f"{page}{first.pk}/", SAID | {"caption": "直した題", "seen": seen})
    assert captions(item) == ["二つめ", "直した題"]
    answer = client.post(f"{page}{first.pk}/", SAID | {"caption": "おそい題", "seen": seen})
    assert (answer.status_code, 'value="おそい題"' in answer.content.decode()) == (422, True)
    answer = client.post(f"{page}{first.pk}/remove/", follow=True)
    assert "図「直した題」を削除しました。" in answer.content.decode()
    assert captions(item) == ["二つめ"]
    assert client.post(f"{page}{first.pk}/remove/").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "kind", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30 * MB, "photo.png", "image/png",
         "画像が大きすぎます（30.0MB）。登録できるのは8MBまでです。画素数を減らして保存し直してください。"),
        (b"GIF89a" + b"\0" * 100, "photo.png", "image/png",
         "登録できる画像はPNGとJPEGです。どちらかの形式で保存し直してください。"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "photo.svg", "image/svg+xml",
         "SVGの画像は、プログラムを含むことがあるため登録できません。PNGで保存し直してください。"),
        (b"<html><script>alert(1)</script></html>", "photo.jpg", "image/jpeg",
         "登録できる画像はPNGとJPEGです。どちらかの形式で保存し直してください。"),
        (b"", "photo.png", "image/png", "選んだファイルは空です。もう一度選んでください。"),
    ],
    ids=["30 MB", "false type", "svg", "html", "empty"],
)  # fmt: skip
def test_a_bad_upload_ends_in_a_sentence_and_the_words_stay(
    client, item, aoki, settings, content, name, kind, sentence
):
    client.force_login(aoki)
    answer = client.post(page_of(item), SAID | {"image": upload(content, name, kind)})
    text = answer.content.decode()
    assert (answer.status_code, sentence in text) == (422, True)
    assert 'value="総人口の推移"' in text
    assert "人口は五年で2%増えた。</textarea>" in text
    assert (Figure.objects.count(), stored(settings)) == (0, [])


def test_words_are_asked_for_with_a_reason(client, item, aoki):
    client.force_login(aoki)
    text = client.post(page_of(item), {"image": upload(drawn())}).content.decode()
    assert "図の題を入れてください。" in text
    assert "代わりの文を入れてください。読み上げで計画を読む人のために要ります。" in text
    same = {"caption": "人口の推移", "alt": "人口の推移", "image": upload(drawn())}
    text = client.post(page_of(item), same).content.decode()
    assert "図の題と同じです。図から読み取れることを書いてください。" in text
    assert "画像を選んでください。" in client.post(page_of(item), SAID).content.decode()
    assert Figure.objects.count() == 0


def test_an_alternative_text_is_one_line(item):
    form = FigureForm(SAID | {"alt": "人口は\r\n増えた。 "}, {"image": upload(drawn())}, item=item)
    assert (form.is_valid(), form.cleaned_data["alt"]) == (True, "人口は 増えた。")


def test_what_a_camera_wrote_into_a_photo_is_not_kept(client, item, aoki):
    exif = Image.Exif()
    exif[0x010F] = "camera of a person"
    client.force_login(aoki)
    client.post(page_of(item), SAID | {"image": upload(drawn("JPEG", exif=exif), "a.jpg", "image/jpeg")})
    figure = Figure.objects.get()
    assert (figure.media_type, figure.image.name[-4:]) == ("image/jpeg", ".jpg")
    assert b"camera" not in picture_of(figure)


def test_an_image_is_served_inert_to_the_own_staff_only(client, item, aoki, neighbour):
    figure = add_figure(actor=aoki, item=item, picture=picture(), **SAID)
    address = f"{page_of(item)}{figure.sha256}"
    assert client.get(address).status_code == 302
    client.force_login(neighbour)
    assert client.get(address).status_code == 404
    client.force_login(aoki)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == picture_of(figure)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]
    assert "mihon" not in str(answer.headers)
    for other in ("0" * 64, "..%2f..%2fsettings.py"):
        assert client.get(f"{page_of(item)}{other}").status_code == 404
    default_storage.delete(figure.image.name)
    assert client.get(address).status_code == 404


def test_a_department_hangs_figures_on_its_own_items_only(client, made, item, baba, toyonaka):
    department = Department.objects.create(government=toyonaka, name="こども事業課")
    baba.memberships.update(department=department)
    PlanItem.objects.filter(pk=item.pk).update(department=department)
    client.force_login(baba)
    assert client.post(page_of(item), SAID | {"image": upload(drawn())}).status_code == 302
    other = page_of(made["measure2"])
    assert client.post(other, SAID | {"image": upload(drawn())}).status_code == 403
    assert "この項目の図を変えられるのは、企画担当と所管課" in client.get(other).content.decode()
    foreign = add_figure(actor=None, item=made["measure2"], picture=picture(), **SAID)
    assert client.post(f"{other}{foreign.pk}/remove/").status_code == 403
    assert client.post(f"{page_of(item)}{foreign.pk}/remove/").status_code == 404
    assert Figure.objects.count() == 2


def test_a_figure_for_an_edition_that_was_frozen_meanwhile_keeps_its_words(client, item, aoki, settings):
    client.force_login(aoki)
    freeze(actor=aoki, edition=item.edition)
    answer = client.post(page_of(item), SAID | {"image": upload(drawn())})
    text = answer.content.decode()
    assert (answer.status_code, "凍結した版は変えられません。" in text) == (422, True)
    assert 'value="総人口の推移"' in text
    assert stored(settings) == []


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_costs_the_same_for_many_figures(client, item, aoki, count, django_assert_num_queries):
    given = picture()
    for _ in range(count):
        add_figure(actor=aoki, item=item, picture=given, **SAID)
    client.force_login(aoki)
    client.get(page_of(item))
    with django_assert_num_queries(6):  # session, user, membership, edition, item, figures
        assert client.get(page_of(item)).content.count(b"<img ") == count
