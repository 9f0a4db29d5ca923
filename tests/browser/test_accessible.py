"""axe finds nothing on a page of each kind, in each language: light and wide, dark and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest

AXE = Path(__file__).with_name("axe-core-4.14.1") / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOK = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LANGUAGES = ("en", "be", "ru")
pytestmark = pytest.mark.browser


def _sample(site: Path) -> list[str]:
    """One page of each kind in each language: the longest, where most can go wrong."""
    longest: dict[tuple[str, ...], Path] = {}
    for path in site.rglob("*.html"):
        folders = path.relative_to(site).parts
        kind = folders[:2] + ("one",) * (len(folders) - 3) + folders[-1:]
        if kind not in longest or path.stat().st_size > longest[kind].stat().st_size:
            longest[kind] = path
    names = sorted(path.relative_to(site).as_posix() for path in longest.values())
    return [name.removesuffix("index.html") for name in names]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_pages_are_accessible(chromium, installation, scheme, width):
    pages = _sample(installation.data / "site")
    assert len(pages) > 12 * len(LANGUAGES)
    context = chromium.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    found, page, axe = [], context.new_page(), AXE.read_text()
    for name in [*pages, *(f"send/report?language={language}" for language in LANGUAGES)]:
        page.goto(f"{installation.site}/{name}")
        page.evaluate(axe)
        told = page.evaluate(LOOK, RULES)["violations"]
        found += [(name, each["id"], each["nodes"][0]["html"][:120]) for each in told]
        if page.evaluate(TOO_WIDE) > 0:
            found.append((name, "wider than the window", ""))
    context.close()
    assert found == []
