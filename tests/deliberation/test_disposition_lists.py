"""The words for what becomes of opinions, kept for a government."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from deliberation.disposition_lists import save_dispositions
from deliberation.dispositions import DEFAULT, Dispositions, from_data
from deliberation.forms.dispositions import DispositionsForm
from deliberation.models import DispositionList
from deliberation.opinion_lists import dispositions_of
from tests import factories
from tests.deliberation.opinionated import Opinionated


@pytest.fixture
def world(toyonaka):
    return Opinionated(toyonaka)


def renamed(word: str) -> Dispositions:
    return Dispositions((replace(DEFAULT.words[0], word=word), *DEFAULT.words[1:]))


def test_a_renamed_word_names_old_answers_too(world):
    world.answer(world.opinion(), "REFLECTED")
    save_dispositions(actor=world.aoki, government=world.government, seen=0, dispositions=renamed("◎修正"))
    assert dispositions_of(world.government).word("REFLECTED") == "◎修正"
    assert (
        AuditEvent.objects.get(verb="dispositions.save").detail["words"]
        == "◎修正・既記載・参考・困難・その他"
    )


def test_a_word_with_answers_is_set_aside_and_never_removed(world):
    world.answer(world.opinion(), "NOTED")
    fewer = Dispositions(tuple(one for one in DEFAULT.words if one.key != "NOTED"))
    with pytest.raises(ValidationError, match="「参考」で答えた意見があるため"):
        save_dispositions(actor=None, government=world.government, seen=0, dispositions=fewer)
    aside = Dispositions(tuple(replace(one, is_offered=one.key != "NOTED") for one in DEFAULT.words))
    save_dispositions(actor=None, government=world.government, seen=0, dispositions=aside)
    assert [one.word for one in dispositions_of(world.government).offered] == [
        "反映",
        "既記載",
        "困難",
        "その他",
    ]


def test_another_governments_answers_hold_nothing_up(world, ogori):
    other = Opinionated(ogori)
    other.answer(other.opinion(), "NOTED")
    fewer = Dispositions(tuple(one for one in DEFAULT.words if one.key != "NOTED"))
    save_dispositions(actor=None, government=world.government, seen=0, dispositions=fewer)
    assert dispositions_of(ogori) == DEFAULT


def test_who_comes_too_late_sees_what_stands_there(world):
    save_dispositions(actor=None, government=world.government, seen=0, dispositions=renamed("甲"))
    with pytest.raises(Overtaken) as overtaken:
        save_dispositions(actor=None, government=world.government, seen=0, dispositions=renamed("乙"))
    assert from_data(overtaken.value.current.content).words[0].word == "甲"


def test_the_form_renames_adds_and_removes(world):
    form = DispositionsForm(None, government=world.government, row=None)
    data = {bound.html_name: bound.value() for row in form.rows for bound in row}
    data = {name: value for name, value in data.items() if value not in (False, None)}
    data |= {
        "seen": "0",
        "word_1": "趣旨同じ",
        "word_4": "",
        "word_5": "検討",
        "means_5": "declines",
        "offered_5": "on",
    }
    sent = DispositionsForm(data, government=world.government, row=None)
    assert sent.is_valid(), sent.errors
    sent.save(actor=world.aoki)
    kept = from_data(DispositionList.objects.get().content).words
    assert [(one.key, one.word, one.declines) for one in kept] == [
        ("REFLECTED", "反映", False),
        ("WRITTEN", "趣旨同じ", False),
        ("NOTED", "参考", False),
        ("DIFFICULT", "困難", True),
        ("OWN_6", "検討", True),
    ]


def test_only_planners_change_the_words(client, world):
    address = f"/office/{world.government.slug}/dispositions/"
    client.force_login(factories.person("馬場", "DEPARTMENT", world.government))
    assert client.get(address).status_code == 403
    client.force_login(factories.person("土井"))
    assert client.get(address).status_code == 404
    client.force_login(world.aoki)
    page = client.get(address).content.decode()
    assert 'value="反映"' in page
