"""manage.py project_population: a population projection from files, without a database."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from paper import csv
from paper.grids import Grid
from paper.guard import GuardError
from paper.reading import ReadError
from vision.from_files import (
    HEADER,
    NotThere,
    RatesNotThere,
    as_object,
    as_rows,
    kind_of,
    projected,
    rates_for,
    table_of,
)
from vision.reading.files import grids_of
from vision.reading.labels import code_of
from vision.reading.people import read_people
from vision.reading.rates import read_rates


class Command(BaseCommand):
    """People of an area by sex and age in a scenario, from a table of people and, where there are any, tables of rates."""

    help = "人口表（Excel・CSV）から、コーホート要因法で将来の人口を推計して出力します（データベースは使いません）。"
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--table", required=True, help="男女別・年齢別の人口表（xlsx、csv）")
        parser.add_argument("--area", required=True, help="団体コード（都道府県は2桁、市区町村は5桁か6桁）")
        parser.add_argument(
            "--scenario",
            default="パターン1",
            help="パターン1、シミュレーション1、シミュレーション2、長期ビジョンのどれか",
        )
        parser.add_argument("--format", choices=["json", "csv"], default="json", help="出力の形式")
        parser.add_argument(
            "--assumptions",
            action="append",
            default=[],
            metavar="FILE",
            help="生残率・純移動率・子ども女性比・0～4歳性比・kの表。何度でも指定できます",
        )
        parser.add_argument("--base-year", type=int, help="基準年（西暦）。指定しなければ表の最初の年")
        parser.add_argument(
            "--last-year", type=int, help="推計の最後の年（西暦）。指定しなければ表の最後の年"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, project, print; what was noticed on the way goes to the error output. What is missing ends with a sentence."""
        code = _code(options["area"])
        people = read_people(_grids(options["table"], code), code)
        rates = [read_rates(_grids(name, code), code) for name in options["assumptions"]]
        for finding in (*people.findings, *(finding for read in rates for finding in read.findings)):
            self.stderr.write(str(finding))
        try:
            kind = kind_of(options["scenario"])
            name, table = table_of(people, code)
            data = projected(
                code,
                name,
                table,
                rates_for(rates, code),
                kind,
                base_year=options["base_year"],
                last_year=options["last_year"],
            )
        except RatesNotThere as missing:
            raise CommandError(f"{missing}\n仮定値の表は --assumptions で指定します。") from missing
        except NotThere as missing:
            raise CommandError(str(missing)) from missing
        if options["format"] == "csv":
            self.stdout.write(csv.write(HEADER, as_rows(data), bom=False).decode(), ending="")
        else:
            self.stdout.write(json.dumps(as_object(data), ensure_ascii=False))


def _code(given: str) -> str:
    code = code_of(given)
    if code is None:
        raise CommandError(f"「{given}」は団体コードではありません。2桁、5桁か6桁の数字にしてください。")
    return code


def _grids(name: str, code: str) -> tuple[Grid, ...]:
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as missing:
        raise CommandError(f"「{path}」を開けません。名前と場所を確かめてください。") from missing
    try:
        return grids_of(path.name, data, code)
    except (GuardError, ReadError) as refused:
        raise CommandError(str(refused)) from refused
