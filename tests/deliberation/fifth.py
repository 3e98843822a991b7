"""豊中市's fifth meeting of 令和4年度 as the papers tell it, past the tables; names and results are invented (見本)."""

import dataclasses
import datetime
import zoneinfo

from deliberation.bylaws import DEFAULT, WORDS
from deliberation.documents.facts import ItemFact, MeetingFacts, MemberFact, PaperFact
from deliberation.documents.shapes import Line, Table

NOW = datetime.datetime(2023, 1, 23, 9, tzinfo=zoneinfo.ZoneInfo("Asia/Tokyo"))
TITLE = (
    "国のデジタル田園都市国家構想総合戦略の概要及び豊中市まち・ひと・しごと創生総合戦略（案）の策定について"
)
FIFTH = MeetingFacts(
    government="豊中市",
    our_place="本市",
    body="豊中市まち・ひと・しごと創生総合戦略委員会",
    body_kind="STATUTORY",
    basis="委員会条例（見本）",
    addressee="豊中市長",
    number_words="令和4年度第5回",
    is_written=True,
    form="書面",
    purpose="一部を修正します。\n\nその内容についてお諮りします。",
    why_written="会長と協議のうえ、書面による開催とします。",
    agreed_with_chair_on=None,
    held_on=None,
    when_words="",
    starts_at=None,
    ends_at=None,
    place="",
    openness="公開",
    openness_reason="",
    observers="",
    document_number="豊都経第000号（見本）",
    called_on=datetime.date(2023, 1, 23),
    consent_until=None,
    questions_until=None,
    closes_at=datetime.datetime(2023, 2, 3),
    contact=("豊中市 都市経営部 経営計画課（担当：見本）　〒561-8501", "電話 06-0000-0000（見本）"),
    bylaws=DEFAULT,
    words=WORDS["STATUTORY"],
    items=(
        ItemFact(1, "人口ビジョンについて", "", "報告", False, ("資料1",)),
        ItemFact(
            2,
            TITLE,
            "総合戦略（案）を資料4のとおり策定すること",
            "表決",
            True,
            ("資料2", "資料4"),
            "総合戦略（案）",
            "ab" * 32,
        ),
    ),
    papers=(
        PaperFact("資料1", "人口ビジョン（案）", 24),
        PaperFact("資料2", "表決書", 1, True),
        PaperFact("資料4", "総合戦略（案）", 26),
    ),
    members=(
        MemberFact("見本　一郎", "見本大学 教授", "CHAIR", "会長", "学"),
        MemberFact("見本　二郎", "見本銀行", "DEPUTY", "副会長", "金"),
        MemberFact("見本　三子", "", "ORDINARY", "委員", "住民"),
    ),
)
IN_PERSON = dataclasses.replace(
    FIFTH,
    is_written=False,
    form="",
    held_on=datetime.date(2023, 2, 10),
    starts_at=datetime.time(14),
    ends_at=datetime.time(15, 30),
    place="大会議室",
    observers="定員10人",
)


def with_rules(**rules):
    return dataclasses.replace(FIFTH, bylaws=dataclasses.replace(DEFAULT, **rules))


def lines(document, look):
    return [
        "".join(block.lines) for block in document.blocks if isinstance(block, Line) and block.look == look
    ]


def tables(document):
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]
