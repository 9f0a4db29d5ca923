"""One report: read, filled in, published, declined, erased."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image

from soliday.actions.models import Action
from soliday.actions.states import Origin
from soliday.actions.states import State as ActionState
from soliday.committee.models import AuditEntry
from soliday.reports import changes, queries
from soliday.reports.models import Kind, Package, Report
from soliday.reports.states import State
from soliday.reports.talk import talk

pytestmark = pytest.mark.django_db


def address(report: Report, step: str = "") -> str:
    return f"/desk/reports/{report.pk}/{step}"


def with_photo(**other: str) -> dict[str, object]:
    return {
        "photo-0-publish": "on",
        "photo-0-looked": "on",
        "photo-0-description_en": "People with posters",
        "photo-0-x": ["0", ""],
        "photo-0-y": ["0", ""],
        "photo-0-width": ["50", ""],
        "photo-0-height": ["100", ""],
    } | other


def pixels(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg)).convert("RGB")


def test_the_page_shows_what_was_sent_beside_the_form(desk_client, send):
    page = desk_client.get(address(send())).content.decode()
    for words in ("We stood there in silence.", "Vilnius", "Jonas Kazlauskas", "30–40"):
        assert words in page
    assert 'name="title_en" value="Vigil at the embassy"' in page


def test_no_name_and_no_photo_is_offered_for_publishing(desk_client, send, photo):
    forms = desk_client.get(address(send(photos=(photo,)))).context["forms"]
    assert not forms.form["name"].value()
    assert not forms.form["publish_name"].value()
    assert not forms.photos[0]["publish"].value()
    assert forms.photos[0]["description_en"].value() == "People with posters"


def test_the_city_is_proposed_from_what_was_typed(desk_client, send):
    form = desk_client.get(address(send(place="вільню"))).context["forms"].form
    assert form["city"].value() in ("593116", "")
    form = desk_client.get(address(send(place="Vilnius"))).context["forms"].form
    assert form["city"].value() == "593116"


def test_looking_for_a_city_loses_nothing(desk_client, send, filled_in):
    typed = filled_in(city="", place="Kaun", title_en="Half typed", text_en="") | {"find": "1"}
    page = desk_client.post(address(send()), typed)
    form = page.context["forms"].form
    assert page.status_code == 200
    assert "Kaunas" in dict(form.fields["city"].choices).values()
    assert form["title_en"].value() == "Half typed"
    assert not form.errors


def test_accepting_publishes(desk_client, send, filled_in):
    report = send()
    answer = desk_client.post(
        address(report, "accept/"), filled_in(title_be="Акцыя", text_be="Так.")
    )
    assert answer["Location"] == "/desk/reports/"
    action = Action.objects.get()
    report.refresh_from_db()
    assert (report.state, report.action_number) == (State.ACCEPTED, action.pk)
    assert (action.state, action.origin) == (ActionState.PUBLISHED, Origin.REPORT)
    assert (action.country, action.city, action.people_min, action.name) == ("LT", 593116, 30, "")
    made_by = dict(action.texts.values_list("language", "made_by"))
    assert made_by == {"en": "original", "be": "committee"}


def test_accept_report_goes_by_its_name():
    from soliday.desk.views import accept_report

    assert callable(accept_report)


def test_only_the_redacted_photo_is_published(desk_client, send, filled_in, photo):
    report = send(photos=(photo, photo))
    desk_client.post(address(report, "accept/"), filled_in(**with_photo()))
    published = Action.objects.get().photos.get()
    page = pixels(bytes(published.page_jpeg))
    assert page.getpixel((40, 100)) == (0, 0, 0)
    assert page.getpixel((300, 100)) != (0, 0, 0)
    assert published.descriptions == {"en": "People with posters"}


def test_the_preview_shows_the_redacted_photo_and_publishes_nothing(
    desk_client, send, filled_in, photo
):
    report = send(photos=(photo,))
    typed = filled_in(**with_photo()) | {"preview": "1"}
    page = desk_client.post(address(report), typed)
    assert page.status_code == 200
    assert "data:image/jpeg;base64," in page.content.decode()
    assert page.context["forms"].form["title_en"].value() == "A vigil"
    assert page.context["forms"].photos[0].typed_rows == [("0", "0", "50", "100")]
    assert not Action.objects.exists()


def test_a_published_photo_needs_a_description(desk_client, send, filled_in, photo):
    report = send(photos=(photo,))
    typed = filled_in(**with_photo(**{"photo-0-description_en": ""}))
    answer = desk_client.post(address(report, "accept/"), typed)
    assert answer.status_code == 422
    assert not Action.objects.exists()


@pytest.mark.parametrize("wrong", ["120", "-1", "x", "", "nan", "1e999"])
def test_a_wrong_box_publishes_nothing(desk_client, send, filled_in, photo, wrong):
    report = send(photos=(photo,))
    typed = filled_in(**with_photo(**{"photo-0-width": [wrong, ""]}))
    assert desk_client.post(address(report, "accept/"), typed).status_code == 422
    assert not Action.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"title_en": "x" * 121}, "title_en"),
        ({"text_ru": "Только текст"}, "title_ru"),
        ({"country": "XX"}, "country"),
        ({"country": "PL"}, "city"),
        ({"stage": "perhaps"}, "stage"),
        ({"people_min": "50"}, "people_max"),
        ({"people_min": "0"}, "people_min"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"happened_to": "2026-08-01"}, "happened_to"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"name": "Jonas"}, "publish_name"),
        ({"publish_name": "on"}, "name"),
        ({"edition": "777"}, "edition"),
    ],
)
def test_each_fault_stands_beside_its_field(desk_client, send, filled_in, wrong, field):
    report = send()
    answer = desk_client.post(address(report, "accept/"), filled_in(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["forms"].form.errors
    assert Report.objects.get().state == State.WAITING


def test_a_ticked_name_is_published(desk_client, send, filled_in):
    typed = filled_in(name="Friends of Vilnius", publish_name="on")
    desk_client.post(address(send(), "accept/"), typed)
    assert Action.objects.get().name == "Friends of Vilnius"


def test_a_second_decision_says_who_was_faster_and_keeps_what_was_typed(
    desk_client, send, filled_in, today
):
    report = send()
    changes.decline(report=report, reason="twice", today=today)
    answer = desk_client.post(address(report, "accept/"), filled_in(title_en="Typed for an hour"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "was faster" in page
    assert "Typed for an hour" in page
    assert not Action.objects.exists()


def test_declining_seals_the_reason_to_the_sender(desk_client, day, profiles, owner, today):
    from soliday.sealing.receipts import new_receipt

    receipt = new_receipt()
    fields = {"title": "t", "text": "t", "language": "be", "country": "LT"}
    report = changes.receive(receipt=receipt, fields=fields, photos=[], today=today)
    page = desk_client.get(address(report)).content.decode()
    assert 'lang="be"' in page
    answer = {"reason": "twice", "words": "Дзякуй!"}
    desk_client.post(address(report, "decline/"), answer)
    report.refresh_from_db()
    assert report.state == State.DECLINED
    [said] = talk(report, secret=queries.sender_secret(receipt)).said
    words = said.text
    assert words.endswith("\n\nДзякуй!")
    assert len(words) > len("\n\nДзякуй!")


def test_declining_needs_a_reason(desk_client, send):
    report = send()
    assert desk_client.post(address(report, "decline/"), {}).status_code == 422
    assert Report.objects.get().state == State.WAITING


def test_erasing_asks_once_more_and_destroys(desk_client, send):
    report = send()
    assert "Erase this report?" in desk_client.get(address(report, "erase/")).content.decode()
    assert Report.objects.get().state == State.WAITING
    desk_client.post(address(report, "erase/"))
    assert Report.objects.get().state == State.ERASED
    assert not Package.objects.exists()
    assert "Nothing is left" in desk_client.get(address(report)).content.decode()


def test_the_photo_comes_from_memory_and_is_not_stored(desk_client, send, photo):
    report = send(photos=(photo,))
    answer = desk_client.get(address(report, "photos/0/"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == photo
    assert answer["Cache-Control"] == "no-store"
    assert desk_client.get(address(report, "photos/1/")).status_code == 404


def test_the_log_tells_each_decision_and_no_private_word(desk_client, send, filled_in):
    one, two, three = send(), send(), send()
    desk_client.post(address(one, "accept/"), filled_in())
    desk_client.post(address(two, "decline/"), {"words": "Private words"})
    desk_client.post(address(three, "erase/"))
    told = list(AuditEntry.objects.values_list("member", "verb", "subject"))
    assert told == [
        ("owner", "published", f"report {one.pk}"),
        ("owner", "declined", f"report {two.pk}"),
        ("owner", "erased", f"report {three.pk}"),
    ]


def test_nothing_sent_lies_readable_after_the_page_was_shown(desk_client, send, filled_in, photo):
    """Opening and previewing leaves nothing in the database: not in a session, not in a cache."""
    report = send(photos=(photo,))
    desk_client.get(address(report))
    desk_client.post(address(report), filled_in(title_en="A secret title") | {"preview": "1"})
    rows = json.dumps([str(bytes(each.sealed)) for each in Package.objects.all()])
    session = json.dumps(dict(desk_client.session))
    for words in ("stood there in silence", "A secret title"):
        assert words not in rows + session


def test_a_report_nobody_can_open_is_erased_by_an_administrator_only(desk_client, reviewer, send):
    report = send()
    Package.objects.filter(kind=Kind.TEXT).update(sealed=b"damaged")
    reviewer.post(address(report, "erase/"))
    assert Report.objects.get().state == State.WAITING
    desk_client.post(address(report, "erase/"))
    assert Report.objects.get().state == State.ERASED
