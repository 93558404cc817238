"""Numbers to type, each of them a change."""

from itertools import pairwise

import pytest

from bench.typed_numbers import StartValue, text_for


@pytest.mark.parametrize(
    "start",
    [
        StartValue("5", 0.05, False, 1),
        StartValue("0.5", 0.5, False, None),
        StartValue("-12", -12, False, 100),
        StartValue("1,000,000", 1e6, False, None),
        StartValue("12", 12, True, 8760),
        StartValue("0", 0, False, 1),
    ],
)
def test_every_turn_writes_something_else_than_the_one_before(start: StartValue) -> None:
    plain = start.text.replace(",", "")
    texts = [plain, *(text_for(start, turn) for turn in range(4))]
    assert all(one != following for one, following in pairwise(texts))
    assert texts[2] == plain


def test_a_number_that_need_not_be_whole_becomes_another() -> None:
    assert float(text_for(StartValue("1,000", 1000, False, None), 0)) == 1010


def test_a_number_at_its_maximum_becomes_less() -> None:
    assert float(text_for(StartValue("100", 1, False, 1), 0)) == 99


@pytest.mark.parametrize("start", [StartValue("12", 12, True, 12), StartValue("0", 0, False, 1)])
def test_any_other_number_stays_the_same(start: StartValue) -> None:
    assert float(text_for(start, 0)) == start.value
