"""One pass over all files: what is known so far, and what is wrong."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import yaml

from playbook.loading.lined_yaml import LinedMapping, read_yaml
from playbook.loading.problems import Problem

FOLDERS: Final = (
    "sources",
    "figures",
    "incidents",
    "risks",
    "avenues",
    "platforms",
    "terms",
    "claims",
    "checklists",
    "pages",
    "changes",
)

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(slots=True)
class Reading:
    """One pass over all files: what is known so far, and what is wrong.

    Attributes:
        today: The day after which a date lies in the future.
        known_calculators: Public names of the calculators there are.
        docs: The folder of the pages.
        ids: Ids of the entries of each kind.
        problems: What was found to be wrong.
    """

    today: date
    known_calculators: Collection[str]
    docs: Path
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def refuse_other_folders(self, folder: Path) -> None:
        """Report what stands beside the known folders, where nothing would read it."""
        if not folder.is_dir():
            self.problems.append(
                Problem(folder.name, 1, "", "there is no such folder", "run from the repository")
            )
            return
        for path in sorted(folder.iterdir()):
            if path.name not in FOLDERS and not path.name.startswith("."):
                self.problems.append(
                    Problem(
                        f"{folder.name}/{path.name}",
                        1,
                        "",
                        "nothing reads this",
                        f"move it into one of {', '.join(FOLDERS)}",
                    )
                )

    def find_files(self, folder: Path, kind: str) -> dict[str, Path]:
        """The files of one kind by id."""
        found: dict[str, Path] = {}
        if not (folder / kind).is_dir():
            return found
        for path in sorted((folder / kind).iterdir()):
            if path.suffix == ".yml" and _ID.fullmatch(path.stem):
                found[path.stem] = path
            elif not path.name.startswith("."):
                self.problems.append(
                    Problem(
                        f"{folder.name}/{kind}/{path.name}",
                        1,
                        "",
                        "the file name is no id",
                        "name it in lower-case letters, digits and hyphens, ending in .yml",
                    )
                )
        return found

    def open(self, path: Path, shown: str) -> LinedMapping | None:
        """The mapping in a file, unless it is none."""
        line, reason = 1, "is no mapping of keys to values"
        try:
            content = read_yaml(path.read_text(encoding="utf-8"))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            reason = f"cannot be read: {error.problem}"
        except (yaml.YAMLError, ValueError) as error:
            reason = f"cannot be read: {error}"
        else:
            if isinstance(content, LinedMapping):
                return content
        self.problems.append(Problem(shown, line, "", reason, "write it as YAML, `key: value`"))
        return None
