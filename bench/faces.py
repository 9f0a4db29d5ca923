"""How many real faces the detector finds: `python -m bench.faces`, with the extra `faces`.

The pictures come inside scikit-image, which has to be installed too: the first hundred of its
lfw_subset are real faces (Labeled Faces in the Wild, grey, 25 pixels wide, so enlarged here),
pasted into photos without faces as people stand in a crowd; astronaut.png is one sharp portrait.
The same photos without faces tell how often one is seen where there is none.
"""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

from PIL import Image

from soliday.photos import faces
from soliday.photos.boxes import Box
from soliday.photos.door import clean

SIZE, SIDES, IN_A_ROW = (2000, 1500), (30, 40, 60, 90, 140), 5
WITHOUT = ("coffee.png", "chelsea.png", "rocket.jpg", "motorcycle_left.png", "grass.png")


def main() -> None:
    spec = find_spec("skimage")
    if not (spec and spec.submodule_search_locations and faces.is_installed()):
        print("not measured: scikit-image or the extra “faces” is not installed")
        return
    data = Path(spec.submodule_search_locations[0]) / "data"
    grounds = [Image.open(data / name).convert("RGB").resize(SIZE) for name in WITHOUT]
    seen = [len(_proposed(ground)) for ground in grounds]
    print(f"photos without faces: {sum(seen)} seen in {len(seen)}")
    for side in SIDES:
        print(f"faces of {side} pixels in {SIZE[0]}: {_found(data, grounds, side)} of 100 found")
    portrait = Image.open(data / "astronaut.png").convert("RGB")
    for width in (512, 256, 128):
        found = _proposed(portrait.resize((width, width)))
        is_found = any(_covers(box, (0.44, 0.23)) for box in found)
        print(f"a portrait {width} pixels wide: {'found' if is_found else 'missed'}")


def _found(data: Path, grounds: list[Image.Image], side: int) -> int:
    import numpy  # type: ignore[import-not-found, unused-ignore]

    people = numpy.load(data / "lfw_subset.npy")[:100]
    count, each = 0, len(people) // len(grounds)
    for number, ground in enumerate(grounds):
        picture, middles = ground.copy(), []
        for nth, person in enumerate(people[number * each : (number + 1) * each]):
            face = Image.fromarray((person * 255).astype("uint8")).convert("RGB")
            left = 150 + 370 * (nth % IN_A_ROW)
            top = 120 + 340 * (nth // IN_A_ROW)
            picture.paste(face.resize((side, side), Image.Resampling.BICUBIC), (left, top))
            middles.append(((left + side / 2) / SIZE[0], (top + side / 2) / SIZE[1]))
        boxes = _proposed(picture)
        count += sum(any(_covers(box, middle) for box in boxes) for middle in middles)
    return count


def _proposed(picture: Image.Image) -> list[Box]:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return faces.proposed(clean(file.getvalue()).jpeg)


def _covers(box: Box, point: tuple[float, float]) -> bool:
    """The middle of the face is in it, and it is not half the picture."""
    x, y = point
    is_inside = box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height
    return is_inside and box.width < 0.6


if __name__ == "__main__":
    main()
