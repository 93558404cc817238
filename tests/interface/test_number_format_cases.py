"""Both writers of numbers, Python's here and TypeScript's in `tests/web`, meet the same cases."""

import json
from pathlib import Path
from typing import Any

import pytest

from livecalc.interface.units import Unit, format_number

CASES = json.loads(
    (Path(__file__).parents[1] / "web/number-format-cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"])
def test_python_writes_what_typescript_writes(case: dict[str, Any]) -> None:
    name = {"money": f"USD {case['suffix']}", "percent": "fraction"}.get(
        case["kind"], case["suffix"] or "count"
    )
    unit = Unit(name.strip(), case["kind"], case["decimals"])
    assert (unit.prefix, unit.suffix) == (case["prefix"], case["suffix"])
    assert format_number(case["value"], unit) == case["text"]
