"""Takes the keys of one mapping, each as what it must be."""

import math
import re
from collections.abc import Collection, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, TypeAliasType, TypeGuard, get_args

from playbook.facts import LossRange, PartialDate, Span
from playbook.language import QUOTATION, UNDATED, Rule
from playbook.loading.lined_yaml import LinedMapping
from playbook.loading.problems import Problem
from playbook.loading.reading import Reading

#: Stands in for a date that cannot be read; before every real one.
NOWHERE: Final = date(1, 1, 1)

_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_URL: Final = re.compile(r"https?://[^\s\"<>]+\.[^\s\"<>]+")
_PAGE: Final = re.compile(r"[a-z0-9-]+(/[a-z0-9-]+)*\.md")
_MARKUP: Final = re.compile(r"\[\[|\]\(|`|\*\*|</?[A-Za-z]|&#?\w+;")
_MISSING: Final = object()


class Fields:
    """Takes the keys of one mapping, each as what it must be.

    A wrong value is reported and something harmless stands in for it, so that one run finds
    everything that is wrong; entries with stand-ins are never handed out.
    """

    def __init__(
        self, reading: Reading, file: str, mapping: LinedMapping, prefix: str = ""
    ) -> None:
        self._reading = reading
        self._file = file
        self._mapping = mapping
        self._prefix = prefix
        self._taken: list[str] = []

    @property
    def today(self) -> date:
        """The day after which a date lies in the future."""
        return self._reading.today

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

    def text(self, key: str, *, at_most: int = 0, rules: Sequence[Rule] = UNDATED) -> str:
        """Words in plain text.

        Args:
            key: Where they stand.
            at_most: The number of characters they may have; 0 for any.
            rules: What they must not say.
        """
        text = self._text_of(key, self._take(key, "the text"), rules)
        self._refuse_long(key, text, at_most)
        return text

    def optional_text(self, key: str, *, rules: Sequence[Rule] = UNDATED) -> str | None:
        """Words, or nothing when the key is absent."""
        self._taken.append(key)
        return self._text_of(key, self._mapping[key], rules) if key in self._mapping else None

    def text_or_null(self, key: str) -> str | None:
        """Words, or null when there is nothing to say."""
        value = self._take(key, "the text, or null if there is nothing to say")
        return None if value is None or value is _MISSING else self._text_of(key, value, UNDATED)

    def texts(self, key: str, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """Sentences or words in a list, each in plain text."""
        texts = self._list_of_text(key, "texts", may_be_empty=may_be_empty)
        return tuple(self._text_of(key, text, UNDATED) for text in texts)

    def url(self, key: str) -> str | None:
        """A public address or null."""
        value = self._take(key, "the document's address, or null")
        if value is _MISSING:
            return None
        if value is None or (isinstance(value, str) and _URL.fullmatch(value)):
            return value
        self.report(key, f"{value!r} is no address", "write https://…, or null if there is none")
        return None

    def choice(self, key: str, type_: TypeAliasType, what: str, meanings: str = "") -> Any:
        """One of the words that a literal type lists."""
        options = get_args(type_.__value__)
        wanted = meanings or f"{', '.join(options[:-1])} or {options[-1]}"
        value = self._take(key, wanted)
        if value in options:
            return value
        if value is not _MISSING:
            self.report(key, f"{value!r} is no {what}", f"write {wanted}")
        return options[0]

    def day(self, key: str) -> date:
        """A full date, not in the future."""
        found = self._date_of(key, self._take(key, "a date such as 2026-11-22"))
        if found and not found.day:
            self.report(key, f"{found} is no full date", "write year, month and day: 2026-11-22")
        return found.earliest if found and found.day else NOWHERE

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

    def span(self, key: str, what: str) -> Span:
        """Two ends of a range, neither negative, which may be equal."""
        value = self._take(key, f"[low, high] in {what}")
        if value is _MISSING:
            return Span(0, 0)
        if _is_pair(value) and 0 <= value[0] <= value[1]:
            return Span(*value)
        self.report(
            key,
            f"{value!r} is no range",
            f"write [low, high] in {what}, the lower number first, none below zero",
        )
        return Span(0, 0)

    def loss(self, key: str) -> LossRange | None:
        """The two ends of a loss in US dollars, or null."""
        value = self._take(key, "[low, high] in US dollars, or null if unknown")
        if value is None or value is _MISSING:
            return None
        if _is_pair(value) and 0 < value[0] <= value[1]:
            return LossRange(*value)
        self.report(
            key,
            f"{value!r} is no loss",
            "write [low, high] as positive US dollars without quotes, commas or exponent, or null",
        )
        return None

    def reference(self, key: str, kind: str) -> str:
        """The id of an entry of another kind."""
        value = self._text_of(key, self._take(key, f"an id from {kind}"), QUOTATION)
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
        names = self._list_of_text(key, "names of calculators", may_be_empty=False)
        for name in names:
            self._refuse_unknown(key, name, self._reading.known_calculators, "calculator")
        return names

    def page(self, key: str) -> str:
        """The path of a page, seen from the folder of the pages."""
        value = self._text_of(key, self._take(key, "the page's path below docs/"), QUOTATION)
        if value:
            self._refuse_missing_page(key, value)
        return value

    def optional_page(self, key: str) -> str | None:
        """The path of a page, or nothing when the key is absent or null."""
        return self.page(key) if self.has(key) else None

    def has(self, key: str) -> bool:
        """Whether the key is there and not null; it counts as read."""
        self._taken.append(key)
        return self._mapping.get(key) is not None

    def rows(self, key: str, low: int = 1, high: int = 0) -> list["Fields"]:
        """Mappings in a list that is not empty.

        Args:
            key: Where they stand.
            low: The least number of them.
            high: The greatest number of them; 0 for any.
        """
        value = self._take(key, "a list of rows")
        if value is _MISSING:
            return []
        if not isinstance(value, list) or not value:
            self.report(key, "is no list of rows", "write one `- {…}` for each")
            return []
        if len(value) < low or (high and len(value) > high):
            wanted = f"exactly {low}" if low == high else f"{low} to {high}"
            self.report(key, f"has {len(value)} rows", f"write {wanted}")
        rows: list[Fields] = []
        for number, row in enumerate(value, start=1):
            if isinstance(row, LinedMapping):
                prefix = f"{self._prefix}{key}[{number}]."
                rows.append(Fields(self._reading, self._file, row, prefix))
            else:
                self.report(key, f"row {number} is {row!r}", "write keys and values")
        return rows

    def _take(self, key: str, wanted: str) -> object:
        self._taken.append(key)
        if key in self._mapping:
            return self._mapping[key]
        self.report(key, "is missing", f"add `{key}:` with {wanted}")
        return _MISSING

    def _text_of(self, key: str, value: object, rules: Sequence[Rule]) -> str:
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
        text = " ".join(value.split())
        for rule in rules:
            if objection := rule(text):
                self.report(key, objection.reason, objection.remedy)
        return text

    def _refuse_long(self, key: str, text: str, at_most: int) -> None:
        if at_most and len(text) > at_most:
            self.report(
                key,
                f"has {len(text)} characters",
                f"say it in at most {at_most}",
            )

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

    def _refuse_missing_page(self, key: str, page: str) -> None:
        if not _PAGE.fullmatch(page):
            self.report(key, f"'{page}' is no path of a page", "write it as guides/staking.md")
        elif not (self._reading.docs / page).is_file():
            docs = self._reading.docs
            paths = [one.relative_to(docs).as_posix() for one in docs.rglob("*.md")]
            close = get_close_matches(page, paths, n=1)
            self.report(
                key,
                f"there is no page {docs.name}/{page}",
                f"write {close[0]}" if close else "write the page, or name one that exists",
            )


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _is_pair(value: object) -> TypeGuard[list[float]]:
    return isinstance(value, list) and len(value) == 2 and all(map(_is_number, value))
