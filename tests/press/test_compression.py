"""Files are compressed alike one by one and together."""

from soliday.press import compression, release

FILES = [
    ("en/index.html", b"<p>a page</p>" * 100),
    ("photos/1.jpg", b"no text" * 100),
    ("en/short/index.html", b"<p>short</p>"),
    ("SHA256SUMS", b"0123456789abcdef  en/index.html\n" * 100),
    ("data/large.json", b'{"a": 1, "b": 22, "c": 333}\n' * 5000),
]


def test_together_they_have_the_forms_that_each_has_alone():
    together = compression.forms_of_each(FILES)
    assert together == [compression.forms(*file) for file in FILES]
    assert [list(each) for each in together] == [["", ".gz", ".br"]] * len(FILES)
    assert [each[""] for each in together] == [data for _, data in FILES]
    assert [each[".br"] is None for each in together] == [False, True, True, False, False]


def test_one_way_of_compressing_comes_after_the_other(monkeypatch):
    done = []
    for each in ("_gzip", "_brotli"):
        monkeypatch.setattr(compression, each, lambda *_, each=each: done.append(each) or b"")
    compression.forms_of_each(FILES)
    assert done == ["_gzip"] * 3 + ["_brotli"] * 3


def test_drafted_together_they_appear_as_they_do_one_by_one(tmp_path):
    trees = []
    for name, files in (("one", [[each] for each in FILES]), ("all", [FILES])):
        site = tmp_path / name
        release.open_site(site)
        for some in files:
            release.put(site, release.all_drafted(site, some))
        found = (path for path in site.rglob("*") if path.is_file())
        trees.append({str(path.relative_to(site)): path.read_bytes() for path in found})
    assert trees[0] == trees[1]
    assert len(trees[0]) == 3 + 1 + 1 + 3 + 3
