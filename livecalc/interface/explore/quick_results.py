"""Frozen result classes that are quick to make.

A frozen dataclass writes each field through `object.__setattr__`, because its own refuses: a call
into C for every field of every row, and a calculator makes dozens of rows in one call. Here an
object is open while its fields are written, one ordinary assignment each, and frozen before
anybody sees it. In WebAssembly, making one of six fields takes 0.6 times as long.

Only a simulation asks for this, when it begins: quick classes would make the memory image 2 %
larger, and nobody notices the time of a single call.
"""

from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from types import FunctionType
from typing import Any, Final, cast

from livecalc.interface.spec import CalculatorSpec

#: How an object becomes one of another class; assigning is what a frozen class refuses.
_BECOME: Final = object.__dict__["__class__"].__set__

# Two underscores in front: no field can have such a name, a class would change it.
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
    for kind in (spec.result, *(table.row for table in spec.tables)):
        if _only_takes_its_fields(kind) and not is_quick(kind):
            _replace_init(kind)


def is_quick(kind: type) -> bool:
    """Whether a result class has the quicker `__init__`."""
    init = vars(kind).get("__init__")
    return isinstance(init, FunctionType) and init.__globals__ is globals()


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


def _replace_init(kind: type) -> None:
    own = fields(cast("Any", kind))
    names = tuple(one.name for one in own)
    # Same slots, same place in memory: an object may pass from one of the two to the other.
    open_kind = type(kind.__name__, (), {"__slots__": names})
    by_place = [one.name for one in own if not one.kw_only]
    by_name = [one.name for one in own if one.kw_only]
    source = _MAKE_INIT.format(
        parameters=", ".join([*by_place, *(["*"] if by_name else []), *by_name]),
        assignments="; ".join(f"__self.{name} = {name}" for name in names),
    )
    made: dict[str, Callable[..., Any]] = {}
    # As dataclasses do it; nothing but the names of fields goes into the text.
    exec(source, globals(), made)
    quick, slow = made["make"](_BECOME, open_kind, kind), vars(kind)["__init__"]
    quick.__qualname__, quick.__annotations__ = slow.__qualname__, slow.__annotations__
    type.__setattr__(kind, "__init__", quick)
