"""The house stands as drawn (docs/architecture.md): who imports whom, which layer stands on which.

An exception is written here by name, with its reason, or it is a defect.
"""

import ast
import re
from graphlib import TopologicalSorter

from django.template.loader import get_template

from tests.sources import (
    MODULES,
    PACKAGES,
    ROOMS,
    ROOT,
    TEMPLATES,
    WRITTEN,
    Module,
    called,
    listed,
    room_of_template,
    template_name,
    url_rooms,
)

# --- who may import whom ------------------------------------------------------------------------------------

BELOW = {
    "paper": set(),
    "accounts": {"paper"},
    "strategy": {"accounts", "paper"},
    "kpi": {"strategy", "accounts", "paper"},
    "vision": {"strategy", "accounts", "paper"},
    "deliberation": {"kpi", "strategy", "accounts", "paper"},
    "publishing": {"deliberation", "vision", "kpi", "strategy", "accounts", "paper"},
    "config": {"publishing", "deliberation", "vision", "kpi", "strategy", "accounts", "paper"},
}
# Facts of the wiring that know no room and may be read from anywhere: the version, the SQLite rule.
WIRING_FOR_ALL = {"config", "config.sqlite"}
# A library that can kill the process on import is loaded under limits, in a process of its own.
LATE_IMPORTS = {"paper.pdf_worker": {"weasyprint"}}

# --- pure modules: no Django, no input or output, no module of ours that is not pure ------------------------

PURE_IN = {
    "accounts": "address codes devices spans",
    "config": "sqlite",
    "deliberation": (
        "anchoring bylaws chain comment_report comment_terms coverage deadlines dispositions floor "
        "ledger papers_check rule_words tally yearly"
    ),
    "deliberation.documents": "ballot facts notice proceedings programme report roster shapes",
    "deliberation.procedures": "papers",
    "kpi": (
        "explaining figures findings grade_words grades grading judgements judging judging_years "
        "known progress retelling spec states storing suggestions telling telling_why"
    ),
    "kpi.importing": "changes differences facts figure_cells text_cells",
    "kpi.intake": "arranging bodies choices columns found grid_data headings outline wording words",
    "kpi.notation": "aims baselines clauses milestones numbers printing reading targets times values",
    "kpi.review": "decisions gaps grant_figures practice practice_reading report rollup term_text",
    "kpi.sheet": "layout names returned tables",
    "publishing": "missing reference_paths",
    "publishing.comparison": "arranging data hand kinds lines styles table throughout",
    "publishing.opendata": "columns numbers",
    "publishing.review": "blocks",
    "strategy": (
        "blockdiff blocks filling fiscal joining markedblocks matching naming normalise numbering "
        "order pasting presets richtext richtext_reader sanitise steps textdiff tree"
    ),
    "vision": (
        "ages assumed_tables blocks cohort comparing computing decomposing deriving figures "
        "from_files index_tables indices inputs lifetable pictures rates report result_tables "
        "scenarios sensitivity soundness spec spec_fields tables telling typed typed_rows "
        "uncertainty wording"
    ),
    "vision.comparison": "arranging cells facts front pictures telling words",
    "vision.reading": "assembling checks found heads labels parsed people rates sheets totals",
}
PURE = {"config", *(f"{package}.{name}" for package, names in PURE_IN.items() for name in names.split())}
# Shapes and drawings of paper, which pure modules may use: dataclasses and the text made of them.
SHAPES = {"paper.classes", "paper.courses", "paper.flow", "paper.grids", "paper.pyramid"}
# What pure modules may take from the standard library; everything else reads, writes or asks the clock.
ARITHMETIC = {
    "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal", "enum", "fractions",
    "functools", "hashlib", "heapq", "html", "itertools", "json", "math", "operator", "re", "statistics",
    "string", "textwrap", "types", "typing", "unicodedata", "uuid"
}  # fmt: skip
NUMERIC = "cohort computing deriving inputs lifetable rates scenarios sensitivity uncertainty".split()
PURE_LIBRARIES = {
    "strategy.joining": {"rapidfuzz"},
    "strategy.sanitise": {"nh3"},
    "strategy.textdiff": {"rapidfuzz"},
    **{f"vision.{name}": {"numpy"} for name in NUMERIC},
}
CLOCK = {"now", "today", "utcnow", "open", "print", "input"}

# --- layers of a room ---------------------------------------------------------------------------------------

# Layers of a room from the top down; a module imports only from its own or a lower one.
PAGES, FORMS, VERBS, READING, MODELS, BOTTOM = range(6, 0, -1)
PAGE_MODULES = {
    "urls", "office_urls", "views", "api", "admin", "site", "resources", "feeds", "sitemaps", "middleware", "adapters",
    "backends", "apps", "management", "templatetags", "checks", "panels", "settings", "wsgi"
}  # fmt: skip
# Verbs without the decorator: part of another verb's transaction, a long way through many verbs, or (presence,
# visits) a passing note that is no act of anybody and would only bury the acts in the record.
VERB_PARTS = {
    "deliberation.ballot_opinions",
    "deliberation.receipts",
    "deliberation.reply_letters",
    "deliberation.voiding",
    "kpi.intake.writing_items",
    "accounts.visits",
    "kpi.review.passing",
    "strategy.copying",
    "strategy.history",
    "strategy.keeping",
    "strategy.placing",
    "strategy.presence",
    "publishing.comparison.placing",
    "publishing.demo",
    "publishing.demo_deliberation",
    "publishing.demo_reviews",
    "publishing.demo_visions",
}
# Writing to the database; a page calls a verb instead (a form's save() is one call of a verb).
WRITES = {
    "save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
    "atomic"
}  # fmt: skip
# The probe of readiness writes a temporary table and rolls it back.
PROBES = {"publishing.views.health": {"transaction.atomic"}}
# Django's own convention: an object knows the address of its page, whichever room draws it.
PAGE_OF_AN_OBJECT = {"accounts.models.governments": {"government"}}


def is_verb(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(verb_name(function))


def verb_name(function: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    """The name under which @verb declares this function, or ''."""
    for mark in function.decorator_list:
        if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id == "verb":
            return ast.literal_eval(mark.args[0])
    return ""


def own_imports(module: Module) -> set[str]:
    """Modules of ours that this one imports."""
    return {name for name in module.imports if name.partition(".")[0] in PACKAGES}


def layer(module: Module) -> int:
    first = module.rest.partition(".")[0]
    if module.name in PURE or module.room == "paper":
        return BOTTOM
    if module.room == "config" or first in PAGE_MODULES:
        return PAGES
    if first == "forms":
        return FORMS
    if module.name in VERB_PARTS or any(is_verb(function) for function in module.functions):
        return VERBS
    return MODELS if first == "models" else READING


# --- rooms --------------------------------------------------------------------------------------------------


def test_every_package_has_its_place_in_the_house():
    assert set(PACKAGES) <= BELOW.keys(), f"not in the table: {set(PACKAGES) - BELOW.keys()}"
    assert {"accounts", "strategy", "publishing", "paper", "config"} <= set(PACKAGES)
    TopologicalSorter(BELOW).prepare()  # CycleError when two rooms may import each other


def test_rooms_import_only_rooms_below():
    faults = [
        f"{module.at(line)}: {module.room} must not import {name}"
        for module in MODULES
        for name, line in module.imports.items()
        if (room := name.partition(".")[0]) in PACKAGES
        and room != module.room
        and room not in BELOW[module.room]
        and name not in WIRING_FOR_ALL
    ]
    assert not faults, listed(faults)


def test_no_module_imports_in_a_circle():
    graph = {module.name: own_imports(module) - {module.name} for module in MODULES}
    TopologicalSorter(graph).prepare()  # CycleError names the modules


def test_imports_stand_at_the_top_of_a_file():
    faults = [
        f"{module.at(inner)}: import inside {function.name}"
        for module in MODULES
        for function in module.functions
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not faults, listed(faults)


def test_nothing_is_imported_by_a_call():
    faults = []
    for module in MODULES:
        for call in module.calls:
            if called(call) in ("importlib.import_module", "import_module", "import_string", "__import__"):
                late = {argument.value for argument in call.args if isinstance(argument, ast.Constant)}
                if not late or late != LATE_IMPORTS.get(module.name):
                    faults.append(f"{module.at(call)}: {ast.unparse(call)}")
    assert not faults, listed(faults)


def test_a_room_names_no_room_above_it_in_a_string():
    """ "publishing.Thing" in a foreign key, or get_model("publishing", …), would be an import in disguise."""
    names = "|".join(PACKAGES)
    dotted = re.compile(rf"({names})(\.[a-z_]+)*\.[A-Za-z]\w*")
    faults = []
    for module in MODULES:
        for node in module.nodes:
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and (m := dotted.fullmatch(node.value))
            ):
                room = m[1]
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
                ("get_model", "get_app_config")
            ):
                room = getattr(node.args[0], "value", "").partition(".")[0]
            else:
                continue
            if room in ROOMS and room != module.room and room not in BELOW[module.room]:
                faults.append(f"{module.at(node)}: {ast.unparse(node)}")
    assert not faults, listed(faults)


def test_no_signals_but_those_that_install_guards():
    faults = []
    for module in MODULES:
        for node in module.nodes:
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            source = (
                node.module or ""
                if isinstance(node, ast.ImportFrom)
                else " ".join(a.name for a in node.names)
            )
            names = {alias.name for alias in node.names}
            if "dispatch" in source.split(".") or "receiver" in names:
                faults.append(f"{module.at(node)}: signals of our own")
            if (source.endswith("signals") or "signals" in names) and not (
                module.rest == "apps"
                and source == "django.db.models.signals"
                and names <= {"pre_migrate", "post_migrate"}
            ):
                faults.append(f"{module.at(node)}: {source}")
    assert not faults, listed(faults)


# --- layers -------------------------------------------------------------------------------------------------


def test_layers_look_downwards():
    layers = {module.name: layer(module) for module in WRITTEN}
    faults = [
        f"{module.at(module.imports[name])}: {name} stands above (layer {layers[name]})"
        for module in WRITTEN
        for name in own_imports(module)
        if layers[name] > layers[module.name] and name not in WIRING_FOR_ALL
    ]
    assert not faults, listed(faults)


def test_paper_knows_neither_django_nor_us():
    faults = [
        f"{module.at(line)}: {name}"
        for module in MODULES
        if module.room == "paper"
        for name, line in module.imports.items()
        if name.partition(".")[0] in {"django", *PACKAGES} - {"paper"}
    ]
    assert not faults, listed(faults)


def test_the_list_of_pure_modules_is_what_is_pure():
    """Computed from the imports, so that a pure module cannot be forgotten here, nor become impure unseen."""
    libraries = {
        module.name: {name.partition(".")[0] for name in module.imports} - ARITHMETIC - set(PACKAGES)
        for module in WRITTEN
        if module.room != "paper" and (module.functions or module.name in PURE)
    }
    pure = {name for name, used in libraries.items() if used <= PURE_LIBRARIES.get(name, set())}
    by_name = {module.name: module for module in WRITTEN}
    while dirty := {name for name in pure if not own_imports(by_name[name]) <= pure | PURE | SHAPES}:
        pure -= dirty
    assert pure == PURE
    declared = {m.name for m in WRITTEN if re.search(r"\bPure\.", ast.get_docstring(m.tree) or "")}
    assert declared <= PURE, f"called pure, but not: {declared - PURE}"


def test_shapes_and_drawings_read_and_write_nothing():
    by_name, waiting, seen = {module.name: module for module in WRITTEN}, set(SHAPES), set()
    while waiting:
        module = by_name[waiting.pop()]
        seen.add(module.name)
        used = {name.partition(".")[0] for name in module.imports}
        assert (module.name, used - ARITHMETIC - {"paper"}) == (module.name, set())
        waiting |= own_imports(module) - seen


def test_pure_modules_ask_no_clock_and_touch_no_file():
    faults = []
    for module in (module for module in WRITTEN if module.name in PURE):
        for call in module.calls:
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in CLOCK:
                faults.append(f"{module.at(call)}: {ast.unparse(call)}")
    assert not faults, listed(faults)


def test_pages_change_nothing_themselves():
    faults = []
    for module in (module for module in WRITTEN if module.is_view):
        allowed = {"form.save"} | PROBES.get(module.name, set())
        for call in (call for call in module.calls if isinstance(call.func, ast.Attribute)):
            if call.func.attr in WRITES and called(call) not in allowed:
                faults.append(f"{module.at(call)}: {called(call)}() belongs in a verb")
    assert not faults, listed(faults)


def test_verbs_are_keyword_only_say_what_they_do_and_write_their_event():
    faults, found = [], 0
    for module in WRITTEN:
        for function in module.functions:
            if not (name := verb_name(function)):
                continue
            found += 1
            where, given = module.at(function), function.args
            if given.args or given.posonlyargs or given.vararg or not given.kwonlyargs:
                faults.append(f"{where}: {function.name} must take keywords only")
            if "actor" not in {argument.arg for argument in given.kwonlyargs}:
                faults.append(f"{where}: {function.name} does not say who acts")
            if function.returns is None or ast.get_docstring(function) is None:
                faults.append(f"{where}: {function.name} needs a docstring and the type it returns")
            calls = [
                n for line in function.body for n in ast.walk(line) if isinstance(n, ast.Call) and n.args
            ]
            if not any(isinstance(c.args[0], ast.Constant) and c.args[0].value == name for c in calls):
                faults.append(f"{where}: {function.name} writes no event {name!r}")
            if layer(module) != VERBS:
                faults.append(f"{where}: a verb in a module of pages or forms")
    assert found > 15
    assert not faults, listed(faults)


# --- templates and addresses --------------------------------------------------------------------------------


def test_templates_lead_only_to_their_own_room_and_those_below():
    rooms, faults = url_rooms(), []
    for path in TEMPLATES:
        room, text = room_of_template(path), path.read_text(encoding="utf-8")
        reach = {room, *BELOW[room]}
        for name in re.findall(r"{%\s*url\s+['\"]([\w:-]+)['\"]", text):
            if rooms.get(name, room) not in reach:
                faults.append(f"{path.relative_to(ROOT)}: {name} belongs to {rooms[name]}")
        for name in re.findall(r"{%\s*(?:include|extends)\s+['\"]([\w./-]+)['\"]", text):
            other = room_of_template(ROOT / "templates" / name)
            if other not in reach | {"config"}:
                faults.append(f"{path.relative_to(ROOT)}: {name} belongs to {other}")
    assert not faults, listed(faults)


def test_code_leads_only_to_its_own_room_and_those_below():
    rooms, faults = url_rooms(), []
    for module in (module for module in WRITTEN if module.room in ROOMS):
        for call in (call for call in module.calls if call.args):
            if called(call) not in ("reverse", "reverse_lazy", "redirect", "resolve_url"):
                continue
            name = call.args[0].value if isinstance(call.args[0], ast.Constant) else ""
            room = rooms.get(name, module.room)
            if room not in {module.room, *BELOW[module.room]} and name not in PAGE_OF_AN_OBJECT.get(
                module.name, ()
            ):
                faults.append(f"{module.at(call)}: {name} belongs to {room}")
    assert not faults, listed(faults)


def test_every_template_compiles():
    for path in (path for path in TEMPLATES if path.suffix in (".html", ".txt", ".xml")):
        get_template(template_name(path))
