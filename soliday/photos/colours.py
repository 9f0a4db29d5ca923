"""Bring every picture to sRGB, whatever its file says its numbers mean.

Profiles as in ICC.1:2010; coded colours as in ITU-T H.273 (nclx, cICP), of which a profile is made.
"""

import struct
from collections.abc import Callable
from io import BytesIO
from math import exp, log

from PIL import Image, ImageCms

# A printer's profile may have three megabytes; one with more is passed over.
MOST_BYTES = 4_000_000
SRGB = ImageCms.createProfile("sRGB")

Curve = Callable[[float], float]
Matrix = list[list[float]]
# H.273, table 2: red, green, blue and white as x, y; the others are as good as sRGB's.
D65 = (0.3127, 0.3290)
PRIMARIES = {
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65),
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65),
}
NEAR_SRGB = ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), D65)
# ICC.1, annex E: colours are told as seen under D50, by the matrix of Bradford.
D50 = (0.9642, 1.0, 0.8249)
BRADFORD = [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
SAMPLES = 1024
# ITU-R BT.2408: nits of white paper in a bright picture.
PAPER = 203
KNEE = 0.6


def in_srgb(picture: Image.Image, colours: bytes | None) -> Image.Image:
    """Return the picture as RGB; a profile that is broken or does not fit is passed over."""
    if colours and len(colours) <= MOST_BYTES:
        try:
            return _by_profile(picture, ImageCms.ImageCmsProfile(BytesIO(colours)))
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _by_profile(picture: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    converted = ImageCms.profileToProfile(picture, profile, SRGB, outputMode="RGB")
    if converted is None:
        raise ValueError("no picture came out of the colour conversion")
    return converted


def coded_colours(primaries: int, transfer: int) -> bytes | None:
    """Return a profile for colours of H.273, or None where they are as good as sRGB's."""
    curve = CURVES.get(transfer, _from_srgb)
    if primaries not in PRIMARIES and transfer not in CURVES:
        return None
    return _profile(_to_d50(PRIMARIES.get(primaries, NEAR_SRGB)), curve)


def _from_srgb(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4


def _from_pq(level: float) -> float:
    """SMPTE ST 2084; 10,000 nits are 1."""
    power = level ** (1 / 78.84375)
    nits = 10_000 * (max(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)) ** (
        1 / 0.1593017578125
    )
    return _rolled_off(nits / PAPER)


def _from_hlg(level: float) -> float:
    """ARIB STD-B67 on a screen of 1,000 nits."""
    a, b = 0.17883277, 0.28466892
    c = 0.5 - a * log(4 * a)
    scene = level**2 / 3 if level <= 0.5 else (exp((level - c) / a) + b) / 12
    return _rolled_off(1000 * scene**1.2 / PAPER)


def _rolled_off(light: float) -> float:
    """Lights brighter than paper keep some shape instead of becoming one white spot."""
    if light <= KNEE:
        return light
    return KNEE + (1 - KNEE) * (1 - exp((KNEE - light) / (1 - KNEE)))


# H.273, table 3; the others are as good as sRGB's.
CURVES: dict[int, Curve] = {8: float, 16: _from_pq, 18: _from_hlg}


def _to_d50(points: tuple[tuple[float, float], ...]) -> Matrix:
    """The columns X, Y, Z of red, green and blue."""
    *corners, white = [[x / y, 1.0, (1 - x - y) / y] for x, y in points]
    columns = [list(row) for row in zip(*corners, strict=True)]
    shares = _times(_inverse(columns), white)
    scaled = [[value * share for value, share in zip(row, shares, strict=True)] for row in columns]
    seen, wanted = _times(BRADFORD, white), _times(BRADFORD, list(D50))
    gains = [there / here for here, there in zip(seen, wanted, strict=True)]
    adapted = [_times(BRADFORD, list(colour)) for colour in zip(*scaled, strict=True)]
    back = _inverse(BRADFORD)
    return [
        _times(back, [value * gain for value, gain in zip(colour, gains, strict=True)])
        for colour in adapted
    ]


def _times(matrix: Matrix, vector: list[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def _inverse(m: Matrix) -> Matrix:
    """Of three by three, by the cofactors."""

    def minor(row: int, column: int) -> float:
        (a, b), (c, d) = (
            [m[r % 3][k % 3] for k in (column + 1, column + 2)] for r in (row + 1, row + 2)
        )
        return a * d - b * c

    whole = sum(m[0][k] * minor(0, k) for k in range(3))
    return [[minor(column, row) / whole for column in range(3)] for row in range(3)]


def _profile(colours: Matrix, curve: Curve) -> bytes:
    """ICC.1, 8.3: a display by three colours and one curve."""
    levels = [round(65_535 * min(curve(n / (SAMPLES - 1)), 1)) for n in range(SAMPLES)]
    tags = {
        name: b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(v * 65_536) for v in xyz))
        for name, xyz in zip((b"rXYZ", b"gXYZ", b"bXYZ", b"wtpt"), [*colours, D50], strict=True)
    }
    shape = b"curv\0\0\0\0" + struct.pack(f">I{SAMPLES}H", SAMPLES, *levels)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), shape)
    table, body = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I4xI12s", start + len(body), 0x04200000, b"mntrRGB XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", 63_190, 65_536, 54_061)
    return header.ljust(128, b"\0") + table + body
