"""What a reader gets, and what nobody gets."""

import os
import shutil

import pytest

from soliday.core.headers import security_headers
from soliday.press import release
from soliday.press.serving import FOR_EVER, FRESH, Serving

PAGE = "<p>старонка</p>".encode() * 100
EVERY_HEADER = {
    "Content-Security-Policy": (
        "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def live(environ, start_response):
    start_response("299 Django", [])
    return [environ["PATH_INFO"].encode()]


class Reader:
    """Asks the application, and looks at every answer for what must always hold."""

    def __init__(self, site, static):
        self.application = Serving(live, site=site, static=static)

    def __call__(self, path, method="GET", **headers):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        seen = {}

        def start_response(line, headers):
            seen["line"], seen["headers"] = line, headers

        body = b"".join(self.application(environ, start_response))
        answer = Answer(seen["line"], dict(seen["headers"]), body)
        assert len(answer.headers) == len(seen["headers"]), "a header twice"
        if answer.status != 299:
            self._check(answer, method)
        return answer

    def _check(self, answer, method):
        assert EVERY_HEADER.items() <= answer.headers.items()
        forbidden = {"Set-Cookie", "Server", "Access-Control-Allow-Origin", "Last-Modified"}
        assert not forbidden & answer.headers.keys()
        if method == "HEAD":
            assert answer.body == b""
        elif answer.status != 304:
            assert answer.headers["Content-Length"] == str(len(answer.body))


class Answer:
    def __init__(self, line, headers, body):
        self.status, self.headers, self.body = int(line[:3]), headers, body


@pytest.fixture(scope="module")
def baked(tmp_path_factory):
    site = tmp_path_factory.mktemp("baked") / "site"
    release.open_site(site)
    for name in ("index.html", "en/index.html", "be/index.html", "en/ideas/index.html"):
        release.write_page(site, name, PAGE)
    release.write_page(site, "404.html", b"<p>?</p>")
    release.write_page(site, "en/404.html", b"<p>not found</p>")
    release.write_page(site, "be/404.html", "<p>не знойдзена</p>".encode())
    release.write_page(site, "photos/1-ab.jpg", b"\xff\xd8 photo")
    return site


@pytest.fixture
def folder(baked, tmp_path):
    site = shutil.copytree(baked, tmp_path / "site")
    (tmp_path / "static" / "desk").mkdir(parents=True)
    (tmp_path / "static" / "desk" / "desk.css").write_text("p{}")
    return site


@pytest.fixture
def get(folder):
    return Reader(folder, folder.parent / "static")


def test_a_page_is_answered_by_its_file(get):
    answer = get("/en/")
    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert get("/").status == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.000", None),
        ("BR", "br"),
        ("identity", None),
        ("", None),
        ("brotli, gzipped", None),
    ],
)
def test_the_smallest_form_that_the_reader_takes(get, accepted, encoding):
    answer = get("/en/", accept_encoding=accepted)
    assert answer.headers.get("Content-Encoding") == encoding
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert release.expand({"br": ".br", "gzip": ".gz", None: ""}[encoding], answer.body) == PAGE


def test_each_form_has_its_own_etag(get):
    forms = ("br", "gzip", "identity")
    assert len({get("/en/", accept_encoding=form).headers["ETag"] for form in forms}) == 3


@pytest.mark.parametrize("known", ["{}", "W/{}", '"other", {}', "*"])
def test_what_has_not_changed_is_not_sent_again(get, known):
    etag = get("/en/").headers["ETag"]
    answer = get("/en/", if_none_match=known.format(etag))
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == FRESH
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_a_change_of_the_same_length_in_the_same_moment_is_seen(get, folder):
    release.write_page(folder, "total.txt", b"12 actions")
    etag = get("/total.txt").headers["ETag"]
    stat = (folder / "total.txt").stat()
    release.write_page(folder, "total.txt", b"13 actions")
    os.utime(folder / "total.txt", ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    assert get("/total.txt", if_none_match=etag).body == b"13 actions"


def test_the_same_content_has_the_same_etag_wherever_it_lies(get, folder):
    assert get("/en/").headers["ETag"] == get("/be/").headers["ETag"]


@pytest.mark.parametrize(
    ("wanted", "status", "part", "about"),
    [
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=0-0", 206, b"0", "bytes 0-0/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=" + "9" * 5000 + "-", 200, b"0123456789", None),
        ("lines=0-1", 200, b"0123456789", None),
    ],
)
def test_a_part_of_a_file(get, folder, wanted, status, part, about):
    release.write_page(folder, "ten.txt", b"0123456789")
    answer = get("/ten.txt", range=wanted)
    assert (answer.status, answer.body) == (status, part)
    assert answer.headers.get("Content-Range") == about


def test_a_part_only_of_the_file_that_the_reader_has_begun(get, folder):
    release.write_page(folder, "ten.txt", b"0123456789")
    etag = get("/ten.txt").headers["ETag"]
    assert get("/ten.txt", range="bytes=0-3", if_range=etag).status == 206
    assert get("/ten.txt", range="bytes=0-3", if_range='"other"').status == 200


def test_a_large_file_comes_in_pieces_and_in_parts(get, folder):
    data = bytes(range(256)) * 6000
    release.write_page(folder, "big.zip", data)
    assert get("/big.zip").body == data
    assert get("/big.zip", range="bytes=5-1300000").body == data[5:1300001]


def test_head_tells_the_same_without_the_body(get):
    assert get("/en/", "HEAD").headers == get("/en/").headers
    assert get("/en/", "HEAD", range="bytes=0-3").status == 200
    assert get("/en/nowhere/", "HEAD").status == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feeds/en/actions.atom", "application/atom+xml; charset=utf-8"),
        ("calendar/en.ics", "text/calendar; charset=utf-8"),
        ("data/actions.geojson", "application/geo+json"),
        ("data/actions.json", "application/json"),
        ("data/actions.csv", "text/csv; charset=utf-8; header=present"),
        ("sitemap.xml", "application/xml; charset=utf-8"),
        ("withdrawn.txt", "text/plain; charset=utf-8"),
        (".well-known/security.txt", "text/plain; charset=utf-8"),
        ("SHA256SUMS", "text/plain; charset=utf-8"),
        ("SHA256SUMS.minisig", "text/plain; charset=utf-8"),
        ("minisign.pub", "text/plain; charset=utf-8"),
        ("assets/map.svg", "image/svg+xml"),
        ("assets/soliday.css", "text/css; charset=utf-8"),
        ("assets/soliday.js", "text/javascript; charset=utf-8"),
        ("photos/1.jpg", "image/jpeg"),
        ("some.thing", "application/octet-stream"),
    ],
)
def test_each_kind_of_file_says_what_it_is(get, folder, name, kind):
    release.write_page(folder, name, b"x" * 500)
    answer = get(f"/{name}", accept_encoding="br")
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    ("name", "cache"),
    [
        ("assets/soliday.3f9a0c1d.css", FOR_EVER),
        ("photos/12-1-wall.jpg", FOR_EVER),
        ("assets/soliday.css", FRESH),
        ("en/a.3f9a0c1d.html", FRESH),
        ("data/totals.json", FRESH),
    ],
)
def test_only_what_never_changes_is_kept_for_ever(get, folder, name, cache):
    release.write_page(folder, name, b"x")
    assert get(f"/{name}").headers["Cache-Control"] == cache


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/en", "/en/"),
        ("/en/ideas", "/en/ideas/"),
        ("/en/ideas/index.html", "/en/ideas/"),
        ("/index.html", "/"),
    ],
)
def test_a_page_has_one_address(get, path, page):
    answer = get(path)
    assert (answer.status, answer.headers["Location"]) == (301, page)


@pytest.mark.parametrize(
    "path", ["/photos", "/photos/", "//example.org", "//en", "/nowhere/index.html", "/feeds"]
)
def test_nothing_leads_away_or_to_a_folder(get, path):
    answer = get(path)
    assert answer.status == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/en/../../secret.txt",
        "/en/../be/",
        "/./en/",
        "//en/",
        "/en//ideas/",
        "/en\\ideas/",
        "/en/\0",
        "/secret.txt\0.html",
        "/.hidden",
        "/.drafts/x",
        "/en/.hidden",
        "/.well-known",
        "/link.txt",
        "/linked/secret.txt",
        "/en/index.html.br",
        "/en/index.html.gz",
        "/pipe",
        "/static/../secret.txt",
        "/static/.hidden",
        "/static/link.txt",
        "/static/",
        "/static",
        "/static/desk",
        "/" + "a" * 5000,
        "/en/\xd0\xb0",
    ],
)
def test_refused_with_the_baked_page_only(get, folder, path):
    secret = folder.parent / "secret.txt"
    for name in ("../secret.txt", ".hidden", "en/.hidden", "../static/.hidden", ".drafts/x"):
        (folder / name).write_text("secret")
    (folder / "link.txt").symlink_to(secret)
    (folder / "linked").symlink_to(folder.parent)
    (folder.parent / "static" / "link.txt").symlink_to(secret)
    os.mkfifo(folder / "pipe")
    answer = get(path)
    assert answer.status == 404
    assert "<p>" in answer.body.decode()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/be/x", "be"),
        ("/be/x/y/z.html", "be"),
        ("/be/../en/", "be"),
        ("/feeds/be/x.atom", "be"),
        ("/russia/be/x/", "be"),
        ("/en/x", "en"),
        ("/x", "."),
        ("/xx/yy/", "."),
        ("//", "."),
    ],
)
def test_not_found_is_said_in_the_language_of_the_path(get, folder, path, language):
    answer = get(path, accept_encoding="br")
    assert answer.status == 404
    assert answer.body == (folder / language / "404.html").read_bytes()
    assert answer.headers["Cache-Control"] == FRESH


def test_not_found_even_before_anything_is_baked(tmp_path):
    assert Reader(tmp_path / "none", tmp_path / "none")("/en/").body == b"404 Not Found\n"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
@pytest.mark.parametrize("path", ["/en/", "/nowhere", "/SHA256SUMS", "/static/desk/desk.css"])
def test_files_can_only_be_read(get, method, path):
    answer = get(path, method)
    assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_the_desks_static_files(get):
    answer = get("/static/desk/desk.css")
    assert (answer.status, answer.body) == (200, b"p{}")


@pytest.mark.parametrize(
    "path",
    ["/send/report", "/send/", "/send", "/receipt/", "/receipt", "/desk/", "/desk/x/", "/health"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_moving_doors_lead_to_django_even_past_a_file(get, folder, path, method):
    (folder / "send").mkdir(exist_ok=True)
    (folder / "send" / "report").write_text("false form")
    answer = get(path, method)
    assert (answer.status, answer.body) == (299, path.encode())


@pytest.mark.parametrize("path", ["/sending/", "/desks", "/healthy", "/en/desk/", "/DESK/"])
def test_nothing_else_leads_to_django(get, path):
    assert get(path).status == 404


def test_a_failing_disk_is_said_without_a_word_of_the_path(get, monkeypatch):
    def failing(*args, **kwargs):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "open", failing)
    answer = get("/en/")
    assert (answer.status, answer.body) == (503, b"503 Service Unavailable\n")


def test_a_page_replaced_while_it_is_read_is_whole(get, folder):
    release.write_page(folder, "big.zip", b"a" * 3_000_000)
    body = get.application(
        {"PATH_INFO": "/big.zip", "REQUEST_METHOD": "GET"}, lambda line, headers: None
    )
    pieces = iter(body)
    first = next(pieces)
    release.write_page(folder, "big.zip", b"b" * 10)
    assert first + b"".join(pieces) == b"a" * 3_000_000


def test_no_open_file_is_left_behind(get):
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        for headers in ({}, {"if_none_match": "*"}, {"range": "bytes=99999999-"}):
            get("/en/", **headers)
            get("/en/", "HEAD", **headers)
        get("/nowhere/")
        get("/photos")
    assert len(os.listdir("/proc/self/fd")) == before


def test_over_https_readers_are_kept_there(folder, settings, monkeypatch):
    monkeypatch.setattr(type(settings.CONFIGURATION), "is_https", True)
    assert "Strict-Transport-Security" in security_headers("/")
    assert "Strict-Transport-Security" in Reader(folder, folder)("/en/").headers


ONION = "http://" + "a" * 56 + ".onion"


@pytest.fixture
def with_onion(folder, settings, monkeypatch):
    """Ask the site at one of its hosts; the answer's headers by name."""
    monkeypatch.setattr(type(settings.CONFIGURATION), "is_https", True)

    def page(environ, start_response):
        headers = [*security_headers("/").items(), ("Content-Type", "text/html; charset=utf-8")]
        start_response("200 OK", headers)
        return [b"<p>live</p>"]

    serving = Serving(
        page,
        site=folder,
        static=folder,
        onion=ONION,
        onion_host=ONION[7:],
        official="https://example.org",
    )

    def ask(path, host="example.org", method="GET", query="", **more):
        environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_HOST": host}
        seen = {}
        serving(
            environ | {"QUERY_STRING": query} | more,
            lambda status, headers: seen.update(dict(headers) | {"status": status[:3]}),
        )
        return seen

    return ask


@pytest.mark.parametrize(
    ("path", "query", "where"),
    [
        ("/", "", "/"),
        ("/en/", "", "/en/"),
        ("/en/ideas/", "a=1&b=2", "/en/ideas/?a=1&b=2"),
        ("/nowhere/", "", "/nowhere/"),
        ("/en/\xd0\xb0", "", "/en/%D0%B0"),
        ("/en/a\r\nSet-Cookie: x", "", "/en/a%0D%0ASet-Cookie%3A%20x"),
        ("/send/report", "language=be", "/send/report?language=be"),
        ("/desk/", "", "/desk/"),
    ],
)
def test_every_page_names_its_place_on_the_onion_service(with_onion, path, query, where):
    for method in ("GET", "HEAD"):
        answer = with_onion(path, query=query, method=method)
        assert answer["Onion-Location"] == ONION + where
        assert "Strict-Transport-Security" in answer


@pytest.mark.parametrize("path", ["/", "/en/", "/en/ideas/"])
@pytest.mark.parametrize("host", ["example.org", "example.org:443", "127.0.0.1"])
def test_a_page_that_does_not_name_its_place_has_it_in_a_header(with_onion, path, host):
    for method in ("GET", "HEAD"):
        answer = with_onion(path, host, method, query="from=x")
        assert answer["Link"] == f'<https://example.org{path}>; rel="canonical"'


@pytest.mark.parametrize("path", ["/nowhere/", "/en", "/data.json", "/send/report", "/desk/"])
def test_nothing_else_has_it(with_onion, folder, path):
    release.write_page(folder, "data.json", b"{}")
    assert "Link" not in with_onion(path)


def test_only_pages_do_and_never_the_answer_to_what_was_sent(with_onion, folder):
    release.write_page(folder, "data.json", b"{}")
    assert "Onion-Location" not in with_onion("/data.json")
    assert "Onion-Location" not in with_onion("/send/report", method="POST")


@pytest.mark.parametrize("path", ["/", "/en/", "/nowhere/", "/send/report", "/desk/"])
@pytest.mark.parametrize("host", [ONION[7:], ONION[7:].upper(), f"{ONION[7:]}:80"])
def test_the_onion_service_insists_on_no_certificate_and_leads_nowhere(with_onion, path, host):
    answer = with_onion(path, host=host)
    assert "Strict-Transport-Security" not in answer
    assert "Onion-Location" not in answer
    assert "Link" not in answer
    assert "Content-Security-Policy" in answer


def test_without_an_onion_service_none_is_named(folder):
    answer = Reader(folder, folder)("/en/")
    assert "Onion-Location" not in answer.headers
    assert "Link" not in answer.headers  # the file itself names its place
