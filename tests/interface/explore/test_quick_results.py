"""Result classes that are quick to make are the same classes otherwise."""

import copy
import inspect
import math
import pickle
import sys
from collections.abc import Callable
from dataclasses import (
    FrozenInstanceError,
    InitVar,
    asdict,
    dataclass,
    field,
    fields,
    make_dataclass,
    replace,
)
from typing import Annotated, Any

import pytest
from annotated_types import Ge, Le

from livecalc.interface.explore import explore_at_once
from livecalc.interface.explore.quick_results import is_quick, make_results_quick
from livecalc.interface.registry import find_calculators
from livecalc.interface.spec import CalculatorSpec, read_spec
from livecalc.interface.units import COUNT, USD

REAL = find_calculators("calculators")


def both(make: Callable[[], type]) -> tuple[Any, Any]:
    """One class as it was declared, and one declared the same and made quick."""
    plain, quick = make(), make()
    make_results_quick(spec_of(quick))
    return plain, quick


def spec_of(result: type) -> CalculatorSpec:
    """The spec of a calculator with this result."""

    def calculator(*, price: Annotated[float, Ge(0), Le(9), USD] = 1.0) -> Any:
        raise NotImplementedError

    calculator.__annotations__["return"] = result
    return read_spec(calculator)


def by_name() -> type:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Result:
        total: Annotated[float, USD]
        count: Annotated[int, COUNT]

    return Result


def by_place() -> type:
    @dataclass(frozen=True, slots=True)
    class Result:
        total: Annotated[float, USD]
        count: Annotated[int, COUNT] = field(kw_only=True)

    return Result


@pytest.mark.parametrize("make", [by_name, by_place])
def test_what_a_class_says_and_does_stays_the_same(make: Callable[[], type]) -> None:
    plain, quick = both(make)
    assert is_quick(quick)
    assert not is_quick(plain)
    assert inspect.signature(quick) == inspect.signature(plain)
    assert quick.__init__.__qualname__ == plain.__init__.__qualname__
    one, other = (kind(total=3.5, count=2) for kind in (plain, quick))
    assert type(other) is quick
    assert (repr(other), hash(other), asdict(other)) == (repr(one), hash(one), asdict(one))
    assert other == quick(total=3.5, count=2) != quick(total=3.5, count=3)
    assert copy.deepcopy(other) == other == copy.copy(other)
    assert replace(other, count=9) == quick(total=3.5, count=9)


def test_fields_are_given_by_place_where_the_class_says_so() -> None:
    _, quick = both(by_place)
    assert quick(3.5, count=2) == quick(total=3.5, count=2)
    with pytest.raises(TypeError, match="positional argument"):
        quick(3.5, 2)


def test_an_object_is_frozen_once_it_is_made() -> None:
    _, quick = both(by_name)
    one = quick(total=3.5, count=2)
    with pytest.raises(FrozenInstanceError):
        one.total = 4.0
    with pytest.raises(FrozenInstanceError):
        del one.total
    assert one.total == 3.5
    assert not hasattr(one, "__dict__")


@pytest.mark.parametrize("given", [{"total": 1.0}, {"total": 1.0, "count": 1, "extra": 1}, {}])
def test_wrong_fields_are_refused_in_the_same_words(given: dict[str, float]) -> None:
    words = []
    for kind in both(by_name):
        with pytest.raises(TypeError) as refused:
            kind(**given)
        words.append(str(refused.value))
    assert words[0] == words[1]


def test_asking_again_changes_nothing() -> None:
    _, quick = both(by_name)
    before = vars(quick)["__init__"]
    make_results_quick(spec_of(quick))
    assert vars(quick)["__init__"] is before


def with_default() -> type:
    @dataclass(frozen=True, slots=True)
    class Result:
        total: Annotated[float, USD] = 1.0

    return Result


def with_factory() -> type:
    @dataclass(frozen=True, slots=True)
    class Result:
        total: Annotated[float, USD] = field(default_factory=lambda: 1.0)

    return Result


def with_afterthought() -> type:
    @dataclass(frozen=True, slots=True)
    class Result:
        total: Annotated[float, USD]

        def __post_init__(self) -> None:
            object.__setattr__(self, "total", -self.total)

    return Result


def with_its_own_init() -> type:
    @dataclass(frozen=True, slots=True)
    class Result:
        total: Annotated[float, USD]

        def __init__(self, total: float) -> None:
            object.__setattr__(self, "total", 2 * total)

    return Result


def without_init() -> type:
    @dataclass(frozen=True, slots=True, init=False)
    class Result:
        total: Annotated[float, USD]

    return Result


def with_more_than_its_fields_to_say() -> type:
    @dataclass(frozen=True, slots=True)
    class Result:
        total: Annotated[float, USD]
        reason: InitVar[str]

    return Result


def without_slots() -> type:
    @dataclass(frozen=True)
    class Result:
        total: Annotated[float, USD]

    return Result


def with_weak_references() -> type:
    @dataclass(frozen=True, slots=True, weakref_slot=True)
    class Result:
        total: Annotated[float, USD]

    return Result


def with_a_base() -> type:
    return make_dataclass("Result", [], bases=(without_slots(),), frozen=True, slots=True)


def with_an_heir() -> type:
    base = by_name()
    HEIRS.append(make_dataclass("Heir", [], bases=(base,), frozen=True, slots=True))
    return base


#: A class does not keep those that inherit from it alive.
HEIRS: list[type] = []


@pytest.mark.parametrize(
    "make",
    [
        with_default,
        with_factory,
        with_afterthought,
        with_its_own_init,
        without_init,
        with_more_than_its_fields_to_say,
        without_slots,
        with_weak_references,
        with_a_base,
        with_an_heir,
    ],
)
def test_a_class_that_is_more_than_its_fields_stays_as_it_is(make: Callable[[], type]) -> None:
    kind = make()
    make_results_quick(spec_of(kind))
    assert not is_quick(kind)


def test_rows_of_tables_are_made_quick_with_the_result() -> None:
    row = by_name()
    result = make_dataclass(
        "Result",
        [("total", Annotated[float, USD]), ("rows", tuple[row, ...])],  # type: ignore[valid-type]
        frozen=True,
        slots=True,
    )
    make_results_quick(spec_of(result))
    assert is_quick(row)
    assert is_quick(result)


@pytest.mark.parametrize("name", REAL)
def test_a_simulation_leaves_the_classes_of_a_calculator_as_they_were(name: str) -> None:
    spec = REAL[name]
    before = spec.function()
    explore_at_once(REAL, name, {"tool": "simulation", "runs": 100})
    kinds = (spec.result, *(table.row for table in spec.tables))
    assert all(is_quick(kind) for kind in kinds), "declare it frozen, slotted and without defaults"
    after = spec.function()
    assert type(after) is type(before) is spec.result
    assert (after, repr(after), hash(after)) == (before, repr(before), hash(before))
    assert pickle.loads(pickle.dumps(after)) == before
    assert sys.getsizeof(after) == sys.getsizeof(before)
    for table in spec.tables:
        for one in getattr(after, table.name):
            assert type(one) is table.row
    headline = fields(spec.result)[0].name
    with pytest.raises(FrozenInstanceError):
        setattr(after, headline, math.pi)
