"""A data folder fits one version of the software, and a start finds that out quickly."""

from dataclasses import replace

import pytest

from soliday.configuration import read_configuration
from soliday.core import software as core_software
from soliday.ops import preparing


@pytest.fixture
def configuration(tmp_path):
    database = tmp_path / "soliday.sqlite3"
    return replace(read_configuration(), data=tmp_path, database_url=f"sqlite:///{database}")


@pytest.fixture
def software(tmp_path, monkeypatch):
    folder = tmp_path / "software"
    folder.mkdir()
    (folder / "page.html").write_text("one")
    monkeypatch.setattr(core_software, "PACKAGE", folder)
    return folder


def test_an_empty_folder_is_not_prepared(configuration):
    assert not preparing.is_prepared(configuration)
    with pytest.raises(preparing.NotPrepared, match="soliday init"):
        preparing.require_prepared(configuration)


def test_a_folder_marked_by_this_version_is(configuration):
    (configuration.data / "soliday.sqlite3").touch()
    preparing.mark_prepared(configuration.data)
    assert preparing.is_prepared(configuration)
    preparing.require_prepared(configuration)


def test_a_lost_database_has_to_be_prepared_again(configuration):
    preparing.mark_prepared(configuration.data)
    assert not preparing.was_prepared(configuration)


def test_another_version_has_to_be_prepared_again(configuration, software):
    (configuration.data / "soliday.sqlite3").touch()
    preparing.mark_prepared(configuration.data)
    (software / "page.html").write_text("two")
    assert preparing.was_prepared(configuration)
    assert not preparing.is_prepared(configuration)


def test_what_is_made_from_the_source_does_not_count(software):
    before = preparing.software_digest()
    (software / "page.pyc").write_bytes(b"compiled")
    (software / "django.mo").write_bytes(b"compiled")
    assert preparing.software_digest() == before


def test_another_version_of_an_installed_package_counts(software, tmp_path, monkeypatch):
    before = preparing.software_digest()
    monkeypatch.syspath_prepend(tmp_path)
    assert preparing.software_digest() == before
    told = {before}
    for version in ("1.0", "1.1"):
        found = tmp_path / f"helper-{version}.dist-info"
        found.mkdir()
        told.add(preparing.software_digest())
        found.rmdir()
    assert len(told) == 3
