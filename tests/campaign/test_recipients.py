"""The committee's recipients on the public site, for reports sealed elsewhere."""

from __future__ import annotations

import subprocess

import pytest
from bs4 import BeautifulSoup

from soliday.campaign import public, recipients
from soliday.campaign.written import all_written
from soliday.committee.keys import make_keyholder, recipients_in_force, replace_identity
from soliday.committee.models import Keyholder
from soliday.core.models import StaleKey
from soliday.sealing import age_write
from soliday.sealing.age_read import decrypt_with_secret


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(age_write, "SCRYPT_LOG_ROUNDS", 8)


def offered(stale=None):
    return {page.path: page for page in public.pages(stale, all_written())}


def test_stock_age_seals_with_the_file_as_it_is(day, owner, identity, tmp_path):
    file = offered()[recipients.FILE].render()
    (tmp_path / "committee.age.txt").write_bytes(file)
    (tmp_path / "report.txt").write_text("We sang.")
    command = "age -R committee.age.txt -a -o report.age report.txt"
    assert command in file.decode()
    subprocess.run(command.split(), cwd=tmp_path, check=True)
    sealed = (tmp_path / "report.age").read_bytes()
    assert sealed.startswith(b"-----BEGIN AGE ENCRYPTED FILE-----")
    assert decrypt_with_secret(sealed, identity.secret) == b"We sang."


def test_the_page_on_reporting_explains_it_in_four_steps(day, owner):
    page = BeautifulSoup(offered()["/en/report/"].render(), "html.parser")
    part = page.select_one("#elsewhere")
    assert len(part.select(".steps > li")) == 4
    assert "age -R committee.age.txt -a -o report.age report.txt" in part.text
    assert recipients_in_force()[0] in part.text
    linked = {each["href"] for each in part.select("a[download]")}
    assert linked == {recipients.FILE, "/keys/report-en.txt"} <= set(offered())
    assert part.select_one("img")["src"] == recipients.PICTURE
    assert "#elsewhere" not in offered()["/en/safety/"].render().decode()


def test_the_form_as_text_stands_in_each_language(day, owner):
    pages = offered()
    for language in ("en", "be", "ru"):
        lines = pages[f"/keys/report-{language}.txt"].render().decode().splitlines()
        fields = [line for line in lines if not line.startswith("# ")]
        assert fields[0] == "country:" and fields[-1] == "text:"
        assert f"language: {language}" in fields


def test_the_picture_holds_the_recipients_while_they_are_few(day, owner, monkeypatch):
    made = []
    monkeypatch.setattr(recipients.segno, "make_qr", lambda text, **_: made.append(text) or Code())
    offered()[recipients.PICTURE].render()
    monkeypatch.setattr(recipients, "committee_recipients", lambda: ["age1x"] * 4)
    offered()[recipients.PICTURE].render()
    assert made[0] == recipients_in_force()[0]
    assert made[1].endswith(recipients.FILE)


class Code:
    def save(self, *args, **options):
        pass


def test_the_picture_is_the_same_each_time_and_runs_nothing(day, owner):
    picture = offered()[recipients.PICTURE].render()
    assert picture == offered()[recipients.PICTURE].render()
    assert picture.startswith(b"<svg") and b"script" not in picture and b"style" not in picture


def test_without_a_keyholder_there_is_nothing_to_seal_to(day):
    pages = offered()
    assert not [path for path in pages if path.startswith("/keys/")]
    assert b'id="elsewhere"' not in pages["/en/report/"].render()


def test_a_change_of_keyholders_rewrites_what_shows_them(day, owner, committee_member, today):
    member = committee_member("new")
    changes = [
        lambda: make_keyholder(member=member, passphrase="a b c d e f g", today=today),
        lambda: replace_identity(
            keyholder=Keyholder.objects.get(member=owner), passphrase="h i j k l m", today=today
        ),
    ]
    for change in changes:
        StaleKey.objects.all().delete()
        change()
        assert StaleKey.objects.filter(key="recipients").exists()
    rewritten = set(offered(frozenset({"recipients"})))
    assert rewritten >= {recipients.FILE, recipients.PICTURE, "/en/report/", "/be/report/"}
    assert "/en/safety/" not in rewritten
    new = Keyholder.objects.get(member=member).recipient
    assert new in offered()[recipients.FILE].render().decode()
