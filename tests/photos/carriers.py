"""Pictures that carry what must not come through: each hides MARK somewhere else.

Formats: ISO 10918-1 (JPEG), CIPA DC-008 (EXIF) and DC-007 (MPF), Adobe XMP part 3, PNG third
edition.
"""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image, ImageCms
from pillow_heif import from_bytes, from_pillow

from tests.photos.isobmff import box, changed, reference

MARK = b"SECRETMARK42"
SPELLINGS = [MARK, MARK.decode().encode("utf-16-be"), MARK.decode().encode("utf-16-le")]


def photo(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A smooth picture without a single flat area."""
    slopes = [Image.linear_gradient("L"), Image.radial_gradient("L")]
    channels = [slopes[0], slopes[1], slopes[0].transpose(Image.Transpose.ROTATE_90)]
    return Image.merge("RGB", channels).resize(size).convert(mode)


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg_with(*segments: bytes, tail: bytes = b"") -> bytes:
    plain = saved(photo(), "JPEG")
    return plain[:2] + b"".join(segments) + plain[2:] + tail


def chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def png_with(*chunks: bytes, tail: bytes = b"", picture: Image.Image | None = None) -> bytes:
    """The chunks stand right behind the header."""
    plain = saved(picture or photo(), "PNG")
    return plain[:33] + b"".join(chunks) + plain[33:] + tail


def exif_block() -> bytes:
    """Text in IFD0, in the EXIF and GPS IFDs and a maker note."""
    exif = Image.Exif()
    exif[0x010F] = exif[0x013B] = MARK.decode()
    exif.get_ifd(0x8769).update({0x927C: MARK * 4, 0x9286: b"ASCII\0\0\0" + MARK})
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 27.0), 27: MARK, 29: MARK.decode()})
    return exif.tobytes()


def exif_thumbnail() -> bytes:
    """IFD1 with a thumbnail that has a comment of its own."""
    small = saved(photo((16, 12)), "JPEG", comment=MARK)
    ifd0 = struct.pack(">HI", 0, 14)
    entries = struct.pack(">HHII", 0x201, 4, 1, 44) + struct.pack(">HHII", 0x202, 4, 1, len(small))
    ifd1 = struct.pack(">H", 2) + entries + struct.pack(">I", 0)
    return b"Exif\0\0MM\0*\0\0\0\x08" + ifd0 + ifd1 + small


def colour_profile() -> bytes:
    """A working sRGB profile whose description is MARK."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    name = "sRGB built-in".encode("utf-16-be")
    marked = profile.replace(name, (MARK.decode() + " ").encode("utf-16-be"))
    assert SPELLINGS[1] in marked
    return marked


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("story.txt", MARK)
    return file.getvalue()


def jpeg_carriers() -> Iterator[tuple[str, bytes]]:
    xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>" + MARK + b"</x:xmpmeta>"
    more_xmp = b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + struct.pack(">II", 12, 0)
    iptc = b"\x1c\x02\x78" + struct.pack(">H", len(MARK)) + MARK
    resource = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc
    yield "exif", jpeg_with(segment(0xE1, exif_block()))
    yield "exif thumbnail", jpeg_with(segment(0xE1, exif_thumbnail()))
    yield "broken exif", jpeg_with(segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff" + MARK))
    yield "xmp", jpeg_with(segment(0xE1, xmp))
    yield "extended xmp", jpeg_with(segment(0xE1, xmp), segment(0xE1, more_xmp + MARK))
    yield "iptc", jpeg_with(segment(0xED, resource))
    yield "icc", saved(photo(), "JPEG", icc_profile=colour_profile())
    yield "broken icc", saved(photo(), "JPEG", icc_profile=MARK * 20)
    yield "comment", jpeg_with(segment(0xFE, MARK), segment(0xFE, MARK))
    yield "jfif thumbnail", jpeg_with(segment(0xE0, b"JFXX\0\x13\x02\x02" + MARK))
    yield "spare table", jpeg_with(segment(0xDB, b"\x03" + (MARK * 6)[:64]))
    for number in range(16):
        yield f"app{number}", jpeg_with(segment(0xE0 + number, b"Own\0" + MARK))
    yield "trailing zip", jpeg_with(tail=archive())
    yield "trailing picture", jpeg_with(tail=saved(photo(), "JPEG", comment=MARK))
    second = photo((32, 24))
    second.info["comment"] = MARK
    yield "second picture (mpf)", saved(photo(), "MPO", save_all=True, append_images=[second])
    yield "progressive", saved(photo(), "JPEG", progressive=True, comment=MARK, exif=exif_block())


def png_carriers() -> Iterator[tuple[str, bytes]]:
    packed = zlib.compress(MARK)
    yield "tEXt", png_with(chunk(b"tEXt", b"Author\0" + MARK))
    yield "zTXt", png_with(chunk(b"zTXt", b"Comment\0\0" + packed))
    yield "iTXt", png_with(chunk(b"iTXt", b"Title\0\0\0be\0\0" + MARK))
    yield "packed iTXt", png_with(chunk(b"iTXt", b"Title\0\x01\0be\0\0" + packed))
    yield "xmp iTXt", png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>" + MARK + b"</x>"))
    yield (
        "raw exif text",
        png_with(chunk(b"tEXt", b"Raw profile type exif\0" + MARK.hex().encode())),
    )
    yield "eXIf", png_with(chunk(b"eXIf", exif_block()[6:]))
    yield "iCCP", png_with(chunk(b"iCCP", b"x\0\0" + zlib.compress(colour_profile())))
    yield "sPLT", png_with(chunk(b"sPLT", MARK + b"\0\x08" + bytes(6)))
    yield "unknown chunk", png_with(chunk(b"prVt", MARK))
    yield "provenance chunk", png_with(chunk(b"caBX", MARK))
    yield "trailing bytes", png_with(tail=MARK)
    yield "png trailing zip", png_with(tail=archive())
    palette = photo().quantize(8)
    palette.putpalette((palette.getpalette() or [])[:24] + list(MARK))
    yield "spare colours", saved(palette, "PNG")
    hidden = Image.frombytes("RGB", (12, 12), MARK * 36).convert("RGBA")
    hidden.putalpha(0)
    yield "under transparency", saved(hidden, "PNG")
    frames = [photo((32, 24)), Image.frombytes("RGB", (32, 24), MARK * 192)]
    yield "second frame (apng)", saved(photo((32, 24)), "PNG", save_all=True, append_images=frames)


def riff_chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def webp_with(*chunks: bytes, tail: bytes = b"") -> bytes:
    """The chunks stand behind the pixels."""
    plain = saved(photo(), "WEBP", exif=b"Exif\0\0MM", quality=90)
    body = plain[8:] + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body + tail


def marked_colours(size: tuple[int, int] = (64, 48)) -> Image.Image:
    """A picture whose pixels spell MARK."""
    return Image.frombytes("RGB", size, (MARK * (size[0] * size[1]))[: size[0] * size[1] * 3])


def webp_carriers() -> Iterator[tuple[str, bytes]]:
    xmp = b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"
    yield "webp exif", saved(photo(), "WEBP", exif=exif_block())
    yield "webp xmp", saved(photo(), "WEBP", xmp=xmp)
    yield "webp icc", saved(photo(), "WEBP", icc_profile=colour_profile(), lossless=True)
    yield "webp unknown chunk", webp_with(riff_chunk(b"prVt", MARK))
    yield "webp trailing zip", webp_with(tail=archive())
    later = [marked_colours()]
    yield "webp second frame", saved(photo(), "WEBP", save_all=True, append_images=later, xmp=xmp)


def heic_carriers() -> Iterator[tuple[str, bytes]]:
    xmp = b"<x:xmpmeta>" + MARK + b"</x:xmpmeta>"
    yield "heic exif", heic(photo(), exif=exif_block())
    yield "heic xmp", heic(photo(), xmp=xmp)
    yield "heic icc", heic(photo(), icc_profile=colour_profile())
    yield "heic second picture", heic(photo(), save_all=True, append_images=[marked_colours()])
    yield "heic thumbnail", heic(photo((320, 240)), thumbnails=[64], xmp=xmp)
    plain = heic(photo())
    yield "heic own box", plain + box(b"uuid", b"0" * 16 + MARK)
    yield "heic free box", plain + box(b"free", MARK)
    yield "heic trailing zip", plain + archive()
    yield "heic item's own property", changed(plain, properties=((b"udes", b"\0" * 4 + MARK),))
    for name, kind in AUXILIARIES.items():
        yield f"heic {name}", with_auxiliary(kind)


def avif_carriers() -> Iterator[tuple[str, bytes]]:
    yield "avif exif", saved(photo(), "AVIF", exif=exif_block())
    yield "avif xmp", saved(photo(), "AVIF", xmp=MARK)
    yield "avif icc", saved(photo(), "AVIF", icc_profile=colour_profile())
    yield "avif trailing bytes", saved(photo(), "AVIF") + box(b"free", MARK)
    later = [marked_colours()]
    yield "avif second frame", saved(photo(), "AVIF", save_all=True, append_images=later, xmp=MARK)


AUXILIARIES = {
    "depth map": b"urn:mpeg:hevc:2015:auxid:2",
    "gain map": b"urn:com:apple:photo:2020:aux:hdrgainmap",
    "own map": b"urn:x:" + MARK,
}


def with_auxiliary(kind: bytes) -> bytes:
    """A picture whose second one is hidden and says that it is a map of that kind."""
    file = heic(photo(), save_all=True, append_images=[marked_colours()], xmp=MARK)
    whole = b"\0" * 4 + kind + b"\0"
    # The first item is the primary picture, the second its XMP.
    return changed(
        file, item=3, properties=((b"auxC", whole),), references=reference(b"auxl", 3, 1)
    )


def heic(picture: Image.Image, **options: object) -> bytes:
    """As `saved`; pillow-heif is registered with nothing."""
    file = io.BytesIO()
    heif = from_pillow(picture)
    for more in options.pop("append_images", []):  # type: ignore[attr-defined]
        heif.add_from_pillow(more)
    options.pop("save_all", None)
    for number, size in enumerate(options.pop("thumbnails", [])):  # type: ignore[var-annotated, arg-type]
        heif[number].info["thumbnails"] = [size]
    for name in ("exif", "xmp", "icc_profile"):
        if name in options:
            heif[0].info[name] = options.pop(name)  # type: ignore[assignment]
    heif.save(file, **{"quality": 90, **options})
    return file.getvalue()


def deep_heic(picture: Image.Image, **options: object) -> bytes:
    """As `heic`, of ten bits a channel."""
    pixels = picture.tobytes()
    # A sample behind itself: the same light in 16 bits.
    doubled = bytearray(2 * len(pixels))
    doubled[0::2] = doubled[1::2] = pixels
    file = io.BytesIO()
    heif = from_bytes(f"{picture.mode};16", picture.size, bytes(doubled))
    heif.save(file, **{"quality": 90, **options})
    return file.getvalue()


def all_carriers() -> dict[str, bytes]:
    makers = (jpeg_carriers, png_carriers, webp_carriers, heic_carriers, avif_carriers)
    return dict(carrier for maker in makers for carrier in maker())
