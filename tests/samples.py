"""A small calculator that has every kind of input and output, one that needs long, and ways to
change their source.
"""

import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Final

#: Markup in its texts must reach the page as text.
SAVINGS: Final = '''\
"""Savings."""

import math
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from livecalc.interface.units import FRACTION, USD, YEARS


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsYear:
    """One year."""

    year: Annotated[int, YEARS]
    """Year."""
    balance: Annotated[float, USD]
    """Balance & <b>interest</b>."""
    note: str
    """Note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Savings:
    """What a deposit becomes."""

    balance: Annotated[float, USD]
    """Balance at the end. Deposit & interest, never <script>alert(1)</script>."""
    worst_case_balance: Annotated[float, USD]
    """If the bank fails. Nothing is left."""
    doubling_years: Annotated[float, YEARS] | None
    """Years to double. None without interest."""
    verdict: str
    """Verdict. In a word."""
    grows: bool
    """Grows. Whether the balance rises."""
    by_year: tuple[SavingsYear, ...]
    """Year by year. The last row is the end."""


def savings(
    *,
    deposit: Annotated[float, Ge(0.01), Le(1e9), USD] = 1_000.0,
    interest_apr: Annotated[float, Ge(-0.5), Le(1), FRACTION] = 0.041,
    years: Annotated[int, Ge(0), Le(50), YEARS] = 3,
    compounded: bool = True,
    paid: Literal["at the end", "<i>monthly</i>"] = "at the end",
) -> Savings:
    """What a deposit becomes, in dollars & <em>sense</em>.

    Interest may be `compounded` <img src=x onerror=alert(1)>.

    Formula:
        balance = deposit × (1 + interest_apr) ^ years, if 1 < 2

    Args:
        deposit: Deposit. What is paid in <u>today</u>.
        interest_apr: Interest APR. The yearly rate; below zero it costs.
        years: Years. How long it stays.
        compounded: Compounded. Whether interest earns interest.
        paid: Paid. When interest is paid.

    Returns:
        The balance.

    Assumptions:
        - The rate stays <s>put</s>.
        - Nothing is taken out.

    Not modelled:
        - Tax.

    Sources:
        - The definition of interest, “Savings & loans”.

    Examples:
        >>> savings(deposit=100, interest_apr=0.5, years=1).balance
        150.0
    """
    def balance_after(year: int) -> float:
        if compounded:
            return deposit * (1 + interest_apr) ** year
        return deposit * (1 + interest_apr * year)

    return Savings(
        balance=balance_after(years),
        worst_case_balance=0.0,
        doubling_years=math.log(2) / math.log1p(interest_apr) if interest_apr > 0 else None,
        verdict='"good" & <plain>' if interest_apr > 0 else "poor",
        grows=interest_apr > 0 and years > 0,
        by_year=tuple(
            SavingsYear(year=year, balance=balance_after(year), note=f"<{year}>")
            for year in range(years + 1)
        ),
    )
'''

#: A calculator that needs as long as it is asked to, or never ends a step.
PATIENCE: Final = '''\
"""Patience."""

import random
from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Le

from livecalc.interface.units import COUNT, RATIO


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """What many draws come to."""

    mean: Annotated[float, RATIO]
    """Mean. The average of all draws."""
    drawn: Annotated[int, COUNT]
    """Drawn. How many draws there were."""


def patience(
    *,
    draws: Annotated[int, Ge(1), Le(100_000_000), COUNT] = 100,
    seed: Annotated[int, Ge(0), Le(1_000), COUNT] = 1,
    behaviour: Literal["answers", "hangs", "refuses", "raises", "overshoots"] = "answers",
) -> Generator[float, None, Patience]:
    """The mean of random draws, one after the other.

    Formula:
        mean = sum of draws ÷ draws

    Args:
        draws: Draws. How many numbers are drawn.
        seed: Seed. Which numbers are drawn.
        behaviour: Behaviour. What it does half-way instead of going on.

    Returns:
        The mean.

    Assumptions:
        - The draws are independent.

    Not modelled:
        - Nothing.

    Sources:
        - The definition of a mean.

    Examples:
        >>> list(patience(draws=4, behaviour="answers"))
        [0.0, 0.25, 0.5, 0.75]
    """
    chance = random.Random(seed)
    total = 0.0
    for done in range(draws):
        yield done / draws
        total += chance.random()
        if done < draws // 2 or behaviour == "answers":
            continue
        if behaviour == "refuses":
            raise ValueError("These draws have no mean.")
        if behaviour == "raises":
            raise KeyError("half-way")
        if behaviour == "overshoots":
            yield 1.5
        while behaviour == "hangs":
            pass
    return Patience(mean=total / draws, drawn=draws)
'''


def changed(*changes: tuple[str, str], source: str = SAVINGS) -> str:
    """The source with pieces replaced; a piece that is not there is a mistake in the test."""
    for old, new in changes:
        assert old in source, f"{old!r} is not in the sample"
        source = source.replace(old, new, 1)
    return source


def body(statements: str) -> str:
    """The source with other statements in place of the calculation."""
    head, _, _ = SAVINGS.partition("    def balance_after")
    return f"{head}    {statements}\n"


#: The same, with its balances drawn and a note that a file of numbers has to quote.
CHARTED_SAVINGS: Final = changed(
    (
        "from livecalc.interface.units",
        "from livecalc.interface.chart import Chart\nfrom livecalc.interface.units",
    ),
    (
        "tuple[SavingsYear, ...]",
        'Annotated[tuple[SavingsYear, ...], Chart("line", x="year", y=("balance",))]',
    ),
    ('note=f"<{year}>"', "note=f'<{year}>, \"so called\"'"),
)


def sample_wheel(folder: Path, source: str = SAVINGS) -> Path:
    """Pack the source as a package `sample`, with all that it imports, into one wheel."""
    wheel = folder / "sample-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("sample/__init__.py", "")
        archive.writestr("sample/savings.py", source)
        archive.writestr("sample-1.0.dist-info/METADATA", "Name: sample\nVersion: 1.0\n")
        archive.writestr("livecalc/__init__.py", "")
        for package in ("livecalc.interface", "annotated_types"):
            root = Path(str(files(package)))
            for module in sorted(root.rglob("*.py")):
                path = f"{package.replace('.', '/')}/{module.relative_to(root).as_posix()}"
                archive.writestr(path, module.read_bytes())
    return wheel
