"""From bytes to text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import re

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
    (b"\x28\xb5\x2f\xfd", "zstd-compressed"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"\x7fELF", "a program"),
)
_STATED = re.compile(rb"""(?i)<(?:meta[^>]{0,300}?charset|\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""")
_ESCAPED = ("iso-2022", "hz", "utf-7")
"""Encodings whose bytes are all ASCII: they look like UTF-8, so what is declared must be heard first."""
_AS_BROWSERS_READ = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030",
    "gbk": "gb18030", "iso-8859-9": "cp1254", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "iso-8859-11": "cp874", "x-sjis": "cp932"}  # fmt: skip
"""WHATWG Encoding Standard: what browsers take these labels for."""
FEW_BROKEN = 0.001
"""The share of characters that may be broken in a page said to be UTF-8: a cut sequence here and there, not another encoding."""


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
    wide = _wide(raw[:2048])
    if wide:
        return _strict(raw, wide, source)
    kind = binary_kind(raw)
    if kind:
        raise SkipArticle(source, f"is not text (it looks like {kind}); save the article as text or HTML")
    for encoding in filter(None, (declared, "utf-8")):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(raw, source)


def binary_kind(start: bytes) -> str | None:
    """What bytes that are no text look like; ``None`` for what may be text. UTF-16 and UTF-32 are."""
    if any(start.startswith(mark) for mark, _ in _BOMS) or _wide(start[:2048]):
        return None
    kind = next((name for magic, name in _MAGIC if start.startswith(magic)), None)
    return kind or ("binary data" if b"\x00" in start[:8192] else None)


def decode_markup(raw: bytes, source: str, declared: str | None = None) -> str:
    """The text of an HTML or XML file, which may say its encoding itself, and may say it wrongly.

    What is valid UTF-8 is UTF-8, whatever it is declared as (a text in another encoding is so by accident
    almost never). Null bytes are left out.

    Raises:
        SkipArticle: as :func:`decode`.

    """
    if not raw.strip(b"\0 \t\r\n"):
        raise SkipArticle(source, "is empty; nothing to read")
    if any(raw.startswith(mark) for mark, _ in _BOMS) or _wide(raw[:2048]):
        return decode(raw, source).replace("\0", "")
    if any(raw.startswith(magic) for magic, _ in _MAGIC):
        return decode(raw, source)
    raw = raw.replace(b"\0", b"")
    stated = _STATED.search(raw[:4096])
    labels = [_label(name) for name in (declared, stated.group(1).decode("ascii") if stated else None) if name]
    first = [name for name in labels if name.startswith(_ESCAPED) and name != "utf-7"]
    for encoding in (*first, "utf-8", *labels):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _nearly_utf8(raw, said="utf-8" in labels or "utf8" in labels) or _guess(raw, source)


def _label(name: str) -> str:
    plain = name.strip().lower()
    return _AS_BROWSERS_READ.get(plain, plain)


def _nearly_utf8(raw: bytes, *, said: bool) -> str | None:
    """UTF-8 with a few broken bytes; ``None`` where those read better as the letters of another encoding."""
    text = raw.decode("utf-8", "replace")
    broken, beyond = text.count("\ufffd"), sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    if broken > max(3, FEW_BROKEN * len(text)):
        return None
    if broken < beyond:
        return text if said or broken * 4 <= beyond else None
    western = re.findall(r"[^\x00-\x7f]+", raw.decode("cp1252", "replace"))
    return text if said and not all(c.islower() or c in "‘’“”–—…€£«»" for run in western for c in run) else None


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark, where every other byte is a null in text that is mostly ASCII."""
    pairs = len(start) // 2
    if pairs < 8:
        return None
    even, odd = start[: pairs * 2 : 2].count(0), start[1 : pairs * 2 : 2].count(0)
    if odd > 0.7 * pairs and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * pairs and odd == 0 else None


def _strict(raw: bytes, encoding: str, source: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SkipArticle(source, f"says that it is {encoding.upper()}, but byte {error.start} is not; save it as UTF-8") from error


def _guess(raw: bytes, source: str) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw, cp_isolation=list(_GUESSED)).best()
    if best is None or best.percent_chaos > 10:
        raise SkipArticle(source, "is in no encoding that can be told; save it as UTF-8")
    if best.encoding in _LATIN:
        told = max((*_LATIN, best.encoding), key=lambda name: (_common_words(raw, name), name == "cp1252", name == best.encoding))
        return raw.decode(told)
    return str(raw.decode(best.encoding, "strict"))


def _common_words(raw: bytes, encoding: str) -> int:
    """How many everyday words with an accent the bytes hold when they are read in this encoding."""
    try:
        text = raw[:200_000].decode(encoding)
    except UnicodeDecodeError:
        return -1
    return sum(word in _ACCENTED for word in re.findall(r"\w+", text.lower()))


_GUESSED = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp874", "iso8859_2", "iso8859_7", "koi8_r",
    "big5", "gb18030", "shift_jis", "euc_jp", "euc_kr",
)  # fmt: skip
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254")
"""These differ in a few letters only: the detector took French and Spanish for Central European, and Polish for Western."""
_ACCENTED = frozenset(
    [
        "à",
        "été",
        "où",
        "après",
        "très",
        "même",
        "déjà",
        "être",
        "également",
        "président",
        "français",
        "années",
        "décembre",
        "février",
        "août",
        "selon",
        "européenne",
        "sécurité",
        "près",
        "côté",
        "año",
        "años",
        "también",
        "más",
        "según",
        "está",
        "así",
        "después",
        "sólo",
        "están",
        "país",
        "millones",
        "español",
        "días",
        "será",
        "für",
        "über",
        "können",
        "würde",
        "wäre",
        "während",
        "zurück",
        "große",
        "möglich",
        "früher",
        "später",
        "müssen",
        "könnte",
        "não",
        "são",
        "também",
        "já",
        "até",
        "você",
        "após",
        "três",
        "país",
        "região",
        "são",
        "à",
        "polícia",
        "milhões",
        "è",
        "più",
        "perché",
        "città",
        "già",
        "così",
        "può",
        "sarà",
        "però",
        "på",
        "är",
        "från",
        "också",
        "även",
        "både",
        "över",
        "året",
        "får",
        "når",
        "så",
        "någon",
        "själv",
        "være",
        "også",
        "både",
        "år",
        "kørte",
        "første",
        "år",
        "får",
        "når",
        "sønn",
        "się",
        "że",
        "był",
        "są",
        "już",
        "też",
        "może",
        "także",
        "została",
        "roku",
        "został",
        "według",
        "osób",
        "będzie",
        "który",
        "która",
        "które",
        "był",
        "že",
        "při",
        "také",
        "už",
        "již",
        "jsou",
        "není",
        "podle",
        "může",
        "které",
        "která",
        "který",
        "roku",
        "řekl",
        "byl",
        "až",
        "před",
        "předseda",
        "lidí",
        "úterý",
        "és",
        "hogy",
        "volt",
        "több",
        "között",
        "után",
        "még",
        "szerint",
        "került",
        "első",
        "két",
        "și",
        "că",
        "în",
        "fost",
        "după",
        "către",
        "între",
        "până",
        "țară",
        "să",
        "için",
        "olduğu",
        "açıkladı",
        "olduğunu",
        "göre",
        "söyledi",
        "değil",
        "öldü",
        "kişi",
        "başkanı",
        "çok",
        "olarak",
        "gün",
        "sonra",
        "türkiye",
        "bağlı",
        "büyük",
        "yüzde",
        "saatlerinde",
        "salı",
        "açıklama",
        "kapalı",
        "kadar",
    ]
)
"""Everyday words of news in a dozen languages, each with a letter beyond ASCII."""
