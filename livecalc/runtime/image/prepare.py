"""Runs in the interpreter whose memory becomes the image: imports the calculators, tidies up."""

import gc
import json
import sys

from livecalc.interface.explore import TOOLS
from livecalc.interface.registry import find_calculators
from livecalc.interface.tasks import Tasks

_registry = find_calculators(PACKAGE)  # type: ignore[name-defined]  # noqa: F821
_tasks = Tasks(_registry)


def wake() -> str:
    """Make the interpreter fit to go on in another process: forget the random state it had."""
    if "random" in sys.modules:
        sys.modules["random"].seed()
    return ""


#: All that the host calls.
_host_calls = {
    "begin": _tasks.begin,
    "explore": _tasks.explore,
    "proceed": _tasks.proceed,
    "cancel": _tasks.cancel,
    "wake": wake,
}

#: A simulation warms up as well with few runs.
_FEW = ', "runs": 100'

# What a first call imports and caches belongs into the image, the paths of an error included.
for _name in _registry:
    # The clock stands still here: all of it is one slice.
    _tasks.begin("", _name, "{}")
    _tasks.begin("", _name, '{"": 0}')
for _tool in ("", *TOOLS):
    _tasks.explore("", _name, f'{{"tool": "{_tool}"{_FEW if _tool == "simulation" else ""}}}')
_tasks.begin("", "", "")
_tasks.cancel("")

sys.path_importer_cache.clear()
for _ in range(3):
    gc.collect()
print(json.dumps({name: id(one) for name, one in _host_calls.items()}))
