"""施策体系図 from the tree: pillars, goals and their sections."""

from paper.svg import Diagram
from publishing.book.words import is_bracketed
from publishing.document import Document, Entry
from publishing.pieces import pillar_columns

WORD = "体系図"
ENOUGH = 4  # sections below which a picture shows nothing that the contents do not
SECTIONS = ("DIRECTION", "MEASURE", "GOAL")


def chart_of(document: Document) -> Diagram | None:
    """The diagram, or None where goals have nothing to be connected with."""
    goals = top_goals(document)
    columns = pillar_columns(document)
    sections = {goal.lineage: [child for child in goal.items if child.kind in SECTIONS] for goal in goals}
    if len(goals) < 2 or not (columns or sum(map(len, sections.values())) >= ENOUGH):
        return None
    places = {goal.lineage: place for place, goal in enumerate(goals)}
    return Diagram(
        title=f"{document.name}の施策体系図",
        purpose="",
        pillars=[
            (column.pillar.title, [places[goal.lineage] for goal in column.goals if goal.lineage in places])
            for column in columns
        ],
        goals=[
            (*named(goal), [section_line(goal, child) for child in sections[goal.lineage]]) for goal in goals
        ],
        heads=(
            "",
            level_word(document, "PILLAR", "取組みの柱"),
            "目標",
            _word_of([child for found in sections.values() for child in found]),
        ),
    )


def place_of_chart(document: Document) -> str:
    """Lineage of the text that announces a 施策体系図 and has no picture of its own; '' leaves it to the 資料編."""
    announced = (e for e in document.of_kind("TEXT") if WORD in e.title and not e.figures)
    return next((entry.lineage for entry in announced), "")


def top_goals(document: Document) -> list[Entry]:
    """Goals that do not stand below another goal."""
    found: list[Entry] = []
    waiting = list(reversed(document.items))
    while waiting:
        entry = waiting.pop()
        if entry.kind == "GOAL":
            found.append(entry)
        else:
            waiting += reversed(entry.items)
    return found


def level_word(document: Document, kind: str, otherwise: str) -> str:
    """The government's own name for its first level of a kind."""
    names = (level["name"] for level in document.data["levels"] if level["kind"] == kind)
    return next(names, otherwise)


def named(goal: Entry) -> tuple[str, str]:
    """Number and title of a box; ① stands before the title, 第1章 on a line above it."""
    return ("", goal.number + goal.title) if is_bracketed(goal.number) else (goal.number, goal.title)


def section_line(goal: Entry, section: Entry) -> str:
    """「1　妊娠・出産・子育て支援の充実」: the goal's own number is in the box to the left."""
    number = section.number.removeprefix(goal.number).lstrip("－-") if goal.number else section.number
    return f"{number}　{section.title}" if number else section.title


def _word_of(sections: list[Entry]) -> str:
    """節 and the like say where a text stands, not what it is."""
    names = {section.level for section in sections if len(section.level) > 1}
    return names.pop() if len(names) == 1 else "施策"
