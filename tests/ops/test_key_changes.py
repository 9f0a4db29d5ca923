"""Keys changed at the machine: a passphrase or two shares stand in for the second person."""

from __future__ import annotations

import io
import re
import sys
from datetime import date

import pytest
from django.utils import timezone

from soliday.committee import recovery_keys
from soliday.committee.kinds import Kind
from soliday.committee.models import AuditEntry, Keyholder, Member, RecoveryKey
from soliday.committee.roles import create_roles
from soliday.committee.two_persons import ask
from soliday.ops import keys
from soliday.ops.command_line import parse
from soliday.ops.credentials import make_first_member
from soliday.reports.changes import receive
from soliday.reports.queries import opened
from soliday.reports.resealing import out_of_date
from soliday.sealing.identities import unwrap
from soliday.sealing.receipts import new_receipt
from soliday.sealing.recovery import combine

pytestmark = pytest.mark.django_db
TODAY = date(2026, 8, 4)


@pytest.fixture
def first():
    create_roles()
    return make_first_member(now=timezone.now())


@pytest.fixture
def ask_keys(monkeypatch, capsys):
    """Run the command with these lines typed in; return its exit code and what it printed."""

    def make(*arguments, typed=()):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        code = keys.run(parse(["keys", *arguments]))
        return code, *capsys.readouterr()

    return make


@pytest.fixture
def owner(first):
    """What a keyholder types: user name and passphrase."""
    return (first.user, first.passphrase)


def shares_in(out: str) -> list[str]:
    parts = out.split("open everything)")[1:]
    return [" ".join(re.findall(r"\d+ ([a-z]+)", part.split("- -")[0])) for part in parts]


def send(title="Vigil"):
    return receive(receipt=new_receipt(), fields={"title": title}, photos=(), today=TODAY)


def secret_of(user: str, passphrase: str) -> str:
    return unwrap(bytes(Keyholder.objects.get(member__username=user).wrapped_identity), passphrase)


def printed_passphrase(out: str) -> str:
    return re.search("passphrase: (.+)", out)[1]


def test_three_shares_to_be_cut_apart(owner, ask_keys):
    code, out, _ = ask_keys("recovery", "make", typed=owner)
    shares = shares_in(out)
    assert code == 0
    assert out.count("Soliday recovery key: share") == 3
    assert combine(shares[1:]).recipient == RecoveryKey.objects.get().recipient
    assert AuditEntry.objects.last().verb == "made recovery key"


def test_without_a_passphrase_there_is_no_recovery_key(owner, ask_keys):
    code, out, err = ask_keys("recovery", "make", typed=(owner[0], "guess"))
    assert (code, out) == (1, "")
    assert "does not open the key" in err
    assert not RecoveryKey.objects.exists()


def test_a_recovery_key_is_replaced_by_name_only(owner, ask_keys):
    ask_keys("recovery", "make", typed=owner)
    code, _, err = ask_keys("recovery", "make", typed=owner)
    assert code == 1
    assert "--replace" in err
    assert ask_keys("recovery", "make", "--replace", typed=owner)[0] == 0
    assert RecoveryKey.objects.filter(removed_on=None).count() == 1


def test_the_drill_says_what_was_opened(owner, ask_keys):
    shares = shares_in(ask_keys("recovery", "make", typed=owner)[1])
    assert "no stored package" in ask_keys("recovery", "drill", typed=shares[:2])[1]
    send()
    code, out, _ = ask_keys("recovery", "drill", typed=(shares[2].upper(), shares[0]))
    assert code == 0
    assert "opened a stored package" in out
    assert AuditEntry.objects.last().verb == "drilled recovery"
    assert recovery_keys.in_force().drilled_on == timezone.now().date()


def test_a_drill_that_fails_repeats_no_word(owner, ask_keys):
    shares = shares_in(ask_keys("recovery", "make", typed=owner)[1])
    wrong = shares[1].replace(shares[1].split()[7], "heron")
    for typed in ((shares[0], wrong), (shares[0], shares[0]), (shares[0], ""), (shares[0],)):
        code, out, err = ask_keys("recovery", "drill", typed=typed)
        assert (code, out) == (1, "")
        pairs = zip(shares[0].split(), shares[0].split()[1:], strict=False)
        assert not [pair for pair in pairs if " ".join(pair) in err]
        assert "heron" not in err
    assert recovery_keys.in_force().drilled_on is None


def test_all_passphrases_lost_two_shares_bring_everything_back(owner, ask_keys):
    shares = shares_in(ask_keys("recovery", "make", typed=owner)[1])
    reports = [send(), send()]
    code, out, err = ask_keys("recovery", "restore", "committee", typed=shares[1:])
    assert code == 0
    assert "2 of 2 packages re-sealed" in err
    secret = secret_of("committee", printed_passphrase(out))
    assert all(opened(report, secret=secret).fields["title"] == "Vigil" for report in reports)
    assert AuditEntry.objects.last().verb == "restored by recovery"


def test_one_share_restores_nothing(owner, ask_keys):
    shares = shares_in(ask_keys("recovery", "make", typed=owner)[1])
    before = Keyholder.objects.get().recipient
    for typed in ((shares[0],), (shares[0], shares[0])):
        assert ask_keys("recovery", "restore", "committee", typed=typed)[0] == 1
    assert Keyholder.objects.get().recipient == before


def test_granting_and_re_sealing(owner, ask_keys):
    report = send()
    Member.objects.create_user("mate")
    code, out, _ = ask_keys("grant", "mate", typed=owner)
    assert code == 0
    passphrase = printed_passphrase(out)
    code, _, err = ask_keys("reseal", typed=owner)
    assert code == 0
    assert "1 of 1 packages re-sealed" in err
    assert opened(report, secret=secret_of("mate", passphrase)).fields == {"title": "Vigil"}
    assert ask_keys("grant", "mate", typed=owner)[0] == 1  # holds one already


def test_a_removed_key_reads_nothing_after_re_sealing(owner, ask_keys):
    Member.objects.create_user("mate")
    ask_keys("grant", "mate", typed=owner)
    assert ask_keys("remove", "mate", typed=(owner[0], "guess"))[0] == 1
    assert ask_keys("remove", "mate", typed=owner)[0] == 0
    assert Keyholder.objects.get(member__username="mate").removed_on
    code, _, err = ask_keys("remove", owner[0], typed=owner)
    assert code == 1
    assert "last key" in err


def test_what_another_key_opens_is_told(owner, ask_keys):
    send()
    Member.objects.create_user("mate")
    out = ask_keys("grant", "mate", typed=owner)[1]
    code, _, err = ask_keys("reseal", typed=("mate", printed_passphrase(out)))
    assert code == 1
    assert "1 packages did not open" in err
    assert out_of_date() == 1


def test_the_list(owner, ask_keys):
    ask_keys("recovery", "make", typed=owner)
    code, out, _ = ask_keys("list")
    assert code == 0
    assert "committee: since" in out
    assert "last drill never" in out
    assert "out of date: 0 of 0" in out


def test_a_key_is_exported_wrapped(owner, ask_keys, tmp_path):
    path = tmp_path / "key.age"
    assert ask_keys("export", owner[0], str(path), typed=(owner[1],))[0] == 0
    assert unwrap(path.read_bytes(), owner[1]) == secret_of(*owner)
    assert path.stat().st_mode & 0o077 == 0
    code, _, err = ask_keys("export", owner[0], str(path), typed=(owner[1],))
    assert code == 1
    assert "is there already" in err
    assert ask_keys("export", owner[0], str(tmp_path / "b"), typed=("guess",))[0] == 1
    assert not (tmp_path / "b").exists()
    assert AuditEntry.objects.last().verb == "exported key"


def test_the_host_is_the_second_person(owner, ask_keys):
    first_member = Member.objects.get()
    other = Member.objects.create_user("mate")
    other.groups.set(first_member.groups.all())
    payload = {"member": other.pk}
    change = ask(
        kind=Kind.GIVE_KEY,
        subject=f"member {other.pk}",
        payload=payload,
        member=first_member,
        now=timezone.now(),
    )
    assert f"{change.pk}: give a key" in ask_keys("waiting")[1]
    assert ask_keys("agree", "777")[0] == 1
    assert ask_keys("agree", str(change.pk))[0] == 0
    assert ask_keys("waiting")[1] == ""
    assert AuditEntry.objects.last().member == "host"


def test_secrets_are_not_taken_from_the_command_line(capsys):
    for extra in (["reseal", "passphrase"], ["recovery", "drill", "academic acid"]):
        with pytest.raises(SystemExit):
            parse(["keys", *extra])
