"""Formulas as MathML: what each sign becomes, and what an author is told of a broken line."""

import re

import pytest

from livecalc.forms.description import describe
from livecalc.forms.mathematics import FormulaError, set_formula, set_line
from livecalc.interface.registry import find_calculators
from tests.forms.page import parse, text

REAL = find_calculators("calculators")


def short(line: str) -> str:
    """MathML of one equation, without what only groups."""
    html = set_line(line)
    inside = re.sub(r"</?(?:mrow|math)[^>]*>", "", html)
    return inside.replace('<mo form="prefix">', "<mo>").replace('<mo form="postfix">', "<mo>")


def drawn(line: str) -> str:
    """The same, with tags as brackets that are easy to compare."""
    return re.sub(r"</?m[ion]>", "", short(line))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("a = b + c − d", "a=b+c−d"),
        ("a = b - c * d", "a=b−c×d"),
        ("net_apr = x", "net\u00a0APR=x"),
        ("a = b ÷ c", "a=<mfrac>bc</mfrac>"),
        ("a = (b + c) ÷ (d − e)", "a=<mfrac>b+cd−e</mfrac>"),
        ("a = b × c ÷ d × e", "a=b×<mfrac>cd</mfrac>×e"),
        ("a = b / c / d", "a=<mfrac><mfrac>bc</mfrac>d</mfrac>"),
        ("a = (b + c) × d", "a=(b+c)×d"),
        ("a = b²", "a=<msup>b2</msup>"),
        ("a = bᵐ⁻¹", "a=<msup>bm−1</msup>"),
        ("a = (1 + r)ⁿ", "a=<msup>(1+r)n</msup>"),
        ("a = b ^ c ^ 2", "a=<msup>b<msup>c2</msup></msup>"),
        ("a = b ^ (t − 1)", "a=<msup>bt−1</msup>"),
        ("a = -b^2", "a=−<msup>b2</msup>"),
        ("a = √b", "a=<msqrt>b</msqrt>"),
        ("a = ⌊b ÷ ⌊√c⌋⌋", "a=⌊<mfrac>b⌊<msqrt>c</msqrt>⌋</mfrac>⌋"),
        ("a = 2 × √(b ÷ c)", "a=2×<msqrt><mfrac>bc</mfrac></msqrt>"),
        ("a = sqrt(b)", "a=<msqrt>b</msqrt>"),
        ("a = max(0, b − c)", "a=max\u2061(0,b−c)"),
        ("a = exp(−r × t)", "a=exp\u2061(−r×t)"),
        ("token_price(t) = b", "token\u00a0price\u2061(t)=b"),
        ("x_i = r₁ʷ", "<msub>xi</msub>=<msup><msub>r1</msub>w</msup>"),
        ("a = Σ b(m) × c", "a=∑b\u2061(m)×c"),
        ("a = Σₜ b", "a=<munder>∑t</munder>b"),
        ("a = sum(b)", "a=∑(b)"),
        ("a ≤ b < c", "a≤b&lt;c"),
        ("a = |b − c|", "a=|b−c|"),
        ("t = 1 … n", "t=1…n"),
        ("a = 1,000 × 2.5 %", "a=1,000×2.5 %"),
    ],
)
def test_signs_become_mathematics(line: str, expected: str) -> None:
    assert drawn(line) == expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("a = b, with n periods", ", with n periods"),
        ("a = b, without compounding, ever", ", without compounding, ever"),
        ("a = b, if c < d", ", if c &lt; d"),
        ("a = b, for months m = 1 … n", ", for months m = 1 … n"),
        ("a = b, monthly", ", monthly"),
    ],
)
def test_plain_words_after_a_comma_stay_words(line: str, words: str) -> None:
    html = set_line(line)
    assert html.endswith(f"</math>{words}")
    assert html.count("<math") == 1


def test_equations_after_a_comma_are_equations() -> None:
    assert set_line("r₁ = a ÷ b, r₂ = c").count("<math") == 2


def test_names_are_upright_words_and_letters_stand_alone() -> None:
    assert "<mi>deposit\u00a0value</mi>" in short("deposit_value = w")
    assert "<mi>w</mi>" in short("deposit_value = w")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("a = b c", "an operator is expected before “c”"),
        ("a = (b", "“)” is expected before the end"),
        ("a = b)", "an operator is expected before “)”"),
        ("a = × b", "a value is expected before “×”"),
        ("a = b ÷", "a value is expected before the end"),
        ("a = b € c", "“€” is no sign of a formula"),
        ("a = b, c ÷", "a value is expected before the end"),
        ("", "a value is expected before the end"),
        ("a = 1⁺", "a value is expected before the end"),
    ],
)
def test_a_line_that_cannot_be_set_says_where_it_breaks(line: str, message: str) -> None:
    with pytest.raises(FormulaError, match=f"^{re.escape(message)}$"):
        set_line(line)


def test_the_error_of_a_calculator_names_it_and_the_line() -> None:
    with pytest.raises(
        FormulaError, match=r"^calculators\.lending\.ltv: Formula: “a = ÷”: a value"
    ):
        list(set_formula("calculators.lending.ltv", ["a = b", "  a = ÷"]))


@pytest.mark.parametrize("name", REAL)
def test_every_formula_is_well_formed_and_keeps_every_name(name: str) -> None:
    lines = describe(REAL[name]).formula
    for line, html in zip(lines, set_formula(name, lines), strict=True):
        shown = text(parse(html)).replace("\u00a0", "_").lower()
        for word in re.findall(r"[a-z]+(?:_[a-z]{2,})+", line):
            assert word in shown
