"""Runs in the interpreter whose memory becomes the image: imports the calculators, tidies up."""

import gc
import json
import posix
import sys
from types import ModuleType
from typing import NoReturn

from livecalc.interface.explore import TOOLS
from livecalc.interface.explore.quick_results import prepare_quick_results
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
for _spec in _registry.values():
    prepare_quick_results(_spec)
_tasks.begin("", "", "")
_tasks.cancel("")

#: What finds, reads and describes code and files. A calculation does none of it, and a tenth of the
#: image is it.
_ONLY_FOR_IMPORTS = (
    "_ast",
    "_opcode",
    "_opcode_metadata",
    "_sitebuiltins",
    "_stat",
    "ast",
    "dis",
    "encodings.aliases",
    "genericpath",
    "importlib",
    "importlib._abc",
    "importlib._bootstrap_external",
    "importlib.machinery",
    "importlib.util",
    "inspect",
    "linecache",
    "opcode",
    "os",
    "os.path",
    "pkgutil",
    "posixpath",
    "site",
    "stat",
    "token",
    "tokenize",
    "zipimport",
    "zlib",
)


class _Gone:
    """Stands where a module was, or what it defined: whoever uses it ends this interpreter.

    The reader's next try runs on stock Pyodide, where nothing is missing. An exception would be
    told as if it were the calculator's own.
    """

    def _end(self, *_: object) -> NoReturn:
        posix.abort()

    __getattr__ = __call__ = __instancecheck__ = __subclasscheck__ = __mro_entries__ = _end


def _let_go(names: tuple[str, ...]) -> None:
    """Drop modules, and what others hold of them and of what they define."""
    gone = _Gone()
    for module in [sys.modules.pop(name) for name in names]:
        own = {id(module)}
        own |= {id(one) for one in vars(module).values() if _is_defined_in(module, one)}
        for other in list(sys.modules.values()):
            for key, value in list(vars(other).items()):
                if id(value) in own:
                    setattr(other, key, gone)
        vars(module).clear()


def _is_defined_in(module: ModuleType, one: object) -> bool:
    return getattr(one, "__module__", None) == module.__name__


_let_go(_ONLY_FOR_IMPORTS)
# Whoever looks for a module that is not there asks these first.
sys.meta_path[:] = [_Gone()]  # type: ignore[list-item]
sys.path_hooks.clear()
sys.path_importer_cache.clear()
for _ in range(3):
    gc.collect()
print(
    json.dumps(
        {
            "objects": {name: id(one) for name, one in _host_calls.items()},
            "modules": list(sys.modules),
        }
    )
)
