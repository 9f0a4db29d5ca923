"""A part of the site whose pages the test decides, and a site's folder of its own."""

import os

import pytest

from soliday.core.pages import PublicPage, touched
from soliday.press import contents


class Offers:
    """Offers what it was told to, as a real part does: only what the stale keys touch."""

    def __init__(self):
        self.pages = {}
        self.rendered = []

    def offer(self, path, text, *keys):
        self.pages[path] = (text, frozenset(keys))

    def drop(self, path):
        del self.pages[path]

    def __call__(self, stale, days):
        for path, (text, keys) in self.pages.items():
            if touched(keys, stale):
                yield PublicPage(path, keys, lambda path=path, text=text: self._render(path, text))

    def _render(self, path, text):
        self.rendered.append(path)
        if isinstance(text, Exception):
            raise text
        return text if isinstance(text, bytes) else text.encode()


@pytest.fixture
def offers(monkeypatch):
    part = Offers()
    monkeypatch.setattr(contents, "PARTS", (part,))
    return part


@pytest.fixture
def site(settings, tmp_path):
    settings.DATA = tmp_path
    settings.SITE_FOLDER = tmp_path / "site"
    return settings.SITE_FOLDER


@pytest.fixture
def tree(site):
    """All files of the site, by name, as they lie on disk."""
    return lambda: {
        str(path.relative_to(site)): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def minisign():
    """The real program, or a skip that says why."""
    path = "/usr/bin/minisign"
    if not os.path.exists(path) and os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") != "1":
        pytest.skip("minisign is not installed: signatures are not checked by the real program")
    return path
