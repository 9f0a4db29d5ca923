"""Damage photos of every kind at random and push them through the door: `python -m fuzz.photos`.

The server must never see anything but a clean picture or a refusal with a reason. Decoders may
crash in their child; how often is told, and with --keep the files are kept to be looked at.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from soliday.photos.door import clean
from soliday.photos.faults import PhotoRefused
from soliday.photos.pool import pool
from soliday.photos.structure import check_jpeg
from tests.photos.carriers import SPELLINGS, all_carriers

SLOW = 2.0
EDGES = (0, 1, 0x7F, 0x80, 0xFF)


def flipped(data: bytearray, dice: random.Random, _other: bytes) -> bytearray:
    for _ in range(dice.randint(1, 12)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return data


def set_to_an_edge(data: bytearray, dice: random.Random, _other: bytes) -> bytearray:
    """Lengths and counts are where parsers go wrong: most lie near the start."""
    at = dice.randrange(min(len(data), 600))
    width = dice.choice((1, 2, 4))
    data[at : at + width] = bytes([dice.choice(EDGES)]) * width
    return data


def cut(data: bytearray, dice: random.Random, _other: bytes) -> bytearray:
    return data[: dice.randrange(len(data))]


def doubled(data: bytearray, dice: random.Random, _other: bytes) -> bytearray:
    start = dice.randrange(len(data))
    part = data[start : start + dice.randrange(1, 400)]
    return data[:start] + part * dice.randint(2, 60) + data[start:]


def joined(data: bytearray, dice: random.Random, other: bytes) -> bytearray:
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def removed(data: bytearray, dice: random.Random, _other: bytes) -> bytearray:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 60) :]


Damage = Callable[[bytearray, random.Random, bytes], bytearray]
DAMAGES: tuple[Damage, ...] = (flipped, flipped, set_to_an_edge, cut, doubled, joined, removed)


def main() -> int:
    asked = _asked()
    dice = random.Random(asked.seed)  # noqa: S311 - to find faults, not to keep secrets
    until = time.monotonic() + asked.seconds + 60 * asked.minutes
    whole, seen = list(all_carriers().values()), Counter[str]()
    while time.monotonic() < until:
        data = bytearray(dice.choice(whole))
        for _ in range(dice.randint(1, 3)):
            data = dice.choice(DAMAGES)(data or bytearray(b"?"), dice, dice.choice(whole))
        _push(bytes(data), seen, asked.keep)
    _tell(asked.seed, seen)
    return 1 if seen["WRONG"] else 0


def _push(data: bytes, seen: Counter[str], keep: Path | None) -> None:
    faults, started = pool.faults_count, time.monotonic()
    try:
        picture = clean(data)
        is_bare = not any(mark in picture.jpeg for mark in SPELLINGS)
        is_right = is_bare and check_jpeg(picture.jpeg) == (picture.width, picture.height)
        told = "taken" if is_right else "WRONG"
    except PhotoRefused as refused:
        told = refused.reason
    except Exception as error:
        told = "WRONG"
        print(f"the server saw {error!r}", file=sys.stderr)
    seen[told] += 1
    has_crashed, is_slow = pool.faults_count > faults, time.monotonic() - started > SLOW
    seen["crashed in the child"] += has_crashed
    seen[f"took more than {SLOW} s"] += is_slow
    if keep and (has_crashed or is_slow or told == "WRONG"):
        (keep / sha256(data).hexdigest()[:16]).write_bytes(data)


def _tell(seed: int, seen: Counter[str]) -> None:
    print(f"seed {seed}")
    for told, count in sorted(seen.items()):
        print(f"{count:9} {told}")


def _asked() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=float, default=0)
    asked.add_argument("--minutes", type=float, default=0)
    asked.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4)))
    asked.add_argument("--keep", type=Path, help="a folder for what crashed, was slow or wrong")
    return asked.parse_args()


if __name__ == "__main__":
    sys.exit(main())
