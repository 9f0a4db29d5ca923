"""Re-sealing at the machine: everything out of date, with progress, and stoppable anywhere."""

from __future__ import annotations

import sys

from soliday.ops.asking import Refused
from soliday.reports.resealing import out_of_date, reseal_some


def reseal_everything(secret: str) -> None:
    """Re-seal by this secret; raises Refused when something did not open with it."""
    total, done, after = out_of_date(), 0, None
    while True:
        part = reseal_some(secret=secret, after=after)
        done, after = done + part.done, part.last
        print(f"\r{done} of {total} packages re-sealed", end="", file=sys.stderr, flush=True)
        if after is None:
            break
    print(file=sys.stderr)
    if left := out_of_date():
        raise Refused(f"{left} packages did not open with this key. Try another keyholder's.")
