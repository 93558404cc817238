"""Frozen result classes that are quick to make.

A frozen dataclass writes each field through `object.__setattr__`, because its own refuses: a call
into C for every field of every row, and a calculator makes dozens of rows in one call. Here an
object is open while its fields are written, one ordinary assignment each, and frozen before
anybody sees it. In WebAssembly, making one of six fields takes 0.6 times as long.

Only a simulation asks for this, when it begins: quick classes would make the memory image 2 %
larger, and nobody notices the time of a single call. What they are made from is compiled once for
all classes with so many fields.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import CodeType, FunctionType
from typing import Any, Final, cast

from livecalc.interface.spec import CalculatorSpec

#: How an object becomes one of another class; assigning is what a frozen class refuses.
_BECOME: Final = object.__dict__["__class__"].__set__

_MAKE_INIT: Final = """
def make(__become, __open, __frozen):
    def __init__(__self, {parameters}):
        __become(__self, __open)
        {assignments}
        __self.__class__ = __frozen
    return __init__
"""


def make_results_quick(spec: CalculatorSpec) -> None:
    """Give the result of a calculator and the rows of its tables a quicker `__init__`.

    They stay what they were: frozen, with the same fields, signature, comparison, hash, text,
    copies and pickles. A class that does more when it is made than take its fields, or that is part
    of a family of classes, stays as it is. Asking again changes nothing.
    """
    for kind in _kinds(spec):
        if not is_quick(kind):
            _replace_init(kind)


def is_quick(kind: type) -> bool:
    """Whether a result class has the quicker `__init__`."""
    init = vars(kind).get("__init__")
    return isinstance(init, FunctionType) and init.__globals__ is globals()


def _kinds(spec: CalculatorSpec) -> list[type]:
    kinds = (spec.result, *(table.row for table in spec.tables))
    return [kind for kind in kinds if _only_takes_its_fields(kind)]


def _only_takes_its_fields(kind: type) -> bool:
    init = vars(kind).get("__init__")
    if not is_dataclass(kind) or not isinstance(init, FunctionType):
        return False
    own, code = fields(kind), init.__code__
    return (
        # Written by `dataclass`, not by hand, and with nothing that is no field.
        code.co_filename == "<string>"
        and code.co_argcount + code.co_kwonlyargcount == 1 + len(own)
        and not hasattr(kind, "__post_init__")
        and all(one.init and one.default is one.default_factory is MISSING for one in own)
        # The slots of its fields are all there is to an object.
        and set(vars(kind).get("__slots__", ())) == {one.name for one in own}
        and kind.__bases__ == (object,)
        and not kind.__subclasses__()
    )


def prepare_quick_results(spec: CalculatorSpec) -> None:
    """Compile what `make_results_quick` needs; a page has no compiler in its image of Python."""
    for kind in _kinds(spec):
        _init_for(*_shape_of(kind))


def _replace_init(kind: type) -> None:
    names = [one.name for one in fields(cast("Any", kind))]
    # Same slots, same place in memory: an object may pass from one of the two to the other.
    open_kind = type(kind.__name__, (), {"__slots__": names})
    make = _init_for(*_shape_of(kind))
    quick, slow = make(_BECOME, open_kind, kind), vars(kind)["__init__"]
    quick.__code__ = _with_names_of(slow.__code__, quick.__code__)
    quick.__qualname__, quick.__annotations__ = slow.__qualname__, slow.__annotations__
    type.__setattr__(kind, "__init__", quick)


def _shape_of(kind: type) -> tuple[int, int]:
    """How many fields are given by place, and how many by name."""
    by_name = sum(one.kw_only is True for one in fields(cast("Any", kind)))
    return len(fields(cast("Any", kind))) - by_name, by_name


@cache
def _init_for(by_place: int, by_name: int) -> Callable[..., FunctionType]:
    """What makes an `__init__` for so many fields, which it calls `_0`, `_1` and so on."""
    names = [f"_{index}" for index in range(by_place + by_name)]
    source = _MAKE_INIT.format(
        parameters=", ".join([*names[:by_place], *(["*"] if by_name else []), *names[by_place:]]),
        assignments="; ".join(f"__self.{name} = {name}" for name in names),
    )
    made: dict[str, Callable[..., FunctionType]] = {}
    exec(source, globals(), made)
    return made["make"]


def _with_names_of(slow: CodeType, quick: CodeType) -> CodeType:
    """The quick code with its parameters, and with them the fields, called as in the slow one."""
    named = dict(zip(_parameters(quick), _parameters(slow), strict=True))
    return quick.replace(
        co_varnames=tuple(named.get(name, name) for name in quick.co_varnames),
        co_names=tuple(named.get(name, name) for name in quick.co_names),
    )


def _parameters(code: CodeType) -> tuple[str, ...]:
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
