"""Writes the embed pages: each calculator alone, for a frame in somebody else's page."""

import shutil
from functools import cache
from pathlib import Path
from typing import Final

import jinja2
from markupsafe import Markup

from livecalc.forms.description import CalculatorDescription
from livecalc.forms.form import render_form
from livecalc.runtime.errors import RuntimeBuildError

#: Attributes of the element that `embed.js` cares for, and so no names for inputs; the same list
#: as in livecalc/web/embed-address.ts.
RESERVED_ATTRIBUTES: Final = frozenset({
    "accent", "accesskey", "autocapitalize", "autofocus", "class", "contenteditable", "dir",
    "draggable", "enterkeyhint", "exportparts", "hidden", "id", "inert", "inputmode", "is",
    "itemid", "itemprop", "itemref", "itemscope", "itemtype", "lang", "loading", "locale", "name",
    "nonce", "part", "popover", "role", "sandbox", "slot", "spellcheck", "src", "stale", "state",
    "style", "tabindex", "theme", "title", "translate",
})  # fmt: skip


def write_embeds(site: Path, descriptions: list[CalculatorDescription], site_name: str) -> None:
    """Write `embed/<name>/index.html` for every calculator, and `embed.js`.

    Args:
        site: The built site; its folder `livecalc/` holds the scripts.
        descriptions: The calculators.
        site_name: Text of the link that leads from a frame to the calculator's page.

    Raises:
        RuntimeBuildError: An input's name would mean something else in an element's attributes.
    """
    pages = site / "embed"
    # A calculator that is gone takes its page with it.
    shutil.rmtree(pages, ignore_errors=True)
    for one in descriptions:
        folder = pages / one.spec.name
        folder.mkdir(parents=True)
        own = f"calculators/{one.spec.name}/"
        page = own if (site / own / "index.html").is_file() else ""
        html = render_embed(one, site_name=site_name, page=f"../../{page}")
        (folder / "index.html").write_text(html, encoding="utf-8")
    (site / "livecalc/embed-host.js").replace(site / "embed.js")


def render_embed(description: CalculatorDescription, *, site_name: str, page: str) -> str:
    """Write an embed page, with the answer for the default inputs.

    Args:
        description: The calculator.
        site_name: Text of the link back.
        page: Where the link leads; relative to the embed page.

    Raises:
        RuntimeBuildError: An input has a name that attributes reserve.
        CallError: The calculator has no answer for its defaults.
    """
    spec = description.spec
    for one in spec.inputs:
        if one.name in RESERVED_ATTRIBUTES:
            raise RuntimeBuildError(
                f"{spec.module}: {spec.name}: the input '{one.name}' could not be set in an "
                f"embedding page, where the attribute '{one.name}' means something else; "
                "give the input another name"
            )
    defaults = {one.name: one.default for one in spec.inputs}
    return (
        _templates()
        .get_template("embed.html.j2")
        .render(
            name=spec.name,
            title=f"{description.title} calculator",
            site_name=site_name,
            page=page,
            form=Markup(render_form(description, defaults, key=spec.name)),
        )
    )


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("livecalc.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
