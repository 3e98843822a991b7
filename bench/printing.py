"""G10: a long plan as tagged PDF through paper.pdf, against WeasyPrint's default on the same HTML and styles."""

import json
import subprocess
import sys
import tempfile
from statistics import median

from bench.plans import edition, figure, nation, processor_of_children, report, town, turns
from paper.pdf import Pdf, render
from publishing.book.arranging import arrange
from publishing.document import Document
from publishing.printing import html_of, sheets

ITEMS = 420  # of which 110 pages come


def measure() -> None:
    nation()
    book = arrange(Document.draft(edition(town(), "strategy", ITEMS)))
    html, css = html_of(book), sheets(book)
    made: list[Pdf] = []

    def tagged() -> None:
        made.append(render(html, css=css, body_first_page=book.first_page))

    def plain() -> None:
        job = json.dumps({"html": html, "css": css})
        with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
            subprocess.run(
                [sys.executable, "-m", "bench.plain_pdf", f"{folder}/out.pdf"],
                input=job.encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=True,
            )

    rounds = turns(tagged, plain, repeat=15, clock=processor_of_children)
    report(
        figure("pages of the PDF", made[0].page_count),
        figure("tagged PDF (PDF/UA), through paper.pdf", median(ours for ours, _ in rounds), "s"),
        figure("default WeasyPrint, untagged", median(floor for _, floor in rounds), "s"),
        # Each run takes seconds, in which the speed of a shared machine drifts: neighbours in time are compared.
        figure(
            "tagged / default, median of rounds", median(ours / floor for ours, floor in rounds), "×", 0.9
        ),
    )
