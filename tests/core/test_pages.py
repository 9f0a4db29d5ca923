"""Public pages: their files, and which of them a build touches."""

from soliday.core.pages import PublicPage, touched


def test_a_folder_becomes_its_index():
    assert PublicPage("/en/ideas/", frozenset(), bytes).file_name == "en/ideas/index.html"
    assert PublicPage("/data/totals.json", frozenset(), bytes).file_name == "data/totals.json"


def test_a_build_touches_what_shares_a_key():
    keys = frozenset({"action:1", "wall:belarus"})
    assert touched(keys, frozenset({"wall:belarus"}))
    assert not touched(keys, frozenset({"action:2"}))
    assert not touched(keys, frozenset())


def test_a_full_build_touches_everything():
    assert touched(frozenset(), None)
