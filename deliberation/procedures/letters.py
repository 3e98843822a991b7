"""諮問書 and 答申書 from what is kept of them."""

from collections.abc import Sequence

from deliberation.documents.shapes import Document
from deliberation.models import Advice, Inquiry, Opinion
from deliberation.procedures.papers import LetterFacts, RiderFact, TextFact, advice_paper, inquiry_paper
from strategy.models import Edition


def inquiry_document(inquiry: Inquiry) -> Document:
    """The 諮問書. No query."""
    government, body = inquiry.plan.government, inquiry.body
    return inquiry_paper(
        LetterFacts(
            government=government.name,
            body=body.name,
            body_kind=body.kind,
            title=inquiry.title,
            words=inquiry.text,
            sender=inquiry.sender,
            addressee=f"{body.name}会長" if body.kind != body.Kind.INTERNAL else body.name,
            document_number=inquiry.document_number,
            on=inquiry.on,
            subject=_text(inquiry.edition, inquiry.edition.content_hash if inquiry.edition else ""),
        )
    )


def advice_document(advice: Advice, riders: Sequence[Opinion]) -> Document:
    """The 答申書 with its 附帯意見. No query."""
    inquiry = advice.inquiry
    government, body = inquiry.plan.government, inquiry.body
    return advice_paper(
        LetterFacts(
            government=government.name,
            body=body.name,
            body_kind=body.kind,
            title=inquiry.title,
            words=advice.text,
            sender=advice.sender,
            addressee=body.addressee or inquiry.sender,
            document_number=advice.document_number,
            on=advice.on,
            subject=_text(advice.edition, advice.content_hash),
            riders=tuple(RiderFact(rider.place, rider.text) for rider in riders),
            asked_on=inquiry.on,
            asked_number=inquiry.document_number,
        )
    )


def riders_of(advice: Advice) -> list[Opinion]:
    """The 附帯意見 of an answer, with what became of them. One query."""
    rows = advice.opinions.filter(is_withdrawn=False).select_related("reply", "reply__changed_edition")
    return list(rows.defer("reply__changed_edition__content").order_by("position", "id"))


def _text(edition: Edition | None, content_hash: str) -> TextFact | None:
    if edition is None:
        return None
    return TextFact(f"{edition.title}（{edition.stage_name}、第{edition.number}版）", content_hash)
