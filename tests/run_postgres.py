"""Runs the tests that touch the database on a private PostgreSQL: `python -m tests.run_postgres`.

The server lives in a temporary folder, on a unix socket only, and never as root.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

USER = "soliday"
# Nothing here has to survive a power cut.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


class NoPostgres(Exception):
    """PostgreSQL's server is not installed."""


def main(arguments: list[str]) -> int:
    try:
        with private_postgres() as url:
            return _pytest(url, arguments)
    except NoPostgres:
        print("Skipped: the tests on PostgreSQL. On Debian: apt install postgresql")
        return 1 if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1" else 0


def _pytest(url: str, arguments: list[str]) -> int:
    print("The same tests of the database once more, on PostgreSQL:", flush=True)
    chosen = ["-m", "django_db and not browser and not server", "-n", "2", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", "-q", *chosen, *arguments]
    return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


@contextmanager
def private_postgres() -> Iterator[str]:
    """Start a server, yield its DATABASE_URL, and remove it without a trace."""
    folder = Path(tempfile.mkdtemp(prefix="soliday-postgres-"))
    try:
        _give_away(folder)
        _run("initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")
        server = ("-D", folder / "data", "-l", folder / "log", "-o", f"{QUICK} -k {folder}")
        _run("pg_ctl", *server, "-w", "start")
        try:
            _run("createdb", "-h", folder, "-U", USER, USER)
            yield f"postgres://{USER}@{quote(str(folder), safe='')}/{USER}"
        finally:
            _run("pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(name: str, *arguments: object) -> None:
    words = [_program(name), *map(str, arguments)]
    if owner := _owner():
        words = ["runuser", "-u", owner, "--", *words]
    done = subprocess.run(words, capture_output=True, text=True, cwd="/")
    if done.returncode:
        sys.exit(f"{name} failed: {done.stderr or done.stdout}")


def _program(name: str) -> str:
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = next((folder / name for folder in versions if (folder / name).exists()), None)
    program = str(found) if found else shutil.which(name)
    if program is None:
        raise NoPostgres
    return program


def _owner() -> str | None:
    """Whom the server runs as: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    users = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in users else "nobody"


def _give_away(folder: Path) -> None:
    if owner := _owner():
        shutil.chown(folder, owner)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
