"""Whether bombs slow honest senders: `python -m bench.bombs`.

One person sends reports with a photo of twelve megapixels to a server of its own, over HTTP; then
the same while another connection sends every kind of bomb of the tests, one after the other.
"""

from __future__ import annotations

import http.client
import io
import statistics
import tempfile
import threading
import time
from collections import Counter

from PIL import Image

from bench.intake import Server, Visitor, serving
from soliday.sealing.receipts import new_receipt
from tests.photos.bombs import BOMBS

PHOTOS, ROUNDS = 30, 3


def main() -> None:
    photo, bombs = _photo(), [make() for make, _ in BOMBS.values()]
    with tempfile.TemporaryDirectory() as d, serving(d, SOLIDAY_FLOOD_GUARD="off") as server:
        _times(server, photo)  # the first photos only warm up
        for _ in range(ROUNDS):
            alone = _times(server, photo)
            beside, refused = _beside(server, photo, bombs)
            ratio = statistics.median(beside) / statistics.median(alone)
            print(f"alone {_told(alone)}, beside {refused} bombs {_told(beside)}: {ratio:.2f}")


def _times(server: Server, photo: bytes) -> list[float]:
    visitor, found = Visitor(server.port), []
    for _ in range(PHOTOS):
        started = time.perf_counter()
        status, _, _ = visitor.send({"receipt": new_receipt()}, photo)
        assert status == 201, status
        found.append((time.perf_counter() - started) * 1000)
    return found


def _beside(server: Server, photo: bytes, bombs: list[bytes]) -> tuple[list[float], int]:
    stop, answers = threading.Event(), Counter[int]()
    other = threading.Thread(target=_throw, args=(server, bombs, stop, answers))
    other.start()
    found = _times(server, photo)
    stop.set()
    other.join()
    assert set(answers) <= {0, 422}, answers  # 0: the connection was closed on a bomb
    return found, answers.total()


def _throw(
    server: Server, bombs: list[bytes], stop: threading.Event, answers: Counter[int]
) -> None:
    visitor = Visitor(server.port)
    while not stop.is_set():
        for bomb in bombs:
            try:
                answers[visitor.send({"receipt": new_receipt()}, bomb)[0]] += 1
            except (OSError, http.client.HTTPException):
                answers[0] += 1
                visitor = Visitor(server.port)


def _told(times: list[float]) -> str:
    return f"{statistics.median(times):.0f} ms (19 of 20 below {sorted(times)[-2]:.0f})"


def _photo() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(file, "JPEG", quality=80)
    return file.getvalue()


if __name__ == "__main__":
    main()
