"""After a change of keys: nothing lost, nothing brought back, and everybody reads what they may."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

import pytest

from soliday.committee import recovery_keys
from soliday.committee.keys import (
    keyholders_digest,
    make_keyholder,
    recipients_in_force,
    take_back,
)
from soliday.committee.models import Member, RecoveryKey
from soliday.reports import resealing
from soliday.reports.changes import accept, decline, erase, propose, receive
from soliday.reports.drill import DrillFailed, drill
from soliday.reports.models import Kind, Package, Report
from soliday.reports.queries import opened
from soliday.reports.resealing import out_of_date, progress, reseal_some
from soliday.reports.sealed import opened_files
from soliday.sealing import age_write
from soliday.sealing.identities import new_identity, unwrap
from soliday.sealing.packages import BUCKETS, CannotOpen
from soliday.sealing.receipts import new_receipt, sender_identity
from soliday.sealing.recovery import combine

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)
WORDS = "seven quiet rivers under snow"


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch):
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)


def keyholder(name):
    """A member with a key, and the secret of it."""
    holder = make_keyholder(member=Member.objects.create_user(name), passphrase=WORDS, today=TODAY)
    return holder, unwrap(bytes(holder.wrapped_identity), WORDS)


@pytest.fixture
def old():
    return keyholder("owner")


def send(title="Vigil", photos=(b"a photo",)) -> Report:
    return receive(receipt=new_receipt(), fields={"title": title}, photos=photos, today=TODAY)


def reads(report: Report, secret: str) -> bool:
    try:
        return opened(report, secret=secret).fields["title"] == "Vigil"
    except CannotOpen:
        return False


def test_a_new_keyholder_reads_older_reports_only_after_re_sealing(old):
    before = send()
    _, new_secret = keyholder("mate")
    after = send()
    assert (reads(before, new_secret), reads(after, new_secret)) == (False, True)
    assert out_of_date() == 2
    assert reseal_some(secret=old[1]).done == 2
    assert reads(before, new_secret) and reads(before, old[1])
    assert opened(before, secret=new_secret).photos == [b"a photo"]
    assert (out_of_date(), progress().in_date) == (0, 4)


def test_a_removed_keyholder_reads_nothing_new_and_nothing_old(old):
    mate, mate_secret = keyholder("mate")
    before = send()
    take_back(keyholder=mate, today=TODAY)
    assert not reads(send(), mate_secret)
    assert reads(before, mate_secret)  # until it is re-sealed
    reseal_some(secret=old[1])
    assert not reads(before, mate_secret)
    assert reads(before, old[1])


def test_sizes_stay_among_the_few(old):
    send()
    for number in range(4):
        keyholder(f"mate{number}")
        reseal_some(secret=old[1])
    sizes = {len(bytes(each)) for each in Package.objects.values_list("sealed", flat=True)}
    assert sizes <= set(BUCKETS)


def test_what_the_sender_reads_stays_readable_to_the_sender(old):
    receipt = new_receipt()
    report = receive(receipt=receipt, fields={"title": "Vigil"}, photos=(), today=TODAY)
    decline(report=report, reason="It was not ours.", today=TODAY)
    _, new_secret = keyholder("mate")
    while reseal_some(secret=old[1], limit=1).last:
        pass
    sender = sender_identity(receipt).secret
    for package in Package.objects.filter(kind__in=[Kind.TEXT, Kind.ANSWER]):
        assert opened_files(package, sender) == opened_files(package, new_secret)


def test_a_proposal_is_re_sealed_too(old):
    report = send()
    propose(report=report, proposal={"title": "A vigil"}, member="owner", today=TODAY)
    _, new_secret = keyholder("mate")
    reseal_some(secret=old[1])
    package = report.packages.get(kind=Kind.PROPOSAL)
    assert json.loads(opened_files(package, new_secret)["proposal.json"])["title"] == "A vigil"


def test_what_does_not_open_is_left_and_does_not_stop_the_rest(old):
    send()
    Package.objects.filter(kind=Kind.PHOTO).update(sealed=b"broken", keyholders_digest="x")
    keyholder("mate")
    part = reseal_some(secret=old[1])
    assert (part.done, part.last, out_of_date()) == (1, None, 1)
    assert bytes(Package.objects.get(kind=Kind.PHOTO).sealed) == b"broken"


def test_a_stranger_re_seals_nothing(old):
    send()
    keyholder("mate")
    assert reseal_some(secret=new_identity().secret).done == 0
    assert out_of_date() == 2


def test_a_package_destroyed_or_changed_meanwhile_wins(old, monkeypatch):
    gone, proposed = send(), send(photos=())
    propose(report=proposed, proposal={"title": "first"}, member="owner", today=TODAY)
    keyholder("mate")
    seal_anew = resealing.sealed_package

    def while_others_work(report, kind, *rest):
        if report == gone and gone.state != "erased":
            erase(report=gone, today=TODAY)
        if kind == Kind.PROPOSAL:
            Report.objects.filter(pk=proposed.pk).update(state="waiting")
            propose(report=proposed, proposal={"title": "second"}, member="mate", today=TODAY)
        return seal_anew(report, kind, *rest)

    monkeypatch.setattr(resealing, "sealed_package", while_others_work)
    reseal_some(secret=old[1])
    assert not gone.packages.exists()
    package = proposed.packages.get(kind=Kind.PROPOSAL)
    assert json.loads(opened_files(package, old[1])["proposal.json"])["title"] == "second"


def test_a_change_of_the_same_row_is_not_overwritten(old, monkeypatch):
    send(photos=())
    keyholder("mate")
    seal_anew = resealing.sealed_package

    def while_others_write(report, kind, *rest):
        Package.objects.update(sealed=b"newer")
        return seal_anew(report, kind, *rest)

    monkeypatch.setattr(resealing, "sealed_package", while_others_write)
    assert reseal_some(secret=old[1]).done == 0
    assert bytes(Package.objects.get().sealed) == b"newer"


def test_killed_anywhere_it_goes_on_where_it_was(old, monkeypatch):
    reports = [send() for _ in range(6)]
    _, new_secret = keyholder("mate")
    seal_anew, calls = resealing.sealed_package, []

    def dies_sometimes(*values):
        calls.append(None)
        if len(calls) % 3 == 0:
            raise KeyboardInterrupt
        return seal_anew(*values)

    monkeypatch.setattr(resealing, "sealed_package", dies_sometimes)
    left = [out_of_date()]
    while left[-1]:
        with suppress(KeyboardInterrupt):
            reseal_some(secret=old[1])
        left.append(out_of_date())
    assert left == sorted(left, reverse=True) and len(left) > 4
    assert all(reads(report, new_secret) and reads(report, old[1]) for report in reports)


def test_slices_end_on_time_and_by_number(old):
    for _ in range(3):
        send()
    keyholder("mate")
    first = reseal_some(secret=old[1], seconds=0.000001)
    assert (first.done, out_of_date()) == (1, 5)
    second = reseal_some(secret=old[1], after=first.last, limit=2)
    assert (second.done, out_of_date()) == (2, 3)
    assert reseal_some(secret=old[1], after=second.last).last is None
    assert out_of_date() == 0


def test_all_passphrases_lost_two_shares_bring_everything_back(old):
    shares = recovery_keys.make(today=TODAY)
    reports = [send(), send()]
    Member.objects.get(username="owner").keyholder.delete()
    _, new_secret = keyholder("newcomer")
    reseal_some(secret=combine(shares[1:]).secret)
    assert out_of_date() == 0
    assert all(reads(report, new_secret) for report in reports)


def test_reports_from_before_the_recovery_key_need_re_sealing(old):
    report = send()
    secret = combine(recovery_keys.make(today=TODAY)[:2]).secret
    assert not reads(report, secret)
    reseal_some(secret=old[1])
    assert reads(report, secret)


def test_the_drill_opens_a_stored_package_and_is_noted(old):
    secret = combine(recovery_keys.make(today=TODAY)[:2]).secret
    assert drill(secret=secret, today=TODAY) is False  # nothing is stored
    send()
    assert drill(secret=secret, today=TODAY) is True
    assert RecoveryKey.objects.get().drilled_on == TODAY


def test_a_drill_with_other_shares_or_a_broken_package_fails(old):
    replaced = combine(recovery_keys.make(today=TODAY)[:2]).secret
    secret = combine(recovery_keys.make(today=TODAY, replace=True)[:2]).secret
    with pytest.raises(DrillFailed):
        drill(secret=replaced, today=TODAY)
    send(photos=())
    Package.objects.update(sealed=b"broken")
    with pytest.raises(DrillFailed):
        drill(secret=secret, today=TODAY)
    assert recovery_keys.in_force().drilled_on is None


def test_published_reports_are_re_sealed_as_well(old):
    report = send()
    accept(report=report, action_number=7, today=TODAY)
    _, new_secret = keyholder("mate")
    reseal_some(secret=old[1])
    digests = set(Package.objects.values_list("keyholders_digest", flat=True))
    assert digests == {keyholders_digest(recipients_in_force())}
    assert opened_files(report.packages.get(kind=Kind.TEXT), new_secret)


def test_counting_opens_nothing(old, django_assert_num_queries):
    send()
    with django_assert_num_queries(3):
        out_of_date()
