"""What actions put on the public site, and that a change changes exactly that."""

from collections.abc import Callable

import pytest

from soliday.actions import public
from soliday.actions.changes import edit, publish, withdraw
from soliday.actions.models import Action
from soliday.actions.queries import archive_number
from soliday.campaign.models import Day
from soliday.campaign.written import all_written
from tests.actions.sample import (
    FACTS,
    ON,
    city,
    edition_of,
    html_pages,
    offered,
    photo,
    published,
    rendered,
    take_stale,
    text_of,
    texts,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def with_photo(day: Day) -> Action:
    return publish(edition=edition_of(day), facts=FACTS, texts=texts(), photos=[photo()], today=ON)


def test_every_public_path_is_offered(day: Day) -> None:
    action = with_photo(day)
    paths = set(offered())
    name = action.photos.get().name
    assert paths >= {f"/photos/{name}.jpg", f"/photos/{name}-wall.jpg", "/sitemap.xml"}
    for language in ("en", "be", "ru"):
        below = (
            "",
            "actions/",
            f"actions/{action.pk}/",
            f"actions/archive/{archive_number(action.pk)}/",
            "countries/",
            "countries/pl/",
            "days/2026/",
        )
        assert paths >= {f"/{language}/{each}" for each in below}
        assert f"/feeds/{language}/actions.atom" in paths
        assert f"/calendar/{language}.ics" in paths
    kinds = ("actions.json", "actions.csv", "actions.geojson", "totals.json")
    assert paths >= {f"/data/{each}" for each in kinds}


def test_a_photo_is_the_stored_bytes(day: Day) -> None:
    name = with_photo(day).photos.get().name
    pages = offered()
    assert pages[f"/photos/{name}.jpg"].render() == b"large red"
    assert pages[f"/photos/{name}-wall.jpg"].render() == b"small red"


def change_and_compare(change: Callable[[], object]) -> tuple[set[str], set[str]]:
    """The paths whose bytes a change has changed, and the paths that its stale keys touch."""
    before = rendered()
    pages_before = offered()
    take_stale()
    change()
    stale = take_stale()
    after = rendered()
    differing = {path for path in before | after if before.get(path) != after.get(path)}
    gone = {path for path, page in pages_before.items() if path not in after and page.keys & stale}
    return differing, set(offered(stale)) | gone


def two_actions(day: Day) -> tuple[Action, Action]:
    """In different countries and years."""
    first = published(day, country="PL", year=2025, title="In Poland", city=city("PL", "Warsaw"))
    second = published(day, country="DE", year=2026, title="In Germany", stage="announced")
    return first, second


def test_publishing_changes_exactly_the_pages_that_depend_on_it(day: Day) -> None:
    two_actions(day)
    changed, touched = change_and_compare(lambda: published(day, country="LT", title="In Vilnius"))
    assert changed == touched
    assert "/en/actions/3/" in changed or len(changed) > 20
    for unchanged in (
        "/en/countries/pl/",
        "/en/countries/de/",
        "/en/days/2025/",
        "/calendar/en.ics",
    ):
        assert unchanged not in changed


def test_withdrawing_changes_exactly_the_pages_that_depend_on_it(day: Day) -> None:
    first, second = two_actions(day)
    changed, touched = change_and_compare(lambda: withdraw(action_number=first.pk, today=ON))
    assert changed == touched
    assert {f"/be/actions/{first.pk}/", "/en/countries/pl/", "/en/days/2025/", "/en/"} <= changed
    for unchanged in (f"/en/actions/{second.pk}/", "/en/countries/de/", "/en/days/2026/"):
        assert unchanged not in changed


def test_editing_changes_exactly_the_pages_that_depend_on_it(day: Day) -> None:
    first, _ = two_actions(day)

    def rename() -> None:
        edit(
            action_number=first.pk,
            edition=first.edition,
            facts={"people_min": 7, "people_max": 7},
            texts=texts("In Poland, renamed"),
            today=ON,
        )

    changed, touched = change_and_compare(rename)
    assert changed == touched
    assert "/en/countries/pl/" in changed
    assert not {"/sitemap.xml", "/en/countries/de/", "/en/days/2026/"} & changed


def test_naming_a_city_changes_the_pages_of_the_others_there(day: Day) -> None:
    tashkent = city("UZ", "Tashkent")
    first, _ = (published(day, country="UZ", city=tashkent, year=2025) for _ in range(2))
    assert "Tashkent" not in text_of(f"/en/actions/{first.pk}/")
    changed, touched = change_and_compare(
        lambda: published(day, country="UZ", city=tashkent, year=2026)
    )
    assert "Tashkent" in text_of(f"/en/actions/{first.pk}/")
    # Of the first action of a year the page of names is made anew, though it named the year before.
    assert touched - changed == {"/en/find/", "/be/find/", "/ru/find/"}
    assert changed <= touched
    assert {f"/en/actions/{first.pk}/", "/en/days/2025/"} <= changed


def test_what_is_withdrawn_is_nowhere(day: Day) -> None:
    published(day, title="What stays")
    action = publish(
        edition=edition_of(day),
        facts=FACTS | {"country": "SE", "city": city("SE", "Stockholm"), "name": "Grp Canary"},
        texts=texts("Canary title"),
        photos=[photo(b"canary")],
        today=ON,
    )
    assert any(b"Canary title" in data for data in rendered().values())
    withdraw(action_number=action.pk, today=ON)
    for path, data in rendered().items():
        assert b"anary" not in data, path
        assert f"actions/{action.pk}/".encode() not in data, path


def test_two_renders_are_the_same_bytes(day: Day) -> None:
    two_actions(day)
    with_photo(day)
    assert rendered() == rendered()


def test_no_inline_style_or_script_and_no_other_host(day: Day) -> None:
    with_photo(day)
    count = 0
    for path, html in html_pages():
        assert "<script" not in html, path
        assert "<style" not in html, path
        assert " style=" not in html, path
        assert " onclick=" not in html, path
        count += 1
    assert count > 30


def test_an_action_in_another_language_says_so(day: Day) -> None:
    action = published(day, title="Wieczór listów", language="pl")
    html = text_of(f"/en/actions/{action.pk}/")
    assert 'lang="pl" dir="ltr">Wieczór listów</h1>' in html
    assert "Language of the text: Polish" in html


def test_a_translation_says_who_made_it_and_keeps_the_original(day: Day) -> None:
    action = publish(
        edition=edition_of(day),
        facts=FACTS | {"language": "pl"},
        texts=[
            *texts("Wieczór listów", "pl"),
            {"language": "en", "title": "Letters", "text": "We wrote.", "made_by": "machine"},
        ],
        today=ON,
    )
    html = text_of(f"/en/actions/{action.pk}/")
    assert "translated by a machine" in html
    assert "Wieczór listów" in html


def test_what_somebody_wrote_is_escaped(day: Day) -> None:
    action = published(day, title="<script>alert(1)</script>", name='"><img src=x>')
    html = text_of(f"/en/actions/{action.pk}/")
    assert "<script" not in html
    assert "<img src=x" not in html


def test_unknown_people_are_no_data_and_never_0(day: Day) -> None:
    action = published(day)
    html = text_of(f"/en/actions/{action.pk}/")
    assert '<dt>People</dt><dd><span class="no-data">no data</span></dd>' in html
    country = text_of("/en/countries/pl/")
    assert "no data" in country
    assert "<dd>0</dd>" not in country


def test_a_year_of_which_nothing_is_known_says_no_data(day: Day) -> None:
    html = text_of("/en/days/2026/")
    assert html.count("no data") == 3
    assert "No data yet." in html
    assert ">0<" not in html


def test_the_home_page_says_as_of_when_its_figures_are(day: Day) -> None:
    published(day)
    assert "As of 4 August 2026" in text_of("/en/")
    assert "No action has been published yet." not in text_of("/en/")


def test_an_announced_action_says_that_it_may_not_have_happened(day: Day) -> None:
    action = published(day, stage="announced")
    assert "We do not know yet whether it took place." in text_of(f"/en/actions/{action.pk}/")


def test_a_year_without_a_page_of_its_own_stands_when_it_has_an_action(day: Day) -> None:
    edition_of(day, 2019)
    assert "/en/days/2019/" not in offered()
    published(day, year=2019)
    assert "In " not in text_of("/en/days/2019/").partition("<h1")[0]
    assert "2019" in text_of("/en/days/2019/")


def test_an_idea_that_is_no_longer_published_is_no_longer_named(day: Day) -> None:
    action = published(day, idea="postcard")
    path = f"/en/actions/{action.pk}/"
    assert "/en/ideas/postcard/" in text_of(path)
    page = offered()[path]
    assert "idea:postcard" in page.keys
    day.pages.get(slug="test-en").get_descendants().get(slug="postcard").specific.unpublish()
    day.pages.get(slug="test-be").get_descendants().get(slug="postcard").specific.unpublish()
    day.pages.get(slug="test-ru").get_descendants().get(slug="postcard").specific.unpublish()
    assert offered()[path].keys == page.keys  # else the press would take the action down
    assert path in offered(frozenset({"idea:postcard"}))
    assert "/en/ideas/postcard/" not in text_of(path)


def test_keys_of_others_offer_nothing(day: Day) -> None:
    published(day)
    stale = frozenset({"page:somewhere", "action:999", "day:other"})
    assert list(public.pages(stale, all_written())) == []


def test_one_action_costs_the_same_however_many_there_are(
    day: Day, django_assert_max_num_queries
) -> None:
    for country in ("DE", "LT", "SE", "CZ", "PL"):
        number = published(day, country=country).pk
    archive = f"archive:test:{archive_number(number)}"
    stale = frozenset({f"action:{number}", "country:test:PL", archive})
    with django_assert_max_num_queries(24):
        list(public.pages(stale, all_written()))


@pytest.mark.parametrize(
    ("path", "most"),
    [("/en/", 40), ("/en/actions/", 8), ("/en/actions/archive/{}/", 9), ("/en/countries/", 8)],
)
def test_a_list_costs_a_fixed_number_of_queries(
    day: Day, path: str, most: int, django_assert_max_num_queries
) -> None:
    for _ in range(9):
        last = published(day, participant_countries=["PL"])
    page = offered()[path.format(archive_number(last.pk))]
    with django_assert_max_num_queries(most):
        page.render()
