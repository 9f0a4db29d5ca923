"""How fast the door is beside bare libraries: `python -m bench.photos`.

They only decode, resize and encode; the door isolates and checks as well.
Every contender makes a page (1600 pixels) and a wall picture (640) of the same files in the same
run, in turns. Give files of your own as arguments, or 12 and 50 megapixels are made up.
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import PIL
import pillow_heif
from PIL import Image

from soliday.photos import limits, process
from soliday.photos.door import clean, redact
from soliday.photos.frames import pack, unpack
from soliday.photos.process import Child

try:
    import pyvips  # type: ignore[import-not-found, unused-ignore]
except (ImportError, OSError):
    pyvips = None  # type: ignore[assignment, unused-ignore]
try:
    import cv2
    import numpy
except ImportError:
    cv2 = None  # type: ignore[assignment, unused-ignore]

PAGE, WALL, QUALITY = limits.PAGE_LONGEST, limits.WALL_LONGEST, 80
MEASURED = """import sys; sys.path.append(sys.argv[1])
import io, resource
from soliday.photos import child
from soliday.photos.frames import pack, receive
from soliday.photos.surrender import surrender
def work():
    surrender()
    header, [data] = receive(child._read)
    fault = receive(io.BytesIO(child.answer(header, data)).read)[0]["fault"]
    used = resource.getrusage(resource.RUSAGE_SELF)
    child._write(pack({"fault": fault, "mb": used.ru_maxrss >> 10,
                       "cpu": used.ru_utime + used.ru_stime}))
child.main(work)
"""


def in_two_steps(data: bytes) -> None:
    """As for a report: taken in today, redacted later."""
    redact(clean(data).jpeg, [])


def pillow(data: bytes, *, draft: bool) -> None:
    picture: Image.Image = Image.open(io.BytesIO(data))
    if draft:
        scale = PAGE / max(picture.size)
        picture.draft("RGB", (int(picture.width * scale), int(picture.height * scale)))
    picture.thumbnail((PAGE, PAGE), reducing_gap=2.0 if draft else None)
    picture = picture.convert("RGB")
    picture.save(io.BytesIO(), "JPEG", quality=QUALITY)
    picture.thumbnail((WALL, WALL))
    picture.save(io.BytesIO(), "JPEG", quality=QUALITY)


def libvips(data: bytes) -> None:
    page = pyvips.Image.thumbnail_buffer(data, PAGE).copy_memory()
    page.jpegsave_buffer(Q=QUALITY, keep="none")
    page.thumbnail_image(WALL).jpegsave_buffer(Q=QUALITY, keep="none")


def opencv(data: bytes) -> None:
    picture = cv2.imdecode(numpy.frombuffer(data, numpy.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("cannot read it")
    for longest in (PAGE, WALL):
        scale = longest / max(picture.shape[:2])
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])


CONTENDERS: dict[str, Callable[[bytes], object] | None] = {
    "the door": in_two_steps,
    "Pillow with draft": partial(pillow, draft=True),
    "Pillow without": partial(pillow, draft=False),
    "libvips": libvips if pyvips else None,
    "OpenCV": opencv if cv2 else None,
}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="*", type=Path)
    asked.add_argument("--rounds", type=int, default=9)
    given = asked.parse_args()
    pillow_heif.register_heif_opener()
    photos = {file.name: file.read_bytes() for file in given.files} or dict(_made_up())
    print(f"{os.cpu_count()} cores, Pillow {PIL.__version__}, {limits.JOBS_AT_ONCE} at once")
    for name, data in photos.items():
        print(f"\n{name}, {len(data) / 1e6:.1f} MB")
        _race(data, given.rounds)
        _measure(data)
    _four_at_once(next(iter(photos.values())))


def _race(data: bytes, rounds: int) -> None:
    """Ratios above 1: the door is faster. The fastest rounds count: others' work only adds."""
    times: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name, contender in CONTENDERS.items():
            if contender:
                times[name].append(_seconds(contender, data))
    own = min(times["the door"])
    for name, contender in CONTENDERS.items():
        taken = min(times[name]) if contender else 0
        line = f"{taken * 1000:8.0f} ms  ratio {taken / own:5.2f}"
        told = line if contender else "not installed"
        print(f"  {name:18} {'cannot read it' if taken == float('inf') else told}")


def _seconds(contender: Callable[[bytes], object], data: bytes) -> float:
    started = time.perf_counter()
    try:
        contender(data)
    except Exception:  # peers fail in their own ways where a format is not built in
        return float("inf")
    return time.perf_counter() - started


def _measure(data: bytes) -> None:
    """What one worker used, by its own account."""
    start, process.START = process.START, MEASURED
    child = Child()
    try:
        used, _ = unpack(child.ask(pack({"task": "clean"}, [data])))
    finally:
        child.end()
        process.START = start
    print(f"  one worker: {used['mb']} MB at most, {used['cpu']:.2f} s of CPU")


def _four_at_once(data: bytes) -> None:
    with ThreadPoolExecutor(4) as four, ThreadPoolExecutor(1) as one:
        times = [(_twelve(four, data), _twelve(one, data)) for _ in range(6)]
    together, alone = (min(column) for column in zip(*times, strict=True))
    print(f"\nfour senders at once: {alone / together:.2f} times as many photos as one alone")


def _twelve(threads: ThreadPoolExecutor, data: bytes) -> float:
    started = time.perf_counter()
    list(threads.map(clean, [data] * 12))
    return time.perf_counter() - started


def _made_up() -> list[tuple[str, bytes]]:
    print("making up photos …", file=sys.stderr)
    made = []
    for size in ((4032, 3024), (8160, 6120)):
        small = Image.effect_noise((size[0] // 24, size[1] // 24), 90).convert("RGB")
        grain = Image.effect_noise(size, 18).convert("RGB")
        scene = Image.blend(small.resize(size, Image.Resampling.BICUBIC), grain, 0.15)
        name = f"{size[0] * size[1] / 1e6:.0f} megapixels"
        for kind, options in (
            ("JPEG", {"quality": 85}),
            ("HEIF", {"quality": 55, "enc_params": {"preset": "ultrafast"}}),
        ):
            file = io.BytesIO()
            scene.save(file, kind, **options)
            made.append((f"{name}, {kind}", file.getvalue()))
    return made


if __name__ == "__main__":
    main()
