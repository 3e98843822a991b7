"""The result as data: what its words say, and bytes that come back the same."""

import json
from dataclasses import replace

import pytest

from deliberation.comment_report import Result, Row, Word, from_bytes, hash_of, to_bytes

RESULT = Result(
    government="豊中市",
    unit="市",
    plan="digital-strategy",
    edition="総合戦略",
    edition_number=2,
    title="素案への意見",
    number=1,
    opens_at="2026-08-03T00:00:00+09:00",
    closes_at="2026-09-02T00:00:00+09:00",
    period="令和8年（2026年）8月3日（月）から9月1日（火）まで（30日間）",
    persons=8,
    groups=1,
    opinions=15,
    ways=(("ウェブ", 6), ("郵送", 3)),
    classes=(("市内に住んでいる", 9),),
    words=(Word("REFLECTED", "反映", "案を修正", 1, True), Word("NOTED", "参考", "今後の参考", 0)),
    rows=(Row(1, 77, "第1章－1", "夜間も受けてほしい。", 15, "書き加えました。", "REFLECTED"),),
    next_words="策定します。",
    contact="経営計画課",
    document_number="",
)


def test_bytes_are_canonical_and_come_back():
    content = to_bytes(RESULT)
    assert from_bytes(content) == RESULT
    assert to_bytes(from_bytes(content)) == content
    assert list(json.loads(content)) == sorted(json.loads(content))
    assert hash_of(content) != hash_of(to_bytes(replace(RESULT, published_on="2026-10-01")))
    with pytest.raises(ValueError, match="schema"):
        from_bytes(b'{"schema":2}')


def test_the_lead_says_persons_groups_opinions_and_items():
    assert RESULT.lead == (
        "8人と1団体から15件の意見をいただきました。同じ趣旨の意見をまとめ、1項目について市の考え方を示します。"
    )
    assert replace(RESULT, groups=0, persons=9).senders_words == "9人"
    empty = replace(RESULT, groups=0, persons=0, opinions=0, rows=())
    assert (empty.is_empty, empty.lead) == (True, "この募集に、ご意見はありませんでした。")


def test_a_row_has_its_word_and_says_whether_the_text_was_changed():
    (row,) = RESULT.rows
    assert (RESULT.word_of(row), RESULT.changes(row)) == ("反映", True)
    assert RESULT.legend == "反映：案を修正　参考：今後の参考"
