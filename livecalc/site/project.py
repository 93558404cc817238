"""One site's folders and settings, and the steps around its engine."""

import json
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from livecalc.forms.current import current_calculators
from livecalc.forms.description import CalculatorDescription, describe
from livecalc.runtime.assets import Assets
from livecalc.site.embed import write_embeds


@dataclass(frozen=True, slots=True)
class Project:
    """A folder with mkdocs.yml and calculators.

    Attributes:
        root: The folder.
        calculators: Importable name of the package of calculators.
        wheel: Distribution name of their wheel.
    """

    root: Path
    calculators: str
    wheel: str

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
        return cls(root, package, settings.get("wheel", f"{package}-livecalc"))

    @property
    def assets(self) -> Assets:
        """What the browser needs, made in the project's build folder."""
        return Assets(
            calculators=self.calculators,
            wheel=self.wheel,
            node_modules=self.root / "node_modules",
            folder=self.root / "build/livecalc",
        )

    def finish(self, site: Path) -> None:
        """Add to a folder that an engine has built what the engine does not know of."""
        self.assets.install(site)
        write_embeds(site, self._descriptions(), self.site_name)
        self.write_index(site)

    @property
    def site_name(self) -> str:
        """What mkdocs.yml calls the site; the folder's name where it says nothing."""
        file = self.root / "mkdocs.yml"
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        settings = yaml.load(text, Loader=_SettingsLoader) or {}
        return str(settings.get("site_name") or self.root.name)

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


class _SettingsLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without what its tags stand for: environment and Python names."""


def _nothing(*_: Any) -> None:
    return None


_SettingsLoader.add_multi_constructor("", _nothing)
