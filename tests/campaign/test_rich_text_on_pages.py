"""What the committee wrote as text, as it comes to a page: no frame of another site, live links."""

import pytest
from bs4 import BeautifulSoup, Tag

from soliday.campaign import public
from soliday.campaign.models import TextPage
from soliday.campaign.templatetags.rich_text import rich_text
from soliday.campaign.written import all_written

pytestmark = pytest.mark.django_db
FRAMES = (
    '<embed embedtype="media" url="https://video.example/1"/>',
    '<embed embedtype="image" id="1" alt="A flag" format="left"/>',
)


def test_addresses_and_marks_stay_as_they_are():
    stored = '<h2>Why</h2><p>Read <a href="https://partner.example/">this</a> <b>now</b>.</p>'
    assert rich_text(stored) == stored


@pytest.mark.parametrize("frame", FRAMES)
def test_nothing_of_other_sites_is_let_in(frame):
    assert rich_text(f"<p>Before</p>{frame}<p>After</p>") == "<p>Before</p><p>After</p>"


def test_a_link_of_an_unknown_kind_leads_nowhere():
    assert rich_text('<a linktype="document" id="1">file</a>') == "<a>file</a>"
    assert rich_text('<a linktype="page" id="999999">gone</a>') == "<a>gone</a>"


@pytest.mark.parametrize("language", ["en", "be"])
def test_a_link_to_a_page_leads_to_it_in_the_language_of_the_reader(day, language):
    safety = TextPage.objects.get(slug="safety", locale__language_code="en")
    page = TextPage.objects.get(slug="manifesto", locale__language_code=language)
    page.body = f'<p><a linktype="page" id="{safety.pk}">safely</a></p>'
    page.save()
    offered = {each.path: each for each in public.pages(None, all_written())}
    made = offered[f"/{language}/manifesto/"].render()
    link = BeautifulSoup(made, "html.parser").find("a", string="safely")
    assert isinstance(link, Tag)
    assert link["href"] == f"/{language}/safety/"
