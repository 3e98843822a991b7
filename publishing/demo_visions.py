"""The demo's population visions, and what editions of its plans say of them, loaded through the verbs that staff use."""

import datetime
from collections.abc import Mapping
from typing import Any

from accounts.models import Government, User
from strategy.loading import lineage_of
from strategy.models import Edition
from vision.citing import cite_vision
from vision.loading import load_vision_content
from vision.models import PopulationVision
from vision.regional import link_items, save_regional_vision
from vision.visions import freeze_vision, publish_vision, start_next_vision, start_vision

Data = Mapping[str, Any]
FIELDS = "title base_year last_year notice outlook".split()


def load_visions(*, actor: User | None, government: Government, content: Data) -> None:
    """The visions of a government in their order, each started from the one before it; nothing where it has any."""
    newest: PopulationVision | None = None
    if government.population_visions.exists():
        return
    for row in content["visions"]:
        fields: dict[str, Any] = {name: row[name] for name in FIELDS}
        fields["adopted_on"] = datetime.date.fromisoformat(row["adopted_on"]) if row["adopted_on"] else None
        if newest is None:
            newest = start_vision(actor=actor, government=government, **fields)
        else:
            newest = start_next_vision(actor=actor, vision=newest, **fields)
        newest = load_vision_content(actor=actor, vision=newest, content=row)
        if row["freeze"]:
            newest = freeze_vision(actor=actor, vision=newest)
        if row["publish"]:
            newest = publish_vision(actor=actor, vision=newest)
    if newest and content.get("start_next"):
        start_next_vision(actor=actor, vision=newest)


def tie_visions(*, actor: User | None, edition: Edition, row: Data) -> None:
    """What an edition of a file says of its population vision and its 地域ビジョン."""
    government = edition.plan.government
    if given := row.get("population"):
        vision = government.population_visions.get(number=given["number"])
        cite_vision(actor=actor, edition=edition, vision=vision, argument=given["argument"])
    if given := row.get("regional_vision"):
        items = {item.lineage: item for item in edition.items.select_related("edition__plan__government")}

        def item(key: str) -> Any:
            return items[lineage_of(government.slug, edition.plan.slug, key)]

        fields = {name: value for name, value in given.items() if name not in ("item", "links")}
        made = save_regional_vision(actor=actor, item=item(given["item"]), **fields)
        link_items(actor=actor, vision=made, items=[item(key) for key in given["links"]])
