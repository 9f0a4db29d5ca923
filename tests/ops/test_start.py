"""One installation, started for the first time and again, killed and stopped: as a host sees it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.journeys.installation import ROOT, until

pytestmark = pytest.mark.server
NAMES = ["site", "desk", "user", "password", "totp", "passphrase"]
CANARY = "canary-7f3a"


def soliday(installation, *arguments, **environment):
    """Run a command on the installation; return the finished process."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("SOLIDAY_")}
    for name in ("DJANGO_SETTINGS_MODULE", "DATABASE_URL"):
        inherited.pop(name, None)
    own = {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(installation.data),
        "SOLIDAY_PORT": str(installation.port),
    }
    return subprocess.run(
        [sys.executable, "-m", "soliday", *arguments],
        cwd=ROOT,
        env=inherited | own | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def children(process):
    """The processes started by this one, by what they run."""
    found = {}
    proc = Path("/proc")
    for pid in (proc / f"{process.pid}/task/{process.pid}/children").read_text().split():
        command = (proc / pid / "cmdline").read_text()
        if not command.endswith("tend\0"):  # comes and goes
            found["press" if command.endswith("press\0") else "web"] = int(pid)
    return found


def test_the_first_start_prints_each_line_once(running):
    lines = [line.split(": ") for line in running.log.read_text().splitlines() if ": " in line]
    assert [name for name, _ in lines if name in NAMES] == NAMES
    assert running.printed["site"] == f"{running.site}/"


def test_the_site_the_desk_and_the_door_answer(running):
    assert running.get("/en/").status_code == 200
    assert running.get("/health").status_code == 200
    assert httpx.get(f"{running.site}/desk/", follow_redirects=True).status_code == 200


def test_the_folder_is_closed_to_others(running):
    assert running.data.stat().st_mode & 0o777 == 0o700
    assert all(not file.stat().st_mode & 0o077 for file in (running.data / "keys").iterdir())


def test_no_secret_lies_in_the_folder(running):
    for file in running.data.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            for name in ("password", "totp", "passphrase"):
                assert running.printed[name].encode() not in content, file


def test_the_doctor_finds_nothing(running):
    done = soliday(running, "doctor")
    assert (done.returncode, "bad" in done.stdout) == (0, False), done.stdout


def test_a_busy_port_is_a_sentence(running):
    done = soliday(running, "run")
    assert done.returncode == 1
    assert f"Port {running.port} of 127.0.0.1 is in use" in done.stderr


def test_production_is_not_started_before_it_is_prepared(running, tmp_path):
    production = {"SOLIDAY_MODE": "production", "SOLIDAY_SITE": "https://example.org"}
    other = {"SOLIDAY_DATA": str(tmp_path / "other"), "SOLIDAY_PORT": str(running.port + 1)}
    for command in (["run"], ["press", "--once"], ["keys", "demo"]):
        done = soliday(running, *command, **production, **other)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Run “soliday init” first" in done.stderr


def test_unsafe_settings_are_a_sentence_and_exit_code_two(running):
    done = soliday(running, "run", SOLIDAY_MODE="production")
    assert done.returncode == 2
    assert done.stderr.startswith("SOLIDAY_SITE is not set")


def test_preparing_again_changes_nothing_and_prints_no_secret(running):
    done = soliday(running, "init")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"site: {running.site}/\ndesk: {running.site}/desk/\n"


@pytest.mark.parametrize("name", ["press", "web"])
def test_what_died_is_started_again(running, name):
    before = children(running.process)[name]
    os.kill(before, signal.SIGKILL)
    until(
        lambda: children(running.process).get(name, before) != before, seconds=10, what="a new one"
    )
    until(lambda: _is_up(running), seconds=30, what="an answer")


def _is_up(installation):
    try:
        return installation.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def test_no_visitor_is_in_the_log(running):
    httpx.get(f"{running.site}/{CANARY}?{CANARY}", headers={"User-Agent": CANARY})
    httpx.post(f"{running.site}/send/report", data={"text": CANARY})
    assert CANARY not in running.log.read_text()


def test_a_killed_supervisor_takes_its_workers_along(running):
    os.kill(running.process.pid, signal.SIGKILL)
    running.process.wait()
    until(lambda: not _is_up(running), seconds=10, what="the port is free")


def test_the_second_start_is_quick_and_prints_no_secret(running):
    before = len(running.log.read_text())
    started = time.monotonic()
    running.start()
    print(f"second start: {time.monotonic() - started:.1f} s")

    def printed():
        return running.log.read_text()[before:]

    until(lambda: "desk: " in printed(), seconds=10, what="the addresses are printed")
    said = printed()
    assert f"site: {running.site}/" in said
    assert "password" not in said and "bin/soliday keys demo" in said


def test_it_ends_within_seconds_when_asked_to(running):
    running.process.terminate()
    assert running.process.wait(8) == 0
    assert not _is_up(running)
