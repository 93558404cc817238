"""Starts a calculator: a function that works, its test and its page, ready to be changed."""

import ast
import re
from keyword import iskeyword
from pathlib import Path
from string import Template

from livecalc.forms.description import title

_HEAD = Template('''"""$topic_title."""

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from livecalc.interface.units import FRACTION, USD, YEARS
''')

_CALCULATOR = Template('''

@dataclass(frozen=True, slots=True, kw_only=True)
class $result:
    """What the amount grows to."""

    interest: Annotated[float, USD]
    """Interest. What is added over all years; a loss is negative."""
    end_value: Annotated[float, USD]
    """Value at the end. The amount and its interest."""


def $function(
    *,
    amount: Annotated[float, Ge(0.01), Le(1e12), USD] = 1_000.0,
    interest_apr: Annotated[float, Ge(-1), Le(10), FRACTION] = 0.03,
    years: Annotated[int, Ge(0), Le(100), YEARS] = 5,
) -> $result:
    """Simple interest on an amount.

    Explain here, in a sentence or two, what a newcomer has to know.

    Formula:
        interest = amount × interest_apr × years

    Args:
        amount: Amount. What is put in today.
        interest_apr: Interest APR. The yearly rate, without compounding.
        years: Years. How long the amount stays.

    Returns:
        The interest and the value at the end.

    Assumptions:
        - The rate stays as it is for all years.

    Not modelled:
        - Tax and fees.

    Sources:
        - The definition of simple interest.

    Examples:
        >>> $function(amount=100, interest_apr=0.05, years=2)
        $result(interest=10.0, end_value=110.0)
    """
    interest = amount * interest_apr * years
    return $result(interest=interest, end_value=amount + interest)
''')

_TEST_HEAD = Template("""from $package.$topic import $function
""")

_TEST = Template("""

def test_${function}_pays_nothing_at_a_rate_of_zero() -> None:
    assert $function(interest_apr=0).interest == 0
""")

_PAGE = Template("""---
title: $title calculator
description: What this calculator answers, and the main risk.
---

# $title

What this calculator answers, in a sentence.

/// calculator | $name
///

## When not to use it

- Name the cases in which its answer misleads.

## How it is computed

/// calculator-details | $name
///
""")


class NameTakenError(Exception):
    """The name is no public name, or something of that name exists."""


def write_calculator(root: Path, package: str, topic: str, name: str) -> list[Path]:
    """Write a working calculator, its test and its page.

    Args:
        root: The project's folder.
        package: Package that holds the calculators.
        topic: Module it belongs to; made when it does not exist.
        name: Public name, in lower case with hyphens.

    Returns:
        The files written or added to.

    Raises:
        NameTakenError: The name cannot be used; nothing was written.
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name) or iskeyword(name):
        raise NameTakenError(f"“{name}” is no public name; write it like health-factor")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", topic) or iskeyword(topic):
        raise NameTakenError(f"“{topic}” is no module name; write it like lending")
    function = name.replace("-", "_")
    module = root / package / f"{topic}.py"
    test = root / "tests" / package / f"test_{topic}.py"
    page = root / "docs/calculators" / f"{name}.md"
    for path in (root / package).glob("*.py"):
        if re.search(rf"^def {function}\(", path.read_text(encoding="utf-8"), re.MULTILINE):
            raise NameTakenError(f"{path.name} has a calculator {name} already")
    if page.exists():
        raise NameTakenError(f"{page.relative_to(root)} exists already")
    words = {
        "package": package,
        "topic": topic,
        "topic_title": title(topic.replace("_", "-")),
        "function": function,
        "result": "".join(one.capitalize() for one in name.split("-")),
        "name": name,
        "title": title(name),
    }
    _add(module, _HEAD.substitute(words), _CALCULATOR.substitute(words))
    _add(test, _TEST_HEAD.substitute(words), _TEST.substitute(words))
    _add(page, "", _PAGE.substitute(words))
    return [module, test, page]


def _add(path: Path, head: str, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    before = _with_imports(path.read_text(encoding="utf-8"), head) if path.exists() else head
    path.write_text(before + body, encoding="utf-8")


def _with_imports(source: str, head: str) -> str:
    """The source, and below its imports those of the head that it lacks."""
    imports = [one for one in ast.parse(source).body if isinstance(one, ast.ImportFrom)]
    known = {(one.module, name.name) for one in imports for name in one.names}
    lines = source.splitlines(keepends=True)
    missing = [
        f"from {one.module} import {', '.join(names)}\n"
        for one in ast.parse(head).body
        if isinstance(one, ast.ImportFrom)
        and (names := [name.name for name in one.names if (one.module, name.name) not in known])
    ]
    end = max((one.end_lineno or 0 for one in ast.parse(source).body[:1] + imports), default=0)
    return "".join(lines[:end] + missing + lines[end:])
