"""A calculator's signature, read once into plain data.

Everything else (validation, forms, JSON, tests) reads `CalculatorSpec` and never the signature.
"""

import inspect
import math
import types
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, fields, is_dataclass
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from annotated_types import Ge, Le

from livecalc.interface.chart import MOST_SERIES, Chart, ChartKind
from livecalc.interface.errors import (
    DeclarationError,
    KeywordOnlyError,
    MissingBoundError,
    MissingDefaultError,
    MissingUnitError,
    UnsupportedTypeError,
)
from livecalc.interface.units import TEXT, Unit

type Scalar = float | int | bool | str
type ScalarKind = Literal["float", "int", "bool", "text"]


@dataclass(frozen=True, slots=True)
class InputSpec:
    """One keyword-only parameter."""

    name: str
    kind: ScalarKind
    unit: Unit
    default: Scalar
    minimum: float | None
    maximum: float | None
    choices: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a table output, or one scalar output."""

    name: str
    kind: ScalarKind
    unit: Unit
    optional: bool


@dataclass(frozen=True, slots=True)
class TableSpec:
    """An output of many rows: a tuple of one frozen dataclass."""

    name: str
    row: type
    columns: tuple[ColumnSpec, ...]
    chart: Chart | None = None

    def column(self, name: str) -> ColumnSpec | None:
        """The column of that name, if there is one."""
        return next((one for one in self.columns if one.name == name), None)


type OutputSpec = ColumnSpec | TableSpec


@dataclass(frozen=True, slots=True)
class CalculatorSpec:
    """All that a signature says about a calculator.

    Attributes:
        is_long: The function is a generator: it yields how far it is, from 0 to 1, and returns its
            result.
    """

    name: str
    module: str
    function: Callable[..., Any]
    inputs: tuple[InputSpec, ...]
    outputs: tuple[OutputSpec, ...]
    result: type
    is_long: bool

    def input(self, name: str) -> InputSpec | None:
        """The input of that name, if there is one."""
        return next((one for one in self.inputs if one.name == name), None)

    @property
    def scalars(self) -> Iterator[ColumnSpec]:
        """The outputs that are single values; the first is the headline."""
        return (one for one in self.outputs if isinstance(one, ColumnSpec))

    @property
    def tables(self) -> Iterator[TableSpec]:
        """The outputs that are tables."""
        return (one for one in self.outputs if isinstance(one, TableSpec))


def public_name(function_name: str) -> str:
    """The name people use: `staking_apy` is called `staking-apy`.

    Examples:
        >>> public_name("staking_apy")
        'staking-apy'
    """
    return function_name.replace("_", "-")


def read_spec(function: Callable[..., Any]) -> CalculatorSpec:
    """Read a calculator's signature.

    Args:
        function: A function whose parameters are keyword-only, annotated with type, bounds and
            unit, and have defaults, and whose result is a frozen dataclass, or a generator that
            yields its progress and returns one.

    Returns:
        The spec, which holds for as long as the function is not reloaded.

    Raises:
        DeclarationError: The signature cannot become a form; the message names the parameter and
            says what to write.
    """
    where = f"{function.__module__}.{function.__name__}"
    hints = get_type_hints(function, include_extras=True)
    result, is_long = _read_result(where, hints.pop("return", None))
    if not isinstance(result, type) or not _is_frozen_dataclass(result):
        found = f" ({result.__name__} is none)" if isinstance(result, type) else ""
        raise UnsupportedTypeError(f"{where}: write the result as a frozen dataclass{found}")
    inputs = tuple(
        _read_input(where, parameter, hints)
        for parameter in inspect.signature(function).parameters.values()
    )
    outputs = tuple(_read_outputs(result))
    if not outputs or isinstance(outputs[0], TableSpec):
        raise DeclarationError(f"{where}: put the headline number first in {result.__name__}")
    return CalculatorSpec(
        name=public_name(function.__name__),
        module=function.__module__,
        function=function,
        inputs=inputs,
        outputs=outputs,
        result=result,
        is_long=is_long,
    )


def _read_result(where: str, hint: Any) -> tuple[Any, bool]:
    """What the function gives in the end, and whether it takes its time."""
    if get_origin(hint) is not Generator:
        return hint, False
    match get_args(hint):
        case (progress, None | types.NoneType, result) if progress is float:
            return result, True
    raise UnsupportedTypeError(
        f"{where}: write the result of a long calculation as Generator[float, None, …]"
    )


def _read_input(where: str, parameter: inspect.Parameter, hints: dict[str, Any]) -> InputSpec:
    name = parameter.name
    place = f"{where}: '{name}'"
    if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
        raise KeywordOnlyError(f"{place} is positional; write a * before the parameters")
    if name not in hints:
        raise UnsupportedTypeError(f"{place} has no annotation; write Annotated[float, …]")
    if parameter.default is inspect.Parameter.empty:
        raise MissingDefaultError(f"{place} has no default; write one that makes a typical case")
    kind, unit, extras, choices = _read_annotation(place, hints[name])
    minimum = maximum = None
    if kind in ("float", "int"):
        minimum = next((float(one.ge) for one in extras if isinstance(one, Ge)), None)  # type: ignore[arg-type]
        maximum = next((float(one.le) for one in extras if isinstance(one, Le)), None)  # type: ignore[arg-type]
        if minimum is None or maximum is None or not math.isfinite(maximum - minimum):
            raise MissingBoundError(f"{place} has no range; write Annotated[{kind}, Ge(…), Le(…)]")
    elif kind == "text" and choices is None:
        raise UnsupportedTypeError(f"{place} is free text; write the choices as Literal['…']")
    default = _read_default(place, kind, parameter.default)
    if minimum is not None and maximum is not None:
        if not minimum <= cast("float", default) <= maximum:
            raise DeclarationError(f"{place}: the default {default} is out of range")
    elif choices is not None and default not in choices:
        raise DeclarationError(f"{place}: the default {default!r} is not a choice")
    return InputSpec(name, kind, unit, default, minimum, maximum, choices)


def _read_default(place: str, kind: ScalarKind, default: Any) -> Scalar:
    fitting = {"float": (float, int), "int": (int,), "bool": (bool,), "text": (str,)}[kind]
    if type(default) not in fitting:
        raise DeclarationError(f"{place}: the default {default!r} is no {kind}")
    return float(default) if kind == "float" else cast("Scalar", default)


def _is_frozen_dataclass(kind: type) -> bool:
    return is_dataclass(kind) and bool(vars(kind)["__dataclass_params__"].frozen)


def _read_outputs(result: type) -> Iterator[OutputSpec]:
    hints = get_type_hints(result, include_extras=True)
    for field in fields(result):
        hint = hints[field.name]
        place = f"{result.__module__}.{result.__name__}: '{field.name}'"
        annotated = get_origin(hint) is Annotated
        base, *extras = get_args(hint) if annotated else (hint,)
        if get_origin(base) is tuple:
            yield _read_table(place, field.name, base, extras)
        elif any(isinstance(one, Chart) for one in extras):
            raise DeclarationError(f"{place}: a chart stands beside a table: tuple[Row, …]")
        else:
            yield _read_scalar_output(result, field.name, hint)


def _read_table(place: str, name: str, hint: Any, extras: list[Any]) -> TableSpec:
    row, *rest = get_args(hint)
    if rest != [Ellipsis] or not isinstance(row, type) or not _is_frozen_dataclass(row):
        raise UnsupportedTypeError(f"{place} must be tuple[Row, …] of one frozen dataclass")
    columns = tuple(_only_scalars(row, tuple(_read_outputs(row))))
    charts = [one for one in extras if isinstance(one, Chart)]
    if len(charts) > 1:
        raise DeclarationError(f"{place}: has two charts; leave one")
    table = TableSpec(name, row, columns, charts[0] if charts else None)
    if table.chart:
        _check_chart(f"{place}: chart", table, table.chart)
    return table


def _check_chart(place: str, table: TableSpec, chart: Chart) -> None:
    kinds = get_args(ChartKind.__value__)
    if chart.kind not in kinds:
        choices = ", ".join(kinds)
        raise DeclarationError(
            f"{place}: {chart.kind!r} is no kind of chart; choose one of {choices}"
        )
    if chart.kind != "line" and (chart.log_x or chart.log_y):
        log = "log_x" if chart.log_x else "log_y"
        raise DeclarationError(
            f"{place}: a logarithmic axis has no zero for a {chart.kind} to stand on; "
            f"use a line, or leave out {log}"
        )
    _check_horizontal(f"{place}: x", _column_of(f"{place}: x", table, chart.x), chart)
    if not isinstance(chart.y, tuple):
        raise DeclarationError(f"{place}: y: write a tuple, as in ({chart.y!r},)")
    if not 1 <= len(chart.y) <= MOST_SERIES:
        raise DeclarationError(f"{place}: y: name one to {MOST_SERIES} columns")
    main, *others = (_column_of(f"{place}: y", table, name) for name in chart.y)
    for column in (main, *others):
        if column.kind not in ("float", "int"):
            raise DeclarationError(f"{place}: y: '{column.name}' is no number")
        if chart.y.count(column.name) > 1:
            raise DeclarationError(f"{place}: y: '{column.name}' is named twice")
        if column.unit.name != main.unit.name:
            raise DeclarationError(
                f"{place}: y: '{column.name}' counts {column.unit.name} and '{main.name}' "
                f"{main.unit.name}; draw columns of one unit"
            )


def _check_horizontal(place: str, column: ColumnSpec, chart: Chart) -> None:
    if column.kind in ("float", "int"):
        return
    if column.kind != "text":
        raise DeclarationError(f"{place}: '{column.name}' is neither a number nor a text")
    if chart.kind != "bar":
        raise DeclarationError(f"{place}: '{column.name}' is no number; use a bar chart")


def _column_of(place: str, table: TableSpec, name: str) -> ColumnSpec:
    column = table.column(name)
    if column is None:
        names = ", ".join(one.name for one in table.columns)
        raise DeclarationError(f"{place}: '{name}' is no column; the columns are {names}")
    return column


def _only_scalars(row: type, columns: tuple[OutputSpec, ...]) -> Iterator[ColumnSpec]:
    for column in columns:
        if isinstance(column, TableSpec):
            raise UnsupportedTypeError(f"{row.__name__}: '{column.name}' is a table in a table")
        yield column


def _read_scalar_output(result: type, name: str, hint: Any) -> ColumnSpec:
    place = f"{result.__module__}.{result.__name__}: '{name}'"
    members = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    present = [one for one in members if one is not types.NoneType]
    if len(present) != 1:
        raise UnsupportedTypeError(f"{place} must be one type, or one type | None")
    kind, unit, _, _ = _read_annotation(place, present[0])
    return ColumnSpec(name, kind, unit, optional=len(present) < len(members))


def _read_annotation(
    place: str, hint: Any
) -> tuple[ScalarKind, Unit, tuple[Any, ...], tuple[str, ...] | None]:
    base: Any = hint
    extras: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        base, *rest = get_args(hint)
        extras = tuple(rest)
    unit = next((one for one in extras if isinstance(one, Unit)), None)
    if base is bool:
        return "bool", unit or TEXT, extras, None
    if get_origin(base) is Literal and all(isinstance(one, str) for one in get_args(base)):
        return "text", unit or TEXT, extras, get_args(base)
    if base is str:
        return "text", unit or TEXT, extras, None
    if base not in (float, int):
        raise UnsupportedTypeError(f"{place} must be float, int, bool or Literal['…'], not {base}")
    if unit is None:
        raise MissingUnitError(f"{place} has no unit; write Annotated[{base.__name__}, …, USD]")
    return ("float" if base is float else "int"), unit, extras, None
