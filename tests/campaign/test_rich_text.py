"""Paragraphs become the HTML that Wagtail's editor writes."""

from soliday.campaign.default_day.rich_text import rich_text


def test_each_mark_has_its_element():
    assert rich_text(["One.", "## Two", "> Three"]) == (
        "<p>One.</p><h2>Two</h2><blockquote>Three</blockquote>"
    )


def test_bullets_in_a_row_make_one_list():
    assert rich_text(["- a", "- b", "c", "- d"]) == (
        "<ul><li>a</li><li>b</li></ul><p>c</p><ul><li>d</li></ul>"
    )


def test_nothing_in_a_text_is_taken_for_html():
    assert rich_text(["<b> & “quotes” 'too'"]) == "<p>&lt;b&gt; &amp; “quotes” 'too'</p>"


def test_no_paragraphs_are_no_html():
    assert rich_text([]) == ""
