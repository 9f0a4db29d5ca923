"""Unsafe settings stop the start with a sentence that says what to do."""

import pytest

from soliday.configuration import UnsafeSettings, read_configuration


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    for name in ("MODE", "SITE", "PORT", "HOST", "WORKERS", "DATA", "FLOOD_GUARD"):
        monkeypatch.delenv(f"SOLIDAY_{name}", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)


def _read(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(f"SOLIDAY_{name}", value)
    return read_configuration()


def test_production_is_the_default_and_wants_an_address(monkeypatch):
    with pytest.raises(UnsafeSettings, match="SOLIDAY_SITE is not set"):
        _read(monkeypatch)


@pytest.mark.parametrize("site", ["https://example.org", "http://abcdef.onion"])
def test_a_safe_address_is_taken(monkeypatch, site):
    assert _read(monkeypatch, SITE=site).site == site


@pytest.mark.parametrize("site", ["http://example.org", "example.org", "ftp://example.org"])
def test_an_address_that_would_leak_is_refused(monkeypatch, site):
    with pytest.raises(UnsafeSettings, match="https://"):
        _read(monkeypatch, SITE=site)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"MODE": "debug"}, "production or demo"),
        ({"MODE": "demo", "HOST": "0.0.0.0"}, "from this machine only"),
        ({"MODE": "demo", "PORT": "70000"}, "port from 1"),
        ({"MODE": "demo", "PORT": "many"}, "SOLIDAY_PORT"),
        ({"MODE": "demo", "WORKERS": "0"}, "1 or more"),
    ],
)
def test_each_unsafe_value_is_explained(monkeypatch, values, sentence):
    with pytest.raises(UnsafeSettings, match=sentence):
        _read(monkeypatch, **values)


def test_the_demo_needs_nothing_set(monkeypatch):
    configuration = _read(monkeypatch, MODE="demo")
    assert configuration.is_demo
    assert configuration.site == "http://127.0.0.1:8000"


def test_the_flood_guard_is_on_unless_turned_off(monkeypatch):
    assert _read(monkeypatch, MODE="demo").is_flood_guarded
    assert not _read(monkeypatch, MODE="demo", FLOOD_GUARD="off").is_flood_guarded
