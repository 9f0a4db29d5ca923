"""What the campaign puts on the public site."""

import itertools
import re
from dataclasses import replace

import pytest
from django.conf import settings

from soliday.campaign import public
from soliday.campaign.models import Day, IdeaPage, TextPage
from soliday.campaign.written import all_written
from soliday.core.assets import AssetNotKnown, asset_bytes, asset_path
from soliday.core.pages import PublicPage
from tests.actions.sample import Tags

pytestmark = pytest.mark.django_db
ASSETS = ("soliday.css", "icon.svg", "photos.js", "sending.js", "leave.js")
EVERY_LANGUAGE = (
    "ideas/ ideas/postcard/ days/ defenders/ defenders/somebody/ manifesto/ safety/ report/"
    " materials/ 404.html"
).split()


def pages(stale: frozenset[str] | None = None) -> dict[str, PublicPage]:
    return {page.path: page for page in public.pages(stale, all_written())}


def text_of(path: str) -> str:
    return pages()[path].render().decode()


def idea(language: str) -> IdeaPage:
    return IdeaPage.objects.get(locale__language_code=language)


def test_every_public_path_is_offered(day: Day) -> None:
    wanted = {f"/{language}/{path}" for language in ("en", "be", "ru") for path in EVERY_LANGUAGE}
    wanted |= {"/", "/404.html", "/robots.txt", "/.well-known/security.txt"}
    wanted |= {asset_path(name) for name in ASSETS}
    assert set(pages()) == wanted


def test_two_renders_are_the_same_bytes(day: Day) -> None:
    first = {path: page.render() for path, page in pages().items()}
    assert {path: page.render() for path, page in pages().items()} == first


def test_an_idea_touches_its_pages_and_its_lists(day: Day) -> None:
    assert set(pages(frozenset({f"page:{idea('en').translation_key}"}))) == {
        f"/{language}/ideas/postcard/" for language in ("en", "be", "ru")
    }
    assert set(pages(frozenset({"ideas:test"}))) == {
        f"/{language}/ideas/" for language in ("en", "be", "ru")
    }


def test_a_day_touches_all_but_what_has_no_day(day: Day) -> None:
    touched = set(pages(frozenset({"day:test"})))
    assets = {asset_path(name) for name in ASSETS}
    without = {"/robots.txt", *assets}
    assert touched == set(pages()) - without


def test_keys_of_actions_cost_nothing(day: Day, django_assert_num_queries) -> None:
    stale, days = frozenset({"action:1", "wall:test", "totals:test"}), all_written()
    with django_assert_num_queries(0):
        assert list(public.pages(stale, days)) == []


def test_a_page_that_is_not_translated_says_so(day: Day) -> None:
    idea("be").unpublish()
    html = text_of("/be/ideas/postcard/")
    assert '<h1 lang="en" dir="ltr">Test postcard</h1>' in html
    assert 'class="notice"' in html
    assert 'class="notice"' not in text_of("/ru/ideas/postcard/")
    assert '<h2 class="card-title" lang="en" dir="ltr">' in text_of("/be/ideas/")
    assert "page:" in str(pages()["/be/ideas/postcard/"].keys)


def test_every_page_leads_to_itself_in_every_language(day: Day) -> None:
    html = text_of("/be/ideas/postcard/")
    site = settings.CONFIGURATION.site
    assert f'<link rel="canonical" href="{site}/be/ideas/postcard/">' in html
    for code in ("en", "be", "ru"):
        assert f'hreflang="{code}" href="{site}/{code}/ideas/postcard/"' in html
        assert f'<a href="/{code}/ideas/postcard/" lang="{code}"' in html


@pytest.fixture
def onion(settings) -> str:
    onion = "http://" + "a" * 56 + ".onion"
    settings.CONFIGURATION = replace(settings.CONFIGURATION, onion=onion)
    return onion


@pytest.mark.usefixtures("onion")
@pytest.mark.parametrize("path", ["/", "/be/ideas/", "/be/ideas/postcard/"])
def test_beside_an_onion_service_no_page_names_the_clear_net(day: Day, path: str) -> None:
    html = text_of(path)
    assert f'<link rel="canonical" href="{path}">' in html
    assert 'hreflang="ru" href="/ru/' in html
    assert settings.CONFIGURATION.site_host not in html


def test_who_reports_reads_the_addresses_of_both_doors(day: Day, onion: str) -> None:
    html = text_of("/en/report/")
    assert f"{settings.CONFIGURATION.site}/send/report and" in html
    assert f"{onion}/send/report." in html


def test_security_txt_is_right_on_both_hosts(day: Day, onion: str) -> None:
    text = text_of("/.well-known/security.txt")
    for host in (settings.CONFIGURATION.site, onion):
        assert f"Contact: {host}/en/report/\n" in text
        assert f"Canonical: {host}/.well-known/security.txt\n" in text


def test_every_link_within_the_site_leads_somewhere(day: Day) -> None:
    known = set(pages())
    of_actions = (
        "/actions/",
        "/countries/",
        "/feeds/",
        "/calendar/",
        "/data/",
        "/copies/",
        "/find/",
        "/minisign.pub",
    )
    homes = {"/en/", "/be/", "/ru/"}
    live = ("/send/report", "/receipt/")
    for path, page in pages().items():
        if not path.endswith("/"):
            continue
        for tag, attributes in Tags(page.render().decode()).found:
            target = attributes.get("href") or ""
            if tag != "a" or not target.startswith("/") or target.startswith(live):
                continue
            elsewhere = any(part in target for part in of_actions) or "/days/20" in target
            assert target in known | homes or elsewhere, f"{path} -> {target}"


def test_pages_are_sound(day: Day) -> None:
    """One h1, one main, no inline style or script, nothing loaded from elsewhere, ids once."""
    for path, page in pages().items():
        if not path.endswith(("/", ".html")):
            continue
        tags = Tags(page.render().decode()).found
        names = [tag for tag, _ in tags]
        assert (names.count("h1"), names.count("main")) == (1, 1), path
        assert not {"script", "style", "iframe", "object", "form"} & set(names), path
        assert all("style" not in attributes for _, attributes in tags), path
        assert all((a.get("src") or "/").startswith("/") for _, a in tags), path
        sheets = [a["href"] for tag, a in tags if tag == "link" and a["rel"] == "stylesheet"]
        assert sheets == [asset_path("soliday.css")], path
        ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
        assert len(ids) == len(set(ids)), path


def test_headings_leave_no_level_out(day: Day) -> None:
    for path, page in pages().items():
        if path.endswith("/"):
            tags = Tags(page.render().decode()).found
            levels = [int(tag[1]) for tag, _ in tags if tag in ("h1", "h2", "h3", "h4")]
            assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), (path, levels)


def test_the_choice_of_language_needs_no_script(day: Day) -> None:
    html = text_of("/")
    for code, name in (("en", "English"), ("be", "Беларуская"), ("ru", "Русский")):
        assert f'<li lang="{code}" dir="ltr"><a href="/{code}/" hreflang="{code}">' in html
        assert name in html


def test_the_page_on_reporting_leads_to_the_form_in_its_language(day: Day) -> None:
    html = text_of("/be/report/")
    assert 'href="/send/report?language=be"' in html
    assert f"{settings.CONFIGURATION.site}/send/report" in html
    assert "/send/report" not in text_of("/be/safety/")


def test_without_a_page_on_reporting_the_invitation_leads_to_the_form(day: Day) -> None:
    for each in TextPage.objects.filter(slug="report"):
        each.unpublish()
    assert 'href="/send/report?language=ru"' in text_of("/ru/safety/")


def test_what_somebody_wrote_is_escaped(day: Day) -> None:
    page = idea("en")
    page.title = "<script>alert(1)</script>"
    page.save_revision().publish()
    assert "<script" not in text_of("/en/ideas/") + text_of("/en/ideas/postcard/")


def test_an_edition_without_figures_says_no_data(day: Day) -> None:
    html = text_of("/en/days/")
    assert html.count("no data") >= 2
    assert "<dd>0</dd>" not in html


def test_security_txt_leads_to_the_form_where_no_contact_is_set(day: Day) -> None:
    site = settings.CONFIGURATION.site
    assert f"Contact: {site}/en/report/\n" in text_of("/.well-known/security.txt")


def test_security_txt_names_the_contact(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    configuration = settings.CONFIGURATION
    changed = type(configuration)(**vars(configuration) | {"security_contact": "a@example.org"})
    monkeypatch.setattr(settings, "CONFIGURATION", changed)
    text = text_of("/.well-known/security.txt")
    assert "Contact: mailto:a@example.org\n" in text
    assert "Expires: 2027-08-04T00:00:00Z\n" in text


def test_robots_are_kept_from_the_live_doors(day: Day) -> None:
    text = text_of("/robots.txt")
    assert "Disallow: /send/" in text
    assert text.endswith(f"Sitemap: {settings.CONFIGURATION.site}/sitemap.xml\n")


def test_without_a_day_there_is_still_a_stylesheet(db: None) -> None:
    assert asset_path("soliday.css") in pages()
    assert "/" not in pages()


def test_assets_have_names_that_follow_their_bytes(db: None) -> None:
    path = asset_path("soliday.css")
    assert pages()[path].render() == asset_bytes("soliday.css")
    assert pages()[path].keys == frozenset({"assets"})
    with pytest.raises(AssetNotKnown):
        asset_path("../core/assets.py")


def test_the_stylesheet_is_small_and_loads_nothing_but_on_paper_the_key() -> None:
    sheet = asset_bytes("soliday.css").decode()
    screen, _, paper = sheet.partition("@media print")
    assert "url(" not in screen
    assert re.findall(r"url\(([^)]*)\)", paper) == ['"../minisign.svg"']
    assert "@import" not in sheet
    for physical in (
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
    ):
        assert physical not in sheet
