"""What the playbook does not say: promotional words, American spellings, dollars without a date.

One place for the rules; facts and pages are held to them alike.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a text is refused, and what to do."""

    reason: str
    remedy: str


type Rule = Callable[[str], Objection | None]

#: Words that promise. Capitals count: Safe is the name of a wallet.
_PROMOTION: Final = re.compile(
    r"""\b(
        safe(?:ly|st)?(?![ ]harbour)
      | [Gg]uaranteed
      | [Rr]isk[- ]?(?:free|less)
      | [Ee]asy[ ]money
      | [Ff]inancial[ ]freedom
      | [Pp]assive[ ]income[ ]machine
      | [Gg]ame[- ]chang(?:er|ing)
      | [Rr]evolutionary
      | [Uu]nlock(?:s|ing)?[ ](?:your|new|income|potential|the[ ](?:power|potential|value))
      | [Bb]est[ ](?:way|choice|option|investment|opportunity|platform|return|yield|rate)s?
      | [Gg]et[ ]rich
      | [Tt]o[ ]the[ ]moon
      | [Hh]ighest[ ]yields?
    )(?![\w-])""",
    re.VERBOSE,
)
#: Spellings of the other English. Small letters only: a name keeps its own.
_AMERICAN: Final = re.compile(
    r"""\b(
        colors? | behaviors? | centers? | favors? | favorites? | honors? | labors? | neighbors?
      | rumors? | defense | offense | catalogs? | gray | traveled | canceled | labeled | modeling
      | analyz(?:e[ds]?|ing)
      | (?:de)?centraliz(?:e[ds]?|ing|ation)
      | (?:organ|recogn|real|minim|maxim|summar|token|monet|util|final|penal|collateral|author)
        iz(?:e[ds]?|ing|ations?)
    )\b""",
    re.VERBOSE,
)
_QUOTED: Final = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’")
_DOLLARS: Final = re.compile(r"(?:US)?\$ ?\d|\bUSD ?\d|\d (?:US )?dollars\b")
_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b")
_EXAMPLE: Final = re.compile(r"\b(?:example|suppose)", re.IGNORECASE)

_FENCE: Final = re.compile(r"\s*(`{3,}|~{3,})")
_NO_PROSE: Final = re.compile(r"`[^`]*`|\]\([^)]*\)|\[\[[^\]]*\]\]|<[^>]*>|https?://\S+")


def promises(text: str) -> Objection | None:
    """Refuse promotional words, unless they stand in quotation marks.

    Examples:
        >>> promises("The rate is guaranteed.").reason
        "'guaranteed' is a promotional word"
        >>> promises("The site called it “guaranteed”; it was not.")
    """
    found = _PROMOTION.search(_QUOTED.sub("“”", text))
    if found is None:
        return None
    return Objection(
        f"'{found.group()}' is a promotional word",
        "say what happened instead, or put somebody else's word in quotation marks",
    )


def is_american(text: str) -> Objection | None:
    """Refuse American spellings, unless they stand in quotation marks or begin with a capital.

    Examples:
        >>> is_american("Tokens of a decentralized network.").reason
        "'decentralized' is American spelling"
        >>> is_american("The Center for Law keeps its name, and so does “decentralized”.")
    """
    found = _AMERICAN.search(_QUOTED.sub("“”", text))
    if found is None:
        return None
    return Objection(f"'{found.group()}' is American spelling", "write it as the British do")


def lacks_date(text: str) -> Objection | None:
    """Refuse an amount of US dollars that does not say when, or that it is an example.

    Examples:
        >>> lacks_date("It cost $5 a month in March 2026.")
        >>> lacks_date("It costs $5 a month.").reason
        'an amount in US dollars has no date'
    """
    if not _DOLLARS.search(text) or _YEAR.search(text) or _EXAMPLE.search(text):
        return None
    return Objection(
        "an amount in US dollars has no date",
        "write the year it was true in, or that it is an example",
    )


#: For text that stands by itself.
UNDATED: Final[tuple[Rule, ...]] = (promises, is_american, lacks_date)
#: For text beside a date that is shown with it.
DATED: Final[tuple[Rule, ...]] = (promises, is_american)
#: For somebody else's words, such as the title of a document.
QUOTATION: Final[tuple[Rule, ...]] = ()


def objections_in_page(lines: Iterable[str]) -> Iterator[tuple[int, Objection]]:
    """The number of each line of a page whose prose has words that are not said here, and why not.

    Code, addresses and citations are no prose.
    """
    fence = ""
    for number, line in enumerate(lines, start=1):
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence:
            prose = _NO_PROSE.sub(" ", line)
            for objection in filter(None, (rule(prose) for rule in DATED)):
                yield number, objection
