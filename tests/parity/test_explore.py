"""The tools say the same in the Python that ships, however it was started."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from livecalc.interface.call import as_text
from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec
from tests.parity.shipped import TIERS, Call, replay
from tests.parity.test_parity import differences

REGISTRY = find_calculators("calculators")

#: Where a root is found depends on the last digit of the values around it.
TOLERANCE: Final = 1e-9


def requests(spec: CalculatorSpec) -> Iterator[dict[str, Any]]:
    x, y = [one for one in spec.inputs if one.kind == "float"][:2]
    yield {"tool": "sensitivity"}
    yield {"tool": "goal", "input": x.name, "target": 1}
    yield {"tool": "sweep", "input": x.name, "points": 21}
    yield {"tool": "map", "x": {"input": x.name, "points": 5}, "y": {"input": y.name, "points": 4}}
    yield {"tool": "scenarios", "scenarios": [{}, {"inputs": {x.name: x.maximum}}]}
    yield {"tool": "python"}
    yield {"tool": "gaol"}


def simulations(spec: CalculatorSpec) -> Iterator[dict[str, Any]]:
    """Every distribution, two of them tied together, and what is assumed of all."""
    yield {"tool": "simulation", "runs": 200, "seed": 7}
    first, second = [one for one in spec.inputs if one.kind == "float" and one.default][:2]
    told = {
        first.name: {"kind": "between", **around(first.default)},
        second.name: {"kind": "triangular", **around(second.default), "mode": second.default},
    }
    tied = [[first.name, second.name, 0.6]]
    yield {"tool": "simulation", "runs": 200, "uncertain": told, "correlations": tied}


def around(value: Any) -> dict[str, float]:
    ends = sorted((0.9 * value, value))
    return {"low": ends[0], "high": ends[1]}


def calls(make: Any) -> list[Call]:
    return [
        (spec.name, json.dumps(request)) for spec in REGISTRY.values() for request in make(spec)
    ]


@pytest.mark.parametrize("tier", TIERS)
def test_a_simulation_is_the_same_text_natively_and_shipped(
    tier: Any, site: Path, tmp_path: Path
) -> None:
    asked = calls(simulations)
    shipped = replay(tier, site / "livecalc", tmp_path, asked)
    for (name, request), reply in zip(asked, shipped, strict=True):
        native = explore_at_once(REGISTRY, name, request)
        assert "error" not in native
        assert reply.answer == as_text(native)


@pytest.mark.parametrize("tier", TIERS)
def test_every_other_tool_says_the_same_but_for_the_last_digits(
    tier: Any, site: Path, tmp_path: Path
) -> None:
    asked = calls(requests)
    shipped = replay(tier, site / "livecalc", tmp_path, asked)
    found = []
    for (name, request), reply in zip(asked, shipped, strict=True):
        native = json.loads(as_text(explore_at_once(REGISTRY, name, request)))
        found += [
            f"{name} {request}: {one}" for one in differences(native, json.loads(reply.answer))
        ]
    assert found == []
