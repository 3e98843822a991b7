"""The judgement of the whole year: over the version that was seen; nothing else of the year is touched."""

import pytest

from accounts.models import AuditEvent
from accounts.saving import Overtaken
from kpi.models import ReviewYear
from kpi.review.summaries import save_summary
from tests.kpi.rounds import a_round

pytestmark = pytest.mark.django_db


def test_the_judgement_is_kept_over_the_version_that_was_seen(toyonaka, aoki):
    review = a_round(toyonaka).open()
    said = {"judgement": "概ね順調", "judged_by": "推進会議", "summary": "総じて進んでいる。"}
    kept = save_summary(actor=aoki, review=review, seen=1, **said)
    assert kept.version == 2
    assert AuditEvent.objects.get(verb="review.summary").detail["fields"] == [
        "全体の評価", "評価した会議", "総評",
    ]  # fmt: skip
    ReviewYear.objects.filter(pk=review.pk).update(step="external")
    assert save_summary(actor=aoki, review=review, seen=2, **said).version == 2  # nothing changed
    with pytest.raises(Overtaken) as caught:
        save_summary(actor=aoki, review=review, seen=1, **said | {"judgement": "遅れ"})
    assert caught.value.current.judgement == "概ね順調"
    save_summary(actor=aoki, review=review, seen=2, **said | {"judgement": "順調"})
    assert ReviewYear.objects.values_list("judgement", "step").get() == ("順調", "external")
