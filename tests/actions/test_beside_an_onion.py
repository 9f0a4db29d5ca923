"""Beside an onion service feeds and data lead to the host that they were fetched from."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin
from xml.etree import ElementTree

import pytest

from soliday.actions import data
from soliday.actions.changes import publish
from soliday.campaign.models import Day
from tests.actions.sample import FACTS, ON, edition_of, offered, photo, published, text_of, texts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("profiles", "onion")]
ATOM = "{http://www.w3.org/2005/Atom}"
ONION = "http://" + "a" * 56 + ".onion"
CLEAR = "https://clear.example"
HOSTS = (CLEAR, ONION, "https://copy.example/a/folder")


@pytest.fixture
def onion(settings) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, site=CLEAR, onion=ONION)


def lead_to(links: set[str], at: str, paths: set[str]) -> bool:
    """Whether the links of the file at `at` lead to these paths, on whichever host it lies."""
    return all(
        {urljoin(host + at, link) for link in links} == {host + path for path in paths}
        for host in HOSTS
    )


@pytest.mark.parametrize("language", ["en", "be"])
def test_the_links_of_a_feed(day: Day, language: str) -> None:
    action = published(day)
    path = f"/feeds/{language}/actions.atom"
    root = ElementTree.fromstring(text_of(path))  # noqa: S314  our own
    links = {each.attrib["href"] for each in root.iter(f"{ATOM}link")}
    own = f"/{language}/actions/"
    assert lead_to(links, path, {path, own, f"{own}{action.pk}/"})
    # What a reader has seen already stays so: its names do not change with the host.
    assert root.findtext(f"{ATOM}id") == CLEAR + path
    assert root.findtext(f"{ATOM}entry/{ATOM}id") == f"{CLEAR}{own}{action.pk}/"


def test_the_links_of_data(day: Day) -> None:
    edition, photos = edition_of(day), [photo()]
    action = publish(edition=edition, facts=FACTS, texts=texts(), photos=photos, today=ON)
    pages = {f"/en/actions/{action.pk}/"}
    whole = json.loads(text_of("/data/actions.json"))
    (facts,) = whole["actions"]
    assert lead_to({whole["page"]}, "/data/actions.json", {"/en/"})
    assert lead_to({facts["url"]}, "/data/actions.json", pages)
    (of_photo,) = facts["photos"]
    assert (CLEAR + "/photos/") in urljoin(f"{CLEAR}/data/actions.json", of_photo["url"])
    (row,) = csv.DictReader(io.StringIO(text_of("/data/actions.csv")))
    assert lead_to({row["url"]}, "/data/actions.csv", pages)
    (feature,) = json.loads(text_of("/data/actions.geojson"))["features"]
    assert lead_to({feature["properties"]["url"]}, "/data/actions.geojson", pages)


def test_the_links_of_data_in_parts(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "FEW", 0)
    pages = {f"/en/actions/{published(day).pk}/"}
    index = json.loads(text_of("/data/actions.json"))
    at = "/data/actions.json"
    (part,) = [path for path in offered() if path.startswith("/data/actions/") and ".json" in path]
    assert lead_to({each["url"] for each in index["parts"]}, at, {part})
    assert lead_to({each["url"] for each in index["newest"]}, at, pages)
    content = json.loads(text_of(part))
    assert lead_to({each["url"] for each in content["actions"]}, part, pages)
    assert lead_to({content["index"]}, part, {at})
    assert lead_to({content["page"]}, part, {"/en/"})


def test_a_calendar_has_no_link(day: Day) -> None:
    """It would be opened in the ordinary browser of somebody who came by Tor."""
    published(day, stage="announced", happened_on=date(2026, 8, 4))
    text = text_of("/calendar/en.ics")
    assert text.count("BEGIN:VEVENT") == 2
    assert "URL" not in text
    assert "://" not in text
