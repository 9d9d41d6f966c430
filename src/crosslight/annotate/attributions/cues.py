"""Words that report speech and thought, and what each does to the words it reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from crosslight.model.annotations import CueStance

SAYING: Final = frozenset(
    """say tell add write state report claim argue explain note announce insist declare warn admit acknowledge confirm deny
    tweet post reply respond answer ask call describe suggest recall remark comment observe contend maintain assert allege
    stress emphasize emphasise reiterate repeat continue conclude concede complain joke quip shout yell cry whisper vow
    promise pledge urge demand order predict caution testify read quote cite estimate estimate agree disagree counter retort
    lament muse boast brag advise inform remind assure reassure convince deem label dub characterize characterise portray
    believe think hope fear worry expect feel understand know propose recommend reveal disclose indicate show find
    accuse blame criticize criticise condemn denounce praise hail slam blast mock reject dismiss dispute refute rebut
    speculate reckon say-so signal hint imply mention express voice issue mean wonder exclaim scream chant sing begin go
    apologize apologise thank appeal plead beg invite threaten swear guarantee offer proclaim profess affirm reaffirm
    elaborate clarify specify outline detail point echo interject plan tout""".split()  # noqa: SIM905
)
"""Lemmas that may carry a quotation or a clause of reported speech."""

CLAUSAL: Final = frozenset(
    """say tell add write state report claim argue explain note announce insist declare warn admit acknowledge confirm deny
    tweet reply respond suggest recall remark observe contend maintain assert allege stress emphasize emphasise reiterate
    repeat conclude concede complain joke vow promise pledge urge demand order predict caution testify estimate agree
    counter lament boast advise inform remind assure believe think hope fear worry expect feel propose recommend reveal
    disclose indicate show find speculate reckon signal hint imply mention wonder threaten swear proclaim affirm clarify
    accuse learn ask guess suspect doubt argue know decide""".split()  # noqa: SIM905
)
"""Lemmas whose clause is an attribution even without quotation marks."""

DENIES: Final = frozenset(
    "deny denial reject rejection dispute refute rebut rebuttal dismiss dismissal disavow disclaim contradict".split()  # noqa: SIM905
)
HEDGES: Final = frozenset(
    """believe think suspect suggest speculate appear seem hint reckon guess fear hope allege allegedly reportedly rumour
    rumor imply doubt assume expect feel estimate suspicion belief speculation possibly apparently may might could
    understand""".split()  # noqa: SIM905
)
ASKS: Final = frozenset(
    """ask question wonder inquire enquire urge demand request call appeal plead beg invite query order recommend press
    petition seek""".split()  # noqa: SIM905
)
PEOPLE: Final = frozenset(
    """official source spokesman spokeswoman spokesperson person people man woman witness resident minister president officer
    leader lawyer critic expert analyst activist police prosecutor judge doctor survivor victim relative family mother father
    user passenger driver pilot captain mayor governor senator lawmaker legislator politician diplomat commander general
    author researcher scientist professor teacher student worker employee executive director manager chief head chairman
    company firm group agency ministry government party organisation organization union bank office department court
    committee council army military opposition authority team campaign member aide adviser advisor insider investigator
    attorney fan friend neighbour neighbor host reporter journalist editor writer founder owner candidate king queen
    secretary deputy priest bishop pope soldier rebel protester voter player coach crew mp democrat republican""".split()  # noqa: SIM905
)
"""Nouns for those who speak: people by trade or role, and bodies."""

BODIES: Final = frozenset(
    """company firm group agency ministry government party organisation organization union bank office department court
    committee council army military authority team club airline carrier retailer manufacturer operator charity body regulator
    newspaper paper magazine site website outlet broadcaster network station watchdog association federation institute
    university college hospital band league bureau startup giant maker business charity ngo nonprofit think-tank""".split()  # noqa: SIM905
)
BODY_KINDS: Final[dict[str, frozenset[str]]] = {
    noun: frozenset({noun, *kin.split()})
    for noun, kin in {
        "union": "brotherhood workers", "ministry": "", "department": "", "court": "tribunal", "committee": "", "council": "",
        "military": "army forces command", "army": "forces military", "university": "college institute school",
        "college": "university school", "institute": "institution", "hospital": "clinic infirmary", "federation": "",
        "league": "", "bureau": "", "association": "society", "authority": "administration", "government": "administration",
        "party": "democrats republicans labour conservatives greens socialists", "bank": "banque banco", "club": "fc city united",
    }.items()
}  # fmt: skip
"""Nouns for bodies that bear the noun, or a near one, in their name."""

OTHER_KINDS: Final = frozenset(
    """ministry department court committee council army military police university college hospital party union government
    authority parliament senate congress office interior minister""".split()  # noqa: SIM905
)
"""Words in the name of a body that is no company, group or newspaper."""

PAPERS: Final = frozenset("statement listing handout release notice advert ad post tweet message letter email memo note".split())  # noqa: SIM905
"""What somebody wrote: the word of whoever is told of before."""

NEGATIONS: Final = frozenset({"not", "n't", "never", "no", "n\u2019t", "nor"})


def stance(lemmas: tuple[str, ...]) -> CueStance:
    """What a cue of these lemmas does to its content."""
    words = set(lemmas)
    if words & DENIES or ("false" in words) or ("untrue" in words):
        return "denies"
    if words & ASKS and not words & {"say", "answer"} and not ("call" in words and not words & {"for", "on", "upon"}):
        return "asks"
    if words & HEDGES:
        return "hedges"
    return "asserts"
