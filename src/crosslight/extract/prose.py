"""Lines that stand among an article's paragraphs and are none of them: "read more", captions, newsletters, credits."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_ASIDE = 34
"""Words. A longer paragraph is prose, whatever it begins with."""

_START = r"""(?ix)\A[^\w"“”„«»‘’']*(?:
      (?:read|see|watch|listen|look)\s+(?:more|also|next|on|now|here|too)\b (?!\s+(?:than|like)) |
      (?:also|more)\s+(?:read|on\s+this|from\s+\w+|in\s+\w+)\s*: | also\s+read\b | further\s+reading | read\s*(?:\||:|>|») |
      (?:related|recommended|must\s+read|don['’]t\s+miss|in\s+case\s+you\s+missed|trending|most\s+read|editor['’]?s?['’]?\s+(?:picks?|choice)|you\s+(?:may|might)\s+(?:also\s+)?like|more\s+stories|top\s+stories|more\s+on\s+this)(?:\s*[:|>»].*)?\Z | (?:watch|video|gallery|live|podcast|listen|explainer|in\s+pictures)\s*: |
      (?:sign|signed)\s+up\b.*\b(?:newsletter|e-?mail|inbox|alerts?|briefing|free|here|account)\b | get\s+(?:the|our|all|more)\b.*\b(?:newsletter|inbox|app|e-?mail)\b |
      (?:subscribe|register\s+(?:now|here|for\s+free|today)|log\s+in|sign\s+in|create\s+an?\s+account|become\s+a\s+(?:member|subscriber)|support\s+(?:us|our|independent\s+journalism)|already\s+a\s+subscriber|to\s+(?:continue|keep)\s+reading|continue\s+reading|you\s+have\s+\d+\s+(?:free\s+)?articles?)\b |
      (?:follow|like|join|find)\s+us\s+on\b | (?:follow|see|find|read)\b.{0,60}\bcoverage\b.*(?:https?://|www\.|\bhere\b|\bat\s+\S+\.\w+/).*\Z | (?:follow|message)\s+\S+(?:\s+\S+){0,4}\s+on\s+(?:twitter|x|facebook|instagram|whatsapp|telegram|threads|bluesky)\b |
      (?:share(?:\s+(?:this|on)\b.{0,30})?|tweet|e-?mail|print|save|comments?|copy\s+link|advertisement|advertising|sponsored(?:\s+content)?|ad|skip\s+to\b.*|back\s+to\s+top|click\s+here\b.*|tap\s+here\b.*|download\s+(?:the|our)\s+app\b.*|this\s+video\s+(?:can\s*not|cannot)\b.*|loading\W*|play\s+video|story\s+continues\s+below.*|article\s+continues\s+(?:after|below).*|scroll\s+(?:down|to)\b.*)\W*\Z |
      (?:photo|picture|image|video|graphic|illustration|file\s+photo|photograph|caption|credit|foto|bild|imagen|crédit|fotografia)\s*(?:by|:|/|credit|par|von|de)\s |
      (?:this\s+(?:article|story|report)\s+(?:was|has\s+been|is|first|originally)\b.*\b(?:published|updated|amended|corrected|syndicated|automatically)) |
      (?:©|\(c\)\s|copyright\s+(?:©|\(c\)|\d{4})) | all\s+rights\s+reserved | (?:reporting|editing|additional\s+reporting|writing|compiled)\s+by\s |
      (?:published|updated|last\s+updated|last\s+modified|posted|first\s+published)\s*(?::|on\b|at\b|\d) .{0,60}(?<!\.)\Z | \d+\s*-?\s*min(?:ute)?s?\s+(?:read|de\s+lecture|lesezeit)\W*\Z |
      (?:your\s+(?:daily|weekly|morning)\b.*\b(?:newsletter|briefing|inbox)) | (?:our|the)\s+(?:standards|journalism)\s*: |
      (?:à\s+)?lire\s+(?:aussi|également|plus)\b | voir\s+aussi\b | abonnez-vous | inscrivez-vous | lesen\s+sie\s+(?:auch|mehr|hier)\b | lies\s+auch\b | mehr\s+(?:zum\s+thema|dazu)\b | auch\s+interessant\b |
      (?:lea|lee|leer|ver|vea)\s+(?:también|más)\b | (?:más|mais)\s+(?:información|informações)\W*\Z | suscríbe\w* | leia\s+(?:também|mais)\b | veja\s+também\b | assine\b | leggi\s+anche\b | vedi\s+anche\b | iscriviti\b |
      lees\s+(?:ook|meer|verder)\b | läs\s+(?:också|mer|även)\b | les\s+(?:også|mer)\b | læs\s+(?:også|mere)\b | czytaj\s+(?:też|także|więcej|również)\b | zobacz\s+(?:też|także|również)\b | čtěte\s+(?:také|i|více)\b | citește\s+și\b |
      читайте\s+(?:также|ещё|еще|далее)\b | подпи(?:шитесь|сывайтесь)\b | читайте\s+також\b | ayrıca\s+okuyun\b | ilgili\s+haber | اقرأ\s+أيضا | 阅读更多|延伸阅读|相关(?:新闻|阅读|报道) | 関連記事 | あわせて読みたい | 관련\s*기사
    )"""
"""What an aside begins with, or wholly is; compiled when the first page is read."""
_CREDIT = re.compile(
    r"(?i)(?:\(|\[|\||/|—|–|-|\.|:|,)\s*(?:photo|picture|image|credit|photograph|foto|file photo)?\s*(?:by|:|credit:?)?\s*[\w .'’&-]{0,40}"
    r"(?:/|\bvia\b|©)\s*(?:getty(?: images)?|reuters|afp|ap(?: photo)?|epa|shutterstock|alamy|pa(?: wire| images)?|dpa|anadolu|xinhua|handout|file|zuma|nurphoto|sipa)[\w /.-]{0,30}[)\]]?\W*\Z"
    r"|\((?:photo|picture|image|foto|file photo)\b[^()]{0,80}\)\W*\Z|\b(?:getty images|ap photo|file photo|handout photo|shutterstock)\W*\Z"
)
_SIGN = re.compile(r"[(\[]?[a-zäöü]{2,4}(?:/[A-Za-z]{2,6})+[)\]]?\.?\Z")
"""The signs of those who wrote it at the end ("bt/dpa")."""
_BYLINE = re.compile(
    r"(?:By|BY|by|Von|Par|Por|Di|Door|Av)\s+[^\W\d_a-z][\w.'’-]*(?:(?:\s+|,\s*|\s+(?:and|und|et|y|e|en|och)\s+)[^\W\d_a-z][\w.'’-]*){0,9}(?<!\.)\Z"
)


def prose(text: str, *, titles: Iterable[str] = (), authors: tuple[str, ...] = ()) -> str:
    """The paragraphs (one a line) that belong to the article, an empty line between them. Their words are not touched.

    Every title that something gave it is left out, so that the text does not hang on which of them is believed.
    """
    kept: list[str] = []
    headings = {title.casefold() for title in titles}
    lines = [line.strip() for line in text.split("\n")]
    for line in lines:
        if not line or _is_aside(line, authors) or (len(kept) < 2 and line.casefold() in headings):
            continue
        if kept and kept[-1] == line:
            continue  # a paragraph printed twice running: a pull quote, or a page that shows its text twice
        kept.append(line)
    while kept and _is_heading_of_nothing(kept[-1]):
        kept.pop()
    return "\n\n".join(kept)


@cache
def _start() -> re.Pattern[str]:
    return re.compile(_START)


def _is_aside(line: str, authors: tuple[str, ...]) -> bool:
    if not re.search(r"[^\W_]", line) or _SIGN.match(line):
        return True
    if len(line.split()) > LONGEST_ASIDE:
        return False
    if _start().match(line) or (_CREDIT.search(line) and len(line) < 300):
        return True
    return bool(_BYLINE.match(line)) and (len(line.split()) <= 8 or any(a in line for a in authors))


def _is_heading_of_nothing(line: str) -> bool:
    """A short last line without an end: the heading of a box that was left out."""
    return len(line.split()) <= 6 and line[-1:].isalpha() and not line.startswith(("- ", "“", '"', "«")) and line[:1].isupper()
