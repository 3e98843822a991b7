import dataclasses
import datetime
import doctest

import pytest

from deliberation.bylaws import DEFAULT, WORDS, Arrival, Blank, Bylaws
from deliberation.documents import facts as facts_module
from deliberation.documents import proceedings as proceedings_module
from deliberation.documents import shapes
from deliberation.documents.ballot import ballot
from deliberation.documents.facts import ItemFact, MinutesFacts, PaperFact, ResultFacts, VoteFact
from deliberation.documents.notice import notice
from deliberation.documents.proceedings import proceedings
from deliberation.documents.programme import programme
from deliberation.documents.report import report
from deliberation.documents.roster import roster
from deliberation.documents.shapes import Entries
from tests.deliberation.fifth import FIFTH, IN_PERSON, TITLE, lines, tables, with_rules


@pytest.mark.parametrize(("module", "count"), [(facts_module, 7), (shapes, 1), (proceedings_module, 1)])
def test_the_examples_hold(module, count):
    assert doctest.testmod(module) == (0, count)


# --- 開催通知 -----------------------------------------------------------------------------------------------


def test_the_notice_computes_the_weekdays_that_the_old_one_got_wrong():
    made = notice(FIFTH)
    assert lines(made, "reference") == ["豊都経第000号（見本）", "令和5年（2023年）1月23日"]
    assert lines(made, "sender") == ["豊中市まち・ひと・しごと創生総合戦略委員会会長　見本　一郎"]
    assert lines(made, "heading") == [
        "1　開催の趣旨",
        "2　書面により開催する理由",
        "3　出席の取扱い",
        "4　日程",
        "5　案件及び資料",
    ]
    assert tables(made)[0] == [
        ["令和5年1月23日（月）", "会議の案件の明示、資料の送付（事務局→委員）"],
        ["令和5年2月2日（木）まで", "表決書の提出（委員→事務局）　当日必着"],
        ["とりまとめ後", "表決結果の報告（事務局→委員）"],
    ]
    assert tables(made)[1] == [
        ["1", "人口ビジョンについて（資料1　人口ビジョン（案））", "なし"],
        ["2", f"{TITLE}（資料2　表決書、資料4　総合戦略（案））", "あり"],
    ]
    assert made.notes == ()


def test_what_is_not_known_is_left_out_of_the_notice_and_told_to_the_office():
    bare = dataclasses.replace(
        FIFTH,
        document_number="",
        called_on=None,
        purpose="",
        why_written="",
        closes_at=None,
        members=(),
        contact=(),
    )
    made = notice(bare)
    assert lines(made, "heading") == ["1　出席の取扱い", "2　日程", "3　案件及び資料"]
    assert lines(made, "reference") == []
    assert len(made.notes) == 7


def test_consent_questions_and_postmarks_stand_in_the_schedule():
    asked = dataclasses.replace(
        with_rules(needs_consent=True, arrival=Arrival.POSTMARK),
        consent_until=datetime.datetime(2023, 1, 28),
        questions_until=datetime.datetime(2023, 1, 30, 17),
    )
    assert tables(notice(asked))[0][1:4] == [
        ["令和5年1月27日（金）まで", "書面による開催への同意の回答（委員→事務局）"],
        ["令和5年1月30日（月）17時まで", "質問の受付（委員→事務局）　質問と答えは全委員にお示しします"],
        ["令和5年2月2日（木）まで", "表決書の提出（委員→事務局）　当日消印有効"],
    ]


def test_the_notice_of_a_sitting_says_when_and_where():
    made = notice(IN_PERSON)
    assert lines(made, "heading")[1:] == ["2　日時", "3　場所", "4　会議の公開", "5　案件及び資料"]
    assert lines(made, "text")[4:] == [
        "令和5年（2023年）2月10日（金）午後2時～午後3時30分",
        "大会議室",
        "公開（傍聴　定員10人）",
    ]


# --- 次第, 委員名簿, 表決書, 会議録 ---------------------------------------------------------------------------


def test_the_programme_gives_the_pages_of_the_bundle():
    made = programme(IN_PERSON)
    assert lines(made, "heading") == ["1　開会", "2　案件", "3　その他", "4　閉会"]
    entries = next(block for block in made.blocks if isinstance(block, Entries))
    assert entries.rows == (
        ("（1）人口ビジョンについて", "【資料1】"),
        (f"（2）{TITLE}", "【資料2】【資料4】"),
    )
    assert [row[2] for row in tables(made)[0]] == ["1～24頁", "25頁", "26～51頁"]
    assert lines(programme(FIFTH), "heading") == ["1　案件"]
    unknown = dataclasses.replace(FIFTH, papers=(PaperFact("資料1", "案"),))
    assert (len(programme(unknown).notes), len(programme(FIFTH).notes)) == (1, 0)


def test_the_roster_marks_chair_and_deputy():
    made = roster(FIFTH, datetime.date(2023, 1, 23))
    assert tables(made)[0][:2] == [
        ["◎会長", "見本　一郎", "見本大学 教授", "学"],
        ["○副会長", "見本　二郎", "見本銀行", "金"],
    ]
    assert lines(made, "note")[0] == "※　◎は会長、○は副会長です。敬称は略しています。"


@pytest.mark.parametrize(
    ("rules", "sentence", "due"),
    [
        ({}, "無効とします。", "提出期日　令和5年（2023年）2月2日（木）必着"),
        ({"blank": Blank.ABSTENTION}, "棄権とします。", "提出期日　令和5年（2023年）2月2日（木）必着"),
        (
            {"arrival": Arrival.POSTMARK},
            "無効とします。",
            "提出期日　令和5年（2023年）2月2日（木）（当日消印有効）",
        ),
    ],
)
def test_the_ballot_says_the_rules_of_the_body(rules, sentence, due):
    made = ballot(with_rules(**rules), "資料2")
    assert lines(made, "note")[0].endswith(f"どちらにも印がないものは{sentence}")
    assert next(block.lines[0] for block in made.blocks if isinstance(block, shapes.Box)) == due
    assert tables(made) == [[["2", TITLE, "総合戦略（案）を資料4のとおり策定すること", "賛成　・　反対"]]]
    assert [block.parts for block in made.blocks if isinstance(block, shapes.WriteLine)] == [
        ("令和5年（2023年）", 14, "月", 14, "日"),
        ("委員名　", 72),
    ]


def test_a_voided_item_is_not_on_the_ballot_and_unsigned_ones_count_where_the_rules_say_so():
    void = dataclasses.replace(FIFTH.items[1], void_reason="案が変わった")
    assert ballot(dataclasses.replace(FIFTH, items=(void,))).notes == ("表決をする案件がありません。",)
    assert len(lines(ballot(with_rules(unsigned_counts=True)), "note")) == 1


def test_minutes_say_what_was_decided_and_are_a_draft_until_they_are_published():
    minutes = MinutesFacts("議事要旨", "■案件2\n（委員）よい案です。", True, {2: "可決"})
    made = proceedings(FIFTH, minutes)
    assert made.book == "令和4年度第5回豊中市まち・ひと・しごと創生総合戦略委員会　議事要旨（案）"
    assert tables(made)[0][-1] == ["案件2", f"{TITLE}（可決）"]
    assert (lines(made, "heading"), lines(made, "text")) == (["案件2"], ["（委員）よい案です。"])
    assert proceedings(FIFTH, dataclasses.replace(minutes, is_draft=False)).book.endswith("議事要旨")


# --- 表決結果報告書 -----------------------------------------------------------------------------------------


def closed(bylaws=DEFAULT, word="可決", **fields):
    vote = VoteFact(
        FIFTH.items[1], 12, 1, 0, 0, word, ("定足数は満たしました。", "過半数（7）の賛成で決めます。")
    )
    given = {
        "entitled": 14,
        "submitted": 13,
        "quorum": 8,
        "is_quorate": True,
        "bylaws": bylaws,
        "votes": (vote,),
        "voided": (),
        "entries": 14,
        "genesis_hash": "5a" * 32,
        "head": "e7" * 32,
        "opinions": 3,
        "sent_on": datetime.date(2023, 2, 10),
    }
    return ResultFacts(**(given | fields))


def test_the_report_counts_quotes_the_rule_and_names_the_hashes():
    rule = "「委員の過半数の提出をもって会議の成立とする」（委員会運営要領第5条（見本））"
    made = report(FIFTH, closed(Bylaws(texts={"quorum": rule})))
    assert tables(made)[0] == [["14人", "13人", "1人", "8人", "成立"]]
    assert tables(made)[1] == [["2", "総合戦略（案）を資料4のとおり策定すること", "12", "1", "0", "可決"]]
    assert lines(made, "note")[:2] == [f"※　定足数は、{rule}によります。", "※　過半数（7）の賛成で決めます。"]
    assert lines(made, "text") == [
        "令和5年（2023年）1月23日に送付した案件について、表決書の提出期日（同年2月2日（木））までにいただいた"
        "表決の結果を、下記のとおり報告します。",
        "3件のご意見をいただきました。別紙「意見と対応の一覧」のとおりです。",
    ]
    row = " ".join(["abab"] * 8)
    assert tables(made)[2][:2] == [["対象", "総合戦略（案）"], ["本文の照合値", f"{row}\n{row}"]]
    assert [name for name, _ in tables(made)[2][2:]] == ["表決の記録", "はじめの照合値", "末尾の照合値"]


def test_without_a_quoted_rule_the_reckoning_says_it_and_a_voided_item_is_told():
    void = ItemFact(3, "取り下げた案", "", "表決", True, void_reason="案が変わった")
    made = report(FIFTH, closed(voided=(void,), opinions=0))
    assert lines(made, "note")[0] == "※　定足数は満たしました。"
    assert tables(made)[1][1] == ["3", "取り下げた案", "―", "―", "―", "取下げ"]
    assert lines(made, "text")[1] == "ご意見はありませんでした。"


def test_a_body_that_counts_nothing_prints_no_counts():
    internal = dataclasses.replace(FIFTH, words=WORDS["INTERNAL"])
    assert tables(report(internal, closed(word="決定")))[1] == [
        ["2", "総合戦略（案）を資料4のとおり策定すること", "決定"]
    ]
