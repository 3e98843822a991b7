"""What the demo's plans hold: counts, titles, marks and pages of the source data, stages, roles, alignments."""

from collections import Counter

import pytest

from publishing.document import Document
from strategy.models import Edition
from tests.publishing.demo import document, edition, facts

pytestmark = [pytest.mark.slow, pytest.mark.no_database]  # the plans are the same on any database


def counts(document: Document) -> Counter:
    return Counter(entry.level_key for entry in document.walk())


def titles(entries) -> list[str]:
    return [entry.title for entry in entries]


def test_toyonakas_tree(seeded, shared):
    own = facts(shared, "toyonaka")
    for number in (3, 4, 5):
        made = counts(document("toyonaka", "digital-strategy", number))
        assert {key: made[key] for key in ("chapter", "section", "direction", "measure", "initiative")} == {
            "chapter": own["counts"]["chapters"],
            "section": own["counts"]["sections"],
            "direction": own["counts"]["directions"],
            "measure": own["counts"]["measures"],
            "initiative": own["counts"]["example_initiatives"],
        }


def test_toyonakas_measures_marks_and_pages(seeded, shared):
    own = facts(shared, "toyonaka")
    names = {pillar["id"]: pillar["name"] for pillar in own["pillars"]}
    expected = [
        (
            measure["no"],
            measure["name"],
            ("●",) if measure["pillar_mark"] else (),
            measure["plan_page"],
            [names[id] for id in chapter["pillars"]] if measure["pillar_mark"] else [],
        )
        for chapter in own["chapters"]
        for section in chapter["sections"]
        for direction in section["directions"]
        for measure in direction["measures"]
    ]
    for number in (3, 4, 5):
        measures = document("toyonaka", "digital-strategy", number).of_kind("MEASURE")
        assert [
            (
                entry.number,
                entry.title,
                entry.marks,
                entry.page,
                [row.to.title for row in entry.alignments if row.to.kind == "PILLAR"],
            )
            for entry in measures
        ] == expected
    assert sum(bool(row[2]) for row in expected) == own["counts"]["measures_marked"] == 45


def test_toyonakas_directions_without_measures(seeded, shared):
    """The source prints － at 14 of them and forgets it at 第2章－2（2）."""
    own = facts(shared, "toyonaka")
    expected = [
        (direction["no"], direction["name"], bool(direction["measures"]))
        for chapter in own["chapters"]
        for section in chapter["sections"]
        for direction in section["directions"]
    ]
    directions = [e for e in document("toyonaka", "digital-strategy", 5).walk() if e.level_key == "direction"]
    assert [(e.number, e.title, bool(e.items)) for e in directions] == expected
    assert sum(not row[2] for row in expected) == own["counts"]["directions_dash"] + 1 == 15


def test_toyonakas_sections_and_initiatives(seeded, shared):
    expected = [
        (f"第{chapter['no']}章－{n}", section["name"], section["example_initiatives"])
        for chapter in facts(shared, "toyonaka")["chapters"]
        for n, section in enumerate(chapter["sections"], 1)
    ]
    sections = [e for e in document("toyonaka", "digital-strategy", 5).walk() if e.level_key == "section"]
    assert [(e.number, e.title, titles(e.of_kind("INITIATIVE"))) for e in sections] == expected


def test_toyonakas_marks_point_into_the_comprehensive_plan(seeded):
    comprehensive = document("toyonaka", "sogo-keikaku", 1)
    for entry in document("toyonaka", "digital-strategy", 5).of_kind("MEASURE"):
        pages = [row for row in entry.alignments if row.to.plan_slug == "sogo-keikaku"]
        assert len(pages) == len(entry.marks)
        for row in pages:
            assert comprehensive.by_lineage[row.to.lineage].title == entry.title
            assert row.to.number == entry.number


def test_toyonakas_titles_and_stages(seeded, shared):
    strategy = facts(shared, "toyonaka")["strategy"]
    draft, proposal, adopted = (document("toyonaka", "digital-strategy", n) for n in (3, 4, 5))
    assert draft.full_title == strategy["previous_title"]
    assert proposal.full_title == f"{strategy['title']}（案）"
    assert adopted.full_title == strategy["title"]
    assert adopted.name == strategy["short_title"]
    assert [adopted.edition["first_fiscal_year"], adopted.edition["last_fiscal_year"]] == [2023, 2027]
    assert [adopted.edition["adopted_on"], adopted.edition["effective_from"]] == ["2023-03-31", "2023-04-01"]
    assert [row["plan"] for row in adopted.edition["rests_on"]] == ["digital-denen", "sogo-keikaku"]


def test_toyonakas_drafts_differ_as_its_comparison_table_says(seeded):
    """TOY-11 to TOY-15: title and term, 概念図, (1), (4) with its heading, (5), the new KPI section."""
    draft, proposal = (document("toyonaka", "digital-strategy", n) for n in (3, 4))
    heading = {"（1）", "（4）", "（5）", "（6）"}
    changed = [
        (entry.number, entry.level_key)
        for entry in proposal.walk()
        if entry.lineage in draft.by_lineage and draft.by_lineage[entry.lineage].body != entry.body
    ]
    assert changed == [*((number, "heading2") for number in sorted(heading)), ("3", "heading1")]
    new = [entry for entry in proposal.walk() if entry.lineage not in draft.by_lineage]
    assert [(entry.number, entry.title) for entry in new] == [
        ("（3）", "豊中市デジタル総合戦略におけるデジタル関連の重要業績評価指標(KPI)")
    ]
    old_term = "第3期豊中市総合戦略"
    assert not [e.title for e in proposal.walk() if old_term in e.title + e.body]
    assert [e.number for e in draft.walk() if old_term in e.title] == ["（2）"]
    vision = next(e for e in proposal.walk() if "地域ビジョン" in e.title)
    assert draft.by_lineage[vision.lineage].title == "基本的な考え方と進め方"


def test_toyonakas_concept_figure_is_drawn_anew_with_the_vision(seeded):
    """TOY-13: a figure of its own in each edition; what was adopted has that of the （案）."""
    shown = [
        [(figure["caption"], figure["alt"], figure["sha256"]) for figure in entry.figures]
        for number in (3, 4, 5)
        for entry in document("toyonaka", "digital-strategy", number).walk()
        if entry.figures
    ]
    ((before,), (after,), (adopted,)) = shown
    assert before[0] == after[0] == "概念図"
    assert ["地域ビジョン" in alt for _, alt, _ in (before, after)] == [False, True]
    assert before[2] != after[2]
    assert adopted == after


def test_toyonakas_chapters_answer_to_the_nation(seeded):
    chapters = [e for e in document("toyonaka", "digital-strategy", 5).walk() if e.level_key == "chapter"]
    answered = [
        [(row.verb, row.to.kind, row.to.number) for row in chapter.alignments] for chapter in chapters
    ]
    assert answered[0] == [("勘案", "PILLAR", "③"), ("勘案", "PILLAR", "④"), ("勘案", "FOUNDATION", "③")]
    assert [len(rows) for rows in answered] == [3, 3, 5, 4]
    assert not any(chapter.marks for chapter in chapters)


def test_the_nations_strategy(seeded, shared):
    own = facts(shared, "national")
    strategy = document("nation", "digital-denen", 2)
    assert counts(strategy) == {
        "heading1": 3,
        "heading2": 6,
        "pillar": 4,
        "foundation": 3,
        "measure": 37,
        "vision": 5,
        "field": 10,
        "support": 7,
    }
    groups = dict(zip(("PILLAR", "FOUNDATION"), own["directions"], strict=True))
    for kind, group in groups.items():
        assert [(e.number, e.title, titles(e.of_kind("MEASURE"))) for e in strategy.of_kind(kind)] == [
            (row["no"], row["name"], row["measures"]) for row in group["items"]
        ]
    assert all(e.body.endswith("（見本）</p>") for kind in groups for e in strategy.of_kind(kind))
    by_level = {
        key: [e.title for e in strategy.walk() if e.level_key == key]
        for key in ("vision", "field", "support")
    }
    assert by_level == {
        "vision": own["model_regional_visions"],
        "field": own["priority_policy_fields"],
        "support": [*own["support"]["施策間連携"], *own["support"]["地域間連携"]],
    }
    assert strategy.edition["adopted_on"] == own["cabinet_decision"]


def test_the_nations_new_strategy_replaced_the_old_one(seeded):
    old, new = edition("nation", "digital-denen", 1), edition("nation", "digital-denen", 2)
    assert [old.superseded_by, old.superseded_from] == [new, new.effective_from]


def test_seventeen_goals(seeded):
    goals = document("nation", "sdgs", 1).of_kind("GOAL")
    assert [goal.number for goal in goals] == [str(n) for n in range(1, 18)]
    assert [goals[0].title, goals[16].title] == ["貧困をなくそう", "パートナーシップで目標を達成しよう"]


def test_ogoris_second_term(seeded, shared):
    goals = document("ogori", "sogo-senryaku", 1).of_kind("GOAL")
    assert [(goal.number, goal.title) for goal in goals] == [
        (f"基本目標{row['no']}", row["name"]) for row in facts(shared, "ogori")["goals"]
    ]


def test_ogoris_third_term_is_a_working_copy(seeded, shared):
    third = edition("ogori", "sogo-senryaku", 2)
    assert not third.is_frozen
    assert not third.is_public
    assert [third.stage_name, third.based_on.number] == ["骨子", 1]
    second = document("ogori", "sogo-senryaku", 1)
    draft = Document.of(third)
    assert [goal.lineage for goal in draft.of_kind("GOAL")] == [
        goal.lineage for goal in second.of_kind("GOAL")
    ]
    assert "（作成中）" in "".join(entry.title for entry in draft.walk())
    lines = [e for e in draft.walk() if e.level_key == "line"]
    assert [(e.number, e.title, [row.verb for row in e.alignments]) for e in lines] == [
        (row["no"], row["with"], [row["verb"]]) for row in facts(shared, "ogori")["alignment"]
    ]
    assert [row.to.plan_slug for e in lines for row in e.alignments] == [
        "digital-denen",
        "sogo-shinko-keikaku",
        "dx-hoshin",
        "sdgs",
    ]


def test_only_ogoris_draft_is_unpublished(seeded):
    unpublished = Edition.objects.exclude(pk__in=Edition.objects.public())
    assert [str(row.plan) for row in unpublished] == ["小郡市・sogo-senryaku"]
    for row in Edition.objects.public():
        assert "（作成中）" not in bytes(row.content).decode()


def test_sasebos_roles(seeded, shared):
    roles = document("sasebo", "kihon-keikaku", 1).roles
    own = facts(shared, "sasebo")["comprehensive_plan"]
    assert [(row["number"], row["label"]) for row in roles] == [
        (row["no"], row["label"]) for row in own["roles"]
    ]
    assert [row["number"] for row in roles if row["plan"] == "sogo-senryaku"] == ["③"]
    assert roles[2]["legal_basis"] == "まち・ひと・しごと創生法第10条"
    viewpoints = [e for e in document("sasebo", "kihon-keikaku", 1).walk() if e.level_key == "viewpoint"]
    assert [(e.number, e.title, e.body.split("</p>")[0]) for e in viewpoints] == [
        (row["no"], row["name"], f"<p>{row['means']}") for row in own["viewpoints"]
    ]


def test_sasebos_strategy_is_contained(seeded, shared):
    strategy = document("sasebo", "sogo-senryaku", 1)
    assert strategy.edition["mode_name"] == "包含"
    assert strategy.plan["contained_in"] == {
        "slug": "kihon-keikaku",
        "title": "第7次佐世保市総合計画 後期基本計画",
    }
    own = facts(shared, "sasebo")
    directions = strategy.of_kind("GOAL")
    assert {e.number: titles(e.items) for e in directions} == own["pillar_sections"]
    assert [row.to.number for e in directions for row in e.alignments] == ["①", "②", "③", "④"]
    foundations = strategy.of_kind("FOUNDATION")
    assert [e.number for e in foundations] == ["i", "ii", "iii"]
    assert titles(foundations) == own["foundation"]
    assert titles(foundations) == [row.to.title for e in foundations for row in e.alignments]


def test_kanagawas_levels_and_relisting(seeded):
    enacted = document("kanagawa", "kanagawa-senryaku", 1)
    assert [level["name"] for level in enacted.data["levels"]][1:] == [
        "基本目標",
        "中柱",
        "小柱",
        "主な取組み",
    ]
    relisted = [(e.title, e.relisted_at) for e in enacted.walk() if e.relisted_at]
    action = next(e for e in enacted.walk() if e.level_key == "action")
    assert relisted == [("見本の小柱（二）", ((1, action.lineage),))]


def test_kanagawas_revision(seeded, shared):
    own = facts(shared, "kanagawa")
    revision = document("kanagawa", "kanagawa-senryaku", 2)
    text = {entry.title: entry.body for entry in revision.walk()}
    assert revision.full_title == "第2期神奈川県まち・ひと・しごと創生総合戦略（改訂素案）"
    assert revision.edition["revision"] == 1
    table = text["「デジタル田園都市国家構想総合戦略」概要"]
    assert table.count('<th scope="row">') == 4
    for row in own["response_table"]:
        assert f'<th scope="row">{row["no"]}</th><td>{row["feature_label"]}' in table
        assert f"<td>{row['response_label']}</td>" in table
    stages = text["第2期県総合戦略 改訂の進め方"]
    assert [stages.count(row["kind"]) for row in own["revision_stages"]] == [1, 1]
    counted = text["【参考】"]
    assert "今回改訂（平成5年3月）" in counted
    assert "132（再掲2を含む）" in counted
    assert "139（再掲2を含む）" in counted
    assert "平成5年3月」は、もとの資料の表記のままです" in counted
