"""Reading a signature: what it becomes, and what an author is told when it cannot."""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from annotated_types import Ge, Le

from livecalc.interface.errors import (
    DeclarationError,
    KeywordOnlyError,
    MissingBoundError,
    MissingDefaultError,
    MissingUnitError,
    UnsupportedTypeError,
)
from livecalc.interface.spec import ColumnSpec, InputSpec, TableSpec, public_name, read_spec
from livecalc.interface.units import COUNT, FRACTION, TEXT, USD

type Money = Annotated[float, Ge(0), Le(100), USD]


@dataclass(frozen=True)
class Row:
    year: Annotated[int, COUNT]
    value: Annotated[float, USD] | None


@dataclass(frozen=True)
class Result:
    total: Annotated[float, USD]
    periods: Annotated[int, COUNT] | None
    pays_back: bool
    advice: str
    by_year: tuple[Row, ...]


def payback(
    *,
    price: Annotated[float, Ge(1), Le(100), USD] = 10,
    copies: Annotated[int, Ge(1), Le(9), COUNT] = 2,
    fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.1,
    taxed: bool = True,
    chain: Literal["ethereum", "solana"] = "solana",
) -> Result:
    raise NotImplementedError


def test_inputs_become_plain_data() -> None:
    spec = read_spec(payback)
    assert spec.name == "payback"
    assert spec.module == __name__
    assert spec.function is payback
    assert spec.inputs == (
        InputSpec("price", "float", USD, 10.0, 1.0, 100.0, None),
        InputSpec("copies", "int", COUNT, 2, 1.0, 9.0, None),
        InputSpec("fee", "float", FRACTION, 0.1, 0.0, 1.0, None),
        InputSpec("taxed", "bool", TEXT, True, None, None, None),
        InputSpec("chain", "text", TEXT, "solana", None, None, ("ethereum", "solana")),
    )


def test_a_whole_default_of_a_fractional_input_becomes_a_float() -> None:
    price = read_spec(payback).input("price")
    assert price is not None
    assert type(price.default) is float


def test_outputs_become_plain_data_with_the_headline_first() -> None:
    spec = read_spec(payback)
    assert tuple(spec.scalars) == (
        ColumnSpec("total", "float", USD, optional=False),
        ColumnSpec("periods", "int", COUNT, optional=True),
        ColumnSpec("pays_back", "bool", TEXT, optional=False),
        ColumnSpec("advice", "text", TEXT, optional=False),
    )
    assert tuple(spec.tables) == (
        TableSpec(
            "by_year",
            Row,
            (
                ColumnSpec("year", "int", COUNT, optional=False),
                ColumnSpec("value", "float", USD, optional=True),
            ),
        ),
    )
    assert spec.result is Result


def many_paybacks(
    *, runs: Annotated[int, Ge(1), Le(9), COUNT] = 2
) -> Generator[float, None, Result]:
    raise NotImplementedError


def test_a_generator_is_a_long_calculation_with_the_result_that_it_returns() -> None:
    spec = read_spec(many_paybacks)
    assert spec.is_long
    assert spec.result is Result
    assert spec.outputs == read_spec(payback).outputs
    assert not read_spec(payback).is_long


def test_an_unknown_input_is_none() -> None:
    assert read_spec(payback).input("prize") is None


def test_a_public_name_has_hyphens() -> None:
    assert public_name("impermanent_loss") == "impermanent-loss"


@dataclass(frozen=True)
class Total:
    total: Annotated[float, USD]


@dataclass(frozen=True)
class TableOnly:
    by_year: tuple[Row, ...]


@dataclass(frozen=True)
class NoOutputs:
    pass


@dataclass(frozen=True)
class NoUnit:
    total: float


@dataclass(frozen=True)
class TwoTypes:
    total: Annotated[float, USD] | Annotated[int, COUNT]


@dataclass(frozen=True)
class FixedTuple:
    total: Annotated[float, USD]
    pair: tuple[Row, Row]


@dataclass(frozen=True)
class TupleOfNumbers:
    total: Annotated[float, USD]
    numbers: tuple[float, ...]


@dataclass(frozen=True)
class TableRow:
    nested: tuple[Row, ...]


@dataclass(frozen=True)
class TableInTable:
    total: Annotated[float, USD]
    rows: tuple[TableRow, ...]


def positional(price: Annotated[float, Ge(0), Le(1), USD] = 0) -> Total:
    raise NotImplementedError


def without_annotation(*, price=0) -> Total:  # type: ignore[no-untyped-def]
    raise NotImplementedError


def without_default(*, price: Annotated[float, Ge(0), Le(1), USD]) -> Total:
    raise NotImplementedError


def without_unit(*, price: Annotated[float, Ge(0), Le(1)] = 0) -> Total:
    raise NotImplementedError


def bare_float(*, price: float = 0) -> Total:
    raise NotImplementedError


def without_minimum(*, price: Annotated[float, Le(1), USD] = 0) -> Total:
    raise NotImplementedError


def without_maximum(*, price: Annotated[int, Ge(0), COUNT] = 0) -> Total:
    raise NotImplementedError


def default_out_of_range(*, price: Annotated[float, Ge(0), Le(1), USD] = 2) -> Total:
    raise NotImplementedError


def default_not_a_number(*, price: Annotated[float, Ge(0), Le(1), USD] = float("nan")) -> Total:
    raise NotImplementedError


def default_not_a_choice(*, chain: Literal["a", "b"] = "c") -> Total:  # type: ignore[assignment]
    raise NotImplementedError


def list_input(*, prices: list[float] = []) -> Total:  # noqa: B006
    raise NotImplementedError


def number_choice(*, tier: Literal[1, 2] = 1) -> Total:
    raise NotImplementedError


def without_result(*, price: Annotated[float, Ge(0), Le(1), USD] = 0):  # type: ignore[no-untyped-def]
    raise NotImplementedError


def number_result(*, price: Annotated[float, Ge(0), Le(1), USD] = 0) -> float:
    raise NotImplementedError


def yields_text() -> Generator[str, None, Total]:
    raise NotImplementedError


def is_sent_something() -> Generator[float, int, Total]:
    raise NotImplementedError


def returns_a_number() -> Generator[float, None, float]:
    raise NotImplementedError


def only_iterates() -> Iterator[float]:
    raise NotImplementedError


def table_first() -> TableOnly:
    raise NotImplementedError


def no_outputs() -> NoOutputs:
    raise NotImplementedError


def output_without_unit() -> NoUnit:
    raise NotImplementedError


def output_of_two_types() -> TwoTypes:
    raise NotImplementedError


def output_of_fixed_tuple() -> FixedTuple:
    raise NotImplementedError


def output_of_numbers() -> TupleOfNumbers:
    raise NotImplementedError


def table_in_table() -> TableInTable:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("function", "error", "place", "remedy"),
    [
        (positional, KeywordOnlyError, "positional: 'price'", r"write a \*"),
        (without_annotation, UnsupportedTypeError, "without_annotation: 'price'", "Annotated"),
        (without_default, MissingDefaultError, "without_default: 'price'", "write one"),
        (without_unit, MissingUnitError, "without_unit: 'price'", "USD"),
        (bare_float, MissingUnitError, "bare_float: 'price'", "Annotated"),
        (without_minimum, MissingBoundError, "without_minimum: 'price'", r"Ge\(…\), Le\(…\)"),
        (without_maximum, MissingBoundError, "without_maximum: 'price'", r"Annotated\[int"),
        (default_out_of_range, DeclarationError, "default_out_of_range: 'price'", "out of range"),
        (default_not_a_number, DeclarationError, "default_not_a_number: 'price'", "out of range"),
        (default_not_a_choice, DeclarationError, "default_not_a_choice: 'chain'", "not a choice"),
        (list_input, UnsupportedTypeError, "list_input: 'prices'", "float, int, bool or Literal"),
        (number_choice, UnsupportedTypeError, "number_choice: 'tier'", r"Literal\['…'\]"),
        (without_result, UnsupportedTypeError, "without_result", "frozen dataclass"),
        (number_result, UnsupportedTypeError, "number_result", "frozen dataclass"),
        (yields_text, UnsupportedTypeError, "yields_text", r"Generator\[float, None, …\]"),
        (is_sent_something, UnsupportedTypeError, "is_sent_something", r"Generator\[float, None"),
        (returns_a_number, UnsupportedTypeError, "returns_a_number", "frozen dataclass"),
        (only_iterates, UnsupportedTypeError, "only_iterates", "frozen dataclass"),
        (table_first, DeclarationError, "table_first", "headline number first in TableOnly"),
        (no_outputs, DeclarationError, "no_outputs", "headline number first in NoOutputs"),
        (output_without_unit, MissingUnitError, "NoUnit: 'total'", "USD"),
        (output_of_two_types, UnsupportedTypeError, "TwoTypes: 'total'", r"one type \| None"),
        (output_of_fixed_tuple, UnsupportedTypeError, "FixedTuple: 'pair'", r"tuple\[Row, …\]"),
        (output_of_numbers, UnsupportedTypeError, "TupleOfNumbers: 'numbers'", r"tuple\[Row"),
        (table_in_table, UnsupportedTypeError, "TableRow: 'nested'", "table in a table"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_declaration_that_cannot_become_a_form_names_place_and_remedy(
    function: Callable[..., Any], error: type[DeclarationError], place: str, remedy: str
) -> None:
    with pytest.raises(error) as caught:
        read_spec(function)
    assert place in str(caught.value)
    assert re.search(remedy, str(caught.value))


@dataclass
class Changeable:
    total: Annotated[float, USD]


@dataclass(frozen=True)
class OneRow:
    total: Annotated[float, USD]
    rows: tuple[Row]


def one_row() -> OneRow:
    raise NotImplementedError


def changeable_result() -> Changeable:
    raise NotImplementedError


def default_none(
    *,
    price: Annotated[float, Ge(0), Le(1), USD] = None,  # type: ignore[assignment]  # noqa: RUF013
) -> Total:
    raise NotImplementedError


def half_a_copy(*, copies: Annotated[int, Ge(0), Le(5), COUNT] = 1.5) -> Total:  # type: ignore[assignment]
    raise NotImplementedError


def default_not_a_truth_value(*, taxed: bool = "yes") -> Total:  # type: ignore[assignment]
    raise NotImplementedError


def endless_range(*, price: Annotated[float, Ge(0), Le(float("inf")), USD] = 0) -> Total:
    raise NotImplementedError


def free_text(*, chain: str = "ethereum") -> Total:
    raise NotImplementedError


@pytest.mark.parametrize(
    ("function", "place"),
    [
        (one_row, "'rows'"),
        (changeable_result, "Changeable"),
        (default_none, "'price'"),
        (half_a_copy, "'copies'"),
        (default_not_a_truth_value, "'taxed'"),
        (endless_range, "'price'"),
        (free_text, "'chain'"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_declaration_that_only_fails_later_is_refused_at_once(
    function: Callable[..., Any], place: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_spec(function)
    assert place in str(caught.value)
