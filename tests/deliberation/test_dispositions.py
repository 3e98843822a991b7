"""The words for what becomes of opinions: pure, and kept for a government."""

import pytest

from deliberation.dispositions import (
    DEFAULT,
    Disposition,
    DispositionError,
    Dispositions,
    checked,
    from_data,
    to_data,
)


def test_the_usual_words():
    assert [one.word for one in DEFAULT.words] == ["反映", "既記載", "参考", "困難", "その他"]
    assert DEFAULT.changing == {"REFLECTED"}
    assert [one.key for one in DEFAULT.words if one.declines] == ["DIFFICULT"]
    assert DEFAULT.legend == (
        "区分　反映：案を修正　既記載：既に記載　参考：今後の参考　困難：反映が難しい　その他：質問・対象外"
    )


def test_a_list_is_stored_and_read():
    assert from_data(to_data(DEFAULT)) == DEFAULT == from_data(None)
    with pytest.raises(DispositionError):
        from_data({"schema": 9})


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ([Disposition("A", "")], "言葉のない区分"),
        ([Disposition("A", "反映", changes=True), Disposition("B", "反映")], "二つあります"),
        ([Disposition("A", "長" * 21, changes=True)], "20字まで"),
        ([Disposition("A", "参考")], "案を直した"),
        ([Disposition("A", "反映", changes=True, is_offered=False)], "一つ以上残して"),
        ([Disposition("A", "反映", changes=True, declines=True)], "どちらか一方"),
        ([Disposition(str(n), str(n), changes=True) for n in range(13)], "12個まで"),
    ],
)
def test_a_list_that_cannot_be_answered_with_is_refused(words, fault):
    with pytest.raises(DispositionError) as refused:
        checked(Dispositions(tuple(words)))
    assert any(fault in sentence for sentence in refused.value.faults)
