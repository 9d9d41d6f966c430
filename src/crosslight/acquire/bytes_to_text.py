"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs

from crosslight.errors import SkipArticle

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Longest first where one begins another: UTF-32's little-endian mark begins with UTF-16's."""

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or an office document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
)


def decode(raw: bytes, source: str, declared: str | None = None) -> str:
    """The text of ``raw``, line ends kept, a byte-order mark left out.

    Tried in order: the byte-order mark, the declared encoding, UTF-8, then a guess that must be clear.

    Raises:
        SkipArticle: the bytes are empty, not text, or in no encoding that can be told.

    """
    if not raw.strip():
        raise SkipArticle(source, "is empty; nothing to read")
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding, source)
    kind = next((name for magic, name in _MAGIC if raw.startswith(magic)), None)
    if kind or b"\x00" in raw[:8192]:
        raise SkipArticle(source, f"is not text (it looks like {kind or 'binary data'}); save the article as text or HTML")
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(raw, source)


def _strict(raw: bytes, encoding: str, source: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SkipArticle(source, f"says that it is {encoding.upper()}, but byte {error.start} is not; save it as UTF-8") from error


def _guess(raw: bytes, source: str) -> str:
    from charset_normalizer import from_bytes

    # Western single-byte text is what news archives hold when it is not UTF-8; the detector decides the rest.
    best = from_bytes(
        raw, cp_isolation=["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "big5", "gb18030", "shift_jis", "euc_kr"]
    ).best()
    if best is None or best.percent_chaos > 10:
        raise SkipArticle(source, "is in no encoding that can be told; save it as UTF-8")
    return str(raw.decode(best.encoding, "strict"))
