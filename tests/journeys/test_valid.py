"""Each page is valid: baked and live, in each language, by the Nu HTML checker."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from soliday.campaign.models import Day
from tests.actions.sample import published, rendered
from tests.journeys.installation import Installation
from tests.journeys.live_pages import live_pages
from tests.journeys.nu import complaints, require_nu
from tests.journeys.visitor import Visitor

LANGUAGES = ("en", "be", "ru")
CHECKED = {".html", ".css", ".svg"}


@pytest.fixture(scope="module", autouse=True)
def nu() -> None:
    require_nu()


def _copied(site: Path, folder: Path) -> int:
    """Copy what is checked, without its compressed forms; the number of pages."""
    paths = [path for path in site.rglob("*") if path.suffix in CHECKED]
    for path in paths:
        target = folder / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return len([path for path in paths if path.suffix == ".html"])


def test_every_baked_page_style_and_drawing_is_valid(installation: Installation, tmp_path: Path):
    assert _copied(installation.data / "site", tmp_path) > 200
    assert complaints(tmp_path) == {}


def test_every_live_page_is_valid(installation: Installation, tmp_path: Path):
    names = set()
    for language in LANGUAGES:
        for name, answer in live_pages(Visitor(installation), language):
            (tmp_path / f"{name}.{language}.html").write_bytes(answer.content)
            names.add(name)
    assert len(names) >= 17
    assert complaints(tmp_path) == {}


@pytest.mark.django_db
def test_pages_with_a_text_from_right_to_left_are_valid(day: Day, profiles: None, tmp_path: Path):
    published(day, title="نامه‌ای برای زندانیان سیاسی", language="fa", origin="public")
    shown = {path: data for path, data in rendered().items() if b' lang="fa" dir="rtl"' in data}
    assert {"/be/", "/en/actions/", "/ru/countries/pl/"} < shown.keys()
    for path, data in shown.items():
        (tmp_path / f"{path.strip('/').replace('/', '-')}.html").write_bytes(data)
    assert complaints(tmp_path) == {}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("</main>", ""),
        ("<main", "<p><div></div></p><main"),
        ("<main", '<img src="/icon.svg"><main'),
        ('lang="en"', 'lang="engl"'),
        ("</head>", "</head><style>a{color:}</style>"),
    ],
)
def test_a_broken_page_is_found(right: str, wrong: str, installation: Installation, tmp_path: Path):
    page = (installation.data / "site/en/index.html").read_text()
    broken = re.sub(re.escape(right), wrong, page, count=1)
    assert broken != page
    (tmp_path / "index.html").write_text(broken)
    assert list(complaints(tmp_path)) == ["index.html"]
