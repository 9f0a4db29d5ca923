"""Publishing, editing and withdrawing an action."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from soliday.actions.changes import TextMissing, edit, publish, withdraw
from soliday.actions.models import Action, ActionPhoto, ActionText
from soliday.actions.states import MoveNotAllowed, State
from soliday.campaign.models import Day
from soliday.core.models import StaleKey
from tests.actions.sample import FACTS, ON, city, edition_of, photo, published, take_stale, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles")]


def test_publish_writes_the_action_its_texts_and_its_photos(day: Day) -> None:
    action = publish(
        edition=edition_of(day), facts=FACTS, texts=texts(), photos=[photo()], today=ON
    )
    stored = Action.objects.get(pk=action.pk)
    assert (stored.state, stored.published_on, stored.changed_on) == (State.PUBLISHED, ON, ON)
    assert [text.title for text in stored.texts.all()] == ["A letter evening"]
    assert [bytes(each.page_jpeg) for each in stored.photos.all()] == [b"large red"]


def test_publish_marks_what_it_touches_and_nothing_else(day: Day) -> None:
    take_stale()
    action = published(day, city=city("PL", "Warsaw"))
    assert take_stale() == {
        f"action:{action.pk}",
        "archive:test:0",
        "country:test:PL",
        "countries:test",
        "edition:test:2026",
        "totals:test",
        "yeardata:test:2026",
        "data:test",
        "data:test:0",
        "wall:test",
        "sitemap",
        "sitemap:test:0",
        "countrylist:test:PL:0",
        "yearlist:test:2026:0",
    }


def test_announced_actions_stand_in_the_calendar(day: Day) -> None:
    take_stale()
    action = published(day, stage="announced")
    assert "calendar:test" in take_stale()
    edit(action_number=action.pk, edition=action.edition, facts={"stage": "done"}, today=ON)
    assert "calendar:test" in take_stale()
    edit(action_number=action.pk, edition=action.edition, facts={"name": "We"}, today=ON)
    assert "calendar:test" not in take_stale()


@pytest.mark.parametrize(
    "facts",
    [
        {"country": "XX"},
        {"country": "pl"},
        {"stage": "maybe"},
        {"people_min": 10, "people_max": 5},
        {"people_min": -1},
        {"city": 1},
        {"happened_on": date(2026, 8, 4), "happened_to": date(2026, 8, 3)},
        {"happened_to": date(2026, 8, 3)},
        {"link": "javascript:alert(1)"},
        {"source_url": "data:text/html,x"},
        {"participant_countries": ["PL", "EU"]},
        {"language": ""},
    ],
)
def test_facts_that_no_page_could_show_truthfully_are_refused(
    day: Day, facts: dict[str, object]
) -> None:
    take_stale()
    with pytest.raises(ValidationError):
        published(day, **facts)
    assert not Action.objects.exists()
    assert not StaleKey.objects.exists()


def test_a_city_of_another_country_is_refused(day: Day) -> None:
    with pytest.raises(ValidationError):
        published(day, country="DE", city=city("PL", "Warsaw"))


def test_an_action_without_text_is_refused(day: Day) -> None:
    with pytest.raises(TextMissing), transaction.atomic():
        publish(edition=edition_of(day), facts=FACTS, texts=[], today=ON)
    assert not Action.objects.exists()


def test_a_text_that_is_too_long_is_refused(day: Day) -> None:
    with pytest.raises(ValidationError), transaction.atomic():
        published(day, title="x" * 121)


def test_edit_keeps_texts_and_photos_that_are_not_given(day: Day) -> None:
    action = publish(
        edition=edition_of(day), facts=FACTS, texts=texts(), photos=[photo()], today=ON
    )
    later = date(2026, 8, 9)
    facts = FACTS | {"stage": "confirmed", "people_min": 3}
    edit(action_number=action.pk, edition=action.edition, facts=facts, today=later)
    stored = Action.objects.get(pk=action.pk)
    assert (stored.stage, stored.people_min) == ("confirmed", 3)
    assert (stored.published_on, stored.changed_on) == (ON, later)
    assert stored.texts.count() == stored.photos.count() == 1


def test_edit_replaces_texts_and_photos_that_are_given(day: Day) -> None:
    action = published(day)
    edit(
        action_number=action.pk,
        edition=action.edition,
        facts=FACTS,
        texts=texts("Wieczór listów", "pl"),
        photos=[each | {"descriptions": {"pl": "Ręce"}} for each in (photo(), photo(b"white"))],
        today=ON,
    )
    assert [text.language for text in action.texts.all()] == ["pl"]
    assert [each.position for each in action.photos.all()] == [0, 1]


def test_edit_marks_the_old_and_the_new_place(day: Day) -> None:
    action = published(day)
    take_stale()
    edit(
        action_number=action.pk,
        edition=edition_of(day, 2025),
        facts=FACTS | {"country": "DE"},
        today=ON,
    )
    assert take_stale() >= {
        "country:test:PL",
        "country:test:DE",
        "edition:test:2025",
        "edition:test:2026",
        "sitemap",
    }


def test_a_photo_that_stays_keeps_its_address_and_equal_photos_have_two(day: Day) -> None:
    facts = {"edition": edition_of(day), "facts": FACTS, "texts": texts(), "today": ON}
    first = publish(photos=[photo()], **facts)
    publish(photos=[photo()], **facts)
    names = set(ActionPhoto.objects.values_list("name", flat=True))
    assert len(names) == 2
    edit(action_number=first.pk, photos=[photo()], **facts)
    assert set(ActionPhoto.objects.values_list("name", flat=True)) == names


def test_withdraw_destroys_what_the_action_said(day: Day) -> None:
    action = publish(
        edition=edition_of(day),
        facts=FACTS | {"name": "A group", "city": city("PL", "Warsaw"), "people_min": 4},
        texts=texts(),
        photos=[photo()],
        today=ON,
    )
    withdraw(action_number=action.pk, today=ON)
    stored = Action.objects.get(pk=action.pk)
    assert stored.state == State.WITHDRAWN
    assert (stored.country, stored.city, stored.name, stored.people_min) == ("", None, "", None)
    assert not ActionText.objects.exists()
    assert not ActionPhoto.objects.exists()


def test_withdraw_marks_what_publishing_marked(day: Day) -> None:
    take_stale()
    action = published(day)
    marked = take_stale()
    withdraw(action_number=action.pk, today=ON)
    assert take_stale() == marked


def test_what_is_withdrawn_cannot_be_withdrawn_or_edited_again(day: Day) -> None:
    action = published(day)
    withdraw(action_number=action.pk, today=ON)
    take_stale()
    with pytest.raises(MoveNotAllowed):
        withdraw(action_number=action.pk, today=ON)
    with pytest.raises(MoveNotAllowed):
        edit(action_number=action.pk, edition=action.edition, facts=FACTS, today=ON)
    assert not StaleKey.objects.exists()


def test_a_change_that_is_rolled_back_marks_nothing(day: Day) -> None:
    take_stale()

    def fail() -> None:
        with transaction.atomic():
            published(day)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not StaleKey.objects.exists()
    assert not Action.objects.exists()


@pytest.mark.parametrize("known", [{}, {"en": ""}, {"be": "Рукі"}])
def test_no_photo_is_published_undescribed_in_a_language_of_the_text(day: Day, known) -> None:
    undescribed = photo() | {"descriptions": known}
    with pytest.raises(ValidationError):
        publish(edition=edition_of(day), facts=FACTS, texts=texts(), photos=[undescribed], today=ON)
    assert not Action.objects.exists()


def test_a_translation_asks_for_descriptions_of_the_photos_there_are(day: Day) -> None:
    action = publish(
        edition=edition_of(day), facts=FACTS, texts=texts(), photos=[photo()], today=ON
    )
    more = texts() + texts("Вечар лістоў", "be")
    content = {"edition": action.edition, "facts": FACTS, "today": ON}
    with pytest.raises(ValidationError):
        edit(action_number=action.pk, texts=more, **content)
    both = photo() | {"descriptions": {"en": "Hands", "be": "Рукі"}}
    edit(action_number=action.pk, texts=more, photos=[both], **content)
    assert action.texts.count() == 2
