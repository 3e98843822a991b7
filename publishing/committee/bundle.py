"""資料一式: all papers of a meeting as one PDF with 【資料N】 and running page numbers; 起案添付用: its documents before them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import caches

from accounts.audit import record, verb
from accounts.models import User
from config import VERSION
from deliberation.documents.reading import kinds_of
from deliberation.models import Meeting, Paper
from deliberation.titles import number_words
from paper.merging import Merged, Part, merge
from publishing.committee.paper_files import pdf_of_document, pdf_of_paper

LONGEST_MAKING = 240  # seconds after which another request may try
PAPERS, DRAFT = "papers", "draft"
TITLES = {PAPERS: "資料一式", DRAFT: "起案添付用"}


@dataclass(frozen=True)
class Bundle:
    """A bundle that was made; ``is_being_made``: by somebody else at this moment, and empty."""

    merged: Merged | None

    @property
    def is_being_made(self) -> bool:
        return self.merged is None


def papers_of(meeting: Meeting) -> list[Paper]:
    """The papers in their order, with what they name. One query."""
    rows = meeting.papers.select_related(
        "edition__plan__government", "old_edition__plan__government", "review__plan"
    )
    return list(rows)


def bundle_of(meeting: Meeting, kind: str, *, actor: User | None) -> Bundle:
    """The bundle of a meeting, from the files that are kept where nothing in it has changed.

    Takes seconds where it is made: never inside a transaction. Of two who ask at once, the second is told to wait. What
    it is made of and how many pages each paper has is noted. Raises MergeError and PdfError.
    """
    key = f"bundle-{meeting.pk}-{kind}"
    cache = caches["files"]
    if not cache.add(f"{key}-begun", True, LONGEST_MAKING):
        return Bundle(None)
    try:
        papers = papers_of(meeting)
        parts = list(_parts(meeting, papers, kind))
        title = f"{number_words(meeting)}{meeting.body.name}　{TITLES[kind]}"
        merged = _merged(key, parts, title, meeting.plan.government.name)
    finally:
        cache.delete(f"{key}-begun")
    counts = dict(zip((paper.pk for paper in papers), merged.pages[len(parts) - len(papers) :], strict=True))
    note_pages(actor=actor, meeting=meeting, pages=counts)
    return Bundle(merged)


def _parts(meeting: Meeting, papers: Sequence[Paper], kind: str) -> Iterator[Part]:
    if kind == DRAFT:
        has_ballot = any(paper.kind == Paper.Kind.BALLOT for paper in papers)
        for one in kinds_of(meeting):
            if one.key != "ballot" or not has_ballot:
                document = one.make(meeting)
                yield Part("", document.name, pdf_of_document(document))
    for paper in papers:
        yield Part(paper.label, paper.title, pdf_of_paper(paper, meeting))


def _merged(key: str, parts: Sequence[Part], title: str, author: str) -> Merged:
    """Bound once for what is in it; the last one of each meeting and kind is kept."""
    facts = [(part.label, part.title, hashlib.sha256(part.content).hexdigest()) for part in parts]
    seed = hashlib.sha256(repr((VERSION, title, author, facts)).encode()).hexdigest()
    cache = caches["files"]
    found: tuple[str, Merged] | None = cache.get(key)
    if found is not None and found[0] == seed:
        return found[1]
    merged = merge(parts, title=title, author=author)
    cache.set(key, (seed, merged))
    return merged


@verb("paper.paginate", "資料のページ数")
def note_pages(*, actor: User | None, meeting: Meeting, pages: Mapping[int, int]) -> int:
    """Write the pages of papers, by key; how many were other than noted. Their version stays: nobody is overtaken."""
    changed = []
    for paper in Paper.objects.select_for_update(no_key=True).filter(meeting=meeting, pk__in=pages):
        if paper.pages != pages[paper.pk]:
            paper.pages = pages[paper.pk]
            changed.append(paper)
    if changed:
        Paper.objects.bulk_update(changed, ["pages"])
        record(
            "paper.paginate",
            actor=actor,
            government=meeting.plan.government,
            subject=meeting,
            count=len(changed),
        )
    return len(changed)
