"""What the tests of the tools share."""

from collections.abc import Callable
from typing import Any

import pytest

from livecalc.interface.explore import explore_at_once
from livecalc.interface.registry import Registry, find_calculators
from tests.conftest import WriteTopic
from tests.interface.explore.curves import CURVES

type Ask = Callable[..., Any]


@pytest.fixture
def curves(write_topic: WriteTopic) -> Registry:
    """The calculators `curve` and `slow-curve`."""
    return find_calculators(write_topic(CURVES, "curves"))


@pytest.fixture
def ask(curves: Registry) -> Ask:
    """Ask `curve`, or the calculator named first, with the options of a request."""

    def ask(name: str = "curve", **options: Any) -> Any:
        return explore_at_once(curves, name, options)

    return ask
