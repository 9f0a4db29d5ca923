"""Unsafe settings stop the start with a sentence that says what to do."""

import pytest

from soliday.configuration import UnsafeSettings, proxy_of, read_configuration


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
        ({"MODE": "demo", "RELEASE_HOURS": "24"}, "from 0 to 23"),
        ({"MODE": "demo", "RELEASE_HOURS": "noon"}, "RELEASE_HOURS"),
        ({"MODE": "demo", "RELEASE_HOURS": ""}, "RELEASE_HOURS"),
        ({"MODE": "demo", "MIRROR_CHECKS": "on"}, "direct, off"),
        ({"MODE": "demo", "MIRROR_CHECKS": "http://127.0.0.1:9050"}, "is no proxy"),
        ({"MODE": "demo", "MIRROR_CHECKS": "socks5://127.0.0.1"}, "is no proxy"),
    ],
)
def test_each_unsafe_value_is_explained(monkeypatch, values, sentence):
    with pytest.raises(UnsafeSettings, match=sentence):
        _read(monkeypatch, **values)


def test_mirrors_do_not_learn_of_a_server_that_only_an_onion_knows(monkeypatch):
    assert _read(monkeypatch, SITE="https://example.org").mirror_checks == "direct"
    assert _read(monkeypatch, SITE="http://abcdef.onion").mirror_checks == "off"
    proxied = _read(monkeypatch, MIRROR_CHECKS="socks5://127.0.0.1:9050")
    assert proxy_of(proxied.mirror_checks) == ("127.0.0.1", 9050)


def test_the_demo_needs_nothing_set(monkeypatch):
    configuration = _read(monkeypatch, MODE="demo")
    assert configuration.is_demo
    assert configuration.site == "http://127.0.0.1:8000"


def test_the_flood_guard_is_on_unless_turned_off(monkeypatch):
    assert _read(monkeypatch, MODE="demo").is_flood_guarded
    assert not _read(monkeypatch, MODE="demo", FLOOD_GUARD="off").is_flood_guarded


def test_leaving_leads_to_a_harmless_page_elsewhere(monkeypatch):
    monkeypatch.delenv("SOLIDAY_LEAVE_TO", raising=False)
    assert _read(monkeypatch, MODE="demo").leave_to == "https://www.wikipedia.org/"
    weather = "https://example.org/weather?q=1"
    assert _read(monkeypatch, MODE="demo", LEAVE_TO=weather).leave_to == weather


@pytest.mark.parametrize(
    "address",
    ["", "/en/", "example.org", "javascript:alert(1)//", "https://a@b.example/", "https:"],
)
def test_an_address_that_leads_nowhere_is_refused(monkeypatch, address):
    with pytest.raises(UnsafeSettings, match="SOLIDAY_LEAVE_TO"):
        _read(monkeypatch, MODE="demo", LEAVE_TO=address)


def test_an_onion_service_beside_the_clear_address(monkeypatch):
    onion = f"http://{'a2' * 28}.onion"
    configuration = _read(monkeypatch, MODE="demo", ONION=f"{onion}/")
    assert (configuration.onion, configuration.onion_host) == (onion, onion[7:])
    assert _read(monkeypatch, MODE="demo", ONION="").onion_host == ""


@pytest.mark.parametrize(
    "onion",
    ["abc.onion", "http://abc.onion", f"https://{'a' * 56}.onion", f"http://{'a' * 56}.onion/x"],
)
def test_what_is_no_onion_service_is_refused(monkeypatch, onion):
    with pytest.raises(UnsafeSettings, match="SOLIDAY_ONION"):
        _read(monkeypatch, MODE="demo", ONION=onion)
