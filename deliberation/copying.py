"""Copies of agenda and papers for another body of the same round. Part of the verb that starts it."""

from deliberation.models import AgendaItem, Meeting, Paper

_OF_A_PAPER = (
    "label title kind position file name media_type size pages sha256 edition_id old_edition_id review_id is_public"
).split()
_OF_AN_ITEM = "number kind title content edition_id review_id content_hash is_delegated".split()


def copy_agenda(source: Meeting, to: Meeting) -> None:
    """Papers and items of one meeting in another; a file is shared, a voided item is left behind."""
    papers = {}
    for paper in source.papers.all():
        made = Paper(meeting=to, **{name: getattr(paper, name) for name in _OF_A_PAPER})
        made.save()
        papers[paper.pk] = made
    items = source.agenda.filter(voided_at=None).prefetch_related("papers")
    for item in items:
        made = AgendaItem(meeting=to, **{name: getattr(item, name) for name in _OF_AN_ITEM})
        made.paper = papers[item.paper_id] if item.paper_id else None
        made.save()
        made.papers.set([papers[paper.pk] for paper in item.papers.all()])
