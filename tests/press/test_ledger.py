"""What is announced and settled is in the ledger, whether it is read again in between or not."""

import pytest

from soliday.core.pages import PublicPage
from soliday.press import ledger
from soliday.press.ledger import Made
from soliday.press.models import LedgerKey, LedgerPage, SumsPart, TakenDown

pytestmark = pytest.mark.django_db
SUM, OTHER = "a" * 64, "b" * 64


def page(path, *keys):
    return PublicPage(path, frozenset(keys), lambda: b"")


def made(path, digest=SUM):
    return Made(path, digest, 7, is_new=True)


def done(pages, digest=SUM):
    return [(each, made(each.path, digest)) for each in pages]


def rows():
    found = LedgerPage.objects.order_by("path").values_list("path", "sha256", "part", "bake")
    keys = LedgerKey.objects.order_by("page__path", "key").values_list("page__path", "key")
    return [*found, *keys]


OLD = [page("/a/", "action:1", "gone:1"), page("/b/", "action:200")]
NEW = [page("/a/", "action:1", "new:1"), page("/b/", "action:1"), page("/c/", "country:PL")]


@pytest.fixture(params=["announced", "read again"])
def settle(request):
    """Settles as a worker does that remembers what it announced, and as one that does not."""

    def settled(pages, digest, *, of=None):
        announced = ledger.announce(pages)
        kept = announced if request.param == "announced" else None
        ledger.settle(done(of or pages, digest), bake="bake", announced=kept)

    return settled


def test_new_pages(settle):
    settle(NEW, SUM)
    assert rows() == [
        ("/a/", SUM, "actions-000000", "bake"),
        ("/b/", SUM, "actions-000000", "bake"),
        ("/c/", SUM, "rest", "bake"),
        ("/a/", "action:1"),
        ("/a/", "new:1"),
        ("/b/", "action:1"),
        ("/c/", "country:PL"),
    ]


def test_known_pages_lose_the_keys_they_no_longer_depend_on(settle):
    settle(OLD, SUM)
    TakenDown.objects.create(path="/b/", on="2026-08-04")
    SumsPart.objects.update(sha256=OTHER)
    settle(NEW, OTHER)
    assert [row[1] for row in rows()[:3]] == [OTHER] * 3
    assert rows()[3:] == [
        ("/a/", "action:1"),
        ("/a/", "new:1"),
        ("/b/", "action:1"),
        ("/c/", "country:PL"),
    ]
    parts = dict(SumsPart.objects.values_list("name", "sha256"))
    assert parts == dict.fromkeys(["actions-000000", "actions-000001", "rest"], ledger.IN_DOUBT)
    assert not TakenDown.objects.exists()


def test_a_page_that_failed_keeps_its_old_keys_and_stays_in_doubt(settle):
    settle(OLD, SUM)
    settle(NEW, OTHER, of=NEW[1:])
    assert rows()[0][:2] == ("/a/", ledger.IN_DOUBT)
    keys = list(LedgerKey.objects.filter(page__path="/a/").values_list("key", flat=True))
    assert sorted(keys) == ["action:1", "gone:1", "new:1"]


def test_what_was_announced_is_not_asked_for_again(django_assert_max_num_queries):
    announced = ledger.announce(NEW)
    with django_assert_max_num_queries(4):  # its transaction, the rows, what was taken down
        ledger.settle(done(NEW), announced=announced)
