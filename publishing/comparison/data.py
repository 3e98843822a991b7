"""A 新旧対照表 as JSON and back: what is downloaded, and what is kept when the table is issued (確定)."""

import datetime
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from publishing.comparison.table import Table
from strategy.blocks import Cell, Heading, ListItem, Paragraph, Rule, Run, TableRow
from strategy.markedblocks import Marked

SCHEMA = 1
# Blocks and runs carry the name of their shape; everything else is known by its place.
NAMED = {cls.__name__: cls for cls in (Paragraph, Heading, ListItem, TableRow, Rule, Cell, Run, Marked)}
SHAPE = "is"


def to_data(table: Table) -> dict[str, Any]:
    """The table as JSON, schema 1; what a field says by default is left out of blocks and runs, and of fields that came
    later, so that a table in which they say nothing has the bytes it always had."""
    return {"schema": SCHEMA, "table": _plain(table)}


def from_data(data: Mapping[str, Any]) -> Table:
    """The table that ``to_data`` wrote. ValueError for another schema."""
    if data.get("schema") != SCHEMA:
        raise ValueError(f"unknown schema of a comparison: {data.get('schema')}")
    made: Table = _made(data["table"], Table)
    return made


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        named = type(value).__name__ in NAMED
        kept = {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if not ((named or field.metadata.get("later")) and getattr(value, field.name) == field.default)
        }
        return {SHAPE: type(value).__name__, **kept} if named else kept
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime.datetime) else value


def _made(value: Any, kind: Any) -> Any:
    if value is None:
        return None
    if isinstance(value, dict) and SHAPE in value:
        kind = NAMED[value[SHAPE]]
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _made(one, hints[name]) for name, one in value.items() if name != SHAPE})
    if isinstance(value, list):
        inner = _inner(kind)
        return tuple(_made(one, inner) for one in value)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return datetime.datetime.fromisoformat(value) if kind is datetime.datetime else value


@lru_cache
def _hints(kind: type) -> dict[str, Any]:
    return {name: _required(hint) for name, hint in typing.get_type_hints(kind).items()}


def _required(hint: Any) -> Any:
    """X of X | None."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        others = [one for one in typing.get_args(hint) if one is not type(None)]
        return others[0] if len(others) == 1 else hint
    return hint


def _inner(kind: Any) -> Any:
    """X of tuple[X, ...]."""
    arguments = typing.get_args(kind)
    return arguments[0] if arguments else None
