"""Quoted words stay in their place when the text around them changes."""

from hypothesis import given, settings
from hypothesis import strategies as st

from deliberation.anchoring import Found, follow, seek, words_of

SENTENCES = (
    "妊娠期から切れ目なく支援します。",
    "産後ケアを身近な場所で受けられるようにします。",
    "保育所の待機児童をなくします。",
    "若者が夢をもって働ける仕事をつくります。",
    "交通の便を改め、外出を支えます。",
    "関係人口を1.5倍に増やします。",
    "公園を子どもたちと一緒に計画します。",
    "空き家を活かして移住を進めます。",
)
sentences = st.lists(st.sampled_from(SENTENCES), max_size=6).map("".join)


@settings(max_examples=100, deadline=None)
@given(before=sentences, behind=sentences, new_before=sentences, new_behind=sentences, data=st.data())
def test_words_stay_in_place_whatever_is_written_around_them(before, behind, new_before, new_behind, data):
    """The sentence of the quote is nowhere else, so that its place is beyond doubt."""
    own = "デジタルの窓口を市役所の全ての課に置きます。"
    start = data.draw(st.integers(0, len(own) - 1))
    quote = own[start : data.draw(st.integers(start + 1, len(own)))]
    old, new = before + own + behind, new_before + own + new_behind
    at = len(before) + start
    found = follow(old, quote, at, new)
    expected = len(new_before) + start
    assert found == Found("same", expected, expected + len(quote), quote)


@settings(max_examples=100, deadline=None)
@given(
    old=st.text("支援産後ケア。を\n", min_size=1, max_size=40),
    new=st.text("支援産後ケア。を\n", max_size=40),
    data=st.data(),
)
def test_what_is_found_is_a_piece_of_the_text(old, new, data):
    start = data.draw(st.integers(0, len(old) - 1))
    quote = old[start : data.draw(st.integers(start + 1, len(old)))]
    found = follow(old, quote, start, new)
    if found is None:
        assert not quote.strip()
        return
    assert 0 <= found.start <= found.end <= len(new)
    assert found.words == new[found.start : found.end]
    assert (found.state == "same") == (
        bool(found.words) and "".join(found.words.split()) == "".join(quote.split())
    )


@given(text=st.text("支援。\n ", max_size=30), data=st.data())
def test_in_the_same_text_words_are_where_they_were(text, data):
    if not text.strip():
        return
    start = data.draw(st.integers(0, len(text) - 1))
    quote = text[start : start + 5].strip()
    if quote:
        at = text.index(quote, start)
        assert seek(text, quote, at) == (at, at + len(quote))


def test_changed_words_are_shown_as_they_are_now():
    old = "産後ケア\n利用しやすい料金で産後ケアを行います。"
    new = "産後ケア\n利用しやすい料金と時間帯で産後ケアを行います。"
    assert follow(old, "利用しやすい料金で", None, new).words == "利用しやすい料金と時間帯で"
    assert follow(old, "利用しやすい料金で", None, new).state == "changed"


def test_words_that_were_taken_out_say_where_they_stood():
    found = follow(
        "公園を増やします。図書館も増やします。", "図書館も増やします。", None, "公園を増やします。"
    )
    assert found == Found("gone", 9, 9, "")


def test_a_sentence_that_moved_is_found_again_but_a_short_word_elsewhere_is_another():
    moved = follow(
        "図書館を増やします。公園です。", "図書館を増やします。", None, "公園です。図書館を増やします。"
    )
    assert (moved.state, moved.start) == ("same", 5)
    assert follow("支援です。保育も支援します。", "支援", 8, "支援です。保育所です。").state != "same"


def test_of_equal_words_the_ones_that_were_meant():
    text = "支援し、支援し、支援します。"
    assert [seek(text, "支援", near)[0] for near in (None, 0, 5, 9)] == [0, 0, 4, 8]
    assert seek(text, "見守り") is None and seek(text, " \n") is None
    assert follow("産後", "図書館", None, "図書館") is None


def test_what_can_be_quoted_is_heading_and_text():
    assert words_of("産後ケア", "") == "産後ケア"
    assert words_of("題", "<p>甲<strong>乙</strong></p><ul><li>丙</li></ul>") == "題\n甲乙\n丙"
