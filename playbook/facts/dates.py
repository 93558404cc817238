"""Dates as exact as their sources, and how long a review holds."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as exact as its source says it: a year, a month or a day.

    Examples:
        >>> str(PartialDate(2026, 4))
        '2026-04'
        >>> PartialDate(2026, 4).earliest
        datetime.date(2026, 4, 1)
    """

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def __str__(self) -> str:
        parts = (f"{self.year:04}", *(f"{one:02}" for one in (self.month, self.day) if one))
        return "-".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Something that was checked as a whole, and has to be checked again.

    Attributes:
        reviewed: When everything said about it was last checked.
        review_interval_days: How long that check holds.
    """

    reviewed: date
    review_interval_days: int

    @property
    def review_due(self) -> date:
        """The last day on which the review still holds."""
        return self.reviewed + timedelta(days=self.review_interval_days)

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been checked again before today."""
        return today > self.review_due
