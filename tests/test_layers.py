"""Imports run one way: each file does one job, and takes only from files whose job comes before."""

import ast
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LAYERS = [{"vocabularies"}, {"querysets"}, {"models"}, {"filters"}, {"serializers", "exports"},
          {"views", "api", "admin", "feeds"}, {"urls"}]  # fmt: skip
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for app in ("qualitymonth", "agencies", "campaigns")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
}


def layer(module: str) -> int | None:
    """The layer of the first word of a module's name that has one: ``campaigns.models.sources`` is a model."""
    return next((n for word in module.split(".") for n, words in enumerate(LAYERS) if word in words), None)


def imports(path: Path) -> set[str]:
    """The modules that a file imports, whole or in part, but for those that only the type checker sees."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    hidden = {inner for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
              for inner in ast.walk(node)}  # fmt: skip
    found = set()
    for node in set(ast.walk(tree)) - hidden:
        if isinstance(node, ast.ImportFrom):
            found |= {str(node.module)} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_from_models_to_urls_and_never_back(module):
    own, taken = layer(module), imports(MODULES[module]) & MODULES.keys()
    assert own is None or [name for name in taken if (layer(name) or 0) > own] == []
    views = {name for name in taken if name.endswith(".views") and name != "qualitymonth.views"}
    assert not views or module.endswith(".urls"), "nobody imports a view but urls"


@pytest.mark.parametrize("job", ["models", "querysets", "filters", "vocabularies"])
def test_who_and_where_never_import_what_happened(job):
    assert [name for name in imports(MODULES[f"agencies.{job}"]) if name.startswith("campaigns")] == []


def test_the_builder_and_all_that_it_imports_know_no_django():
    waiting, seen = {name for name in MODULES if name.startswith("campaigns.builder")}, set()
    while waiting:
        seen |= waiting
        taken = set().union(*(imports(MODULES[name]) for name in waiting))
        assert [name for name in taken if name.split(".")[0] in {"django", "rest_framework"}] == []
        waiting = taken & MODULES.keys() - seen
    assert "qualitymonth.edtf" in seen
    assert "django" in sys.modules  # so that the names above are the ones in use
