"""What publishing costs as a site grows: `python -m bench.press 1000 100000`.

For each number a data folder of its own gets the default day and so many actions in three
languages, and is baked: whole, or with --unbaked only as the ledger knows it (the cost of one
change does not read the other pages). With --hugo the same content is also built by Hugo. Then
actions are published, edited and withdrawn, one at a time, and timed until the press worker has
everything they touch on disk, signed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    asked = _parse()
    if asked.inside is not None:
        from bench import press_inside

        print(json.dumps(press_inside.fill(asked) if asked.fill else press_inside.measure(asked)))
        return
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="bench-press-"))
    found = [_measured(asked, folder / str(count), count) for count in asked.counts]
    for line in _lines(found):
        print(line)
    if not asked.keep:
        shutil.rmtree(folder, ignore_errors=True)


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.press", description=__doc__)
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 10000, 100000])
    parser.add_argument("--changes", type=int, default=30, help="of each kind")
    parser.add_argument("--unbaked", action="store_true", help="leave the full bake out")
    parser.add_argument("--hugo", action="store_true", help="build the same content with Hugo too")
    parser.add_argument("--folder", help="where to work; a temporary folder otherwise")
    parser.add_argument("--keep", action="store_true", help="leave the data for another run")
    parser.add_argument("--profile", help="write the profile of the changes to this file")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(asked: argparse.Namespace, folder: Path, count: int) -> dict[str, Any]:
    """In processes of its own: each number has its database."""
    environ = os.environ | {
        "SOLIDAY_MODE": "demo",
        "SOLIDAY_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "soliday.settings",
    }
    environ.pop("DATABASE_URL", None)
    options = [f"--{name}" for name in ("unbaked", "hugo") if getattr(asked, name)]
    options += ["--profile", asked.profile] if asked.profile else []
    command = [sys.executable, "-m", "bench.press", "--inside", str(count), *options]
    command += ["--changes", str(asked.changes), "--folder", str(folder)]
    # The press is another process than the one that fills, as on a server.
    subprocess.run([*command, "--fill"], env=environ, stdout=subprocess.DEVNULL, check=True)
    os.sync()
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _lines(found: list[dict[str, Any]]) -> list[str]:
    lines = []
    for each in found:
        lines.append(f"{each['count']} actions, {each['files']} files, load {each['load']}")
        for verb, times in each["changes"].items():
            walls, cpus = zip(*times, strict=True)
            worst = sorted(walls)[int(len(walls) * 0.9)]
            lines.append(
                f"  {verb}: median {statistics.median(walls):.0f} ms (nine of ten below"
                f" {worst:.0f} ms), processor {statistics.median(cpus):.0f} ms"
            )
        for name, value in each["bakes"].items():
            lines.append(f"  {name}: {value}")
    return lines


if __name__ == "__main__":
    started = time.monotonic()
    main()
    print(f"# {time.monotonic() - started:.0f} s", file=sys.stderr)
