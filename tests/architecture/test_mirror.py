"""Tests lie where their source lies: who opens one finds the other."""

from tests.architecture.test_files import ROOT, python_files

# Kinds of tests that follow something else than the folders of the source.
OTHER = {"architecture", "browser", "golden", "journeys"}


def test_each_folder_of_tests_mirrors_one_of_the_source():
    tests = {path.relative_to(ROOT).parts[1] for path in python_files() if _is_in(path, "tests")}
    folders = {name for name in tests if not name.endswith(".py")}
    assert folders - OTHER <= {path.name for path in (ROOT / "soliday").iterdir() if path.is_dir()}


def test_each_app_with_code_has_tests():
    apps = {path.relative_to(ROOT).parts[1] for path in python_files() if _is_in(path, "soliday")}
    tested = {path.relative_to(ROOT).parts[1] for path in python_files() if _is_in(path, "tests")}
    assert {name for name in apps if not name.endswith(".py")} - tested == set()


def _is_in(path, folder):
    return path.relative_to(ROOT).parts[0] == folder
