"""Finds the calculators of a package: every public function of its modules."""

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from livecalc.interface.errors import DuplicateNameError
from livecalc.interface.spec import CalculatorSpec, read_spec

type Registry = Mapping[str, CalculatorSpec]


@cache
def find_calculators(package: str) -> Registry:
    """Read the spec of every calculator in a package.

    A calculator is a public function that its module defines; everything else in the module
    starts with an underscore or is a class.

    Args:
        package: Name of an importable package with one module per topic.

    Returns:
        The specs by public name, in order of module and definition.

    Raises:
        DeclarationError: A calculator is declared in a way that cannot become a form.
    """
    found: dict[str, CalculatorSpec] = {}
    for module in topic_modules(package):
        for spec in _declared_in(module):
            if spec.name in found:
                raise DuplicateNameError(
                    f"'{spec.name}' is declared in {found[spec.name].module} and {spec.module}; "
                    "rename one"
                )
            found[spec.name] = spec
    return found


def topic_modules(package: str) -> Iterator[ModuleType]:
    """The modules of a package of calculators, by name."""
    root = import_module(package)
    for info in sorted(pkgutil.iter_modules(root.__path__), key=lambda one: one.name):
        yield import_module(f"{package}.{info.name}")


def _declared_in(module: ModuleType) -> Iterator[CalculatorSpec]:
    for name, function in vars(module).items():
        if (
            inspect.isfunction(function)
            and function.__module__ == module.__name__
            and not name.startswith("_")
        ):
            yield read_spec(function)
