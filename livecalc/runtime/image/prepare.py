"""Runs in the interpreter whose memory becomes the image: imports the calculators, tidies up."""

import gc
import sys

from livecalc.interface.call import call as answer
from livecalc.interface.registry import find_calculators

_registry = find_calculators(PACKAGE)  # type: ignore[name-defined]  # noqa: F821


def call(name: str, arguments: str) -> str:
    """Answer one call; the host calls nothing else."""
    return answer(_registry, name, arguments)


def wake() -> str:
    """Make the interpreter fit to go on in another process: forget the random state it had."""
    if "random" in sys.modules:
        sys.modules["random"].seed()
    return ""


# What a first call imports and caches belongs into the image, the paths of an error included.
for _name in _registry:
    call(_name, "{}")
    call(_name, '{"": 0}')
call("", "")

sys.path_importer_cache.clear()
for _ in range(3):
    gc.collect()
print("OBJECTS", id(call), id(wake))
