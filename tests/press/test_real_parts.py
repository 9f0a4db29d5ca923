"""What really is on the site: changes one by one lead to the same files as baking all afresh."""

from datetime import date, timedelta

import pytest

from soliday.actions.changes import edit, publish, withdraw
from soliday.campaign.models import Edition, IdeaPage
from soliday.core.models import StaleKey
from soliday.press import worker
from soliday.press.models import LedgerPage

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
SECRET = "zq7 what was withdrawn"
YEREVAN, WARSAW = 616052, 756135


@pytest.fixture
def baked(day, profiles, site):
    worker.build_everything(today=TODAY)
    return Edition.objects.get(day=day, year=TODAY.year)


def publish_one(edition, *, country="PL", title="Picket", photos=(), **facts):
    return publish(
        edition=edition,
        facts={"stage": "done", "origin": "report", "country": country, "language": "en", **facts},
        texts=[{"language": "en", "title": title, "text": f"{title}.", "made_by": "original"}],
        photos=photos,
        today=TODAY,
    )


def photo(content):
    sizes = {"width": 4, "height": 3, "wall_width": 2, "wall_height": 1}
    return {"page_jpeg": content, "wall_jpeg": content + b"w", "descriptions": {"en": "x"}, **sizes}


def publish_many(edition):
    for number in range(30):
        publish_one(edition, title=f"Action {number}", country=["PL", "AM", "DE"][number % 3])


def edit_across_countries(edition):
    action = publish_one(edition, country="PL", city=WARSAW, people_min=5)
    worker.work_once(today=TODAY)
    facts = {"country": "AM", "city": YEREVAN, "people_min": 9, "stage": "confirmed"}
    edit(action_number=action.pk, edition=edition, facts=facts, today=TODAY)


def withdraw_the_only_one(edition):
    action = publish_one(edition, country="FI", title=SECRET, photos=[photo(SECRET.encode())])
    worker.work_once(today=TODAY)
    withdraw(action_number=action.pk, today=TODAY)


def change_photos(edition):
    action = publish_one(edition, photos=[photo(SECRET.encode()), photo(b"two")])
    worker.work_once(today=TODAY)
    edit(action_number=action.pk, edition=edition, facts={}, photos=[photo(b"two")], today=TODAY)


def announce_and_do(edition):
    later = TODAY + timedelta(days=1)
    action = publish_one(edition, stage="announced", happened_on=later, idea="postcard")
    worker.work_once(today=TODAY)
    edit(action_number=action.pk, edition=edition, facts={"stage": "done"}, today=TODAY)


def rename_an_idea(edition):
    publish_one(edition, idea="postcard")
    worker.work_once(today=TODAY)
    page = IdeaPage.objects.filter(locale__language_code="en").get()
    page.title = "Another name"
    page.save_revision().publish()


def take_back_an_idea(edition):
    publish_one(edition, idea="postcard")
    worker.work_once(today=TODAY)
    IdeaPage.objects.filter(locale__language_code="be").get().unpublish()


@pytest.mark.parametrize(
    "change",
    [
        publish_many,
        edit_across_countries,
        withdraw_the_only_one,
        change_photos,
        announce_and_do,
        rename_an_idea,
        take_back_an_idea,
    ],
)
def test_a_change_leads_to_the_same_site_as_a_full_build(baked, tree, change):
    before = tree()
    change(baked)
    assert StaleKey.objects.exists()
    worker.work_once(today=TODAY)
    grown = tree()
    assert grown != before
    worker.build_everything(today=TODAY)
    afresh = tree()
    differing = [name for name in grown.keys() | afresh if grown.get(name) != afresh.get(name)]
    assert differing == []
    assert not [name for name, data in grown.items() if SECRET.encode() in data]


def test_a_change_of_one_action_leaves_most_pages_alone(baked):
    action = publish_one(baked)
    worker.work_once(today=TODAY)
    edit(action_number=action.pk, edition=baked, facts={"people_min": 7}, today=TODAY)
    keys = set(StaleKey.objects.values_list("key", flat=True))
    touched = LedgerPage.objects.filter(keys__key__in=keys).distinct().count()
    assert 0 < touched < LedgerPage.objects.count() / 2


def test_the_presss_promises_hold_for_the_whole_site(baked, tree):
    publish_one(baked)
    worker.work_once(today=TODAY)
    for name, data in tree().items():
        if name.endswith(".html"):
            assert b"<script>" not in data and b" style=" not in data, name
