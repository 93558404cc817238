"""Finding calculators in a package."""

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livecalc.interface.errors import DuplicateNameError, MissingUnitError
from livecalc.interface.registry import find_calculators, topic_modules

HEADER = """
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le

from livecalc.interface.units import USD


@dataclass(frozen=True)
class Total:
    total: Annotated[float, USD]

"""
CALCULATOR = """
def {name}(*, price: Annotated[float, Ge(0), Le(9), USD] = 1.0) -> Total:
    return Total(price)

"""

type WritePackage = Callable[..., str]


@pytest.fixture
def write_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[WritePackage]:
    """Write a package of calculators; each keyword is a module and its source below the header."""
    name = f"calculators_of_{request.node.name.split('[')[0]}"
    monkeypatch.syspath_prepend(tmp_path)

    def write(**modules: str) -> str:
        package = tmp_path / name
        package.mkdir()
        (package / "__init__.py").touch()
        for module, source in modules.items():
            (package / f"{module}.py").write_text(HEADER + source, encoding="utf-8")
        importlib.invalidate_caches()
        return name

    yield write
    for loaded in [one for one in sys.modules if one.split(".")[0] == name]:
        del sys.modules[loaded]


def test_public_functions_are_found_by_public_name(write_package: WritePackage) -> None:
    package = write_package(
        zoo=CALCULATOR.format(name="entry_fee"),
        art=CALCULATOR.format(name="second") + CALCULATOR.format(name="first"),
    )
    found = find_calculators(package)
    assert list(found) == ["second", "first", "entry-fee"]
    assert found["entry-fee"].module == f"{package}.zoo"


def test_private_imported_and_other_things_are_no_calculators(write_package: WritePackage) -> None:
    package = write_package(
        art=CALCULATOR.format(name="shared") + "def _half(x: float) -> float:\n    return x / 2\n",
        zoo="from math import sqrt\n"
        "from shutil import copyfile\n"
        "LIMIT = 3\n"
        "square = lambda: 1\n".replace("square", "_square")
        + CALCULATOR.format(name="entry_fee"),
    )
    assert list(find_calculators(package)) == ["shared", "entry-fee"]


def test_the_same_name_in_two_modules_names_both(write_package: WritePackage) -> None:
    package = write_package(art=CALCULATOR.format(name="fee"), zoo=CALCULATOR.format(name="fee"))
    with pytest.raises(DuplicateNameError, match=rf"'fee'.*{package}\.art and {package}\.zoo"):
        find_calculators(package)


def test_a_wrong_declaration_names_its_module(write_package: WritePackage) -> None:
    package = write_package(art="def fee(*, price: float = 1.0) -> Total:\n    return Total(1.0)\n")
    with pytest.raises(MissingUnitError, match=rf"{package}\.art\.fee: 'price'"):
        find_calculators(package)


def test_a_package_without_modules_has_no_calculators(write_package: WritePackage) -> None:
    assert dict(find_calculators(write_package())) == {}


def test_modules_come_in_order_of_name(write_package: WritePackage) -> None:
    package = write_package(zoo="", art="")
    assert [one.__name__ for one in topic_modules(package)] == [f"{package}.art", f"{package}.zoo"]


def test_the_specs_are_read_once(write_package: WritePackage) -> None:
    package = write_package(art=CALCULATOR.format(name="fee"))
    assert find_calculators(package) is find_calculators(package)
