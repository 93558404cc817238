"""Values of outputs as people read them: the same words in a field, a table and a sentence."""

from livecalc.interface.spec import ColumnSpec, Scalar, ScalarKind
from livecalc.interface.units import Unit, format_number


def shown(value: Scalar | None, spec: ColumnSpec, *, in_table: bool = False) -> str:
    r"""Write a value with its unit.

    Args:
        value: A value of this output or column.
        spec: The output or column.
        in_table: Leave the unit to the column's heading; percent keeps its sign.

    Examples:
        >>> from livecalc.interface.units import YEARS
        >>> shown(3, ColumnSpec("year", "int", YEARS, optional=False))
        '3\xa0years'
        >>> shown(3, ColumnSpec("year", "int", YEARS, optional=False), in_table=True)
        '3'
    """
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    unit = Unit(spec.unit.name, spec.unit.kind, decimals(spec.unit, spec.kind))
    text = format_number(value, unit)
    return text.removesuffix(f"\u00a0{unit.suffix}") if in_table and unit.suffix != "%" else text


def decimals(unit: Unit, kind: ScalarKind) -> int:
    """How many decimals people see; a whole number has none."""
    return 0 if kind == "int" else unit.decimals
