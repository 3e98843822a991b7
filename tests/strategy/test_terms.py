"""用語の定義: defining, pasting, ordering, and who may."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from publishing.document import Document
from publishing.editions import freeze
from strategy.forms.terms import PasteForm
from strategy.models import Edition, Term
from strategy.stale import fingerprint
from strategy.terms import (
    MOST_PASTED,
    TEXTS,
    TermRow,
    create_term,
    move_term,
    paste_terms,
    remove_term,
    save_term,
    sort_terms,
)
from tests import factories
from tests.snapshots import everything_stored, refused

PAGE = "/office/toyonaka/digital-strategy/1/terms/"
SAID = {"word": "関係人口", "reading": "かんけいじんこう", "definition": "地域に関わる人々。（見本）"}


@pytest.fixture
def edition(toyonaka) -> Edition:
    edition = factories.edition(factories.plan(toyonaka))
    factories.small_tree(edition)
    return edition


def define(edition: Edition, word: str, reading: str = "") -> Term:
    return create_term(actor=None, edition=edition, word=word, reading=reading, definition=f"{word}の説明")


def words(edition: Edition) -> list[str]:
    return list(edition.terms.values_list("word", flat=True))


# --- verbs --------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_words_are_defined_one_after_the_other_and_printed(edition, aoki):
    create_term(actor=aoki, edition=edition, **(SAID | {"word": " 関係人口　"}))
    define(edition, "DX")
    assert Document.draft(edition).terms == [SAID, {"word": "DX", "reading": "", "definition": "DXの説明"}]
    assert list(edition.terms.values_list("position", flat=True)) == [10, 20]
    with pytest.raises(ValidationError, match="この用語はすでに定義されています。"):
        create_term(actor=aoki, edition=edition, **SAID)
    assert AuditEvent.objects.filter(verb="term.create", actor=aoki).count() == 1


@pytest.mark.django_db
def test_a_word_is_changed_and_who_comes_second_is_told(edition, aoki, baba):
    term = define(edition, "DX")
    seen = fingerprint(term, *TEXTS)
    save_term(
        actor=aoki, term=term, word="ＤＸ", reading="でぃーえっくす", definition="青木の説明", seen=seen
    )
    sentence = refused(save_term, actor=baba, term=term, word="DX", definition="馬場の説明", seen=seen)
    assert sentence == (
        "ほかの人が先に変えました（いまの内容：用語「ＤＸ」、よみ「でぃーえっくす」、説明「青木の説明」）。"
        "書いた文は残っています。よければ、もう一度保存すると上書きします。"
    )
    assert save_term(actor=baba, term=term, word="DX", definition="馬場の説明").definition == "馬場の説明"


@pytest.mark.django_db
def test_words_move_and_are_sorted_by_their_readings(edition, aoki):
    rows = {word: define(edition, word, reading) for word, reading in (
        ("関係人口", "かんけいじんこう"), ("ICT", "アイシーティー"), ("まちづくり", ""), ("PDCA", "ぴーでぃーしーえー"),
    )}  # fmt: skip
    move_term(actor=aoki, term=rows["PDCA"], step=-1)
    move_term(actor=aoki, term=rows["関係人口"], step=-1)
    assert words(edition) == ["関係人口", "ICT", "PDCA", "まちづくり"]
    sort_terms(actor=aoki, edition=edition)
    assert words(edition) == ["ICT", "関係人口", "PDCA", "まちづくり"]
    assert remove_term(actor=aoki, term=rows["ICT"]) == edition
    assert words(edition) == ["関係人口", "PDCA", "まちづくり"]
    gone = "この用語はもうありません。画面を開き直してください。"
    assert refused(remove_term, actor=aoki, term=rows["ICT"]) == gone
    assert refused(move_term, actor=aoki, term=rows["ICT"], step=1) == gone
    assert refused(save_term, actor=aoki, term=rows["ICT"], word="ICT", definition="説明") == gone
    assert AuditEvent.objects.get(verb="term.delete").detail == {"word": "ICT", "definition": "ICTの説明"}


def row(line: int, word: str, reading: str = "", definition: str = "説明") -> TermRow:
    return TermRow(line, word, reading, definition)


@pytest.mark.django_db
def test_many_words_come_in_together_or_not_at_all(edition, aoki):
    define(edition, "DX")
    made = paste_terms(
        actor=aoki, edition=edition, rows=[row(1, "関係人口", "かんけいじんこう"), row(3, "ICT")]
    )
    assert [term.word for term in made] == words(edition)[1:] == ["関係人口", "ICT"]
    assert AuditEvent.objects.get(verb="term.paste").detail == {"words": ["関係人口", "ICT"]}
    before = everything_stored()
    with pytest.raises(ValidationError) as caught:
        rows = [row(1, "新しい語"), row(2, "DX"), row(4, "新しい語"), row(5, "長" * 101)]
        paste_terms(actor=aoki, edition=edition, rows=rows)
    assert caught.value.messages == [
        "2行目：「DX」はすでに定義されています。",
        "4行目：「新しい語」はすでに定義されています。",
        "5行目の用語：この値は 100 文字以下でなければなりません( 101 文字になっています)。",
    ]
    assert everything_stored() == before
    assert refused(paste_terms, actor=aoki, edition=edition, rows=[]) == (
        "一度に足せるのは1語から500語までです（いまは0語）。"
    )
    too_many = [row(n, f"語{n}") for n in range(MOST_PASTED + 1)]
    assert "（いまは501語）" in refused(paste_terms, actor=aoki, edition=edition, rows=too_many)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 150])
def test_pasting_costs_the_same_for_many_words(edition, aoki, count, django_assert_num_queries):
    rows = [row(n, f"語{n}") for n in range(count)]
    with django_assert_num_queries(
        9
    ):  # transaction 2, edition, plan and government, last, words, insert, event …
        paste_terms(actor=aoki, edition=edition, rows=rows)


@pytest.mark.django_db
def test_a_frozen_edition_keeps_its_terms(edition, aoki):
    term = define(edition, "DX")
    freeze(actor=aoki, edition=edition)
    sentence = "凍結した版は変えられません。直すときは「次の版をつくる」か「正誤訂正」をしてください。"
    for act, arguments in (
        (create_term, {"edition": edition, "word": "語", "definition": "説明"}),
        (paste_terms, {"edition": edition, "rows": [row(1, "語")]}),
        (save_term, {"term": term, "word": "語", "definition": "説明"}),
        (move_term, {"term": term, "step": 1}),
        (sort_terms, {"edition": edition}),
        (remove_term, {"term": term}),
    ):
        assert refused(act, actor=aoki, **arguments) == sentence


# --- what is pasted -----------------------------------------------------------------------------------------


def pasted(text: str):
    """The rows of a paste, or the sentences against it."""
    form = PasteForm({"rows": text}, edition=Edition())
    return form.cleaned_data["rows"] if form.is_valid() else form.errors["rows"]


def test_a_paste_from_a_spreadsheet_is_read_line_by_line():
    text = "用語\tよみ\t説明\r\n関係人口\tかんけいじんこう\t地域に関わる人々。\r\n\r\n　\t \t\r\nDX\tデジタル変革\t\t\r\n"
    assert pasted(text) == [
        TermRow(2, "関係人口", "かんけいじんこう", "地域に関わる人々。"),
        TermRow(5, "DX", "", "デジタル変革"),
    ]


def test_a_cell_with_breaks_and_quotes_is_one_cell():
    assert pasted('PDCA\t\t"計画し\n「""実行""」する"\nICT\t情報') == [
        TermRow(1, "PDCA", "", '計画し\n「"実行"」する'),
        TermRow(3, "ICT", "", "情報"),
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "関係人口",
            ["1行目：説明がありません。語と説明を、Excelの隣り合うます（タブ区切り）に入れてください。"],
        ),
        (
            "DX\t説明\n\t説明だけ",
            ["2行目：説明がありません。語と説明を、Excelの隣り合うます（タブ区切り）に入れてください。"],
        ),
        ("a\tb\tc\td", ["1行目：列が4つあります。「用語・よみ・説明」の三つまでにしてください。"]),
        (" \n\n", ["Excelから写した表を貼りつけてください。"]),
    ],
)
def test_what_cannot_be_read_is_told_by_its_line(text, sentences):
    assert pasted(text) == sentences


# --- the pages ----------------------------------------------------------------------------------------------


def test_a_planner_keeps_the_list_by_plain_forms(client, edition, aoki):
    client.force_login(aoki)
    assert "用語はまだありません。" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, SAID, follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "用語「関係人口」を加えました。" in text
    assert "本文にありません" in text
    client.post(f"{PAGE}paste/", {"rows": "取組み\tとりくみ\t説明\nDX\tデジタル変革"})
    assert "2項目" in client.get(PAGE).content.decode()
    term = edition.terms.get(word="取組み")
    client.post(f"{PAGE}{term.pk}/move/", {"step": "up"})
    assert words(edition) == ["取組み", "関係人口", "DX"]
    client.post(f"{PAGE}sort/")
    assert words(edition) == ["DX", "関係人口", "取組み"]
    shown = client.get(f"{PAGE}{term.pk}/").content.decode()
    assert "第1章－1（1）①　見本の取組み1" in shown
    seen = fingerprint(term, *TEXTS)
    client.post(
        f"{PAGE}{term.pk}/", {"word": "取り組み", "reading": "", "definition": "新しい", "seen": seen}
    )
    assert words(edition) == ["DX", "関係人口", "取り組み"]
    answer = client.post(f"{PAGE}{term.pk}/", {"word": "おそい", "definition": "後から", "seen": seen})
    text = answer.content.decode()
    assert (answer.status_code, 'value="おそい"' in text) == (422, True)
    term.refresh_from_db()
    assert f'value="{fingerprint(term, *TEXTS)}"' in text
    answer = client.post(f"{PAGE}{term.pk}/remove/", follow=True)
    assert "用語「取り組み」を削除しました。" in answer.content.decode()
    assert client.get(f"{PAGE}{term.pk}/").status_code == 404


def test_what_is_wrong_is_said_and_what_was_typed_stays(client, edition, aoki):
    client.force_login(aoki)
    client.post(PAGE, SAID)
    answer = client.post(PAGE, SAID | {"definition": "別の説明"})
    text = answer.content.decode()
    assert (answer.status_code, "この用語はすでに定義されています。" in text) == (422, True)
    assert "別の説明</textarea>" in text
    text = client.post(PAGE, {}).content.decode()
    assert "用語を入れてください。" in text and "説明を入れてください。" in text
    answer = client.post(f"{PAGE}paste/", {"rows": "関係人口\t説明\nDX"})
    text = answer.content.decode()
    assert (answer.status_code, "2行目：説明がありません。" in text) == (422, True)
    assert "関係人口\t説明\nDX</textarea>" in text
    text = client.post(f"{PAGE}paste/", {"rows": "関係人口\t説明"}).content.decode()
    assert "1行目：「関係人口」はすでに定義されています。" in text
    assert words(edition) == ["関係人口"]


def test_a_department_reads_the_terms_and_changes_none(client, edition, baba):
    term = define(edition, "DX")
    client.force_login(baba)
    text = client.get(PAGE).content.decode()
    assert "用語を変えられるのは企画担当だけです。" in text
    assert "<textarea" not in text
    assert "DXの説明" in client.get(f"{PAGE}{term.pk}/").content.decode()
    for address in ("", "paste/", "sort/", f"{term.pk}/", f"{term.pk}/move/", f"{term.pk}/remove/"):
        assert client.post(f"{PAGE}{address}", SAID).status_code == 403
    assert words(edition) == ["DX"]


def test_terms_of_another_edition_are_not_reached(client, edition, toyonaka, aoki):
    other = define(factories.edition(factories.plan(toyonaka, "betsu-keikaku")), "DX")
    client.force_login(aoki)
    assert client.get(f"{PAGE}{other.pk}/").status_code == 404
    assert client.post(f"{PAGE}{other.pk}/remove/").status_code == 404
    assert Term.objects.count() == 1


def test_a_frozen_edition_is_only_read(client, edition, aoki):
    define(edition, "DX")
    freeze(actor=aoki, edition=edition)
    client.force_login(aoki)
    assert "この版は凍結されています。" in client.get(PAGE).content.decode()
    answer = client.post(PAGE, SAID)
    text = answer.content.decode()
    assert (answer.status_code, "凍結した版は変えられません。" in text) == (422, True)
    assert 'value="関係人口"' in text
    answer = client.post(f"{PAGE}sort/", follow=True)
    assert "凍結した版は変えられません。" in answer.content.decode()


@pytest.mark.parametrize(("items", "terms"), [(10, 1), (320, 60)])
def test_the_pages_cost_the_same_for_many_items_and_terms(
    client, toyonaka, aoki, items, terms, django_assert_num_queries
):
    edition = factories.edition(factories.plan(toyonaka))
    factories.grow(edition, items)
    Term.objects.bulk_create(
        Term(edition=edition, position=n, word=f"取組み{n}", definition="説明") for n in range(terms)
    )
    client.force_login(aoki)
    client.get(PAGE)
    with django_assert_num_queries(6):  # session, user, membership, edition, items, terms
        client.get(PAGE)
    one = f"{PAGE}{edition.terms.first().pk}/"
    with django_assert_num_queries(7):  # … the term, and two for where it stands
        client.get(one)
