"""Draws who pays whom in an avenue: boxes and arrows from its entry, laid out by Graphviz.

Graphviz comes as WebAssembly from npm and runs in Node while the site is built; pages hold the
finished SVG. What was drawn once is kept, because starting Node takes longer than a page.
"""

import hashlib
import json
import re
import subprocess
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from livecalc.forms.whole_file import write_whole
from playbook.facts import Payment

#: What earlier builds have drawn; below the folder that is built in, and safe to delete.
_KEPT: Final = Path("build/diagrams")
_SCRIPT: Final = Path(__file__).with_suffix(".mjs")
_GRAPHVIZ: Final = Path("node_modules/@viz-js/viz/package.json")

#: Direction of the arrows by the kind of place: across a column, and down a phone.
_DIRECTIONS: Final = {"wide": "LR", "narrow": "TB"}

#: Characters after which a label breaks, so that a drawing does not grow wider than its column.
_LABEL_WIDTH: Final = 20

#: Colours and fonts are the style sheet's, and the drawing's text alternative stands outside it.
_SURPLUS: Final = frozenset({"fill", "stroke", "font-family", "font-size", "id"})


class DiagramError(Exception):
    """A diagram could not be drawn; the message says what to do."""


def draw_flow(
    payments: Sequence[Payment], ahead: Iterable[Sequence[Payment]] = ()
) -> list[Element]:
    """Draw who pays whom.

    Args:
        payments: The arrows; a party is whoever stands at an end of one.
        ahead: Further diagrams that will be wanted soon. Those not drawn yet are drawn together.

    Returns:
        One `<svg>` for each kind of place, with the class `playbook-flow-wide` or
        `playbook-flow-narrow`, without colours of its own.

    Raises:
        DiagramError: Node or Graphviz is missing or refuses the diagram.
    """
    wanted = _sources(payments)
    missing = {
        source: None
        for each in (payments, *ahead)
        for source in _sources(each).values()
        if each and not _file_of(source).is_file()
    }
    if missing:
        _draw_all(tuple(missing))
    return [
        _cleaned(_file_of(source).read_text(encoding="utf-8"), place)
        for place, source in wanted.items()
    ]


def flow_in_words(payments: Sequence[Payment]) -> str:
    """Say what the diagram shows.

    Examples:
        >>> flow_in_words([Payment(payer="Traders", payee="Pool", what="a fee on each swap")])
        'Who pays whom. Traders to Pool: a fee on each swap.'
    """
    arrows = (f"{one.payer} to {one.payee}: {one.what}." for one in payments)
    return " ".join(("Who pays whom.", *arrows))


def _sources(payments: Sequence[Payment]) -> dict[str, str]:
    edges = [{"tail": one.payer, "head": one.payee, "label": _broken(one.what)} for one in payments]
    return {
        place: json.dumps({"rankdir": direction, "edges": edges})
        for place, direction in _DIRECTIONS.items()
    }


def _broken(label: str) -> str:
    # The spaces keep it off its arrow.
    return "\n".join(f" {line} " for line in textwrap.wrap(label, _LABEL_WIDTH))


def _file_of(source: str) -> Path:
    """Where a diagram is kept; another version of what draws it keeps it elsewhere."""
    try:
        drawn_by = _SCRIPT.read_bytes() + _GRAPHVIZ.read_bytes()
    except FileNotFoundError as error:
        raise DiagramError(f"{error.filename} is missing; run scripts/setup build") from error
    return _KEPT / f"{hashlib.sha256(drawn_by + source.encode()).hexdigest()[:32]}.svg"


def _draw_all(sources: Sequence[str]) -> None:
    try:
        done = subprocess.run(
            ["node", str(_SCRIPT)],
            input=f"[{','.join(sources)}]",
            capture_output=True,
            text=True,
            check=True,
        )
    except FileNotFoundError as error:
        raise DiagramError("diagrams need Node; run scripts/setup build") from error
    except subprocess.CalledProcessError as error:
        raise DiagramError(f"a diagram could not be drawn: {error.stderr.strip()}") from error
    for source, drawn in zip(sources, json.loads(done.stdout)["drawings"], strict=True):
        write_whole(_file_of(source), drawn)


def _cleaned(drawn: str, place: str) -> Element:
    svg = ElementTree.fromstring(re.sub(r' xmlns(:\w+)?="[^"]*"', "", drawn))
    # In points of 1/72 inch, as for paper; a page counts 96 to the inch.
    width, height = svg.attrib["viewBox"].split()[2:]
    svg.set("width", f"{float(width):.0f}")
    svg.set("height", f"{float(height):.0f}")
    svg.set("class", f"playbook-flow-{place}")
    svg.set("aria-hidden", "true")
    for parent in list(svg.iter()):
        for child in list(parent):
            if child.tag == "title":
                parent.remove(child)
    for one in svg.iter():
        one.tail = None
        if one.tag != "text":
            one.text = None
        for name in list(one.attrib):
            if name in _SURPLUS or name.startswith("{"):
                del one.attrib[name]
    return svg
