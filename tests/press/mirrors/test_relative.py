"""Links of a copy: relative wherever they lead to ourselves, and nothing else is touched."""

import pytest

from soliday.press.mirrors.relative import Copy, relative_page, relative_style

NAMES = frozenset(
    "index.html en/index.html be/index.html en/ideas/index.html en/report/index.html "
    "be/report/index.html other/en/report/index.html other/en/index.html assets/s.12.css "
    "photos/1.jpg photos/2.jpg feeds/en/actions.atom".split()
)
DOORS = {"en": "<p>no form: https://example.org/send/report</p>", "be": "<p>няма</p>"}


@pytest.fixture
def copy():
    return Copy(NAMES, ("https://example.org", "http://abc.onion"), DOORS)


@pytest.mark.parametrize(
    ("tag", "at", "expected"),
    [
        ('<a href="/en/">', "en/ideas/index.html", '<a href="../index.html">'),
        ('<a href="/en/">', "index.html", '<a href="en/index.html">'),
        ('<a href="/">', "en/index.html", '<a href="../index.html">'),
        ('<a href="/en/#until">', "en/index.html", '<a href="index.html#until">'),
        ('<a href="/en/?x=1&amp;y#a">', "en/index.html", '<a href="index.html#a">'),
        ("<a href='/en/'>", "index.html", '<a href="en/index.html">'),
        ("<a href=/en/>", "index.html", '<a href="en/index.html">'),
        ('<A HREF = "/en/" >', "index.html", '<A HREF="en/index.html" >'),
        ('<a\nhref="/en/"\nlang="en">', "index.html", '<a\nhref="en/index.html"\nlang="en">'),
        ('<a href="https://example.org/en/">', "index.html", '<a href="en/index.html">'),
        ('<a href="http://abc.onion">', "en/index.html", '<a href="../index.html">'),
        (
            '<img src="/photos/1.jpg" alt="a">',
            "en/index.html",
            '<img src="../photos/1.jpg" alt="a">',
        ),
        (
            '<img srcset="/photos/1.jpg 480w, /photos/2.jpg 960w" src="/photos/1.jpg" alt="">',
            "index.html",
            '<img srcset="photos/1.jpg 480w, photos/2.jpg 960w" src="photos/1.jpg" alt="">',
        ),
        (
            '<link rel="stylesheet" href="/assets/s.12.css">',
            "en/index.html",
            '<link rel="stylesheet" href="../assets/s.12.css">',
        ),
        (
            '<link rel="alternate" hreflang="be" href="https://example.org/be/">',
            "en/index.html",
            '<link rel="alternate" hreflang="be" href="../be/index.html">',
        ),
        (
            '<link rel="canonical" href="/en/ideas/">',
            "en/ideas/index.html",
            '<link rel="canonical" href="https://example.org/en/ideas/">',
        ),
        (
            '<link rel="alternate" hreflang="be" href="/be/">',
            "en/index.html",
            '<link rel="alternate" hreflang="be" href="../be/index.html">',
        ),
        (
            '<a href="/send/report?language=en&amp;idea=x">',
            "en/ideas/index.html",
            '<a href="../report/index.html">',
        ),
        ('<a href="/receipt/">', "other/en/index.html", '<a href="report/index.html">'),
        ('<a href="/receipt/?language=be">', "index.html", '<a href="be/report/index.html">'),
    ],
)
def test_a_link_to_ourselves(copy, tag, at, expected):
    assert relative_page(tag, at, copy) == expected
    assert copy.dead == set()


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="canonical" href="https://example.org/en/">',
        '<meta property="og:image" content="https://example.org/photos/1.jpg">',
        '<a href="https://elsewhere.org/en/" rel="noopener">x</a>',
        '<a href="https://example.org.evil/en/">x</a>',
        '<a href="//example.org/en/">x</a>',
        '<a href="#content">x</a>',
        '<a href="mailto:a@b.c">x</a>',
        '<p title="/en/">/en/ href="/en/" &amp; &nbsp;&#8212; <!-- href="/en/" --></p>',
        '<svg viewBox="0 0 1 1"><path d="M0 0"/><use href="#a"/></svg>',
        "<!doctype html>\n<p>a & b < c\r\n",
    ],
)
def test_everything_else_stays_as_it_was_baked(copy, html):
    assert relative_page(html, "en/index.html", copy) == html


def test_what_a_copy_does_not_have_is_no_link(copy):
    picture = '<img src="/photos/9.jpg" alt="A &amp; b">'
    html = f'<a class="b" href="/photos/9.jpg" hreflang="be">{picture}</a>'
    assert relative_page(html, "index.html", copy) == '<a class="b">A &amp; b</a>'
    assert copy.dead == {"/photos/9.jpg"}
    assert relative_page('<link rel="icon" href="/no.svg">x', "index.html", copy) == "x"


def test_a_copy_has_no_form_and_says_where_it_is(copy):
    html = (
        '<html lang="be"><div class="to-form"><div><a href="/send/report">x</a></div></div>'
        '<p>between</p><form action="/send/done"><input><b>y</b></form><p>end</p>'
    )
    assert relative_page(html, "be/report/index.html", copy) == (
        '<html lang="be"><p>няма</p><p>between</p><p>end</p>'
    )


def test_styles(copy):
    css = "a{background:url(/photos/1.jpg)}b{background:url('/photos/2.jpg')}i{src:url(x.png)}"
    assert relative_style(css, "assets/s.12.css", copy) == (
        "a{background:url(../photos/1.jpg)}b{background:url(../photos/2.jpg)}i{src:url(x.png)}"
    )
