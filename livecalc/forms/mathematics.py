"""Sets the lines of a formula as MathML, which browsers draw and screen readers read by themselves.

The docstring keeps what a person types, `real_yield = (1 + apy) ÷ (1 + network_issuance) − 1`; here
words become upright names with spaces, `÷` between two factors a fraction, `√` a root. What stands
after a comma in plain words, as in `, with n periods`, stays text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import escape
from typing import Final

from livecalc.forms.description import ABBREVIATIONS
from livecalc.interface.errors import DeclarationError

_SIGNS: Final = {"-": "−", "–": "−", "*": "×", "·": "×", "/": "÷", "<=": "≤", ">=": "≥", "!=": "≠"}
_RELATIONS: Final = frozenset("=≠<>≤≥≈…")
_ROOTS: Final = frozenset({"√", "sqrt"})
#: Size without sign, and the whole number below.
_ENCLOSED: Final = {"|": "|", "⌊": "⌋"}
_SUMS: Final = {"Σ": "∑", "∑": "∑", "sum": "∑", "∏": "∏"}

_SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ"
_SUBSCRIPTS: Final = "₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"

_TOKEN: Final = re.compile(
    rf"(?P<space>\s+)|(?P<number>\d[\d,]*(?<!,)(?:\.\d+)?(?:[ \u00a0]?%)?)"
    rf"|(?P<superscript>[{_SUPERSCRIPTS}]+)|(?P<subscript>[{_SUBSCRIPTS}]+)"
    rf"|(?P<sum>[Σ∑∏])|(?P<name>[^\W\d{_SUPERSCRIPTS}{_SUBSCRIPTS}](?:(?![{_SUPERSCRIPTS}{_SUBSCRIPTS}])\w)*)"
    r"|(?P<sign><=|>=|!=|[-−–+×*·÷/^√()⌊⌋|,=≠<>≤≥≈…∞])"
)
#: A condition or remark: a plain word, followed by another or by nothing.
_REMARK: Final = re.compile(r"[^\W\d_]{2,}(?:\s+[\w(“]|$)")

type Token = tuple[str, str]


class FormulaError(DeclarationError):
    """A line of a formula cannot be set as mathematics; the message says where it breaks."""


def set_formula(place: str, lines: Iterable[str]) -> Iterator[str]:
    """Set the lines of a calculator's formula.

    Args:
        place: Dotted name of the calculator's function, for messages.
        lines: One equation each, or several with commas between.

    Yields:
        HTML of each line.

    Raises:
        FormulaError: A line is no equation.
    """
    for line in lines:
        try:
            yield set_line(line)
        except FormulaError as error:
            raise FormulaError(f"{place}: Formula: “{line.strip()}”: {error}") from None


def set_line(line: str) -> str:
    """Set one line of equations and remarks as HTML with MathML.

    Raises:
        FormulaError: An equation cannot be read; the message says what stands where something
            else was expected.
    """
    parts = _split(line.strip())
    return ", ".join(
        escape(part, quote=False) if at > 0 and _REMARK.match(part) else _equation(part)
        for at, part in enumerate(parts)
    )


def _split(line: str) -> list[str]:
    """The line at its commas, except those within parentheses and after the first remark."""
    parts, depth = [""], 0
    for at, one in enumerate(line):
        depth += (one == "(") - (one == ")")
        in_number = line[at - 1 : at].isdigit() and line[at + 1 : at + 2].isdigit()
        in_remark = len(parts) > 1 and _REMARK.match(parts[-1].lstrip())
        if one == "," and depth == 0 and not in_number and not in_remark:
            parts.append("")
        else:
            parts[-1] += one
    return [part.strip() for part in parts]


def _equation(text: str) -> str:
    parser = _Parser(list(_tokens(text)))
    inside = parser.relation()
    parser.expect("end")
    return f'<math displaystyle="true">{inside}</math>'


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise FormulaError(f"“{text[at]}” is no sign of a formula")
        at = match.end()
        kind, found = match.lastgroup or "", match[0]
        if kind == "sign":
            yield _SIGNS.get(found, found), found
        elif kind != "space":
            yield kind, found
    yield "end", "the end"


class _Parser:
    """Reads tokens by precedence: relation, sum, product, sign, power, value."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def _kind(self) -> str:
        return self._tokens[self._at][0]

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def expect(self, kind: str) -> None:
        if self._kind != kind:
            wanted = "an operator" if kind == "end" else f"“{kind}”"
            raise FormulaError(f"{wanted} is expected before {self._quoted()}")
        self._take()

    def _quoted(self) -> str:
        kind, found = self._tokens[self._at]
        return found if kind == "end" else f"“{found}”"

    def relation(self) -> str:
        parts = [self._sum()]
        while self._kind in _RELATIONS:
            parts += [_sign(self._take()[0]), self._sum()]
        return "".join(parts)

    def _sum(self) -> str:
        parts = [self._product()]
        while self._kind in ("+", "−"):
            parts += [_sign(self._take()[0]), self._product()]
        return _row(parts)

    def _product(self) -> str:
        factors = [self._signed()]
        while self._kind in ("×", "÷"):
            if self._take()[0] == "×":
                factors += [_sign("×"), self._signed()]
            else:
                above, below = _bare(factors[-1]), _bare(self._signed())
                factors[-1] = f"<mfrac>{above}{below}</mfrac>"
        return _row(factors)

    def _signed(self) -> str:
        if self._kind in ("−", "+"):
            return _row([f'<mo form="prefix">{self._take()[0]}</mo>', self._signed()])
        if self._kind == "sum" or (self._kind, self._tokens[self._at][1]) == ("name", "sum"):
            return self._series()
        return self._power()

    def _series(self) -> str:
        sign = f"<mo>{_SUMS[self._take()[1]]}</mo>"
        if self._kind == "subscript":
            sign = f"<munder>{sign}{_small(self._take()[1])}</munder>"
        return _row([sign, self._product()])

    def _power(self) -> str:
        base = self._value()
        if self._kind == "superscript":
            base = f"<msup>{base}{_small(self._take()[1])}</msup>"
        if self._kind == "^":
            self._take()
            exponent = _bare(self._signed())
            base = f"<msup>{base}{exponent}</msup>"
        return base

    def _value(self) -> str:
        kind, found = self._tokens[self._at]
        if kind == "number":
            self._take()
            return f"<mn>{found}</mn>"
        if kind in ("∞", "…"):
            self._take()
            return f"<mi>{found}</mi>"
        if kind in _ROOTS or (kind, found) == ("name", "sqrt"):
            self._take()
            return f"<msqrt>{_bare(self._value())}</msqrt>"
        if kind == "name":
            return self._name()
        if kind == "(":
            return self._group()
        if kind in _ENCLOSED:
            self._take()
            inside = self._sum()
            self.expect(_ENCLOSED[kind])
            ends = (f'<mo form="prefix">{kind}</mo>', f'<mo form="postfix">{_ENCLOSED[kind]}</mo>')
            return _row([ends[0], inside, ends[1]])
        raise FormulaError(f"a value is expected before {self._quoted()}")

    def _name(self) -> str:
        name = _identifier(self._take()[1])
        if self._kind == "subscript":
            name = f"<msub>{name}{_small(self._take()[1])}</msub>"
        if self._kind == "(":
            return f"<mrow>{name}<mo>\u2061</mo>{self._group()}</mrow>"
        return name

    def _group(self) -> str:
        self.expect("(")
        parts = [self.relation()]
        while self._kind == ",":
            self._take()
            parts += ["<mo>,</mo>", self.relation()]
        self.expect(")")
        return f"{_OPEN}{''.join(parts)}{_CLOSE}"


_OPEN: Final = '<mrow><mo form="prefix">(</mo><mrow>'
_CLOSE: Final = '</mrow><mo form="postfix">)</mo></mrow>'


def _bare(factor: str) -> str:
    """A factor without parentheses of its own, where a bar or the height groups it already."""
    is_group = factor.startswith(_OPEN) and factor.endswith(_CLOSE)
    inside = factor.removeprefix(_OPEN).removesuffix(_CLOSE)
    return f"<mrow>{inside}</mrow>" if is_group else factor


def _row(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"<mrow>{''.join(parts)}</mrow>"


def _sign(sign: str) -> str:
    return f"<mo>{escape(sign)}</mo>"


def _identifier(name: str) -> str:
    """A name: one letter may carry an index, more are words."""
    head, _, index = name.partition("_")
    if len(head) == 1 and index:
        return f"<msub>{_identifier(head)}{_identifier(index)}</msub>"
    if name.isdigit():
        return f"<mn>{name}</mn>"
    words = [one.upper() if one in ABBREVIATIONS else one for one in name.strip("_").split("_")]
    return f"<mi>{'\u00a0'.join(words)}</mi>"


def _small(characters: str) -> str:
    """Raised or lowered characters, set as what they stand for."""
    text = unicodedata.normalize("NFKC", characters)
    parser = _Parser(list(_tokens(text)))
    inside = parser._sum()
    parser.expect("end")
    return _bare(inside)
