"""The words that the joining of names knows: titles, roles, bodies, pronouns, aliases."""

from __future__ import annotations

from typing import Literal

Gender = Literal["f", "m"]

TITLES: dict[str, Gender | None] = {
    "mr": "m", "mr.": "m", "sir": "m", "lord": "m", "king": "m", "prince": "m", "father": "m", "fr.": "m", "brother": "m", "duke": "m",
    "mrs": "f", "mrs.": "f", "ms": "f", "ms.": "f", "miss": "f", "lady": "f", "dame": "f", "queen": "f", "princess": "f", "sister": "f", "duchess": "f", "baroness": "f", "madam": "f", "madame": "f", "congresswoman": "f", "councilwoman": "f", "chairwoman": "f", "spokeswoman": "f",
    "congressman": "m", "councilman": "m", "alderman": "m", "chairman": "m", "spokesman": "m", "baron": "m", "sheikh": "m", "sheik": "m", "imam": "m", "emperor": "m", "pope": "m",
    "dr": None, "dr.": None, "prof": None, "prof.": None, "professor": None, "doctor": None, "president": None, "vice": None, "prime": None, "minister": None, "premier": None, "chancellor": None,
    "sen": None, "sen.": None, "senator": None, "rep": None, "rep.": None, "representative": None, "gov": None, "gov.": None, "governor": None, "lt": None, "lt.": None, "mayor": None,
    "gen": None, "gen.": None, "general": None, "maj": None, "maj.": None, "major": None, "col": None, "col.": None, "colonel": None, "capt": None, "capt.": None, "captain": None, "cmdr": None, "cmdr.": None, "commander": None, "adm": None, "adm.": None, "admiral": None,
    "sgt": None, "sgt.": None, "sergeant": None, "cpl": None, "cpl.": None, "corporal": None, "pvt": None, "pvt.": None, "private": None, "lieutenant": None, "brig": None, "brig.": None, "brigadier": None, "marshal": None, "pte": None, "constable": None, "pc": None, "det": None, "det.": None, "detective": None, "inspector": None, "superintendent": None, "supt": None, "supt.": None, "sheriff": None, "officer": None, "trooper": None, "deputy": None, "chief": None, "commissioner": None, "agent": None, "attorney": None, "atty": None, "atty.": None,
    "justice": None, "judge": None, "secretary": None, "ambassador": None, "envoy": None, "consul": None, "councillor": None, "councilor": None, "cllr": None, "mp": None, "speaker": None, "chairperson": None, "chair": None, "director": None, "ceo": None, "rev": None, "rev.": None, "reverend": None, "archbishop": None, "bishop": None, "cardinal": None, "rabbi": None, "ayatollah": None, "mullah": None, "hon": None, "hon.": None, "spokesperson": None, "district": None, "foreign": None, "defence": None, "defense": None, "interior": None, "finance": None, "home": None, "state": None, "treasury": None, "assistant": None, "acting": None, "former": None, "ex": None, "then": None, "interim": None, "staff": None, "coach": None, "crown": None, "first": None, "senior": None, "acting-": None, "dep": None, "dep.": None, "undersecretary": None, "economy": None, "health": None, "justice-": None, "transport": None, "labor": None, "labour": None, "field": None, "master": None, "rear": None, "wing": None, "squadron": None, "group": None,
}  # fmt: skip
"""Words that stand before a person's name and are no part of it; with a gender where they tell one."""

TITLE_CORE = frozenset(TITLES) - frozenset(
    ["vice", "prime", "foreign", "defence", "defense", "interior", "finance", "home", "state", "treasury", "assistant", "acting", "former", "ex", "then", "interim", "staff", "first", "senior", "acting-", "dep", "dep.", "economy", "health", "justice-", "transport", "labor", "labour", "field", "master", "rear", "wing", "squadron", "group", "district", "crown", "private", "major"]
)
"""Titles that may stand alone before a name; the rest only lead such a one ("foreign minister")."""

ROLES: dict[str, Gender | None] = {
    **dict.fromkeys(["president", "minister", "premier", "chancellor", "senator", "representative", "governor", "mayor", "secretary", "ambassador", "envoy", "councillor", "lawmaker", "legislator", "speaker", "director", "manager", "executive", "ceo", "founder", "co-founder", "owner", "chief", "commissioner", "commander", "general", "admiral", "colonel", "captain", "lieutenant", "sergeant", "officer", "detective", "inspector", "superintendent", "sheriff", "deputy", "judge", "justice", "prosecutor", "lawyer", "attorney", "solicitor", "barrister", "spokesperson", "adviser", "advisor", "aide", "analyst", "economist", "professor", "researcher", "scientist", "historian", "author", "writer", "journalist", "reporter", "correspondent", "editor", "columnist", "activist", "campaigner", "leader", "candidate", "nominee", "doctor", "physician", "surgeon", "nurse", "teacher", "principal", "student", "coach", "player", "striker", "goalkeeper", "driver", "pilot", "engineer", "bishop", "archbishop", "cardinal", "rabbi", "ayatollah", "cleric", "coordinator", "investigator", "expert", "fellow", "chairperson", "chair", "head", "singer", "actor", "musician", "rapper", "artist", "director-general", "treasurer", "diplomat", "official", "politician", "farmer", "resident", "witness", "survivor", "victim", "suspect", "gunman", "attacker", "killer", "defendant", "plaintiff", "passenger", "soldier", "guard", "astronaut", "undersecretary", "negotiator", "mediator", "strategist", "consultant", "banker", "trader", "teenager", "worker", "refugee", "pope", "coroner", "magistrate", "pathologist"]),
    **dict.fromkeys(["spokesman", "chairman", "congressman", "councilman", "businessman", "king", "prince", "emperor", "father", "son", "brother", "husband", "uncle", "grandfather", "nephew", "boy", "man", "policeman", "fireman", "fisherman", "imam", "pope", "gunman", "monk", "priest", "widower", "boyfriend", "duke"], "m"),
    **dict.fromkeys(["spokeswoman", "chairwoman", "congresswoman", "councilwoman", "businesswoman", "queen", "princess", "mother", "daughter", "sister", "wife", "aunt", "grandmother", "niece", "girl", "woman", "policewoman", "actress", "widow", "girlfriend", "nun", "duchess"], "f"),
}  # fmt: skip
"""Nouns for a person's part in the news; with a gender where they tell one."""

KIN = frozenset(
    ["father", "mother", "son", "daughter", "brother", "sister", "husband", "wife", "uncle", "aunt", "grandfather", "grandmother", "nephew", "niece", "boyfriend", "girlfriend", "widow", "widower", "boy", "girl", "man", "woman", "victim", "suspect", "official", "resident", "witness", "survivor", "expert", "passenger", "soldier", "guard", "worker", "refugee", "teenager", "student", "player"]
)
"""Roles too loose to stand for a person by themselves ("the woman")."""

PRONOUNS: dict[str, Gender] = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
}

BODIES = frozenset(
    ["ministry", "company", "group", "agency", "bank", "firm", "court", "department", "party", "union", "university", "team", "club", "airline", "committee", "council", "commission", "police", "government", "army", "parliament", "senate", "association", "institute", "organisation", "organization", "foundation", "charity", "network", "newspaper", "magazine", "regulator", "watchdog", "authority", "office", "force", "bureau", "board", "federation", "league", "coalition", "alliance", "operator", "manufacturer", "retailer", "carrier", "church", "hospital", "school", "college", "museum", "embassy", "militia", "movement"]
)
"""Nouns for a body that its name may end in, so that "the ministry" can stand for it."""

COMPANY_ENDINGS = frozenset(
    ["inc", "inc.", "corp", "corp.", "ltd", "ltd.", "limited", "plc", "co", "co.", "llc", "llp", "group", "holdings", "company", "corporation", "ag", "sa", "gmbh", "airlines", "airways", "technologies"]
)

SPEAKING = frozenset(
    ["say", "tell", "add", "warn", "accuse", "deny", "claim", "announce", "insist", "argue", "declare", "state", "note", "urge", "condemn", "call", "reject", "demand", "threaten", "vow", "pledge", "confirm", "report", "respond", "reply", "explain", "suggest", "describe", "acknowledge", "concede", "admit", "believe", "think", "want", "seek", "agree", "refuse", "offer", "propose", "ask", "order", "impose", "send", "withdraw", "back", "support", "oppose", "criticise", "criticize", "blame", "react", "welcome", "express", "maintain", "reiterate", "stress", "hope", "expect", "consider", "view", "see", "plan", "decide", "promise", "continue", "help", "try", "fear"]
)
"""Verbs whose subject acts or speaks: a capital as their subject is a government."""

ALIASES = {
    "us": "united states", "usa": "united states", "united states of america": "united states", "america": "united states",
    "uk": "united kingdom", "britain": "united kingdom", "great britain": "united kingdom",
    "eu": "european union", "un": "united nations", "uae": "united arab emirates", "nato": "nato",
}  # fmt: skip
"""Names of one body that need no definition in the text (looked up without full stops)."""

NICKNAMES = {
    "bill": "william", "will": "william", "bob": "robert", "rob": "robert", "bobby": "robert", "jim": "james", "jimmy": "james", "mike": "michael", "joe": "joseph",
    "tom": "thomas", "tony": "anthony", "dick": "richard", "rick": "richard", "dave": "david", "dan": "daniel", "danny": "daniel", "steve": "steven", "stephen": "steven",
    "chris": "christopher", "matt": "matthew", "nick": "nicholas", "alex": "alexander", "sasha": "alexander", "ben": "benjamin", "sam": "samuel", "ed": "edward", "ted": "edward", "ken": "kenneth",
    "ron": "ronald", "don": "donald", "jeff": "jeffrey", "greg": "gregory", "larry": "lawrence", "andy": "andrew", "pat": "patrick", "pete": "peter", "phil": "philip", "ray": "raymond", "charlie": "charles", "chuck": "charles",
    "liz": "elizabeth", "beth": "elizabeth", "kate": "katherine", "kathy": "katherine", "cathy": "catherine", "sue": "susan", "maggie": "margaret", "meg": "margaret", "debbie": "deborah", "jen": "jennifer", "jenny": "jennifer", "becky": "rebecca", "vicky": "victoria", "kim": "kimberly",
}  # fmt: skip

PARTICLES = frozenset(["al", "el", "bin", "ibn", "ben", "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "du", "st", "st.", "ter", "abu"])
SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])

CAPITALS = {
    "washington": "united states", "moscow": "russia", "beijing": "china", "london": "united kingdom", "paris": "france", "berlin": "germany", "tehran": "iran", "kiev": "ukraine",
    "kyiv": "ukraine", "ankara": "turkey", "damascus": "syria", "baghdad": "iraq", "riyadh": "saudi arabia", "cairo": "egypt", "islamabad": "pakistan", "kabul": "afghanistan", "tokyo": "japan", "seoul": "south korea",
    "pyongyang": "north korea", "ottawa": "canada", "canberra": "australia", "rome": "italy", "madrid": "spain", "brussels": "european union", "warsaw": "poland", "budapest": "hungary", "vienna": "austria", "athens": "greece",
    "new delhi": "india", "delhi": "india", "amman": "jordan", "beirut": "lebanon", "caracas": "venezuela", "havana": "cuba", "brasilia": "brazil", "doha": "qatar", "khartoum": "sudan", "addis ababa": "ethiopia", "nairobi": "kenya", "minsk": "belarus", "tbilisi": "georgia", "belgrade": "serbia", "jakarta": "indonesia", "manila": "philippines", "bangkok": "thailand", "taipei": "taiwan",
}  # fmt: skip
"""Capitals that stand for the government of a country (or the European Union) when they speak or act."""
