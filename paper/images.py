"""A picture for a plan: decided by its bytes, decoded, and written anew as a plain PNG or JPEG.

What is written anew holds the pixels and nothing else: no place where a photo was taken (EXIF, GPS), no
comments, no colour profile, no second picture behind the first, no bytes that another program would run.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageOps

from paper.guard import MB, GuardError, check_image

BYTES = 8 * MB
PIXELS = 25_000_000  # decoded at once: 100 MB; a photo of a telephone has 12 million
LONGEST = 2400  # pixels: over the width of the text of A4 that is 390 to an inch
QUALITY = 88
_FORMATS = ("PNG", "JPEG")
_PRINTED_MODES = {"1": "L", "CMYK": "RGB"}  # of what PNG and JPEG decode to
_SUFFIX = {"image/png": "png", "image/jpeg": "jpg"}
BROKEN = "画像が壊れているか、途中で切れているため、読み込めません。もとのソフトで保存し直してください。"


@dataclass(frozen=True)
class Picture:
    """A picture that may be kept and printed; `given` is its size before it was made smaller."""

    content: bytes
    type: str
    width: int
    height: int
    given: tuple[int, int]

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def suffix(self) -> str:
        return _SUFFIX[self.type]

    @property
    def is_smaller(self) -> bool:
        """Whether it has fewer pixels than what was handed in."""
        return max(self.width, self.height) < max(self.given)


def check_size(size: int) -> None:
    """Nothing for a file of up to 8 MB, GuardError with its actual size otherwise; asked before it is read."""
    if size > BYTES:
        raise GuardError(
            f"画像が大きすぎます（{size / MB:.1f}MB）。登録できるのは{BYTES // MB}MBまでです。"
            "画素数を減らして保存し直してください。"
        )


def prepare(data: bytes) -> Picture:
    """The picture in `data`, turned upright, at most 2,400 pixels long, without anything but its pixels.

    Raises GuardError, a sentence, for what is no PNG or JPEG, too large, or broken.
    """
    check_size(len(data))
    facts = check_image(data)  # from the head alone: nothing is decoded yet
    if facts.width * facts.height > PIXELS:
        raise GuardError(
            f"画像の画素数が多すぎます（{facts.width:,}×{facts.height:,}）。"
            f"{PIXELS // 10_000:,}万画素以下（たとえば6,000×4,000）にしてください。"
        )
    try:
        image = _upright(data)
    except MemoryError:
        raise
    except Exception as error:  # decoders raise whatever they stumble over in a hostile file
        raise GuardError(BROKEN) from error
    out = io.BytesIO()
    if facts.type == "image/png":
        image.save(out, "PNG", optimize=True)
    else:
        image.save(out, "JPEG", quality=QUALITY, optimize=True)
    given = (facts.width, facts.height)
    if (image.width > image.height) != (facts.width > facts.height):  # a photo on its side, now upright
        given = (facts.height, facts.width)
    return Picture(out.getvalue(), facts.type, *image.size, given=given)


def _upright(data: bytes) -> Image.Image:
    """The pixels of the first picture in `data`, in a mode that is printed, on an image without any past."""
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        opened.draft("RGB" if opened.mode != "L" else "L", (LONGEST, LONGEST))  # a JPEG is decoded smaller
        opened.load()
        ImageOps.exif_transpose(opened, in_place=True)
        plain = _plain(opened)
        plain.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
        fresh = Image.new(plain.mode, plain.size)
        fresh.paste(plain)
    return fresh


def _plain(image: Image.Image) -> Image.Image:
    """Grey, RGB or either with transparency; palettes and the wide modes of printing houses are spelt out."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "P" or "transparency" in image.info:
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    wanted = _PRINTED_MODES.get(image.mode, image.mode)
    return image if wanted == image.mode else image.convert(wanted)
