"""What the project says about itself is true: documents, dependencies, copied files, columns of an edition."""

import ast
import hashlib
import json
import os
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.management import get_commands, load_command_class
from django.template.loader import get_template
from django.template.loaders.app_directories import get_app_template_dirs

from publishing.document import Document
from strategy.guards import locked_columns
from strategy.models import Edition
from tests import factories
from tests.sources import MARKDOWN, ROOT, TEMPLATES, WRITTEN, files, listed, table_rows, template_name

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
THIRD_PARTY = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
DOCUMENTS = [path for path in MARKDOWN if path.name != "CHANGELOG.md"]
STYLES = files("static/**/*.css", "paper/**/*.css")
SCRIPTS = files("static/**/*.js")
# Columns that are neither printed nor part of an edition's life: identity, the stored document and its seal.
BOOKKEEPING = {"id", "plan", "stage_word", "frozen_at", "content", "content_hash"}
DERIVED = {"mode_name", "stage_name"}  # words that the document prints for mode, stage and stage_word


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def sources_that_name_files() -> str:
    """Everything in which a template, style or script can be named."""
    code = [module.text for module in WRITTEN]
    return "\n".join([*code, *map(text_of, TEMPLATES), *map(text_of, STYLES), *map(text_of, SCRIPTS)])


# --- documents ----------------------------------------------------------------------------------------------


def commands_in(path: Path) -> set[str]:
    """Lines of shell code blocks and inline code that run something of ours."""
    text = text_of(path)
    blocks = re.findall(r"^ *```(?:sh|bash|console)\n(.*?)^ *```", text, re.M | re.S)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    lines += re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))
    return {line for line in lines if re.search(r"(^|[ /])(script/\w|manage\.py )", line)}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_in_the_documents_exist(path):
    for line in commands_in(path):
        for script in re.findall(r"(?<![\w-])(?:\./)?(script/[\w-]+)", line):
            file = ROOT / script
            assert file.is_file(), f"{line}: no {script}"
            assert os.access(file, os.X_OK), f"{line}: {script} is not executable"
            for option in re.findall(r"\s(--[a-z-]+)", line.partition(script)[2]):
                assert option in text_of(file) or option == "--check", f"{line}: {script} knows no {option}"
        if match := re.search(r"manage\.py (\w+)(.*)", line):
            commands = get_commands()
            assert match[1] in commands, f"{line}: no such command"
            command = commands[match[1]]
            command = load_command_class(command, match[1]) if isinstance(command, str) else command
            known = command.create_parser("manage.py", match[1])._option_string_actions
            for option in re.findall(r"\s(--[a-z-]+)", match[2]):
                assert option in known, f"{line}: {match[1]} knows no {option}"


def test_the_readmes_give_the_two_commands():
    for name in ("README.md", "README.ja.md"):
        commands = commands_in(ROOT / name)
        assert {"./script/demo", "./script/test"} <= commands, name


def test_the_readmes_name_the_accounts_of_the_demo():
    people = json.loads(text_of(ROOT / "fixtures" / "people.json"))
    known = {person["email"] for person in people["people"]} | {people["operator"]["login_name"]}
    for name in ("README.md", "README.ja.md"):
        text = text_of(ROOT / name)
        shown = set(re.findall(r"^\| `([^`]+)` \|", text, re.M))
        assert len(shown) > 4
        assert shown <= known, f"{name}: {sorted(shown - known)} cannot sign in"
        assert f"`{people['password']}`" in text, f"{name}: another password"
        hosts = {email.partition("@")[2] for email in known if "@" in email}
        assert {host for host in hosts if host not in text} == set(), f"{name}: governments are missing"


def anchors(path: Path) -> set[str]:
    """Anchors that headings of a Markdown file get on the usual sites."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", text_of(path), flags=re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_in_the_documents_lead_somewhere(path):
    text, faults = re.sub(r"```.*?```|`[^`\n]*`", "", text_of(path), flags=re.S), []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"(https?|mailto):", link):
            continue
        place, _, anchor = unquote(link).partition("#")
        target = (path.parent / place).resolve() if place else path
        if not target.exists():
            faults.append(f"{link} leads nowhere")
        elif target != ROOT and ROOT not in target.parents:
            faults.append(f"{link} leads out of the project")
        elif anchor and anchor not in anchors(target):
            faults.append(f"{link}: no such heading")
    assert not faults, listed(faults)


def test_every_document_can_be_found_from_a_readme():
    seen, waiting = set(), [ROOT / "README.md", ROOT / "README.ja.md"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        for link in re.findall(r"\]\(([^)#\s]+)", text_of(path)):
            target = (path.parent / unquote(link)).resolve()
            if target.is_dir():
                waiting += target.glob("*.md")
            elif target.suffix == ".md" and target.exists():
                waiting.append(target)
    lost = {str(path.relative_to(ROOT)) for path in DOCUMENTS} - {str(p.relative_to(ROOT)) for p in seen}
    assert not lost, f"no document leads to {sorted(lost)}"


def test_screenshots_are_those_the_script_takes():
    script = text_of(ROOT / "script" / "screenshots")
    taken = set(re.findall(r'^ +\("([\w-]+)", "/.*", \d+\)', script, re.M))
    for name in ("README.md", "README.ja.md"):
        shown = set(re.findall(r"docs/screenshots/([\w-]+)\.png", text_of(ROOT / name)))
        assert shown, f"{name} shows nothing"
        assert shown <= taken, f"{name}: script/screenshots does not take {sorted(shown - taken)}"
    kept = {path.stem for path in (ROOT / "docs" / "screenshots").glob("*.png")}
    assert kept == taken, f"differs from what script/screenshots takes: {sorted(kept ^ taken)}"


def test_the_manual_shows_what_the_script_takes():
    script = text_of(ROOT / "script" / "screenshots")
    names = re.findall(r'^ +\("([\w-]+)", .*, "\w+"\)', script, re.M)
    taken = {f"{name}-{width}" for name in names for width in (1280, 390)} | {"conflict-1280"}
    kept = {path.stem for path in (ROOT / "docs" / "manual" / "screenshots").glob("*.png")}
    assert len(names) >= 10
    assert kept == taken, f"differs from what script/screenshots takes: {sorted(kept ^ taken)}"
    shown = {
        name
        for page in (ROOT / "docs" / "manual").glob("*.md")
        for name in re.findall(r"screenshots/([\w-]+)\.png", text_of(page))
    }
    assert shown, "the manual shows nothing"
    assert shown <= taken, f"script/screenshots does not take {sorted(shown - taken)}"


def test_decisions_are_short_numbered_and_say_context_choice_and_price():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        text = text_of(path)
        assert len(text.splitlines()) <= 40, f"{path.name}: over 40 lines"
        assert re.findall(r"^## (\w+)$", text, re.M) == ["Context", "Choice", "Price"], path.name
    cited = {name for module in WRITTEN for name in re.findall(r"docs/[\w/.-]+\.md", module.text)}
    assert not [name for name in sorted(cited) if not (ROOT / name).exists()]


def test_the_changelog_speaks_of_this_version():
    newest = re.findall(r"^## (\d+\.\d+\.\d+)", text_of(ROOT / "CHANGELOG.md"), re.M)[0]
    assert newest == PYPROJECT["project"]["version"]
    assert f'VERSION = "{newest}"' in text_of(ROOT / "config" / "__init__.py")


def test_no_path_of_a_private_machine():
    private = re.compile(r"/(?:work|root)/|/tmp/[a-z]/|/home/(?!hashira)\w|/Users/\w|[A-Z]:\\Users")
    written = files(
        "*", ".*", ".ci/*", "script/*", "tests/**/*.py", "fixtures/**/*.*", "bench/*", "docs/**/*.md"
    )
    faults = []
    for path in {*written, *TEMPLATES, *STYLES, *SCRIPTS, *(module.path for module in WRITTEN)} - {
        Path(__file__)
    }:
        if path.suffix in (".png", ".pdf", ".lock") or path.name == ".env":
            continue
        faults += [f"{path.relative_to(ROOT)}: {found}" for found in private.findall(text_of(path))]
    assert not faults, listed(faults)


# --- templates, styles, scripts -----------------------------------------------------------------------------


def overrides_a_library(name: str) -> bool:
    """Whether an installed library has a template of this name, which ours replaces."""
    return any(
        (Path(folder) / name).exists()
        for folder in get_app_template_dirs("templates")
        if ROOT not in Path(folder).parents or ".venv" in str(folder)
    )


def test_every_template_is_used():
    quoted = re.finditer(r"""(["'])([\w./-]+)(?=\1)""", sources_that_name_files())
    named = {found[2] for found in quoted}
    unused = [
        name
        for name in map(template_name, TEMPLATES)
        if name not in named
        and not re.fullmatch(r"\d{3}(_csrf)?\.html", name)
        and not overrides_a_library(name)
    ]
    assert not unused, listed(unused)


def test_every_named_template_exists():
    for name in set(re.findall(r"['\"]([\w/-]+\.html)['\"]", sources_that_name_files())):
        get_template(name)


def stands_in(name: str, text: str) -> bool:
    """Whether a name stands there as a whole: what is behind it is asked last, so that the search runs by the name."""
    whole = re.escape(name)
    return bool(re.search(rf"{whole}(?<![\w-]{whole})(?![\w-])", text))


def test_every_static_file_is_used():
    named = sources_that_name_files()
    unused = []
    for path in [path for path in files("static/**/*.*") if path.is_file()] + sorted(
        (ROOT / "static/vendor").rglob("*.*")
    ):
        name = str(path.relative_to(ROOT / "static"))
        by_name = stands_in(name, named) or stands_in(f"./{path.name}", named)
        if path.is_file() and not by_name and path.name not in ("LICENSE", "SHA256SUMS"):
            unused.append(name)
    assert not unused, listed(unused)


def without_comments(text: str) -> str:
    blocks = re.sub(r"/\*.*?\*/|<!--.*?-->|{#.*?#}|{%\s*comment.*?endcomment\s*%}", "", text, flags=re.S)
    return re.sub(r"(?:^|\s)// .*$", "", blocks, flags=re.M)


def test_nothing_is_fetched_from_elsewhere():
    outside = re.compile(r"(?:https?:)?//[\w.-]+\.\w+[^\s\"')]*")
    drawn = re.compile(r"xmlns(?::\w+)?=[\"']http://www\.w3\.org/[\w/.]+[\"']")
    vendored = [path for path in (ROOT / "static" / "vendor").rglob("*") if path.suffix in (".css", ".js")]
    faults = []
    for path in [*TEMPLATES, *STYLES, *SCRIPTS, *vendored, *files("static/**/*.svg")]:
        for found in outside.findall(drawn.sub("", without_comments(text_of(path)))):
            faults.append(f"{path.relative_to(ROOT)}: {found}")
    assert not faults, listed(faults)


def test_no_style_or_script_inside_a_page():
    """Our Content-Security-Policy refuses both; print templates have no policy, but need neither. Data are no script."""
    inline = re.compile(
        r"\sstyle=|\son[a-z]+=[\"']|<style|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/(?:ld\+)?json\")"
    )
    faults = [
        f"{path.relative_to(ROOT)}: {found.strip()}"
        for path in TEMPLATES
        for found in inline.findall(without_comments(text_of(path)))
    ]
    assert not faults, listed(faults)


# --- what comes from others ---------------------------------------------------------------------------------


def plain_name(requirement: str) -> str:
    return re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-").replace(".", "-")


def pinned(path: str) -> dict[str, str]:
    """{package: version} of a requirements file; every line must carry a hash."""
    blocks = re.split(r"\n(?=[A-Za-z])", re.sub(r"^ *#.*\n", "", text_of(ROOT / path), flags=re.M).strip())
    found = {}
    for block in blocks:
        name, version = re.match(r"([\w.-]+)(?:\[[^]]*\])?==([^\s;\\]+)", block).groups()
        assert "--hash=sha256:" in block, f"{path}: {name} without a hash"
        found[plain_name(name)] = version
    return found


def test_every_dependency_is_named_with_its_licence():
    tools = PYPROJECT["dependency-groups"]["dev"]
    for header, wanted in (("run", PYPROJECT["project"]["dependencies"]), ("development", tools)):
        section = re.search(rf"^## [^\n]*{header}.*?(?=^## |\Z)", THIRD_PARTY, re.M | re.S)[0]
        rows = table_rows(section, "| package | version | licence | what for |")
        assert {row[0] for row in rows} == {plain_name(name) for name in wanted}
        for name, version, licence, use in rows:
            assert pinned("requirements-dev.txt")[plain_name(name)] == version.split()[0], name
            assert licence and use, name


def test_requirements_are_what_is_locked():
    locked = {
        package["name"]: package["version"] for package in LOCK["package"] if package["name"] != "hashira"
    }
    run, development = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert development == locked, f"differs: {sorted(set(development.items()) ^ set(locked.items()))}"
    assert run.items() <= development.items()
    assert {plain_name(name) for name in PYPROJECT["project"]["dependencies"]} <= run.keys()
    assert not {"pytest", "ruff", "playwright"} & run.keys()


def test_vendored_files_are_unchanged_and_named():
    home = ROOT / "static" / "vendor"
    sums = dict(reversed(line.split()) for line in text_of(home / "SHA256SUMS").splitlines())
    found = {str(path.relative_to(home)): path for path in home.rglob("*") if path.is_file()}
    assert found.keys() - {"SHA256SUMS"} == sums.keys()
    for name, checksum in sums.items():
        assert hashlib.sha256(found[name].read_bytes()).hexdigest() == checksum, f"{name} was changed"
        folder = name.partition("/")[0]
        assert f"`static/vendor/{folder}/`" in THIRD_PARTY, f"{folder} is not in THIRD_PARTY.md"
        assert name in text_of(ROOT / "script" / "vendor"), f"script/vendor does not fetch {name}"


def test_settings_read_from_the_environment_are_explained():
    tree = ast.parse(text_of(ROOT / "config" / "settings.py"))
    read = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("env") and call.args
        if isinstance(call.args[0], ast.Constant)
    } | set(re.findall(r"env\.email_url\(\"(\w+)\"", text_of(ROOT / "config" / "settings.py")))
    shown = set(re.findall(r"^#?([A-Z_]+)=", text_of(ROOT / ".env.example"), re.M))
    assert shown == read, f"differs: {sorted(shown ^ read)}"


# --- an edition ---------------------------------------------------------------------------------------------


def test_every_column_of_an_edition_is_locked_or_part_of_its_life():
    columns = {field.name: field.column for field in Edition._meta.concrete_fields}
    assert columns.keys() >= Edition.LIFE_FIELDS, "LIFE_FIELDS names no column"
    life = {columns[name] for name in Edition.LIFE_FIELDS}
    assert sorted(locked_columns()) == sorted(set(columns.values()) - life)
    decision = text_of(ROOT / "docs" / "decisions" / "0009-life-fields.md")
    written = {row[0] for row in table_rows(decision, "| column | why it may change |")}
    assert written == Edition.LIFE_FIELDS, "docs/decisions/0009 must give the reason for each"


@pytest.mark.django_db
def test_every_column_of_an_edition_is_printed_or_named_here(toyonaka):
    """A column added later must appear in the document, or it is not part of what was voted on."""
    printed = Document.draft(factories.edition(factories.plan(toyonaka))).edition
    names = {field.name for field in (*Edition._meta.concrete_fields, *Edition._meta.many_to_many)}
    assert printed.keys() - DERIVED == names - Edition.LIFE_FIELDS - BOOKKEEPING
    json.dumps(printed)
