"""One site's folders and settings, and the steps around its engine."""

import json
import os
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from livecalc.forms.current import current_calculators
from livecalc.forms.description import CalculatorDescription, describe
from livecalc.runtime.assets import PAGE_FOOT, PAGE_HEAD, Assets
from livecalc.runtime.errors import RuntimeBuildError
from livecalc.site.embed import write_embeds
from livecalc.site.publish import publish, take_back


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with mkdocs.yml and calculators.

    Attributes:
        root: The folder.
        calculators: Importable name of the package of calculators.
        wheel: Distribution name of their wheel.
        steps: What else a built folder gets, each as `module:function`, see `finish`.
    """

    root: Path
    calculators: str
    wheel: str
    steps: tuple[str, ...] = ()

    @classmethod
    def at(cls, root: Path) -> "Project":
        """Read `[tool.livecalc]` of a project's pyproject.toml; every setting has a default."""
        file = root / "pyproject.toml"
        tool = (
            tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
            if file.is_file()
            else {}
        )
        settings = tool.get("livecalc", {})
        package = settings.get("calculators", "calculators")
        wheel = settings.get("wheel", f"{package}-livecalc")
        return cls(root, package, wheel, tuple(settings.get("steps", ())))

    @property
    def assets(self) -> Assets:
        """What the browser needs, made in the project's build folder."""
        return Assets(
            calculators=self.calculators,
            wheel=self.wheel,
            node_modules=self.root / "node_modules",
            folder=self.root / "build/livecalc",
        )

    def finish(self, site: Path, *, published: bool = True) -> None:
        """Add to a folder that an engine has built what the engine does not know of.

        The project's own steps come before the last one, which binds the pages to the files. A step
        is called with `root` and `site`, the two folders, and with `name` and `url` of the site.

        Args:
            site: The folder.
            published: Whether readers will keep its files; while an author changes pages, names
                stay plain and nothing is kept.
        """
        self.assets.install(site)
        write_embeds(site, self._descriptions(), self.site_name)
        self.write_index(site)
        for step in self.steps:
            imported(step)(root=self.root, site=site, name=self.site_name, url=self.site_url)
        if published:
            head, foot = (
                (self.assets.folder / name).read_text(encoding="utf-8")
                for name in (PAGE_HEAD, PAGE_FOOT)
            )
            publish(site, start=head, foot=foot, loaded=self._loaded(), site_path=self.site_path)
        else:
            take_back(site)

    @property
    def site_name(self) -> str:
        """What mkdocs.yml calls the site; the folder's name where it says nothing."""
        return str(self._settings().get("site_name") or self.root.name)

    @property
    def site_url(self) -> str:
        """Public address of the site, from mkdocs.yml; empty where it says nothing."""
        return str(self._settings().get("site_url") or "")

    @property
    def site_path(self) -> str:
        """Path of the site on its host, from mkdocs.yml; with a slash at both ends."""
        path = urlsplit(self.site_url).path.strip("/")
        return f"/{path}/" if path else "/"

    def _loaded(self) -> Iterator[str]:
        """The author's own scripts and styles that mkdocs.yml names."""
        settings = self._settings()
        # Material calls whatever comes before its own script so.
        first = (settings.get("extra") or {}).get("polyfills") or []
        named = (settings.get("extra_css") or []) + (settings.get("extra_javascript") or [])
        for one in [*first, *named]:
            address = str(one["path"] if isinstance(one, dict) else one)
            if not urlsplit(address).netloc:
                yield address

    def _settings(self) -> dict[str, Any]:
        file = self.root / "mkdocs.yml"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        settings: dict[str, Any] = yaml.load(text, Loader=_SettingsLoader) or {}
        return settings

    def write_index(self, site: Path) -> None:
        """Write `calculators/index.json`: every calculator with a JSON Schema of its inputs."""
        entries = [
            {**one.as_list_entry(), "inputs": one.inputs_schema()} for one in self._descriptions()
        ]
        target = site / "calculators/index.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(entries, indent=1, ensure_ascii=False)
        target.write_text(text + "\n", encoding="utf-8")

    def _descriptions(self) -> list[CalculatorDescription]:
        return [describe(one) for one in current_calculators(self.calculators).values()]


def imported(step: str) -> Callable[..., object]:
    """The function that a step names as `module:function`."""
    module, _, function = step.partition(":")
    try:
        found: Callable[..., object] = getattr(import_module(module), function)
    except (ImportError, ValueError, AttributeError) as error:
        raise RuntimeBuildError(
            f"pyproject.toml: [tool.livecalc] steps: '{step}' cannot be imported ({error}); "
            "write it as module:function"
        ) from error
    return found


class _SettingsLoader(yaml.SafeLoader):
    """Reads mkdocs.yml as engines do, without the Python objects that tags name."""


def _nothing(*_: Any) -> None:
    return None


def _from_environment(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """`!ENV NAME`, or `!ENV [NAME, …, default]`: the first variable that is set."""
    if not isinstance(node, yaml.SequenceNode):
        return os.environ.get(str(node.value))
    *names, default = loader.construct_sequence(node)
    return next((os.environ[one] for one in names if one in os.environ), default)


_SettingsLoader.add_multi_constructor("", _nothing)
_SettingsLoader.add_constructor("!ENV", _from_environment)
