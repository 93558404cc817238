"""A table of figures, for the terminal and for a page."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Figures in rows.

    Attributes:
        title: What was measured, with its n where all rows share one.
        columns: Headings; the first column names the rows.
        rows: As many cells each as there are headings.
        notes: What a reader must know to read the rows right.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{self.title}: {row} has not {len(self.columns)} cells")

    def as_text(self) -> str:
        """Columns set apart by blanks, figures to the right."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.columns))]
        texts = [
            "  ".join(
                cell.rjust(width) if at else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        ]
        return "\n".join([self.title, *(f"  {one}" for one in [*texts, *self.notes])])

    def as_markdown(self) -> str:
        """A heading, the table, and its notes as a list."""
        lines = [self.columns, ["---", *["---:"] * (len(self.columns) - 1)], *self.rows]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        notes = "\n".join(f"- {one}" for one in self.notes)
        return "\n\n".join(one for one in (f"### {self.title}", table, notes) if one)


def kilobytes(size: int) -> str:
    """Bytes in thousands, as exactly as a table needs them.

    >>> kilobytes(29_440), kilobytes(4_702_300)
    ('29.4', '4,702')
    """
    return f"{size / 1000:,.0f}" if abs(size) >= 100_000 else f"{size / 1000:,.1f}"
