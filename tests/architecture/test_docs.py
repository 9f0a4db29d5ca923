"""What the docs name exists: a doc that names a lost file or function fails here."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.test_files import ROOT, committed

DOCS = [path for path in committed() if path.suffix == ".md"]
# `soliday/press/build.py`, `soliday/press/build.py:build`, `tests/ops/`, `bin/soliday`
NAMED_PATH = re.compile(
    r"`((?:soliday|tests|docs|bin|bench|requirements|\.ci)/[\w./*-]*)(?::([\w.]+))?(?: [^`]*)?`"
)
# `press.build.build`, `soliday.press.build`: dotted, and beginning with an app; no `press.key`,
# which is a file of an installation
APPS = "|".join(sorted(path.name for path in (ROOT / "soliday").iterdir() if path.is_dir()))
NAMED_DOTTED = re.compile(
    rf"`(?:soliday\.)?((?:{APPS})\.(?!key\b|lock\b)[a-z_]+(?:\.\w+)*)(?:\(\))?`"
)


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_path_it_names_exists(doc):
    missing = [
        match[0]
        for match in NAMED_PATH.finditer(doc.read_text("utf-8"))
        if not _exists(match[1], match[2])
    ]
    assert missing == []


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_dotted_name_exists(doc):
    names = NAMED_DOTTED.findall(doc.read_text("utf-8"))
    assert [name for name in names if not _dotted_exists(name)] == []


def test_the_search_finds_a_name_that_is_not_there():
    assert _exists("soliday/ops/init.py", "prepare")
    assert not _exists("soliday/ops/init.py", "prepared")
    assert not _exists("soliday/ops/inits.py", None)
    assert _dotted_exists("ops.init.prepare")
    assert not _dotted_exists("ops.init.prepared")


def _exists(path: str, name: str | None) -> bool:
    if "*" in path:
        return any(ROOT.glob(path))
    file = ROOT / path
    if name is None:
        return file.exists()
    return file.is_file() and name.split(".")[0] in _names(file)


def _dotted_exists(dotted: str) -> bool:
    """Whether its longest beginning that is a file holds what comes after."""
    parts = dotted.split(".")
    for end in range(len(parts), 0, -1):
        below = ROOT.joinpath("soliday", *parts[:end])
        for file in (below.with_suffix(".py"), below / "__init__.py"):
            if file.is_file():
                return end == len(parts) or parts[end] in _names(file)
    return False


@cache
def _names(file: Path) -> frozenset[str]:
    """What a module defines, at its top and inside its classes, or takes in from elsewhere."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found |= {target.id for target in targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.name for alias in node.names}
    return frozenset(found)
