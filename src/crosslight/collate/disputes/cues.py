"""Words that dispute: one family of cues a kind of quarrel."""

from __future__ import annotations

import re


def _words(listed: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(listed.split())})\b", re.IGNORECASE)


CUES: dict[str, re.Pattern[str]] = {
    "denial": re.compile(
        r"\b(?:den(?:y|ies|ied|ying|ials?)|reject(?:s|ed|ing|ion)?|dismiss(?:es|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|disput(?:e|es|ed|ing)"
        r"|contradict(?:s|ed|ing|ory)?|disavow(?:s|ed)?|repudiat(?:e|es|ed)|debunk(?:s|ed)?|den(?:ounce|ounced)|no truth|not true|untrue|false|baseless"
        r"|unfounded|groundless|nonsense|fabricat(?:ed|ion)|hoax|fake|nonexistent|rumou?rs?|push(?:es|ed)? back|hit(?:s)? back|no evidence"
        r"|no such|did not happen|never happened|not responsible|not involved|no involvement|nothing to do with|ruled? out|insist(?:s|ed)?)\b",
        re.IGNORECASE,
    ),
    "blame": re.compile(
        r"\b(?:blam(?:e|es|ed|ing)|accus(?:e|es|ed|ing|ations?)|responsib(?:le|ility)|fault|culprits?|guilty|condemn(?:s|ed|ing|ation)?|criticis\w+|criticiz\w+"
        r"|critics?|slam(?:s|med)|fail(?:s|ed|ing|ure|ures)|neglig\w+|violat\w+|breach\w*|provok\w+|aggress\w+|should have|could have|denounc\w+|alleg\w+|claim(?:s|ed)?)\b",
        re.IGNORECASE,
    ),
    "cause": re.compile(
        r"\b(?:caus(?:e|es|ed|ing)|because|due to|owing to|as a result|result(?:s|ed)? (?:of|from|in)|led to|lead to|triggered|sparked|prompted|blamed on"
        r"|attributed to|investigat\w+|mistak\w+|reasons?|why|prevent\w*|avoid\w*|after)\b",
        re.IGNORECASE,
    ),
    "doubt": re.compile(
        r"\b(?:unclear|unknown|uncertain|unconfirmed|reportedly|allegedly|alleged|apparent(?:ly)?|possibl[ey]|probabl[ey]|likely|unlikely|may|might|could"
        r"|suspect(?:s|ed)?|believ(?:e|es|ed)|think|thinks|thought|seem(?:s|ed)?|suggest(?:s|ed|ing)?|not sure|speculat\w+|yet to|not yet|whether|estimate[ds]?)\b",
        re.IGNORECASE,
    ),
    "contrast": re.compile(
        r"\b(?:but|however|although|though|despite|yet|instead|rather|while|whereas|nevertheless|contrary|on the other hand|still|unlike|in contrast|only)\b",
        re.IGNORECASE,
    ),
    "moved": re.compile(
        r"\b(?:previously|earlier|initially|originally|later|now|updated|revised|increased|rose|risen|fell|so far|at first|first|since)\b",
        re.IGNORECASE,
    ),
    "good": re.compile(
        r"\b(?:good|great|greatest|better|best|safe|success\w*|win|won|victory|support\w*|welcom\w+|prais\w+|right|strong\w*|proud|compelling|fair\w*|innovat\w+"
        r"|help\w*|protect\w*|peace\w*|confident|quick\w*|swift\w*|immediately|improv\w*|benefit\w*|posse?itive|beautiful|happy|hope\w*)\b",
        re.IGNORECASE,
    ),
    "bad": re.compile(
        r"\b(?:bad|worse|worst|wrong|weak\w*|danger\w*|deadly|threat\w*|risk\w*|unsafe|unrealistic|racist|discriminat\w+|terribl\w+|disast\w+|destroy\w*|crisis"
        r"|chaos|fear\w*|concern\w*|attack\w*|aggression|atroci\w+|massacre|brutal\w*|illegal\w*|unlawful\w*|corrupt\w*|fraud\w*|hurt\w*|harm\w*|lost|lose|losing"
        r"|too (?:late|long|low|slow)|unacceptable|intolerable|inadequate|undervalu\w+|sham|backfire\w*|fail\w*)\b",
        re.IGNORECASE,
    ),
    "not": re.compile(
        r"(?:\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|refus\w+|unaware)\b|n['’]t\b)", re.IGNORECASE
    ),
    "said": _words(
        "said says say told tells according claimed claims argued argues insisted confirmed announced reported stated believes thinks"
    ),
}
"""Families of cues. "good" and "bad" are words that judge; "said" tells that somebody speaks."""
