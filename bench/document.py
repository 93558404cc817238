"""Writes what was measured into its page, and leaves the words around it alone."""

from bench.errors import MeasurementError

BEGIN = "<!-- measured: written by make bench from here -->"
END = "<!-- measured: to here -->"


def with_measurement(page: str, measured: str) -> str:
    """Put what was measured between the two marks of a page.

    Raises:
        MeasurementError: The page has not one pair of marks.
    """
    if page.count(BEGIN) != 1 or page.count(END) != 1 or page.index(BEGIN) > page.index(END):
        raise MeasurementError(f"the page needs one line {BEGIN} and after it one line {END}")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{measured.strip()}\n\n{END}{after}"
