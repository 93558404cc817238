"""Who takes part: pages that end with a result of Python in the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: What the others compute: one sum, as small as the calculators'.
EXPRESSION: Final = "(1 + 0.05 / 365) ** 365 - 1"

_SHOWN: Final = 'document.getElementById("result").textContent.startsWith("0.05126")'
_OURS: Final = 'document.querySelector("live-calculator[state=ready]:not([stale])")'


@dataclass(frozen=True, slots=True, kw_only=True)
class Contestant:
    """A page, and how to tell that it has answered.

    Attributes:
        name: For the command line.
        title: For the table.
        place: Which folder it is served from.
        path: Its address there, what comes after the host; with numbers of the reader's own
            where it is ours, because such a link starts Python at once.
        answered: JavaScript; true once the result is in the page.
        button: JavaScript; a button to press as soon as it does something, else null.
        again: Whether a second visit is measured too.
        throttled: Whether slower machines and networks are measured too.
        note: What a reader of the table must know.
    """

    name: str
    title: str
    place: str
    path: str
    answered: str
    button: str = "null"
    again: bool = False
    throttled: bool = False
    note: str = ""


BARE: Final = Contestant(
    name="bare",
    title="bare loadPyodide()",
    place="rivals",
    path="/bare/",
    answered=_SHOWN,
    again=True,
    throttled=True,
    note="The yardstick: a page that only loads stock Pyodide from its own host and shows a sum.",
)

CONTESTANTS: Final[Sequence[Contestant]] = (
    BARE,
    Contestant(
        name="pyscript-pyodide",
        title="PyScript, Pyodide",
        place="rivals",
        path="/pyscript-pyodide/",
        answered=_SHOWN,
        note="PyScript shows the same sum, computed in the page's main thread as in its manual.",
    ),
    Contestant(
        name="pyscript-micropython",
        title="PyScript, MicroPython",
        place="rivals",
        path="/pyscript-micropython/",
        answered=_SHOWN,
        again=True,
        throttled=True,
        note="The same with MicroPython, a smaller language than Python.",
    ),
    Contestant(
        name="markdown-exec",
        title="markdown-exec, Pyodide fence",
        place="rivals",
        path="/markdown-exec/",
        answered='document.querySelector(".pyodide-output").textContent.includes("0.05126")',
        button="[...document.querySelectorAll('[id$=run]')].find((one) => one.onclick)",
        note="Its editor and its micropip are loaded as its page asks for them, from this machine;"
        " Run is pressed the moment it works. Same Pyodide; the fence alone, without a theme.",
    ),
    Contestant(
        name="stock",
        title="site page, stock tier",
        place="site without image",
        path="/calculators/staking-apy/?staking-apy.stake=123",
        answered=_OURS,
        note="The host answers 404 for the memory image, so the page starts stock Pyodide.",
    ),
    Contestant(
        name="site",
        title="site page",
        place="site",
        path="/calculators/staking-apy/?staking-apy.stake=123",
        answered=_OURS,
        again=True,
        throttled=True,
        note="With the theme and its search; opened by a link that carries a number.",
    ),
    Contestant(
        name="theme",
        title="site page, theme alone",
        place="plain",
        path="/calculators/staking-apy/",
        answered='document.readyState === "complete"',
        again=True,
        throttled=True,
        note="The same page built without its calculator, until it is loaded: what the theme takes"
        " by itself.",
    ),
    Contestant(
        name="embed",
        title="embed page",
        place="site",
        path="/embed/staking-apy/?stake=123",
        answered=_OURS,
        again=True,
        throttled=True,
        note="The calculator alone, as in a frame; as bare of a theme as the others' pages.",
    ),
    Contestant(
        name="offline",
        title="site page, file://",
        place="offline",
        path="/calculators/staking-apy.html?staking-apy.stake=123",
        answered=_OURS,
        note="The unpacked zip of `make offline`, opened from the disk.",
    ),
    Contestant(
        name="export",
        title="exported file, file://",
        place="export",
        path="/staking-apy.html?stake=123",
        answered=_OURS,
        note="What `livecalc export` writes, opened from the disk.",
    ),
)
