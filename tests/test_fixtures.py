"""The files of the demo: made from the facts, marked as samples, sound in themselves. No database."""

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from paper.images import prepare
from strategy.sanitise import clean

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
PLANS = [
    json.loads((FIXTURES / "plans" / name).read_text(encoding="utf-8"))
    for name in json.loads((FIXTURES / "plans" / "ORDER.json").read_text(encoding="utf-8"))
]
KEY_LINK = re.compile(r'href="#key:([^"]+)"')


def walk(items: list[dict]) -> Iterator[dict]:
    for item in items:
        yield item
        yield from walk(item.get("items", []))


def items_of(edition: dict) -> list[dict]:
    """Items that an edition adds: its whole tree, or what it adds to a copy."""
    return [*walk(edition.get("items", [])), *walk([place["item"] for place in edition.get("add", [])])]


def written_by(edition: dict) -> list[dict]:
    """Everything an edition writes: its items and its changes to copied ones."""
    return [*items_of(edition), *edition.get("edit", {}).values()]


EDITIONS = [
    pytest.param(plan, edition, id=f"{plan['government']}/{plan['slug']}/{edition['number']}")
    for plan in PLANS
    for edition in plan["editions"]
]


COMPARISONS = [
    pytest.param(plan, row, id=f"{plan['government']}/{plan['slug']}/{row['old']}-{row['new']}")
    for plan in PLANS
    for row in plan.get("comparisons", [])
]


def plan_of(government: str, slug: str) -> dict:
    return next(plan for plan in PLANS if plan["government"] == government and plan["slug"] == slug)


def keys_until(plan: dict, number: int) -> set[str]:
    """Keys of the items that stand in an edition, with those it copied."""
    edition = plan["editions"][number - 1]
    copied = keys_until(plan, edition["start_from"]) if "start_from" in edition else set()
    return copied | {item["key"] for item in items_of(edition)}


def test_committed_files_are_what_the_script_makes(shared, tmp_path):
    script = [sys.executable, ROOT / "script" / "make-fixtures"]
    subprocess.run(
        [*script, "--data", shared / "data", "--output", tmp_path], check=True, capture_output=True
    )
    made = {file.relative_to(tmp_path): file.read_bytes() for file in tmp_path.rglob("*.json")}
    committed = {file.relative_to(FIXTURES): file.read_bytes() for file in FIXTURES.rglob("*.json")}
    assert made == committed


def test_script_says_where_it_looks_for_missing_data(tmp_path):
    script = [sys.executable, ROOT / "script" / "make-fixtures", "--data", tmp_path / "none"]
    run = subprocess.run(script, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert str(tmp_path / "none") in run.stderr


@pytest.mark.parametrize(("plan", "edition"), EDITIONS)
def test_every_sentence_is_marked_as_a_sample(plan, edition):
    """Facts are names and figures; whatever ends in 。 was written for the demo and says so."""
    for row in written_by(edition):
        assert re.findall(r"[^<>]*。</(?:p|li)>", row.get("body", "")) == []
    assert edition["period_reason"] == "" or edition["period_reason"].endswith("（見本）")


@pytest.mark.parametrize(("plan", "edition"), EDITIONS)
def test_bodies_pass_the_sanitiser_unchanged(plan, edition):
    for row in written_by(edition):
        body = row.get("body", "")
        cleaned = clean(body)
        assert cleaned.removed == ()
        assert cleaned.html.replace(' rel="noopener noreferrer nofollow"', "") == body


@pytest.mark.parametrize(("plan", "edition"), EDITIONS)
def test_keys_and_references_are_sound(plan, edition):
    keys = [item["key"] for item in items_of(edition)]
    assert len(keys) == len(set(keys))
    standing = keys_until(plan, edition["number"])
    assert set(edition.get("edit", {})) <= standing
    for row in written_by(edition):
        assert set(KEY_LINK.findall(row.get("body", ""))) <= standing
        assert {link["key"] for link in row.get("relisted", [])} <= standing
        for link in row.get("aligned", []):
            place, key = link["to"].split("#")
            government, slug, number = place.split("/") if place else (plan["government"], plan["slug"], 0)
            target = keys_until(plan_of(government, slug), int(number)) if place else standing
            assert key in target, link


def measured_by(plan: dict) -> dict:
    """What is measured for a plan; nothing where the plan names no file of indicators."""
    if "indicators" not in plan:
        return {"indicators": []}
    return json.loads((FIXTURES / "indicators" / plan["indicators"]).read_text(encoding="utf-8"))


def targets_until(plan: dict, number: int) -> list[dict]:
    """The targets that stand in an edition, with those it copied."""
    edition = plan["editions"][number - 1]
    copied = targets_until(plan, edition["start_from"]) if "start_from" in edition else []
    return copied + [row for rows in edition.get("targets", {}).values() for row in rows]


@pytest.mark.parametrize(("plan", "edition"), EDITIONS)
def test_targets_hang_on_items_and_point_at_indicators(plan, edition):
    standing = keys_until(plan, edition["number"])
    assert set(edition.get("targets", {})) <= standing
    rows = targets_until(plan, edition["number"])
    own = [row for row in rows if "again" not in row]
    keys = [row["key"] for row in own]
    assert len(keys) == len(set(keys))
    assert {row["again"] for row in rows if "again" in row} <= set(keys)
    assert {key for row in own for key in row.get("serves", [])} <= standing
    known = {row["key"] for row in measured_by(plan)["indicators"]}
    assert {row.get("indicator", row["key"]) for row in own} <= known
    assert [
        row["key"] for row in own if "target_text" not in row and row.get("role") != "SUPPLEMENTARY"
    ] == []


def test_every_indicator_is_promised_about_and_every_invented_word_is_marked():
    kept = {file.name for file in (FIXTURES / "indicators").iterdir()}
    assert kept == {plan["indicators"] for plan in PLANS if "indicators" in plan}
    for plan in PLANS:
        measured = measured_by(plan)
        used = {
            row.get("indicator", row["key"])
            for row in targets_until(plan, len(plan["editions"]))
            if "again" not in row
        }
        assert {row["key"] for row in measured["indicators"]} == used
        figures = [figure for row in measured["indicators"] for figure in row.get("values", [])]
        assert not figures or measured["note"] == "見本値"
        assert [text for text in told_by(plan) if not text.endswith("（見本）")] == []


def told_by(plan: dict) -> Iterator[str]:
    """What was written for the demo about indicators and targets."""
    measured = measured_by(plan)
    for row in measured["indicators"]:
        for name in ("definition", "formula", "source", "sector_name", "sector_target"):
            if name in row:
                yield row[name]
        yield from (change["note"] for change in row.get("breaks", []))
        yield from (compared["source"] for compared in row.get("references", []))
    yield from (grade["reason"] for grade in measured.get("grades", []))
    for edition in plan["editions"]:
        for rows in edition.get("targets", {}).values():
            yield from (row["rationale"] for row in rows if "rationale" in row)


def test_figures_are_small_pictures_that_say_that_they_are_samples():
    used = set()
    for plan in PLANS:
        for edition in plan["editions"]:
            for key, figures in edition.get("figures", {}).items():
                assert key in keys_until(plan, edition["number"])
                for figure in figures:
                    used.add(figure["file"])
                    assert figure["caption"]
                    assert figure["alt"].endswith("（見本）")
                    assert "見本" in figure["source"]
    kept = sorted((FIXTURES / "figures").iterdir())
    assert {file.name for file in kept} == used
    for file in kept:
        content = file.read_bytes()
        assert len(content) < 15 * 1024, file
        picture = prepare(content)
        assert (picture.type, picture.is_smaller) == ("image/png", False)


@pytest.mark.parametrize(("plan", "comparison"), COMPARISONS)
def test_comparisons_speak_of_what_stands_there(plan, comparison):
    old, new = comparison["old"], comparison["new"]
    assert 1 <= old < new <= len(plan["editions"])
    standing = keys_until(plan, old) | keys_until(plan, new)
    keys = [key for note in comparison["notes"] for key in note["keys"]]
    assert len(keys) == len(set(keys))
    named = {key.partition(":")[2] for key in keys if key.startswith(("item:", "figure:"))}
    assert named <= standing
    assert all(note["reason"].endswith("。（見本）") for note in comparison["notes"])
    if comparison.get("issue"):
        assert plan["editions"][old - 1]["freeze"]
        assert plan["editions"][new - 1]["freeze"]


def test_editions_count_from_one():
    for plan in PLANS:
        assert [edition["number"] for edition in plan["editions"]] == list(
            range(1, len(plan["editions"]) + 1)
        )


def test_people_of_the_demo():
    people = json.loads((FIXTURES / "people.json").read_text(encoding="utf-8"))
    assert len(people["password"]) >= 12
    assert people["operator"]["login_name"] == "operator"
    assert sorted({person["government"] for person in people["people"]}) == [
        "kanagawa",
        "ogori",
        "sasebo",
        "toyonaka",
    ]
    roles = {(p["email"].split("@")[0], p["role"]) for p in people["people"]}
    assert roles == {("aoki", "PLANNER"), ("baba", "DEPARTMENT"), ("chiba", None), ("endo", "ADMIN")}


def squeezed(text: str) -> str:
    return re.sub(r"\s|[*_]", "", unicodedata.normalize("NFKC", text))


def prose() -> Iterator[str]:
    """Every line that was written for the demo."""
    for file in sorted((FIXTURES / "texts").glob("*.txt")):
        yield from file.read_text(encoding="utf-8").splitlines()
    for plan in PLANS:
        yield from told_by(plan)
        for comparison in plan.get("comparisons", []):
            yield from (note["reason"] for note in comparison["notes"])
        for edition in plan["editions"]:
            yield from (row["alt"] for rows in edition.get("figures", {}).values() for row in rows)


def test_no_sentence_is_copied_from_the_source_documents(shared):
    """Names, titles and periods are facts; 32 equal characters besides would be a copied sentence."""
    sources = squeezed(
        "".join(f.read_text(encoding="utf-8") for f in sorted((shared / "seeds").glob("*.txt")))
    )
    facts = (
        "デジタル田園都市国家構想の実現に向けた豊中市まち・ひと・しごと創生総合戦略",
        "豊中市まち・ひと・しごと創生総合戦略",
        "まち・ひと・しごと創生法（平成26年法律第136号）",
        "令和5年度（2023年度）から令和9年度（2027年度）まで",
        "「暮らし・サービス」「学び・教育」「仕事・働き方」",
    )
    copied = []
    for line in prose():
        text = squeezed(line)
        for fact in facts:
            text = text.replace(squeezed(fact), "|")
        copied += [text[i : i + 32] for i in range(len(text) - 31) if text[i : i + 32] in sources]
    assert copied == []
