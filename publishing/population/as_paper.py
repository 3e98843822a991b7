"""会議の資料にする: the comparison of two population visions as a PDF among the papers of a meeting."""

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from deliberation.models import Meeting, Paper
from deliberation.paper_words import Received, receive
from deliberation.papers import add_paper
from paper.pdf import PdfError
from vision.comparison.files import PDF, content_of
from vision.comparison.reading import VisionPair


def printed_comparison(pair: VisionPair) -> Received:
    """The PDF as it is now, let in as any paper is. Takes a second or two: never inside a transaction.

    Raises ``Refused`` where no PDF can be made.
    """
    try:
        content = content_of(pair.book, PDF, created=timezone.now())
    except PdfError as error:
        raise Refused(str(error)) from error
    return receive(content, name=f"{pair.file_stem}.{PDF}")


@verb("population.paper", "人口ビジョンの変更点を会議の資料にする")
def file_comparison(
    *,
    actor: User | None,
    pair: VisionPair,
    meeting: Meeting,
    received: Received,
    label: str,
    title: str,
    is_public: bool = True,
) -> Paper:
    """File the printed comparison (``printed_comparison``) under a label among the papers of a meeting of the same government.

    The paper stays as it is when the visions change later. Raises ``ValidationError`` for a label that is taken.
    """
    government = pair.new.government
    if meeting.plan.government_id != government.pk:
        raise Refused("ほかの団体の会議の資料にはできません。")
    record(
        "population.paper",
        actor=actor,
        government=government,
        subject=pair.new,
        label=label,
        number=pair.new.number,
        compared=pair.old.number,
        sha256=received.file.sha256,
    )
    # Last of all: its file is taken back when it is refused, but not when something behind it were.
    return add_paper(
        actor=actor, meeting=meeting, received=received, label=label, title=title, is_public=is_public
    )
