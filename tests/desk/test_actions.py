"""Actions entered by hand, edited, withdrawn."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from soliday.actions.mending import mend_counts
from soliday.actions.models import Action
from soliday.actions.states import Origin, State
from soliday.committee.models import AuditEntry

pytestmark = pytest.mark.django_db
LIST, ADD = "/desk/actions/", "/desk/actions/add/"


@pytest.fixture
def typed(filled_in, profiles):
    return filled_in(source_label="A newspaper", source_url="https://example.org/news")


@pytest.fixture
def published(desk_client, typed) -> Action:
    desk_client.post(ADD, typed | {"publish": "1"})
    return Action.objects.get()


def test_an_action_from_public_sources_is_published(published):
    assert (published.state, published.origin) == (State.PUBLISHED, Origin.PUBLIC)
    assert published.source_label == "A newspaper"
    assert AuditEntry.objects.get().subject == f"action {published.pk}"


def test_a_source_is_required(desk_client, typed):
    answer = desk_client.post(ADD, typed | {"source_label": "", "publish": "1"})
    assert answer.status_code == 422
    assert "source_label" in answer.context["form"].errors
    assert not Action.objects.exists()


def test_a_draft_is_seen_by_nobody_until_it_is_published(desk_client, typed):
    desk_client.post(ADD, typed | {"draft": "1"})
    draft = Action.objects.get()
    assert draft.state == State.DRAFT
    desk_client.post(f"{LIST}{draft.pk}/", typed | {"title_en": "Better", "draft": "1"})
    assert Action.objects.get().texts.get().title == "Better"
    desk_client.post(f"{LIST}{draft.pk}/", typed | {"title_en": "Best", "publish": "1"})
    action = Action.objects.get()
    assert (action.state, action.texts.get().title) == (State.PUBLISHED, "Best")


def test_editing_changes_what_is_published(desk_client, published, typed):
    page = desk_client.get(f"{LIST}{published.pk}/")
    assert page.context["form"]["title_en"].value() == "A vigil"
    answer = desk_client.post(
        f"{LIST}{published.pk}/",
        typed | {"people_max": "60", "title_ru": "Бдение", "text_ru": "Тихо.", "country": "LT"},
    )
    assert answer["Location"] == LIST
    published.refresh_from_db()
    assert published.people_max == 60
    assert dict(published.texts.values_list("language", "made_by")) == {
        "en": "original",
        "ru": "committee",
    }


def test_who_made_a_text_stays_known(desk_client, published, typed):
    published.texts.create(language="be", title="Т", text="Тэкст", made_by="volunteer")
    more = typed | {"title_be": "Т", "text_be": "Тэкст"}
    desk_client.post(f"{LIST}{published.pk}/", more)
    assert published.texts.get(language="be").made_by == "volunteer"
    desk_client.post(f"{LIST}{published.pk}/", more | {"text_be": "Іншы"})
    assert published.texts.get(language="be").made_by == "committee"


def test_withdrawing_asks_once_more(desk_client, published):
    path = f"{LIST}{published.pk}/withdraw/"
    assert "Withdraw action" in desk_client.get(path).content.decode()
    desk_client.post(path)
    published.refresh_from_db()
    assert published.state == State.WITHDRAWN
    assert not published.texts.exists()
    assert desk_client.get(f"{LIST}{published.pk}/")["Location"] == LIST
    assert "was faster" in desk_client.post(path, follow=True).content.decode()


def test_a_draft_is_thrown_away(desk_client, typed):
    desk_client.post(ADD, typed | {"draft": "1"})
    desk_client.post(f"{LIST}{Action.objects.get().pk}/withdraw/")
    assert not Action.objects.exists()


def test_a_photo_is_blocked_out_more_or_dropped(desk_client, send, filled_in, photo):
    report = send(photos=(photo,))
    chosen = {"photo-0-publish": "on", "photo-0-looked": "on"}
    chosen |= {"photo-0-description_en": "Posters"}
    desk_client.post(f"/desk/reports/{report.pk}/accept/", filled_in(**chosen))
    action = Action.objects.get()
    before = bytes(action.photos.get().page_jpeg)
    path = f"{LIST}{action.pk}/"
    assert desk_client.get(f"{path}photos/0/").content == before
    desk_client.post(path, filled_in(**chosen, **{"photo-0-description_be": "Плакаты"}))
    kept = action.photos.get()
    assert bytes(kept.page_jpeg) == before
    assert kept.descriptions == {"en": "Posters", "be": "Плакаты"}
    box = {f"photo-0-{side}": "50" for side in ("x", "y", "width", "height")}
    desk_client.post(path, filled_in(**chosen, **box))
    assert bytes(action.photos.get().page_jpeg) != before
    desk_client.post(path, filled_in())
    assert not action.photos.exists()


def test_an_action_from_an_affected_country_stays_coarse(desk_client, published, filled_in):
    Action.objects.update(origin=Origin.REPORT, country="BY", city=None)
    mend_counts()
    desk_client.post(f"{LIST}{published.pk}/", filled_in(country="BY", city="625144"))
    published.refresh_from_db()
    assert (published.city, published.date_precision) == (None, "week")


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 1), ("?country=LT", 1), ("?country=PL", 0), ("?state=draft", 0), ("?edition=x", 0)],
)
def test_filters(desk_client, published, query, count):
    assert len(desk_client.get(LIST + query).context["lines"]) == count


def test_the_number_of_queries_is_fixed(desk_client, published, typed):
    desk_client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        desk_client.get(LIST)
    for _number in range(5):
        desk_client.post(ADD, typed | {"publish": "1"})
    with CaptureQueriesContext(connection) as many:
        desk_client.get(LIST)
    assert len(many) == len(few)


def test_countries_of_participants(desk_client, typed):
    desk_client.post(ADD, typed | {"participant_countries": "pl, ua", "publish": "1"})
    assert Action.objects.get().participant_countries == ["PL", "UA"]
    answer = desk_client.post(ADD, typed | {"participant_countries": "pl zz", "publish": "1"})
    assert answer.status_code == 422
