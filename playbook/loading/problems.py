"""What is wrong in the facts, said with file, line, key, reason and remedy."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one file of facts."""

    file: str
    line: int
    key: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.file}:{self.line}: {key}{self.reason}; {self.remedy}"


class FactsError(Exception):
    """The facts do not hold together; the message names every file, key, reason and remedy."""

    def __init__(self, problems: Collection[Problem]) -> None:
        self.problems: Final = tuple(problems)
        count = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__("\n".join((f"{count} in the facts:", *map(str, self.problems))))
