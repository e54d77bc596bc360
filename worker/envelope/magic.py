"""Names binary files by their first bytes, for rejections a person can act on."""

from typing import Final

_MAGIC: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"PK\x03\x04", "a zip archive or office document"),
    (0, b"PK\x05\x06", "an empty zip archive"),
    (0, b"%PDF-", "a PDF document"),
    (0, b"\xff\xd8\xff", "a JPEG picture"),
    (0, b"\x89PNG\r\n", "a PNG picture"),
    (0, b"GIF87a", "a GIF picture"),
    (0, b"GIF89a", "a GIF picture"),
    (8, b"WEBP", "a WebP picture"),
    (8, b"AVI ", "an AVI video"),
    (8, b"WAVE", "a WAV recording"),
    (4, b"ftyp", "an MP4, HEIC or AVIF file"),
    (0, b"II*\x00", "a TIFF picture"),
    (0, b"MM\x00*", "a TIFF picture"),
    (0, b"ID3", "an MP3 recording"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
    (0, b"\x04\x22\x4d\x18", "an LZ4 frame"),
    (0, b"\xff\x06\x00\x00sNaPpY", "a framed snappy stream"),
    (0, b"\x82SNAPPY\x00", "a snappy block of xerial"),
    (0, b"BZh", "a bzip2 file"),
    (0, b"\xfd7zXZ\x00", "an xz file"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (0, b"Rar!\x1a\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (0, b"Obj\x01", "an Avro file"),
    (0, b"PAR1", "a Parquet file"),
    (0, b"\x7fELF", "a program"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
)


_BY_PLACE: Final = tuple(
    (place, tuple(magic for at, magic, _ in _MAGIC if at == place))
    for place in dict.fromkeys(at for at, _, _ in _MAGIC)
)


def binary_kind(data: bytes) -> str | None:
    """What the bytes are when they are a known binary file, with its article: "a PDF document"."""
    if not any(data.startswith(magics, at) for at, magics in _BY_PLACE):
        return None
    return next((kind for at, magic, kind in _MAGIC if data.startswith(magic, at)), None)
