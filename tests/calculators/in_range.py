"""Inputs that a calculator must accept, drawn from its own spec."""

from typing import Any

from hypothesis import strategies as st

from livecalc.interface.spec import CalculatorSpec, InputSpec


def in_range_inputs(
    spec: CalculatorSpec, **fixed: st.SearchStrategy[Any]
) -> st.SearchStrategy[Any]:
    """All inputs of a calculator, each in its range with the bounds included.

    Args:
        spec: The calculator.
        fixed: Strategies that replace those of single inputs.
    """
    return st.fixed_dictionaries({one.name: in_range(one) for one in spec.inputs} | fixed)


def in_range(one: InputSpec) -> st.SearchStrategy[Any]:
    """Values of one input, with its bounds and its default drawn often."""
    if one.kind == "bool":
        return st.booleans()
    if one.kind == "text":
        assert one.choices is not None
        return st.sampled_from(one.choices)
    assert one.minimum is not None
    assert one.maximum is not None
    if one.kind == "int":
        corners = st.sampled_from([int(one.minimum), int(one.maximum), one.default])
        return corners | st.integers(int(one.minimum), int(one.maximum))
    corners = st.sampled_from([one.minimum, one.maximum, one.default])
    return corners | st.floats(one.minimum, one.maximum)
