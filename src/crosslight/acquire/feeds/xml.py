"""XML from strangers: decoded, its declarations refused, parsed without a look outside."""

from __future__ import annotations

import re
from typing import Any

from crosslight.errors import SkipArticle
from crosslight.extract.decoding import decode_markup

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_TAG = re.compile(r"<(/?)[a-zA-Z_][^<>]*?(/?)>|<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
DEEPEST = 200
"""Levels of a feed; real ones have under 20."""


def safe_xml(raw: bytes, source: str, charset: str | None = None) -> bytes:
    """The document as UTF-8 without its XML declaration, where it declares nothing of its own.

    Raises:
        SkipArticle: it declares entities or a document type of its own (an entity bomb, or a look into files), or nests too deeply.

    """
    text = _REFERENCE.sub(_sound, _CONTROL.sub("", decode_markup(raw, source, charset)))
    start = _past_prolog(text, source)
    if start < 0:
        raise SkipArticle(source, "is no XML that can be read; check that it is a feed")
    if _too_deep(text):
        raise SkipArticle(source, f"nests its elements more than {DEEPEST} deep, as no feed does")
    return text[start:].encode("utf-8", "replace")


def _sound(reference: re.Match[str]) -> str:
    """A character reference as it stands, where it names a character that XML may hold: parsers fail on others, or pass them on."""
    digits = reference.group(1) or reference.group(2)
    point = int(digits, 16 if reference.group(1) else 10) if len(digits) < 12 else 0
    allowed = point in (9, 10, 13) or 32 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or 0x10000 <= point < 0x110000
    return reference.group(0) if allowed else "\ufffd"


def tree(xml: bytes, source: str) -> Any:
    """The root element, as well as it can be had: lists made by hand are often not well-formed.

    Raises:
        SkipArticle: there is no element.

    """
    from lxml import etree  # type: ignore[import-untyped]

    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser=parser)
    except etree.XMLSyntaxError as error:
        raise SkipArticle(source, "is no XML that can be read; check that it is a feed") from error
    if root is None:
        raise SkipArticle(source, "is no XML that can be read; check that it is a feed")
    return root


def local(element: Any) -> str:
    """An element's name without its namespace."""
    return str(element.tag).rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _past_prolog(text: str, source: str) -> int:
    """Where the root element begins; -1 where there is none."""
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
        elif text.startswith("<?", at):
            end = text.find("?>", at)
        elif text[at : at + 9].upper() == "<!DOCTYPE":
            end = text.find(">", at)
            if "[" in text[at : end if end >= 0 else None]:
                raise SkipArticle(source, "declares XML entities of its own, which no feed needs; it is refused")
        elif text.startswith("<!", at):
            raise SkipArticle(source, "declares XML entities of its own, which no feed needs; it is refused")
        else:
            return at
        if end < 0:
            return -1
        at = text.find("<", end)
    return -1


def _too_deep(text: str) -> bool:
    depth = 0
    for tag in _TAG.finditer(text):
        if tag.group(0).startswith("<!") or tag.group(2):
            continue
        depth = max(0, depth - 1) if tag.group(1) else depth + 1
        if depth > DEEPEST:
            return True
    return False
