"""What bombs and the largest photos cost: seconds of CPU and memory, as the worker measured."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from soliday.photos import limits
from soliday.photos.frames import pack, unpack
from soliday.photos.pool import Pool
from tests.photos.bombs import BOMBS, DUDS, LARGEST

MEASURED = """
import resource
surrender()
header, [data] = request
frame = child.answer(header, data)
used = resource.getrusage(resource.RUSAGE_SELF)
fault = receive(__import__("io").BytesIO(frame).read)[0]["fault"]
answer({"fault": fault, "seconds": used.ru_utime + used.ru_stime, "kilobytes": used.ru_maxrss})
"""
Play = Callable[[str], Pool]


class Cost(NamedTuple):
    fault: str | None
    seconds: float
    megabytes: int


@pytest.fixture
def cost(stand_in: Play) -> Callable[[bytes], Cost]:
    pool = stand_in(MEASURED)

    def measured(data: bytes) -> Cost:
        assert len(data) <= limits.MAX_BYTES
        header, _ = unpack(pool.ask(pack({"task": "clean"}, [data])))
        fault, seconds, kilobytes = header["fault"], header["seconds"], header["kilobytes"]
        assert fault is None or isinstance(fault, str)
        assert isinstance(seconds, float) and isinstance(kilobytes, int)
        return Cost(fault, seconds, kilobytes >> 10)

    return measured


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_within_a_second(name: str, cost: Callable[[bytes], Cost]) -> None:
    make, fault = BOMBS[name]
    measured = cost(make())
    assert measured.fault == fault
    assert measured.seconds < 1
    assert measured.megabytes < 200


@pytest.mark.parametrize("name", DUDS)
def test_what_is_never_looked_at_costs_nothing(name: str, cost: Callable[[bytes], Cost]) -> None:
    measured = cost(DUDS[name]())
    assert measured.fault in (None, "broken")
    assert measured.seconds < 1
    assert measured.megabytes < 200


@pytest.mark.parametrize("name", LARGEST)
def test_fifty_megapixels_are_taken_within_memory_and_time(
    name: str, cost: Callable[[bytes], Cost]
) -> None:
    measured = cost(LARGEST[name]())
    assert measured.fault is None
    assert measured.seconds < 5
    # libheif holds all planes of ten bits twice; it is the one kind that comes close to the limit.
    assert measured.megabytes < (440 if name.endswith("4:2:2") else 400)
