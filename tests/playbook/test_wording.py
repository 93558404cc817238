"""Dates and amounts read the way people write them, with every digit that was recorded."""

from datetime import date

import pytest

from playbook.facts import Figure, LossRange, PartialDate
from playbook.wording import date_in_words, figure_in_words, loss_in_words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (PartialDate(2026), "2026"),
        (PartialDate(2026, 6), "June 2026"),
        (PartialDate(2026, 6, 1), "1 June 2026"),
        (date(2026, 11, 22), "22 November 2026"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(when: date | PartialDate, words: str) -> None:
    assert date_in_words(when) == words


@pytest.mark.parametrize(
    ("low", "high", "unit", "words"),
    [
        (0.027, 0.027, "fraction", "2.7 %"),
        (0.1 + 0.2, 0.1 + 0.2, "fraction", "30.000000000000004 %"),
        (-0.72, -0.5, "fraction", "-72 to -50 %"),
        (0.003, 0.003, "fraction", "0.3 %"),
        (25_000, 25_000, "USD", "$25,000"),
        (-25.5, -25.5, "USD", "-$25.5"),
        (10, 20, "USD per month", "$10 to 20 per month"),
        (1_500_000_000, 1_500_000_000, "USD", "$1.5 billion"),
        (123_456_789, 123_456_789, "USD", "$123,456,789"),
        (900_000_000, 1_200_000_000, "USD", "$900 million to $1.2 billion"),
        (32, 32, "ETH", "32 ETH"),
        (40, 62, "days", "40 to 62 days"),
        (1, 1, "days", "1 day"),
        (39, 39, "count", "39"),
        (36_000_000, 36_000_000, "ETH", "36 million ETH"),
    ],
)
def test_a_figure_shows_its_value_and_unit(low: float, high: float, unit: str, words: str) -> None:
    figure = Figure(
        id="x",
        what="x",
        low=low,
        high=high,
        unit=unit,
        as_of=PartialDate(2026),
        sources=(),
        note=None,
    )
    assert figure_in_words(figure).replace("\u00a0", " ") == words


def test_a_loss_known_exactly_is_one_amount() -> None:
    assert loss_in_words(LossRange(8_400_000, 8_400_000)) == "$8.4\u00a0million"
