"""Numbers to type, each of them a change."""

from itertools import pairwise

import pytest

from bench.typed_numbers import text_for


@pytest.mark.parametrize("start", ["5", "0.5", "-12", "1,000"])
def test_every_turn_writes_the_same_number_otherwise_than_the_one_before(start: str) -> None:
    texts = [start, *(text_for(start, turn) for turn in range(4))]
    assert all(one != following for one, following in pairwise(texts))
    assert {float(one.replace(",", "")) for one in texts} == {float(start.replace(",", ""))}
