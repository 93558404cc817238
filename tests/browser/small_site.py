"""A site without MkDocs and theme: plain pages, calculators that misbehave or need long."""

import importlib
import sys
from pathlib import Path
from typing import Final

from markdown import Markdown

from livecalc.runtime.assets import PAGE_HEAD, Assets
from livecalc.site.page_head import start_early
from tests.built_site import ROOT
from tests.samples import CHARTED_SAVINGS, PATIENCE

PACKAGE: Final = "browser_samples"

_TROUBLE: Final = '''\
"""Trouble."""

import inspect
from dataclasses import dataclass
from inspect import cleandoc
from typing import Annotated, Literal

from annotated_types import Ge, Le

from livecalc.interface.units import COUNT


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A number, or no answer at all."""

    doubled: Annotated[float, COUNT]
    """Doubled. Twice the number."""


def trouble(
    *,
    number: Annotated[float, Ge(0), Le(100), COUNT] = 1.0,
    behaviour: Literal[
        "answers",
        "loops",
        "raises",
        "refuses",
        "exits",
        "is infinite",
        "nests",
        "takes all memory",
        "reads its own code",
        "cleans a docstring",
    ] = "answers",
) -> Trouble:
    """Twice a number, where it answers.

    Formula:
        doubled = number × 2

    Args:
        number: Number. Any.
        behaviour: Behaviour. What it does instead of answering.

    Returns:
        The double.

    Assumptions:
        - None.

    Not modelled:
        - Nothing.

    Sources:
        - The definition of two.

    Examples:
        >>> trouble(number=2).doubled
        4.0
    """
    if behaviour == "loops":
        while True:
            pass
    if behaviour == "raises":
        raise KeyError("<img src=x onerror=alert(1)>")
    if behaviour == "refuses":
        raise ValueError("This number has no double.")
    if behaviour == "exits":
        raise SystemExit
    if behaviour == "is infinite":
        return Trouble(doubled=float("inf"))
    if behaviour == "nests":
        return trouble(number=number, behaviour=behaviour)
    if behaviour == "takes all memory":
        hoard = [bytearray(2**20)]
        while True:
            hoard.append(bytearray(2**28))
    if behaviour == "reads its own code":
        number += len(inspect.signature(trouble).parameters)
    if behaviour == "cleans a docstring":
        number += len(cleandoc(" ab"))
    return Trouble(doubled=number * 2)
'''

_PAGES: Final = {
    "trouble": "/// calculator | trouble\n///\n",
    "savings": "/// calculator | savings\n///\n",
    "together": (
        "/// calculator | savings\n///\n\n"
        "/// calculator | savings\ndeposit: 500\n///\n\n"
        "/// calculator | trouble\n///\n"
    ),
    "patience": "/// calculator | patience\n///\n\n/// calculator | savings\n///\n",
    "patience-twice": (
        "/// calculator | patience\n///\n\n/// calculator | patience\nseed: 2\n///\n"
    ),
}

_SHELL: Final = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="livecalc/livecalc.css">
{head}
</head>
<body><main><h1>{title}</h1>
{content}
</main>
{end}
</body></html>
"""

_SCRIPT: Final = '<script src="livecalc/livecalc.js"></script>'


def make_small_site(
    folder: Path, *, package_name: str = PACKAGE, savings: str = CHARTED_SAVINGS
) -> Path:
    """Make pages of the sample calculators; `early-*` load the script before the form is there.

    Args:
        folder: Where to make it.
        package_name: Importable name for the calculators; another one for each site.
        savings: Source of the module with the savings.
    """
    package = folder / "source" / package_name
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "savings.py").write_text(savings, encoding="utf-8")
    (package / "patience.py").write_text(PATIENCE, encoding="utf-8")
    (package / "trouble.py").write_text(_TROUBLE, encoding="utf-8")
    sys.path.insert(0, str(package.parent))
    importlib.invalidate_caches()
    site = folder / "site"
    site.mkdir()
    for title, text in _PAGES.items():
        extension = {"livecalc.forms.block": {"calculators": package_name}}
        content = Markdown(extensions=list(extension), extension_configs=extension).convert(text)
        page = {"title": title, "content": content}
        (site / f"{title}.html").write_text(_SHELL.format(head="", end=_SCRIPT, **page))
        (site / f"early-{title}.html").write_text(_SHELL.format(head=_SCRIPT, end="", **page))
    assets = Assets(
        calculators=package_name,
        wheel=package_name.replace("_", "-"),
        node_modules=ROOT / "node_modules",
        folder=folder / "livecalc",
    )
    assets.make()
    assets.install(site)
    start = (assets.folder / PAGE_HEAD).read_text()
    for early in site.glob("early-*.html"):
        early.write_text(start_early(early.read_text(), start=start, script="livecalc/livecalc.js"))
    return site
