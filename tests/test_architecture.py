"""The package's layers: imports go downward only (../shared/DESIGN.md, part 2)."""

import ast
from fnmatch import fnmatch
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from conftest import PACKAGE

LAYERS = (
    # what has no knowledge of a report: values, words, files
    (
        "govreport",
        "errors",
        "finding",
        "resources",
        "files",
        "numbers",
        "paragraphs",
        "spelling",
        "display_width",
        "filling",
        "staging",
        "windows",
    ),
    # the form, and TOML text as data
    ("fields", "report_format", "cells", "format_loader", "toml", "toml.*"),
    # a report as values, and its look's settings
    (
        "report",
        "pack",
        "pack_folder",
        "pack_settings",
        "pack_search",
        "figures",
        "vocabulary",
        "bound",
        "rollup",
        "agreement",
    ),
    # reports read, written and judged
    ("reading", "*_reader", "report_writer", "scaffold", "schema", "grid", "rules", "rules.*"),
    (
        "validate",
        "fix",
        "context",
        "export",
        "illustration_view",
        "succession",
        "beginning",
        "pack_beginning",
        "workbook",
        "previous",
        "parent",
        "rollup_sheet",
    ),
    # outputs, and inputs that are no TOML
    ("render", "render.*", "extract", "importers", "importers.*"),
    ("register",),
    ("api",),
    ("proof", "proof.*"),
    # many files at once, whatever is done with them
    ("batch", "batch.*", "children", "assembly", "merging", "statistics", "statistics.*"),
    ("cli", "cli.*", "__main__"),
)
"""Lowest first. A module may import from its own layer (never in a circle) and from those below."""


def find_modules(package: Path) -> dict[str, Path]:
    """Every module by its name below the package; the package itself is "govreport"."""
    modules = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        modules[".".join(parts).removesuffix("__init__").removesuffix(".") or "govreport"] = path
    return modules


def find_imports(path: Path, modules: dict[str, Path]) -> set[str]:
    """The modules of ours that a module imports, inside functions too."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.partition(".")[0] == "govreport":
                short = name.removeprefix("govreport.")
                found.add(short if short in modules else short.rpartition(".")[0] or "govreport")
    return found


def layer_of(module: str) -> int:
    (layer,) = [i for i, names in enumerate(LAYERS) if any(fnmatch(module, name) for name in names)]
    return layer


MODULES = find_modules(PACKAGE)


def test_the_package_is_found():
    assert {"govreport", "api", "cli.app", "render.html", "report_format"} <= MODULES.keys()
    assert len(MODULES) > 40


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_layer_and_imports_only_downward(module):
    imports = find_imports(MODULES[module], MODULES)
    assert imports <= MODULES.keys()
    assert [other for other in sorted(imports) if layer_of(other) > layer_of(module)] == []


def test_no_import_goes_in_a_circle():
    graph = {module: find_imports(path, MODULES) - {module} for module, path in MODULES.items()}
    assert sum(map(len, graph.values())) > 100
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_every_name_in_the_list_of_layers_is_a_module():
    names = [name for layer in LAYERS for name in layer]
    assert [name for name in names if not any(fnmatch(module, name) for module in MODULES)] == []


def test_only_the_command_line_prints_and_reads_its_arguments():
    for module, path in MODULES.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        used = {
            f"{node.value.id}.{node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        is_program = module.endswith("_process")  # a program of its own that a module below the CLI starts
        if layer_of(module) < len(LAYERS) - 1 and not is_program:
            assert not used & {"sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "sys.exit"}, module


def test_a_definition_is_not_evaluated():
    """No expression language, no eval (DESIGN part 1)."""
    for path in MODULES.values():
        calls = [
            node.func
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
        ]
        assert not [
            f.id for f in calls if isinstance(f, ast.Name) and f.id in ("eval", "exec", "compile", "__import__")
        ]
