"""How the press shortens the names of states and provinces."""

from __future__ import annotations

_PRESS = {
    "Alabama": "Ala.", "Arizona": "Ariz.", "Arkansas": "Ark.", "California": "Calif.|Cal.", "Colorado": "Colo.", "Connecticut": "Conn.", "Delaware": "Del.", "Florida": "Fla.", "Georgia": "Ga.",
    "Illinois": "Ill.", "Indiana": "Ind.", "Kansas": "Kan.|Kans.", "Kentucky": "Ky.", "Louisiana": "La.", "Massachusetts": "Mass.", "Maryland": "Md.", "Michigan": "Mich.", "Minnesota": "Minn.", "Mississippi": "Miss.",
    "Missouri": "Mo.", "Montana": "Mont.", "Nebraska": "Neb.|Nebr.", "Nevada": "Nev.", "New Hampshire": "N.H.", "New Jersey": "N.J.", "New Mexico": "N.M.", "New York": "N.Y.", "North Carolina": "N.C.", "North Dakota": "N.D.",
    "Oklahoma": "Okla.", "Oregon": "Ore.", "Pennsylvania": "Pa.|Penn.", "Rhode Island": "R.I.", "South Carolina": "S.C.", "South Dakota": "S.D.", "Tennessee": "Tenn.", "Texas": "Tex.", "Virginia": "Va.", "Vermont": "Vt.",
    "Washington": "Wash.", "Wisconsin": "Wis.|Wisc.", "West Virginia": "W.Va.|W. Va.", "Wyoming": "Wyo.", "Ontario": "Ont.", "Quebec": "Que.", "British Columbia": "B.C.", "Alberta": "Alta.", "Saskatchewan": "Sask.", "Manitoba": "Man.", "Nova Scotia": "N.S.", "New Brunswick": "N.B.",
    "Prince Edward Island": "P.E.I.", "New South Wales": "N.S.W.", "Victoria": "Vic.", "Queensland": "Qld.", "Tasmania": "Tas.",
}  # fmt: skip
_POST = dict(
    zip(
        ["AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "DC", "ON", "QC", "BC", "AB", "NSW"],
        ["Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Washington", "West Virginia", "Wisconsin", "Wyoming", "Washington D.C.", "Ontario", "Quebec", "British Columbia", "Alberta", "New South Wales"],
        strict=True,
    )
)
PRESS = {short: state for state, shorts in _PRESS.items() for short in shorts.split("|")}
"""Newspaper short forms, with their full stop: "Ky.", "S.D."."""
AFTER_COMMA = {
    **{short.rstrip("."): state for short, state in PRESS.items()},
    **_POST,
    "D.C.": "Washington D.C.",
    "D.C": "Washington D.C.",
}
"""What also counts right after a town and a comma: the same without the last stop, and the post's two letters."""
