"""The pictures of a vision, drawn for wide and narrow pages and for paper; a table always gives the same figures."""

from collections.abc import Iterable
from typing import Literal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from paper import classes, courses, pyramid
from vision.blocks import CoursesPicture, Picture, PyramidPicture

Place = Literal["wide", "narrow", "paper"]
SCREEN: tuple[Place, ...] = ("wide", "narrow")
PAPER: tuple[Place, ...] = ("paper",)
FONT = "BIZ UDGothic"
_CSS: dict[Place, str] = {"wide": "chart-wide", "narrow": "chart-narrow", "paper": ""}
_COURSES = {"wide": courses.WIDE, "narrow": courses.NARROW, "paper": courses.PRINTED}
_PYRAMID = {"wide": pyramid.WIDE, "narrow": pyramid.NARROW, "paper": pyramid.PRINTED}
_CLASSES = {"wide": classes.WIDE, "narrow": classes.NARROW, "paper": classes.PRINTED}


def drawn(picture: Picture, place: Place) -> SafeString:
    """The picture as one SVG element, or '' where there is nothing to draw."""
    key, css = f"{picture.key}-{place}", _CSS[place]
    if isinstance(picture, CoursesPicture):
        size = _COURSES[place]
        svg = courses.courses_svg(
            picture.courses, size, key=key, css=css, title=picture.title, look=picture.look
        )
    elif isinstance(picture, PyramidPicture):
        svg = pyramid.pyramid_svg(picture.pyramid, _PYRAMID[place], key=key, css=css)
    else:
        svg = classes.classes_svg(picture.years, _CLASSES[place], key=key, css=css, title=picture.title)
    # A page has its own letters; on paper an SVG must name those that the rest is set in.
    return mark_safe(svg.replace("<svg ", f'<svg font-family="{FONT}" ', 1) if place == "paper" else svg)


def figure(picture: Picture, places: Iterable[Place]) -> SafeString:
    """The picture in its forms with how it is read below; '' where there is nothing to draw."""
    shapes = "".join(drawn(picture, place) for place in places)
    if not shapes:
        return mark_safe("")
    return format_html(
        '<figure class="chart">{}<figcaption>{}</figcaption></figure>', mark_safe(shapes), caption(picture)
    )


def caption(picture: Picture) -> str:
    """What the picture shows and how it is read."""
    if isinstance(picture, CoursesPicture):
        return picture.caption + courses.courses_caption(picture.courses, picture.look)
    if isinstance(picture, PyramidPicture):
        return picture.caption + pyramid.pyramid_caption(picture.pyramid)
    return picture.caption
