"""Opinions and resolutions behind rows of a 新旧対照表: what is public is told to all, everything to the office."""

import copy
import datetime

import pytest
from django.utils import timezone

from deliberation.models import (
    AssemblyRecord,
    Consultation,
    ConsultationAnswer,
    FloorVote,
    Opinion,
    PublicComment,
)
from publishing.comparison.opined import causes_between, trail_between, with_internal
from publishing.comparison.reading import content_of, read_table
from publishing.comparison.reviewed import EVERY_ROW
from publishing.editions import freeze, publish
from strategy.models import Edition
from tests import factories
from tests.deliberation.opinionated import BODY, Opinionated
from tests.deliberation.sittings import a_meeting, an_item

Source = Opinion.Source
MEETING = "令和8年度第1回総合戦略委員会"


class Changed(Opinionated):
    """The text changed for an opinion between two frozen editions."""

    def __init__(self, government):
        super().__init__(government)
        self.following = self.next()
        self.rewrite(self.following, BODY.replace("料金", "料金と時間帯"))
        self.following = freeze(actor=None, edition=self.following)

    def reflected(self, disposition="REFLECTED", **fields) -> Opinion:
        made = self.opinion(**fields)
        self.answer(made, disposition, changed_edition=self.following, changed_lineage=self.item.lineage)
        return made

    @property
    def pair(self) -> tuple[Edition, Edition]:
        return self.edition, self.following

    def told(self, *, office: bool) -> dict[str, list[tuple[str, str, str]]]:
        table = read_table(*self.pair)
        table = with_internal(table, trail_between(*self.pair)) if office else table
        return {
            row.keys[0]: [(cause.kind, cause.words, cause.url) for cause in row.causes]
            for row in table.rows
            if row.causes
        }

    @property
    def key(self) -> str:
        return f"item:{self.item.lineage}"

    def publish_result(self) -> None:
        self.meeting.result_published_at = timezone.now()
        self.meeting.save()


@pytest.fixture(scope="module")
def _world(for_the_file):
    return Changed(factories.government())


@pytest.fixture
def world(_world, db):
    return copy.deepcopy(_world)


def test_until_the_result_is_published_only_the_office_sees_a_members_opinion(world):
    made = world.reflected()
    page = f"/office/toyonaka/{world.plan.slug}/opinions/{made.pk}/"
    cause = ("委員の意見", f"{MEETING}：料金だけでなく、時間帯も大切です。")
    assert world.told(office=False) == {}
    assert world.told(office=True) == {world.key: [(*cause, page)]}
    world.publish_result()
    public = (*cause, f"/toyonaka/{world.plan.slug}/meetings/{world.meeting.pk}/")
    assert world.told(office=False) == world.told(office=True) == {world.key: [public]}


def test_the_opinion_of_a_department_is_never_public_nor_in_what_is_issued(world):
    consultation = Consultation.objects.create(
        edition=world.edition, title="素案への照会", due_at=timezone.now(), opened_at=timezone.now()
    )
    department = factories.government("131016", "other", "千代田区", prefecture="東京都").departments.create(
        name="x"
    )
    answer = ConsultationAnswer.objects.create(
        consultation=consultation, department=department, state="GIVEN", answered_at=timezone.now()
    )
    world.reflected(source=Source.DEPARTMENT, member=None, meeting=None, answer=answer, text="内々の意見")
    assert [kind for kind, _, _ in world.told(office=True)[world.key]] == ["各課照会"]
    assert causes_between(*world.pair) == {}
    assert "内々の意見".encode() not in content_of(read_table(*world.pair))


def test_published_results_of_comments_and_the_assembly_are_public(world):
    comment = PublicComment.objects.create(
        plan=world.plan,
        number=1,
        edition=world.edition,
        title="素案への意見募集",
        opens_at=timezone.now(),
        closes_at=timezone.now() + datetime.timedelta(days=30),
        who_may="どなたでも",
    )
    none = {"member": None, "meeting": None, "actor": world.aoki}
    world.reflected(source=Source.CITIZEN, comment=comment, text="住民の意見", **none)
    record = AssemblyRecord.objects.create(
        plan=world.plan,
        session="令和8年第3回定例会",
        stage="PLENARY",
        act="EXPLAINED",
        title="総合戦略（案）",
    )
    world.reflected(source=Source.ASSEMBLY, assembly=record, text="議員の質疑", **none)
    assert world.told(office=False) == {}
    PublicComment.objects.update(result=b"{}", result_hash="0" * 64, result_published_at=timezone.now())
    AssemblyRecord.objects.update(is_public=True)
    assert [cause[:2] for cause in world.told(office=False)[world.key]] == [
        ("意見募集", "素案への意見募集：住民の意見"),
        ("議会", "令和8年第3回定例会　本会議：議員の質疑"),
    ]


def test_only_what_changed_the_text_between_both_is_a_cause(world):
    world.publish_result()
    made = world.reflected()
    world.answer(made, "WRITTEN", seen=1)
    assert causes_between(*world.pair) == {}
    world.answer(made, "REFLECTED", seen=2, changed_edition=world.edition, changed_lineage=world.item.lineage)
    assert causes_between(*world.pair) == {}


def test_a_resolution_stands_behind_every_row_once_its_result_is_public(world):
    meeting = a_meeting(world.body, world.plan, form="IN_PERSON")
    item = an_item(meeting, world.following)
    given = {"in_favour": 2, "against": 0, "abstained": 0, "at": timezone.now()}
    FloorVote.objects.create(item=item, manner="HANDS", is_carried=True, **given)
    words = "令和8年度第2回総合戦略委員会　案件2　可決"
    assert causes_between(*world.pair) == {}
    assert world.told(office=True)[world.key] == [("表決", words, "")]
    meeting.result_published_at = timezone.now()
    meeting.save()
    (vote,) = causes_between(*world.pair)[EVERY_ROW]
    assert (vote.kind, vote.words) == ("表決", words)
    table = read_table(*world.pair)
    assert all(vote in row.causes for row in table.rows)


def test_a_neighbours_opinions_are_no_causes_here(world, ogori):
    other = Changed(ogori)
    other.publish_result()
    other.reflected(lineage=other.item.lineage)
    assert causes_between(*world.pair) == {}


def test_page_and_files_tell_the_same(client, world):
    world.reflected()
    world.publish_result()
    for edition in world.pair:
        publish(actor=None, edition=edition)
    page = f"/toyonaka/{world.plan.slug}/editions/{world.following.number}/comparison/{world.edition.number}/"
    words = f"{MEETING}：料金だけでなく、時間帯も大切です。"
    assert words in client.get(page).content.decode()
    data = client.get(f"{page}comparison.json").json()
    assert [cause["words"] for row in data["table"]["rows"] for cause in row["causes"]] == [words]


@pytest.mark.parametrize("count", [1, 30])
def test_causes_are_read_in_one_query_however_many(world, count, django_assert_num_queries):
    world.publish_result()
    for n in range(count):
        world.reflected(text=f"意見{n}")
    with django_assert_num_queries(3):
        found = causes_between(*world.pair)
    assert len(found[str(world.item.lineage)]) == count
