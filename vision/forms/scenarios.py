"""The editor of a scenario: a page of fields that steps add rows to, tries and saves.

Everything that was typed travels with each step, so that adding a row or trying needs neither a script nor a saved draft.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.forms.fields import long_field, text_field
from accounts.forms.office import OfficeForm
from accounts.models import User
from vision.forms.fields import VersionedForm
from vision.kept_scenarios import Unsound, add_scenario, adopt_scenario, move_scenario, save_scenario
from vision.models import PopulationVision, Scenario
from vision.soundness import faults_of
from vision.spec import ScenarioSpec, from_data
from vision.spec_fields import (
    ADDED,
    ENTERED,
    ENTERED_WORDS,
    MOST_ROWS,
    MOVES_WORDS,
    SEXES,
    TFR,
    Typed,
    ages_of,
    differing,
    read,
    texts_of,
    typed_of,
)

_STEP = re.compile(r"(add|drop)-(tfr|additions|entered)(?:-(\d{1,2}))?")
USUAL_OPEN = 90
BIRTHS = [("PUBLISHED", "公表された子ども女性比のまま"), ("TFR", "合計特殊出生率で決める")]
NAME_HINT = "例：市の見通し。図と表にこの名前で出ます。"
WORDS_HINT = "なぜこの仮定にしたかを、市民にわかるように書きます。"


class ScenarioForm(VersionedForm):
    """Name and reason of a scenario with all its assumptions (``typed``: ``vision.spec_fields``)."""

    name = text_field("名前", 60, NAME_HINT, required=True)
    description = long_field("考え方", 2000, WORDS_HINT, rows=3)
    is_shown = forms.BooleanField(
        label="公表する", required=False, help_text="はずすと、庁内だけで見られます。"
    )
    written = ("name", "description", "is_shown")

    def __init__(self, *args: Any, scenario: Scenario, open_from: int = USUAL_OPEN, **options: Any):
        super().__init__(*args, row=scenario, auto_id="scenario_%s", **options)
        self.scenario, self.open_from = scenario, open_from
        self.codes = list(scenario.vision.areas.values_list("code", "name"))
        self.typed: Typed = (
            typed_of(self.data, open_from) if self.is_bound else texts_of(from_data(scenario.spec))
        )
        self.faults: tuple[str, ...] = ()

    # --- steps, trying, saving --------------------------------------------------------------------------------

    def step(self, wanted: str) -> bool:
        """Add a row or drop one ("drop-tfr-2"); whether that was what was asked for."""
        found = _STEP.fullmatch(wanted)
        if found is None:
            return False
        act, table, at = found[1], found[2], int(found[3] or 0)
        rows: list[Typed] = self.typed[table]
        if act == "add" and len(rows) < MOST_ROWS:
            rows.append(self._fresh(table))
        elif act == "drop" and at < len(rows):
            rows.pop(at)
        return True

    def _fresh(self, table: str) -> Typed:
        if table == "additions":
            first = str(self.steps[0]) if self.steps else ""
            return dict.fromkeys(ADDED, "") | {"first": first, "last": first, "M": {}, "F": {}}
        return dict.fromkeys(TFR if table == "tfr" else ENTERED, "")

    def spec(self) -> ScenarioSpec | None:
        """The assumptions; None where they cannot be, and ``faults`` say why."""
        vision = self.scenario.vision
        spec, unread = read(self.typed, is_entered=self.is_entered)
        self.faults = unread or faults_of(
            spec,
            base_year=vision.base_year,
            last_year=vision.last_year,
            areas=[code for code, _ in self.codes],
            is_entered=self.is_entered,
        )
        return None if self.faults else spec

    def save(self, *, actor: User) -> Scenario:
        """Save it, or raise ``ValidationError``."""
        spec = self.spec()
        if spec is None:
            raise Unsound(self.faults)
        version = self.cleaned_data["version"]
        return save_scenario(actor=actor, scenario=self.scenario, version=version, spec=spec, **self.facts)

    def refuse(self, refusal: ValidationError) -> None:
        """Too late: the assumptions that stand there now are shown beside those typed."""
        super().refuse(refusal)
        if self.is_overtaken:
            current = getattr(refusal, "current", self.scenario)
            self.differing += differing(texts_of(from_data(current.spec)), self.typed)

    # --- for the page -----------------------------------------------------------------------------------------

    @property
    def is_entered(self) -> bool:
        """Whether figures are entered and nothing is computed."""
        return self.scenario.kind == Scenario.Kind.ENTERED

    @property
    def steps(self) -> range:
        """The years of the cohort tables behind the base year."""
        return range(self.scenario.vision.base_year + 5, self.scenario.vision.last_year + 1, 5)

    @property
    def ages(self) -> list[tuple[str, str]]:
        """Keys and words of the age groups."""
        return ages_of(self.open_from)

    @property
    def own_rows(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Net migration rates: the word of each group of arrival with (field, label, text) of both sexes."""
        return [(word, self._cells("own", key, word, self.typed["own"])) for key, word in self.ages[1:]]

    @property
    def addition_rows(self) -> list[tuple[int, Typed, list[tuple[str, list[tuple[str, str, str]]]]]]:
        """People added: number, facts, and by age the fields of both sexes."""
        return [
            (n, row, [(word, self._cells(f"additions-{n}", key, word, row)) for key, word in self.ages])
            for n, row in enumerate(self.typed["additions"])
        ]

    @property
    def entered_rows(self) -> list[tuple[int, list[tuple[str, str, str]]]]:
        """Entered figures: number of the row, and (field, label, text) of its cells."""
        return [
            (
                n,
                [
                    (f"entered-{n}-{name}", f"{n + 1}行めの{word}", row[name])
                    for name, word in ENTERED_WORDS.items()
                ],
            )
            for n, row in enumerate(self.typed["entered"])
        ]

    @staticmethod
    def _cells(prefix: str, key: str, word: str, by_sex: Typed) -> list[tuple[str, str, str]]:
        return [(f"{prefix}-{sex}-{key}", f"{word} {name}", by_sex[sex].get(key, "")) for sex, name in SEXES]

    births_choices = BIRTHS
    entered_columns = list(ENTERED_WORDS.items())
    moves_choices = list(MOVES_WORDS.items())


class AddForm(OfficeForm):
    """Adds a scenario as its kind is usually assumed."""

    kind = forms.ChoiceField(
        label="種類", choices=Scenario.Kind.choices, widget=forms.RadioSelect(attrs={"class": ""})
    )
    name = text_field("名前", 60, NAME_HINT, required=True)

    def __init__(self, *args: Any, vision: PopulationVision, **options: Any):
        super().__init__(*args, auto_id="scenario_%s", **options)
        self.vision = vision

    def save(self, *, actor: User) -> Scenario:
        """Add it, or raise ``ValidationError``."""
        return add_scenario(actor=actor, vision=self.vision, **self.cleaned_data)

    @property
    def status(self) -> int:
        """422 where something has to be put right."""
        return 422 if self.errors else 200


class AdoptForm(OfficeForm):
    """Adopts a scenario."""

    def __init__(self, *args: Any, scenario: Scenario, **options: Any):
        super().__init__(*args, **options)
        self.scenario = scenario

    def save(self, *, actor: User) -> Scenario:
        """Adopt it, or raise ``ValidationError``."""
        return adopt_scenario(actor=actor, scenario=self.scenario)


class MoveForm(AdoptForm):
    """Puts a scenario at a place among the others."""

    index = forms.IntegerField(min_value=0, max_value=1000)

    def save(self, *, actor: User) -> Scenario:
        """Move it, or raise ``ValidationError``."""
        return move_scenario(actor=actor, scenario=self.scenario, index=self.cleaned_data["index"])
