"""What every model declares, how long things may be, how they are called, where their tests stand.

An exception is written here by name, with its reason, or it is a defect.
"""

import ast

import pytest
from django.apps import apps
from django.db import models

from accounts.models import Government
from tests.sources import MODULES, PACKAGES, ROOMS, ROOT, TEMPLATES, WRITTEN, Module, called, files, listed

FILE, FUNCTION, VIEW, TEMPLATE = 400, 60, 25, 150
DRAWERS = {"utils", "util", "services", "service", "helpers", "helper", "common", "misc", "lib", "tools"}
OF_NO_SINGLE_GOVERNMENT = {"User"}  # a person may serve several
# What apps.py does is to install guards and checks, which are tested as such; what citizens' pages are made of is
# tested through the pages.
TESTED_ELSEWHERE = (
    {f"{room}.apps": f"tests/{room}/test_guards.py" for room in ROOMS}
    | {
        f"publishing.{name}": "tests/publishing/test_public.py"
        for name in ("feeds", "pages", "rules", "sitemaps", "urls", "views.health")
    }
    | {"publishing.comparison.kinds": "tests/publishing/test_comparison_table.py"}
)


# --- models -------------------------------------------------------------------------------------------------


def own_models() -> list[type[models.Model]]:
    """Models that somebody wrote; the tables of history are made by a library from these."""
    return [
        model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.startswith("Historical")
    ]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_a_model_says_its_japanese_name_and_whose_it_is(model):
    first_line = (model.__doc__ or "").strip().splitlines()[0]
    word = str(model._meta.verbose_name)
    assert word in first_line, f"{model.__name__}: the docstring's first line does not say 「{word}」"
    if model._meta.proxy:
        return
    assert "government_path" in vars(model), f"{model.__name__}: declare government_path"
    path = model.government_path
    if path is None:
        assert model.__name__ in OF_NO_SINGLE_GOVERNMENT
        return
    at: type[models.Model] = model
    for name in filter(None, path.split("__")):
        field = at._meta.get_field(name)
        assert isinstance(field, models.ForeignKey | models.OneToOneField), (
            f"{model.__name__}: {name} leads to many"
        )
        at = field.remote_field.model
    assert at is Government, f"{model.__name__}: {path!r} leads to {at.__name__}"


def test_figures_are_decimals_and_models_save_nothing_behind_the_back():
    faults = [
        f"{model.__name__}.{field.name}: no float for figures"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    faults += [f"{model.__name__}: no save() of its own" for model in own_models() if "save" in vars(model)]
    assert not faults, listed(faults)


def test_no_raw_sql_through_the_orm():
    faults = [
        f"{module.at(call)}: {called(call)}"
        for module in WRITTEN
        for call in module.calls
        if called(call).rpartition(".")[2] in ("extra", "raw", "RawSQL")
    ]
    assert not faults, listed(faults)


def test_forms_name_their_fields():
    faults = []
    for module in WRITTEN:
        for line in (node for node in module.nodes if isinstance(node, ast.Assign)):
            name = getattr(line.targets[0], "id", "")
            everything = name == "fields" and "__all__" in ast.unparse(line.value)
            if everything or (name == "exclude" and module.rest == "forms"):
                faults.append(f"{module.at(line)}: name the fields")
    assert not faults, listed(faults)


# --- sizes, names, mirrors ----------------------------------------------------------------------------------


def test_nothing_is_too_long():
    written = files("*.py", "tests/**/*.py", "bench/**/*.py", *(f"{package}/**/*.py" for package in PACKAGES))
    faults, read = [], {module.path: module for module in MODULES}
    for path in written:
        if "migrations" in path.parts:
            continue
        module = read.get(path) or Module(path)
        if (lines := len(module.text.splitlines())) > FILE:
            faults.append(f"{path.relative_to(ROOT)}: {lines} lines")
        for function in module.functions:
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > FUNCTION or (length > VIEW and module.room in ROOMS and module.is_view):
                faults.append(f"{module.at(function)}: {function.name} has {length} lines")
    for path in TEMPLATES:
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > TEMPLATE:
            faults.append(f"{path.relative_to(ROOT)}: {lines} lines")
    assert not faults, listed(faults)


def test_a_time_of_day_is_written_in_one_way():
    """9:05, as offices write it: no page says 09:05."""
    faults = [str(path.relative_to(ROOT)) for path in TEMPLATES if "H:i" in path.read_text(encoding="utf-8")]
    assert not faults, listed(faults)


def test_no_drawer_for_everything():
    faults = [module.name for module in MODULES if DRAWERS & set(module.name.split("."))]
    faults += [str(path.relative_to(ROOT)) for path in files("tests/**/*.py") if path.stem in DRAWERS]
    assert not faults, listed(faults)


def test_tests_mirror_the_house():
    """tests/<room>/test_<module>.py; a package of modules may share one file under the package's name."""
    faults = []
    for module in WRITTEN:
        logic = [function for function in module.functions if function.name != "__str__"]
        if module.room == "config" or not logic or module.name == module.room:
            continue
        parts = [part for part in module.rest.split(".") if part not in ("management", "commands")]
        names = {"_".join(parts), parts[-1], parts[0]}
        expected = [
            TESTED_ELSEWHERE.get(module.name, ""),
            *(f"tests/{module.room}/test_{n}.py" for n in sorted(names)),
        ]
        if not any(name and (ROOT / name).exists() for name in expected):
            faults.append(f"{module.name}: no {' or '.join(filter(None, expected))}")
    assert not faults, listed(faults)
