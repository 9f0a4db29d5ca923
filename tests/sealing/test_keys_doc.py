"""The commands of docs/keys.md open a report without Soliday, word for word as they stand there."""

import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from soliday.reports.models import Package
from soliday.sealing.identities import new_identity, wrap
from soliday.sealing.packages import seal
from tests.sealing.test_stock_age import run_on_a_terminal

DOC = Path(__file__).resolve().parents[2] / "docs" / "keys.md"


@pytest.fixture(autouse=True)
def tools_are_installed() -> None:
    missing = [name for name in ("age", "sqlite3", "tar") if not shutil.which(name)]
    if not missing:
        return
    reason = f"not installed: {missing}"
    if os.environ.get("SOLIDAY_TEST_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def commands() -> str:
    blocks = re.findall(r"```sh\n(.*?)```", DOC.read_text("utf-8"), re.S)
    return next(block for block in blocks if "age -d" in block)


def test_a_report_opens_with_stock_tools(tmp_path: Path) -> None:
    holder = new_identity()
    (tmp_path / "key.age").write_bytes(wrap(holder.secret, "correct horse"))
    sealed = seal(
        {"report.json": b'{"text": "..."}'}, context="report 1", recipients=[holder.recipient]
    )
    with sqlite3.connect(tmp_path / "soliday.sqlite3") as database:
        table = Package._meta.db_table
        columns = {field.column for field in Package._meta.local_fields}
        assert {"kind", "sealed"} <= columns
        database.execute(f"CREATE TABLE {table} (kind text, sealed blob)")
        database.execute(f"INSERT INTO {table} VALUES ('text', ?)", [sealed])  # noqa: S608
    database.close()
    script = f"set -eo pipefail\n{commands()}"
    assert run_on_a_terminal(script, answer=b"correct horse\n", folder=tmp_path) == 0
    assert (tmp_path / "report.json").read_bytes() == b'{"text": "..."}'
    assert b'"report 1"' in (tmp_path / "about.json").read_bytes()
