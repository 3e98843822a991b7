"""Pictures: decided by their bytes, decoded under limits, written anew without anything but their pixels."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from paper import images
from paper.guard import MB, GuardError
from paper.images import BROKEN, LONGEST, PIXELS, check_size, prepare

GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x010F


def drawn(mode: str = "RGB", size: tuple[int, int] = (40, 30)) -> Image.Image:
    """Left half dark, right half bright, so that a turn can be seen."""
    image = Image.new("RGB", size, (10, 20, 30))
    image.paste((200, 210, 220), (size[0] // 2, 0, *size))
    return image.convert(mode)


def packed(image: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def opened(picture: images.Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.content))
    image.load()
    return image


def refusal(data: bytes) -> str:
    with pytest.raises(GuardError) as caught:
        prepare(data)
    return str(caught.value)


def png_head(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(b"\0" * 1000)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# --- what is kept -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "kind", "kept", "media_type"),
    [
        ("RGB", "PNG", "RGB", "image/png"),
        ("RGBA", "PNG", "RGBA", "image/png"),
        ("L", "PNG", "L", "image/png"),
        ("LA", "PNG", "LA", "image/png"),
        ("1", "PNG", "L", "image/png"),
        ("P", "PNG", "RGB", "image/png"),
        ("RGB", "JPEG", "RGB", "image/jpeg"),
        ("L", "JPEG", "L", "image/jpeg"),
        ("CMYK", "JPEG", "RGB", "image/jpeg"),
    ],
)
def test_a_picture_of_any_usual_mode_is_kept_as_its_own_kind(mode, kind, kept, media_type):
    picture = prepare(packed(drawn(mode), kind))
    image = opened(picture)
    assert (picture.type, image.format, image.mode) == (media_type, kind, kept)
    assert (picture.width, picture.height) == image.size == (40, 30)
    assert (picture.given, picture.is_smaller) == ((40, 30), False)
    assert picture.suffix == {"PNG": "png", "JPEG": "jpg"}[kind]
    assert len(picture.sha256) == 64


def test_png_keeps_every_pixel():
    assert opened(prepare(packed(drawn(), "PNG"))).tobytes() == drawn().tobytes()


def test_sixteen_bits_of_grey_become_eight():
    grey = Image.new("I;16", (2, 1))
    grey.putdata([0, 32768])
    assert opened(prepare(packed(grey, "PNG"))).tobytes() == bytes([0, 128])


def test_a_transparent_colour_of_a_palette_stays_transparent():
    palette = drawn("P")
    clear = palette.getpixel((0, 0))
    image = opened(prepare(packed(palette, "PNG", transparency=clear)))
    assert (image.mode, image.getpixel((0, 0))[3], image.getpixel((39, 0))[3]) == ("RGBA", 0, 255)


def test_a_photo_on_its_side_is_turned_upright_and_its_place_forgotten():
    exif = Image.Exif()
    exif[ORIENTATION], exif[CAMERA] = 6, "camera of a person"
    exif.get_ifd(GPS)[1] = "N"
    photo = packed(drawn(size=(400, 300)), "JPEG", exif=exif, quality=95, comment=b"taken at home")
    assert b"camera of a person" in photo
    picture = prepare(photo)
    image = opened(picture)
    assert (image.size, picture.given) == ((300, 400), (300, 400))
    assert image.getpixel((150, 10))[0] < 50 < 150 < image.getpixel((150, 390))[0]
    assert dict(image.getexif()) == {}
    assert {"exif", "comment", "icc_profile", "dpi"} & image.info.keys() == set()
    assert b"camera" not in picture.content and b"home" not in picture.content


def test_texts_profiles_and_what_hangs_behind_a_picture_are_gone():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "the name of a person")
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    png = packed(drawn(), "PNG", pnginfo=notes, icc_profile=profile)
    picture = prepare(png[:-12] + png[-12:] + b"<script>alert(1)</script>" + png[-12:])
    assert opened(picture).info == {}
    assert b"person" not in picture.content and b"script" not in picture.content


def test_of_several_pictures_in_one_file_the_first_is_kept():
    moving = packed(drawn(), "PNG", save_all=True, append_images=[drawn().rotate(180)])
    twin = packed(drawn(size=(400, 300)), "MPO", save_all=True, append_images=[drawn(size=(400, 300))])
    assert b"acTL" in moving and b"acTL" not in prepare(moving).content
    assert opened(prepare(moving)).getpixel((0, 0)) == (10, 20, 30)
    picture = prepare(twin)
    assert (picture.type, opened(picture).format) == ("image/jpeg", "JPEG")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_large_picture_is_made_as_small_as_paper_asks_for(kind):
    picture = prepare(packed(drawn(size=(4800, 3000)), kind))
    assert (picture.width, picture.height) == opened(picture).size == (LONGEST, 1500)
    assert (picture.given, picture.is_smaller) == ((4800, 3000), True)


def test_the_same_bytes_give_the_same_picture():
    data = packed(drawn(), "JPEG")
    assert prepare(data).sha256 == prepare(data).sha256


# --- what is refused ----------------------------------------------------------------------------------------


def test_a_file_that_is_too_large_is_told_its_size_before_it_is_read():
    check_size(8 * MB)
    with pytest.raises(GuardError) as caught:
        check_size(30 * MB)
    assert str(caught.value) == (
        "画像が大きすぎます（30.0MB）。登録できるのは8MBまでです。画素数を減らして保存し直してください。"
    )
    assert refusal(b"\x89PNG\r\n\x1a\n" + b"\0" * 8 * MB).startswith("画像が大きすぎます（8.0MB）。")


@pytest.mark.parametrize(
    "data",
    [
        packed(drawn(), "GIF"),
        packed(drawn(), "TIFF"),
        packed(drawn(), "WEBP"),
        packed(drawn(), "BMP"),
        b"<html><script>alert(1)</script></html>",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"",
    ],
    ids=["gif", "tiff", "webp", "bmp", "html", "pdf", "zip", "empty"],
)
def test_what_is_neither_png_nor_jpeg_is_refused_whatever_it_is_called(data):
    assert refusal(data) == "登録できる画像はPNGとJPEGです。どちらかの形式で保存し直してください。"


def test_drawings_that_may_hold_programs_are_refused():
    assert refusal(b'<?xml version="1.0"?><svg xmlns="x"><script/></svg>') == (
        "SVGの画像は、プログラムを含むことがあるため登録できません。PNGで保存し直してください。"
    )


def test_a_bomb_is_refused_by_its_head(monkeypatch):
    def opens(*arguments, **options):
        raise AssertionError("decoded")

    monkeypatch.setattr(images.Image, "open", opens)
    side = int(PIXELS**0.5) + 1
    assert refusal(png_head(side, side)).startswith(
        "画像の画素数が多すぎます（5,001×5,001）。2,500万画素以下"
    )
    assert refusal(png_head(60_000, 60_000)).startswith("画像の画素数が多すぎます（60,000×60,000）。")


def test_a_picture_that_is_broken_inside_is_refused():
    png, jpeg = packed(drawn(size=(300, 300)), "PNG"), packed(drawn(size=(300, 300)), "JPEG", quality=95)
    torn = png.replace(b"IDAT", b"IDAX")
    assert refusal(torn) == BROKEN
    assert refusal(png_head(3000, 3000)) == BROKEN  # far fewer pixels than it claims
    assert refusal(png[:60] + png[-12:]) == BROKEN
    assert "途中で切れています" in refusal(jpeg[:-200])


def test_a_text_that_unpacks_without_end_is_refused():
    bomb = PngImagePlugin.PngInfo()
    bomb.add_text("Comment", "0" * 70_000_000, zip=True)
    data = packed(drawn(), "PNG", pnginfo=bomb)
    assert len(data) < MB
    assert refusal(data) == BROKEN
