"""A table of figures, for the terminal and for a page."""

import pytest

from bench.table import Table

TABLE = Table(
    title="Starts", columns=("page", "ratio"), rows=[("bare", "1.00"), ("ours", "0.3")], notes=["n"]
)


def test_figures_line_up_in_the_terminal() -> None:
    assert TABLE.as_text().splitlines() == [
        "Starts",
        "  page  ratio",
        "  bare   1.00",
        "  ours    0.3",
        "  n",
    ]


def test_a_page_gets_a_heading_a_table_and_a_list() -> None:
    assert TABLE.as_markdown().splitlines() == [
        "### Starts",
        "",
        "| page | ratio |",
        "| --- | ---: |",
        "| bare | 1.00 |",
        "| ours | 0.3 |",
        "",
        "- n",
    ]


def test_a_row_with_a_cell_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match=r"Starts: .*bare.* has not 2 cells"):
        Table(title="Starts", columns=("page", "ratio"), rows=[("bare",)])
