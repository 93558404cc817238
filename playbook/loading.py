"""Reads `data/` strictly: a fact that is incomplete, undated or unsupported stops the build."""

import math
import re
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeGuard, get_args

import yaml

from playbook.facts import (
    LIKELIHOOD_WORDS,
    SEVERITY_WORDS,
    Avenue,
    AvenueRisk,
    Facts,
    Figure,
    Grade,
    Incident,
    LossRange,
    PartialDate,
    Risk,
    Source,
)

FOLDERS: Final = ("sources", "figures", "incidents", "risks", "avenues")

_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_URL: Final = re.compile(r"https?://[^\s\"<>]+\.[^\s\"<>]+")
_MARKUP: Final = re.compile(r"\[\[|\]\(|`|\*\*|</?[A-Za-z]|&#?\w+;")
_NOWHERE: Final = date(1, 1, 1)


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


def latest_today() -> date:
    """Today where the day begins first, so that no contributor's own date counts as future."""
    return datetime.now(timezone(timedelta(hours=14))).date()


def load_facts(folder: Path, *, calculators: Collection[str], today: date | None = None) -> Facts:
    """Read and check every entry.

    Args:
        folder: The folder that holds one folder for each kind of entry.
        calculators: Public names of the calculators there are.
        today: The day after which a date lies in the future; by default the current one.

    Returns:
        The facts, each reference in them leading to an entry.

    Raises:
        FactsError: Something is wrong; all problems of all files are named at once.
    """
    reading = _Reading(today or latest_today(), calculators)
    reading.refuse_other_folders(folder)
    files = {kind: reading.find_files(folder, kind) for kind in FOLDERS}
    reading.ids = {kind: frozenset(found) for kind, found in files.items()}

    def entries[Entry](kind: str, read: Callable[[str, "_Fields"], Entry]) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        for entry_id, path in files[kind].items():
            fields = reading.open(path, f"{folder.name}/{kind}/{path.name}")
            if fields is not None:
                found[entry_id] = read(entry_id, fields)
                fields.refuse_the_rest()
        return found

    sources = entries("sources", _source)
    grades = {entry_id: source.grade for entry_id, source in sources.items()}
    facts = Facts(
        sources=sources,
        figures=entries("figures", lambda entry_id, fields: _figure(entry_id, fields, grades)),
        incidents=entries(
            "incidents", lambda entry_id, fields: _incident(entry_id, fields, grades)
        ),
        risks=entries("risks", _risk),
        avenues=entries("avenues", _avenue),
    )
    if reading.problems:
        raise FactsError(reading.problems)
    return facts


def _source(entry_id: str, fields: "_Fields") -> Source:
    source = Source(
        id=entry_id,
        url=fields.url("url"),
        title=fields.text("title"),
        publisher=fields.text("publisher"),
        published=fields.partial_date_or_null("published"),
        accessed=fields.day("accessed"),
        grade=fields.grade("grade"),
    )
    if source.published and _NOWHERE < source.accessed < source.published.earliest:
        fields.report(
            "accessed",
            f"{source.accessed} is before the document was published ({source.published})",
            "correct one of the two dates",
        )
    return source


def _figure(entry_id: str, fields: "_Fields", grades: Mapping[str, Grade]) -> Figure:
    low, high = fields.number_or_range("value")
    figure = Figure(
        id=entry_id,
        what=fields.text("what"),
        low=low,
        high=high,
        unit=fields.text("unit"),
        as_of=fields.partial_date("as_of"),
        sources=fields.references("sources", "sources"),
        note=fields.optional_text("note"),
    )
    if figure.unit.lower() in {"%", "percent", "per cent"}:
        fields.report("unit", "percent is not a unit here", "write unit: fraction and 0.05 for 5 %")
    _refuse_leads_alone(fields, figure.sources, grades, "a figure")
    return figure


def _incident(entry_id: str, fields: "_Fields", grades: Mapping[str, Grade]) -> Incident:
    incident = Incident(
        id=entry_id,
        date=fields.day("date"),
        name=fields.text("name"),
        loss_usd=fields.loss("loss_usd"),
        what=fields.text("what"),
        risk=fields.reference("risk", "risks"),
        sources=fields.references("sources", "sources"),
        note=fields.optional_text("note"),
    )
    if incident.loss_usd is not None and incident.note is None:
        fields.report(
            "note", "is missing beside a loss", "say how the loss was counted, and by whom"
        )
    if incident.loss_usd is not None:
        _refuse_leads_alone(fields, incident.sources, grades, "a loss")
    elif incident.risk == "platform-closure":
        _refuse_leads_alone(fields, incident.sources, grades, "a closure")
    return incident


def _risk(entry_id: str, fields: "_Fields") -> Risk:
    return Risk(id=entry_id, name=fields.text("name"), definition=fields.text("definition"))


def _avenue(entry_id: str, fields: "_Fields") -> Avenue:
    return Avenue(
        id=entry_id,
        name=fields.text("name"),
        guide=fields.text("guide"),
        calculators=fields.calculators("calculators"),
        who_pays=fields.text("who_pays"),
        worst_case=fields.text("worst_case"),
        ordinary_alternative=fields.text("ordinary_alternative"),
        risks=tuple(_avenue_risk(row) for row in fields.rows("risks")),
        reviewed=fields.day("reviewed"),
        review_interval_days=fields.whole_number("review_interval_days", 1, 3_650),
    )


def _avenue_risk(row: "_Fields") -> AvenueRisk:
    risk = AvenueRisk(
        risk=row.reference("risk", "risks"),
        severity=row.whole_number("severity", min(SEVERITY_WORDS), max(SEVERITY_WORDS)),
        likelihood=row.whole_number("likelihood", min(LIKELIHOOD_WORDS), max(LIKELIHOOD_WORDS)),
        note=row.text("note"),
        incidents=row.references("incidents", "incidents", may_be_empty=True),
    )
    row.refuse_the_rest()
    return risk


def _refuse_leads_alone(
    fields: "_Fields", sources: tuple[str, ...], grades: Mapping[str, Grade], what: str
) -> None:
    if sources and all(grades.get(entry_id) == "C" for entry_id in sources):
        fields.report(
            "sources",
            f"only grade C stands behind {what}",
            "add a primary or an established secondary source, or leave it out",
        )


class _Mapping(dict[str, object]):
    """A YAML mapping that knows the line of each key."""

    line: int = 1
    lines: dict[str, int]


class _Loader(yaml.SafeLoader):
    """Plain YAML where a date stays the text it is, so that 2026-06 and 2026-06-01 read alike."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class declares it
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_lined_mapping(self, node: yaml.MappingNode) -> _Mapping:
        """A mapping that refuses keys that repeat or are no text."""
        mapping = _Mapping()
        mapping.line = node.start_mark.line + 1
        mapping.lines = {}
        for key_node, value_node in node.value:
            key: Hashable = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise yaml.MarkedYAMLError(problem="a key is no text", problem_mark=node.start_mark)
            if key in mapping:
                raise yaml.MarkedYAMLError(
                    problem=f"the key '{key}' stands here twice", problem_mark=key_node.start_mark
                )
            mapping[key] = self.construct_object(value_node, deep=True)
            mapping.lines[key] = key_node.start_mark.line + 1
        return mapping


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_lined_mapping)


@dataclass(slots=True)
class _Reading:
    """One pass over all files: what is known so far, and what is wrong."""

    today: date
    known_calculators: Collection[str]
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

    def open(self, path: Path, shown: str) -> "_Fields | None":
        """The fields of a file, unless it is no mapping at all."""
        line, reason = 1, "is no mapping of keys to values"
        try:
            content = yaml.load(path.read_text(encoding="utf-8"), _Loader)
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            reason = f"cannot be read: {error.problem}"
        except (yaml.YAMLError, ValueError) as error:
            reason = f"cannot be read: {error}"
        else:
            if isinstance(content, _Mapping):
                return _Fields(self, shown, content)
        self.problems.append(Problem(shown, line, "", reason, "write it as YAML, `key: value`"))
        return None


class _Fields:
    """Takes the keys of one mapping, each as what it must be.

    A wrong value is reported and something harmless stands in for it, so that one run finds
    everything that is wrong; the stand-ins never leave this module.
    """

    def __init__(self, reading: _Reading, file: str, mapping: _Mapping, prefix: str = "") -> None:
        self._reading = reading
        self._file = file
        self._mapping = mapping
        self._prefix = prefix
        self._taken: list[str] = []

    def report(self, key: str, reason: str, remedy: str) -> None:
        """Note a problem with a key, present or not."""
        line = self._mapping.lines.get(key, self._mapping.line)
        self._reading.problems.append(
            Problem(self._file, line, f"{self._prefix}{key}", reason, remedy)
        )

    def refuse_the_rest(self) -> None:
        """Report every key that nothing asked for."""
        for key in self._mapping:
            if key in self._taken:
                continue
            if key == "id":
                self.report(key, "the file name is the id", "delete this line")
            else:
                close = get_close_matches(key, self._taken, n=1)
                self.report(
                    key,
                    "is no key of this kind of entry",
                    f"write {close[0]}" if close else f"use only {', '.join(self._taken)}",
                )

    def text(self, key: str) -> str:
        """Words in plain text."""
        return self._text_of(key, self._take(key, "the text"))

    def optional_text(self, key: str) -> str | None:
        """Words, or nothing when the key is absent."""
        self._taken.append(key)
        return self._text_of(key, self._mapping[key]) if key in self._mapping else None

    def url(self, key: str) -> str | None:
        """A public address or null."""
        value = self._take(key, "the document's address, or null")
        if value is _MISSING:
            return None
        if value is None or (isinstance(value, str) and _URL.fullmatch(value)):
            return value
        self.report(key, f"{value!r} is no address", "write https://…, or null if there is none")
        return None

    def grade(self, key: str) -> Grade:
        """One of the grades."""
        value = self._take(key, "A, B or C")
        if value is _MISSING:
            return "A"
        for grade in get_args(Grade.__value__):
            if value == grade:
                known: Grade = grade
                return known
        self.report(key, f"{value!r} is no grade", "write A (primary), B (secondary) or C (lead)")
        return "A"

    def day(self, key: str) -> date:
        """A full date, not in the future."""
        found = self._date_of(key, self._take(key, "a date such as 2026-11-22"))
        if found and not found.day:
            self.report(key, f"{found} is no full date", "write year, month and day: 2026-11-22")
        return found.earliest if found and found.day else _NOWHERE

    def partial_date(self, key: str) -> PartialDate:
        """A day, month or year, not in the future."""
        found = self._date_of(key, self._take(key, "a date such as 2026-11"))
        return found or PartialDate(1)

    def partial_date_or_null(self, key: str) -> PartialDate | None:
        """A day, month or year, or null when it is not known."""
        value = self._take(key, "a date such as 2026-11, or null if undated")
        return None if value is None else self._date_of(key, value)

    def whole_number(self, key: str, low: int, high: int) -> int:
        """An integer within bounds, both included."""
        value = self._take(key, f"a whole number from {low} to {high}")
        if value is _MISSING:
            return low
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self.report(key, f"{value!r} is not accepted", f"write a whole number from {low} to {high}")
        return low

    def number_or_range(self, key: str) -> tuple[float, float]:
        """A number twice, or the two ends of a range."""
        value = self._take(key, "a number, or [low, high]")
        if value is _MISSING:
            return 0.0, 0.0
        if _is_number(value):
            return value, value
        if isinstance(value, list) and len(value) == 2 and all(map(_is_number, value)):
            if value[0] < value[1]:
                return value[0], value[1]
            self.report(key, f"{value} is no range", "write the lower number first")
        else:
            self.report(
                key,
                f"{value!r} is neither a number nor a range",
                "write digits without quotes, commas or exponent: 0.05 or [100, 200]",
            )
        return 0.0, 0.0

    def loss(self, key: str) -> LossRange | None:
        """The two ends of a loss in US dollars, or null."""
        value = self._take(key, "[low, high] in US dollars, or null if unknown")
        if value is None or value is _MISSING:
            return None
        if (
            isinstance(value, list)
            and len(value) == 2
            and all(map(_is_number, value))
            and 0 < value[0] <= value[1]
        ):
            return LossRange(*value)
        self.report(
            key,
            f"{value!r} is no loss",
            "write [low, high] as positive US dollars without quotes, commas or exponent, or null",
        )
        return None

    def reference(self, key: str, kind: str) -> str:
        """The id of an entry of another kind."""
        value = self._text_of(key, self._take(key, f"an id from {kind}"))
        if value:
            self._refuse_unknown(key, value, self._reading.ids[kind], f"file in {kind}/")
        return value

    def references(self, key: str, kind: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """Ids of entries of another kind."""
        ids = self._list_of_text(key, f"ids from {kind}", may_be_empty=may_be_empty)
        for entry_id in ids:
            self._refuse_unknown(key, entry_id, self._reading.ids[kind], f"file in {kind}/")
        return ids

    def calculators(self, key: str) -> tuple[str, ...]:
        """Public names of calculators."""
        names = self._list_of_text(key, "names of calculators", may_be_empty=True)
        for name in names:
            self._refuse_unknown(key, name, self._reading.known_calculators, "calculator")
        return names

    def rows(self, key: str) -> list["_Fields"]:
        """Mappings in a list that is not empty."""
        value = self._take(key, "a list of rows")
        if value is _MISSING:
            return []
        if not isinstance(value, list) or not value:
            self.report(key, "is no list of rows", "write one `- {…}` for each")
            return []
        rows: list[_Fields] = []
        for number, row in enumerate(value, start=1):
            if isinstance(row, _Mapping):
                rows.append(_Fields(self._reading, self._file, row, f"{key}[{number}]."))
            else:
                self.report(key, f"row {number} is {row!r}", "write keys and values")
        return rows

    def _take(self, key: str, wanted: str) -> object:
        self._taken.append(key)
        if key in self._mapping:
            return self._mapping[key]
        self.report(key, "is missing", f"add `{key}:` with {wanted}")
        return _MISSING

    def _text_of(self, key: str, value: object) -> str:
        if value is _MISSING:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.report(key, f"{value!r} is no text", "write words, in quotes if YAML needs them")
            return ""
        if markup := _MARKUP.search(value):
            self.report(
                key,
                f"'{markup.group()}' is markup, which is not read here",
                "write plain text",
            )
        return " ".join(value.split())

    def _list_of_text(self, key: str, wanted: str, *, may_be_empty: bool) -> tuple[str, ...]:
        value = self._take(key, f"a list of {wanted}")
        if value is _MISSING:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.report(key, f"{value!r} is no list of {wanted}", "write [first, second]")
            return ()
        if not value and not may_be_empty:
            self.report(key, "is empty", f"name at least one of the {wanted}")
        if len(set(value)) < len(value):
            self.report(key, "names something twice", "name each once")
        return tuple(value)

    def _date_of(self, key: str, value: object) -> PartialDate | None:
        if value is _MISSING:
            return None
        found: PartialDate | None = None
        is_text = isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool))
        if is_text and (match := _DATE.fullmatch(str(value))):
            found = PartialDate(*(int(part) for part in match.groups() if part))
            try:
                _ = found.earliest
            except ValueError:
                found = None
        if found is None:
            self.report(key, f"{value!r} is no date", "write it as 2026-11-22")
        elif found.earliest > self._reading.today:
            self.report(
                key,
                f"{found} lies in the future (today is {self._reading.today})",
                "write a date that has been",
            )
        return found

    def _refuse_unknown(self, key: str, entry_id: str, known: Collection[str], what: str) -> None:
        if entry_id in known:
            return
        close = get_close_matches(entry_id, known, n=1)
        remedy = f"write {close[0]}" if close else "add it, or name one that exists"
        self.report(key, f"there is no {what} called '{entry_id}'", remedy)


_MISSING: Final = object()


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
