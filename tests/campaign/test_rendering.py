"""The frame that is rendered once, and what is put into it."""

import pytest
from django.conf import settings
from django.utils.safestring import SafeString
from jinja2 import DictLoader, UndefinedError

from soliday.campaign import jinja
from soliday.campaign.frame import Frame, frames
from soliday.campaign.in_frame import render_in_frame
from soliday.campaign.models import Day, PagePicture
from soliday.campaign.pictures import ShownPhoto
from soliday.campaign.rendering import CUT, render

pytestmark = pytest.mark.django_db
PATH = "/be/actions/7/"
CONTENT = SafeString("<p>7</p>")


@pytest.fixture
def frame(day: Day) -> Frame:
    return frames(day)["be"]


@pytest.fixture(autouse=True)
def content(monkeypatch: pytest.MonkeyPatch) -> None:
    """The content of any page, instead of a template's."""
    made = DictLoader({"made": "\n{{ before }}<p>{{ number }}</p>\n \n"})
    monkeypatch.setattr(jinja._in("be"), "loader", made)


def framed(frame: Frame, *, before: str = "", **changed: str) -> str:
    texts = {"title": "Seven", "description": "What was done", "path": PATH} | changed
    context = {"number": 7, "before": before}
    return render_in_frame("made", context, frame=frame, **texts).decode()


def test_it_is_the_same_page_that_django_makes(frame: Frame) -> None:
    context = frame.context(PATH, title="Seven", description="What was done", content=CONTENT)
    assert framed(frame) == render("campaign/empty.html", context, language="be").decode()


def test_each_page_has_its_own_paths(frame: Frame) -> None:
    site = settings.CONFIGURATION.site
    for number in (7, 8):
        text = framed(frame, path=f"/be/actions/{number}/")
        assert f'<link rel="canonical" href="{site}/be/actions/{number}/">' in text
        for code in ("en", "be", "ru"):
            assert f'hreflang="{code}" href="{site}/{code}/actions/{number}/">' in text
        assert CUT not in text


def test_what_people_wrote_stays_text(frame: Frame) -> None:
    text = framed(frame, title='</title>"<b>', description='"><script>', before="<i>'")
    assert "<title>&lt;/title&gt;&quot;&lt;b&gt;</title>" in text
    assert 'content="&quot;&gt;&lt;script&gt;"' in text
    assert "&lt;i&gt;&#39;<p>7</p>" in text


def test_a_name_that_is_not_there_is_an_error(frame: Frame) -> None:
    with pytest.raises(UndefinedError):
        render_in_frame("made", {}, frame=frame, path=PATH, title="", description="")


def test_a_picture_is_named_for_messengers(frame: Frame) -> None:
    photo = PagePicture(name="abc", width=1600, height=1200, descriptions={"be": 'Рукі "тут"'})
    context = {"number": 7, "before": ""}
    texts = {"title": "", "description": "", "path": PATH}
    picture = ShownPhoto(photo, "be")
    text = render_in_frame("made", context, frame=frame, picture=picture, **texts).decode()
    site = settings.CONFIGURATION.site
    assert f'<meta property="og:image" content="{site}/photos/abc.jpg">' in text
    assert 'content="Рукі &quot;тут&quot;"' in text
    assert CUT not in text
