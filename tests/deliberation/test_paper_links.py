"""Where the office reads a paper, and what it is."""

from django.urls import reverse

from accounts.models import Government
from deliberation.models import Body, Meeting, Paper
from deliberation.views.paper_links import file_words, paper_link
from paper.papers import PDF
from strategy.models import Edition, Plan


def test_a_file_is_taken_home_and_a_text_read_on_its_page():
    plan = Plan(government=Government(slug="toyonaka"), slug="strategy")
    meeting = Meeting(pk=5, plan=plan, body=Body(name="委員会"))
    edition, old = Edition(plan=plan, number=3, stage="PROPOSAL"), Edition(plan=plan, number=2)
    at = ["toyonaka", "strategy", 5, 7]
    papers = [
        Paper(pk=7, kind="FILE", media_type=PDF, pages=22, size=3 * 1024 * 1024),
        Paper(pk=7, kind="EDITION", edition=edition),
        Paper(pk=7, kind="COMPARISON", edition=edition, old_edition=old),
        Paper(pk=7, kind="BALLOT"),
    ]
    found = [paper_link(paper, meeting) for paper in papers]
    page = reverse("office_paper_text", args=at)
    assert [(link.href, link.what) for link in found] == [
        (reverse("paper_file", args=at), "PDF 22ページ（3.0MB）"),
        (page, "計画の版（第3版、案）"),
        (page, "新旧対照表（新：第3版、旧：第2版）"),
        ("", "会議の案件からつくる表決書"),
    ]


def test_the_size_of_a_small_file_is_said_in_kilobytes():
    assert file_words(Paper(kind="FILE", media_type="image/png", size=500)) == "画像（1KB）"
    assert file_words(Paper(kind="FILE", media_type="x/y", size=20480)) == "ファイル（20KB）"
