"""Files stay short, say in their name what they are about, and name no machine of ours."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 300
SAYS_NOTHING = re.compile(r"utils?|helpers?|common|misc|managers?|services?")
# Spelled so that this file does not name them itself.
FOREIGN = re.compile(
    r"/wo[r]k/|/fa[r]m/|bash_job[s]|files\.python[h]osted|registry\.n[p]mjs|deb\.de[b]ian"
)


def committed() -> list[Path]:
    """What is or would be committed. Without git (a packed copy) whatever lies there."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        folders = ("soliday", "tests", "docs", "bin", "bench")
        return [path for name in folders for path in (ROOT / name).rglob("*") if path.is_file()]
    names = [name for name in done.stdout.split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def python_files() -> list[Path]:
    return [path for path in committed() if path.suffix == ".py" and "migrations" not in path.parts]


def source_files() -> list[Path]:
    return [path for path in python_files() if path.relative_to(ROOT).parts[0] != "tests"]


@pytest.mark.parametrize("path", source_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_of_code_is_short_enough_to_be_read(path):
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


def test_names_say_what_a_file_is_about():
    stems = {path for path in python_files() if SAYS_NOTHING.fullmatch(path.stem)}
    folders = {
        path for path in python_files() if any(map(SAYS_NOTHING.fullmatch, path.parts[-3:-1]))
    }
    assert stems | folders == set()


def test_no_file_names_a_machine_or_a_registry():
    found = []
    for path in committed():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in FOREIGN.finditer(text)]
    assert found == []
