"""Names of insurance companies, told from those of contractors."""

from __future__ import annotations

import functools
import re

_INSURER = (
    r"\b(?:insurance|mutual|assurance|indemnity|casualty|underwriters?|lloyd'?s|reciprocal|"
    r"farm bureau|surety|insurers?|p\s?&\s?c)\b"
)
_NOT_INSURER = (
    r"\b(?:restor\w*|roof\w*|construct\w*|contract\w*|exteriors?|builders?|building|adjust\w*|"
    r"services?|solutions?|remodel\w*|renovat\w*|clean\w*|consult\w*|repairs?|"
    r"homes?(?! (?:mutual|insurance|assurance))|design\w*|"
    r"appraisals?|appraisers?|estimat\w*|advoca\w*|recovery|supplements?|claims?|agency|agents?|"
    r"brokers?|technolog\w*|engineer\w*|llc|plumbing|water|fire & water|siding|gutters?|painting|"
    r"carpet|flooring|emergency|disaster|mitigation|management|specialists?|experts?|pros?)\b"
)
_KNOWN = (
    r"state farm|allstate|usaa|farmers|travelers|the travelers|nationwide|liberty mutual|"
    r"progressive|"
    r"american family|amfam|erie|auto-owners|the hartford|hartford|chubb|safeco|country financial|"
    r"citizens property|universal property|amica|mercury|geico|cincinnati|westfield|"
    r"shelter|horace mann|encompass|esurance|kemper|metlife|asi|state auto|foremost|hanover|"
    r"the hanover|grange|sentry|acuity|west bend|csaa|aaa|texas farm bureau|southern farm bureau"
)
_KNOWN_ENDS = (
    r"(?:\s+(?:insurance|ins\.?|mutual|fire|and|&|casualty|property|company|companies|co\.?|group|"
    r"indemnity|vehicle|lloyds|florida|texas|general|home|exchange|of\s+\w+|corporation|corp\.?|inc\.?))*"
)
# Places and people have these names as well, so that more has to follow.
_AMBIGUOUS = (
    r"farmers|travelers|the travelers|nationwide|progressive|erie|hartford|cincinnati|westfield|"
    r"shelter|mercury|encompass|asi|foremost|hanover|grange|sentry|acuity|aaa|citizens property|"
    r"universal property|kemper"
)
_ENDS = (
    r"(?:[\s,&/-]+(?:and|of|at|in|the|for|insurance|ins\.?|mutual|assurance|indemnity|casualty|"
    r"underwriters?|lloyd'?s|london|reciprocal|farm bureau|surety|fire|property|marine|life|home|"
    r"homeowners|auto|general|specialty|title|exchange|association|assn\.?|society|group|"
    r"holdings?|company|companies|co\.?|corporation|corp\.?|inc\.?|ltd\.?|plc|usa|us|"
    r"p\s?&\s?c|north america|america|(?-i:[A-Z]{2})|alabama|alaska|arizona|arkansas|california|"
    r"carolina|north|south|new|west|colorado|connecticut|dakota|delaware|florida|georgia|hawaii|"
    r"idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|"
    r"michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|hampshire|jersey|mexico|"
    r"york|ohio|oklahoma|oregon|pennsylvania|rhode island|tennessee|texas|utah|vermont|virginia|"
    r"washington|wisconsin|wyoming|midwest|southwest|northeast)\b\.?)*\.?\s*(?:\(.*\))?$"
)
"""What may follow the word that says that a company is an insurer. Another trade may not."""
LONGEST_NAME = 80


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def is_insurer(name: str) -> bool:
    """Return whether a company's name is that of an insurer for certain."""
    if not 3 <= len(name) <= LONGEST_NAME or _compiled(r"\d{3}|@|:").search(name):
        return False
    if _compiled(_NOT_INSURER).search(name):
        return False
    return bool(_compiled(_INSURER + _ENDS).search(name)) or is_well_known(name)


def is_company(name: str) -> bool:
    """Return whether a name that is labeled as an insurer's can be one."""
    return (
        3 <= len(name) <= LONGEST_NAME
        and sum(c.isalpha() for c in name) >= 3
        and _compiled(r"\d{3}|@|:").search(name) is None
        and (_compiled(_NOT_INSURER).search(name) is None)
    )


def is_well_known(name: str) -> bool:
    """Return whether the whole text is the name of a well-known insurer, and of nothing else."""
    return (
        _compiled(rf"(?:{_KNOWN}){_KNOWN_ENDS}").fullmatch(name) is not None
        and _compiled(_AMBIGUOUS).fullmatch(name) is None
    )
