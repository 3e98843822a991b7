"""The project's own files and addresses, as the tests about the project itself read them."""

import ast
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from django.urls import URLPattern, get_resolver

ROOT = Path(__file__).resolve().parent.parent
ROOMS = tuple(sorted(folder.parent.name for folder in ROOT.glob("*/apps.py")))
PACKAGES = tuple(
    sorted(folder.parent.name for folder in ROOT.glob("*/__init__.py") if folder.parent.name != "tests")
)
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", "vendor"}
# Templates of libraries that a room lays out anew stand under the library's name.
FOLDERS_OF_A_ROOM = {
    "account": "accounts",
    "mfa": "accounts",
    "socialaccount": "accounts",
    "admin": "accounts",
    "usersessions": "accounts",
}


def files(*patterns: str) -> list[Path]:
    """Files of the project that match one of the glob patterns, without what is generated or vendored."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if not _hidden(path.relative_to(ROOT).parts))


def _hidden(parts: tuple[str, ...]) -> bool:
    caches = any(part.endswith("_cache") or part == ".hypothesis" for part in parts)
    return caches or bool(NOT_OURS & set(parts))


@dataclass(frozen=True)
class Module:
    """A Python file: ``name`` dotted, ``room`` its top package, ``rest`` what follows the room."""

    path: Path

    @cached_property
    def name(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def rest(self) -> str:
        return self.name.partition(".")[2]

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, str(self.path))

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All of the tree, walked once for all that is asked of it."""
        return list(ast.walk(self.tree))

    @cached_property
    def imports(self) -> dict[str, int]:
        """Dotted names of modules that this file imports anywhere, each with its line."""
        found: dict[str, int] = {}
        for node in self.nodes:
            if isinstance(node, ast.Import):
                found |= {alias.name: node.lineno for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}:{node.lineno}: relative import"
                for alias in node.names:
                    full = f"{node.module}.{alias.name}"
                    found[full if _is_module(full) else str(node.module)] = node.lineno
        return found

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        return [node for node in self.nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in self.nodes if isinstance(node, ast.Call)]

    @property
    def is_view(self) -> bool:
        return self.rest.partition(".")[0] == "views"

    def at(self, node: ast.AST | int) -> str:
        """path:line for messages."""
        line = node if isinstance(node, int) else getattr(node, "lineno", 1)
        return f"{self.path.relative_to(ROOT)}:{line}"


def called(call: ast.Call) -> str:
    """What a call calls, as it is written: "form.save"; a tenth of the time of ast.unparse for plain names."""
    names, node = [], call.func
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(names)]) if isinstance(node, ast.Name) else ast.unparse(call.func)


@cache
def _is_module(dotted: str) -> bool:
    place = ROOT.joinpath(*dotted.split("."))
    return place.with_suffix(".py").exists() or (place / "__init__.py").exists()


MODULES = [Module(path) for path in files(*(f"{package}/**/*.py" for package in PACKAGES))]
WRITTEN = [module for module in MODULES if ".migrations" not in module.name]
TEMPLATES = files("templates/**/*.*", *(f"{room}/templates/**/*.*" for room in ROOMS))
MARKDOWN = files("*.md", "docs/**/*.md", "bench/*.md", "fixtures/**/*.md")


def listed(faults: list[str]) -> str:
    """Faults as the message of a failed assertion, one a line."""
    return "\n" + "\n".join(faults)


def template_name(path: Path) -> str:
    """The name by which Django loads a template of the project."""
    return str(path.relative_to(ROOT)).partition("templates/")[2]


def room_of_template(path: Path) -> str:
    """The room a template belongs to; bases and error pages at the top belong to the wiring."""
    folder = template_name(path).partition("/")[0] if "/" in template_name(path) else "config"
    return FOLDERS_OF_A_ROOM.get(folder, folder if folder in PACKAGES else "config")


def url_rooms() -> dict[str, str]:
    """{name of a URL: the room whose urls.py declares it}; names of libraries are left out."""
    found: dict[str, str] = {}

    def walk(patterns, room: str, prefix: str) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                if pattern.name and room in PACKAGES:
                    found[prefix + pattern.name] = room
                continue
            urlconf = getattr(pattern.urlconf_name, "__name__", "") or "library"
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            walk(pattern.url_patterns, urlconf.partition(".")[0], space)

    walk(get_resolver().url_patterns, "config", "")
    return found


def table_rows(markdown: str, header: str) -> list[list[str]]:
    """Cells of every row below each table whose header row is ``header``; backticks removed."""
    rows, reading = [], False
    for line in markdown.splitlines():
        if re.sub(r"\s+", " ", line.strip()) == header:
            reading = True
        elif not line.startswith("|"):
            reading = False
        elif reading and not re.fullmatch(r"[|\s:-]+", line):
            rows.append([cell.strip().strip("`") for cell in line.strip().strip("|").split("|")])
    return rows
