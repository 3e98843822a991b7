"""Files of people and rates arrive, wait to be looked at, and are taken in or put away.

Reading takes time and happens before the transaction; nothing counts until somebody has seen what was read.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.audit import Refused, record, verb
from accounts.models import User
from accounts.saving import Overtaken
from paper.guard import WORKBOOK_BYTES, GuardError
from paper.reading import ReadError
from vision.keeping import keep_rates, keep_table, keep_totals, own_areas, standing_of
from vision.models import PopulationTable, PopulationUpload, PopulationVision, VisionArea
from vision.reading.files import grids_of
from vision.reading.found import NO_CODE
from vision.reading.parsed import Parsed, parsed_of
from vision.rules import require_working_vision

TOO_LARGE = (
    f"「{{name}}」は大きすぎます（{WORKBOOK_BYTES // 1024 // 1024}MBまで）。"
    "自分の団体の行だけを残したファイルにして、もう一度選んでください。"
)
SETTLED = "このファイルは、ほかの人がすでに{}にしました。人口表の一覧を確かめてください。"
CHANGED = "確認の画面を開いたあとで、人口表か仮定値が変わりました。いまの内容を確かめてから、もう一度反映してください。"
FAULTY = (
    "ファイルに誤りがあるため、まだ何も反映していません。誤りを直したファイルを、もう一度読み込んでください。"
)
NOBODY = "このファイルには、反映できる表も率もありません。"
_HIDDEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True)
class Taking:
    """What somebody says of a file: the kind of its tables, their title, source, 不詳; the area of what names none.

    ``area`` "" leaves rates that name no area common to all areas.
    """

    kind: str = PopulationTable.Kind.CENSUS
    title: str = ""
    source: str = ""
    source_url: str = ""
    unknown: str = PopulationTable.Unknown.DISTRIBUTED
    area: str = ""


def receive_table(
    *,
    actor: User | None,
    vision: PopulationVision,
    name: str,
    data: bytes,
    size: int | None = None,
    year: int | None = None,
    variant: str = "medium",
) -> PopulationUpload:
    """Read a file and keep it waiting, or with the reason why it could not be read.

    ``size`` in bytes is that of a file too large to be taken in, whose ``data`` is empty then; ``year`` that of a sheet that
    names none; ``variant`` the births of a national projection. A file that waits already with the same bytes is read anew.
    """
    called = plain_name(name)
    wanted = {row.code: row.name for row in vision.areas.all()} or None
    parsed, refusal = Parsed(), ""
    try:
        if (size or len(data)) > WORKBOOK_BYTES:
            raise GuardError(TOO_LARGE.format(name=called))
        parsed = parsed_of(grids_of(called, data, wanted), wanted, year=year, variant=variant)
    except (GuardError, ReadError) as error:
        refusal = str(error)
    return keep_file(
        actor=actor,
        vision=vision,
        name=called,
        data=data,
        size=size or len(data),
        parsed=None if refusal else parsed.to_data(),
        refusal=refusal,
    )


def plain_name(name: str) -> str:
    """What a file is called, without folders and without signs nobody sees.

    >>> plain_name("C:\\\\temp\\\\人口.xlsx"), plain_name("..")
    ('人口.xlsx', 'ファイル')
    """
    last = re.split(r"[/\\]", _HIDDEN.sub("", name))[-1].strip(" .")
    return last[-200:] or "ファイル"


@verb("population.receive", "人口表のファイルの受付")
def keep_file(
    *,
    actor: User | None,
    vision: PopulationVision,
    name: str,
    data: bytes,
    size: int,
    parsed: dict[str, Any] | None,
    refusal: str,
) -> PopulationUpload:
    """Keep a file that was read, waiting; one with the same bytes that waits gives way to it."""
    current = require_working_vision(vision)
    sha256 = hashlib.sha256(data).hexdigest()
    current.uploads.filter(sha256=sha256, state=PopulationUpload.State.WAITING).delete()
    upload = PopulationUpload(
        vision=current,
        name=name,
        size=size,
        sha256=sha256,
        data=data,
        parsed=parsed,
        refusal=refusal[:500],
        by=actor,
        at=timezone.now(),
    )
    upload.clean_fields(exclude=["data", "parsed"])
    upload.save(force_insert=True)
    record(
        "population.receive",
        actor=actor,
        government=current.government,
        subject=upload,
        file=name,
        reason=upload.refusal,
    )
    return upload


@verb("population.apply", "人口表のファイルの反映")
def apply_table(
    *, actor: User | None, upload: PopulationUpload, seen: str, taking: Taking
) -> PopulationUpload:
    """Take in all that was read of a file: tables, totals and rates, in the place of those that stand there.

    A census table is joined with the one that stands there, year by year; any other takes its place. ``seen`` is what stood there
    when the person was shown the preview (``vision.keeping.standing_of``); raises ``Overtaken`` where that is another now,
    Refused for a file with faults or for one that was settled already.
    """
    current, row = _waiting(upload)
    parsed = Parsed.of(row.parsed) if row.parsed else Parsed()
    if row.refusal or parsed.faults:
        raise Refused(FAULTY)
    if standing_of(current) != seen:
        raise Overtaken(CHANGED, row)
    areas = own_areas(current)
    places = _places(parsed, areas, taking)
    kept: list[str] = []
    for key, table in parsed.people.items():
        if taking.kind == PopulationTable.Kind.NATIONAL:
            places[key] = None
        kept.append(keep_table(current, places[key], table, row, taking))
    for key, totals in parsed.totals.items():
        kept.append(keep_totals(current, _area(places[key]), totals, row, taking))
    for key, rates in parsed.rates.items():
        kept += keep_rates(current, places[key], rates, row, taking.source)
    if not kept:
        raise Refused(NOBODY)
    _settle(row, PopulationUpload.State.APPLIED, actor)
    record(
        "population.apply",
        actor=actor,
        government=current.government,
        subject=row,
        file=row.name,
        tables=kept,
    )
    return row


@verb("population.discard", "人口表のファイルの取りやめ")
def discard_table(*, actor: User | None, upload: PopulationUpload) -> PopulationUpload:
    """Put a file away; nothing of it counts."""
    current, row = _waiting(upload)
    _settle(row, PopulationUpload.State.DISCARDED, actor)
    record("population.discard", actor=actor, government=current.government, subject=row, file=row.name)
    return row


def _waiting(upload: PopulationUpload) -> tuple[PopulationVision, PopulationUpload]:
    current = require_working_vision(upload.vision)
    row = current.uploads.defer("data").filter(pk=upload.pk).first()
    if row is None:
        raise Refused("このファイルは読み込み直されました。人口表の一覧から開き直してください。")
    row.vision = current
    if row.state != PopulationUpload.State.WAITING:
        raise Refused(SETTLED.format(row.get_state_display()))
    return current, row


def _settle(row: PopulationUpload, state: str, actor: User | None) -> None:
    row.state, row.settled_at = state, timezone.now()
    row.save(update_fields=["state", "settled_at"])


def _places(parsed: Parsed, areas: dict[str, VisionArea], taking: Taking) -> dict[str, VisionArea | None]:
    """The area of each table and rate; None for what is common to all areas, or of the nation."""
    places: dict[str, VisionArea | None] = {}
    for key in dict.fromkeys((*parsed.people, *parsed.totals, *parsed.rates)):
        if key in areas:
            places[key] = areas[key]
        elif key == NO_CODE or len(parsed.without_area(dict.fromkeys(areas, ""))) == 1:
            places[key] = areas.get(taking.area)
        else:
            raise Refused(
                f"「{parsed.names.get(key, key)}」がどの区域か決められません。"
                "団体コードの列があるファイルにするか、区域ごとにファイルを分けてください。"
            )
    for key in (*parsed.people, *parsed.totals):
        if places[key] is None and taking.kind != PopulationTable.Kind.NATIONAL:
            raise Refused("どの区域の表か選んでください。表に団体コードがありません。")
    return places


def _area(area: VisionArea | None) -> VisionArea:
    if area is None:
        raise Refused("総人口と3区分の表は、区域を選んで反映してください。")
    return area
