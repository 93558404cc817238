"""What is asked, read and checked once."""

import pytest

from livecalc.interface.errors import CallError
from livecalc.interface.explore.request import (
    SeveralErrors,
    as_list,
    as_object,
    only_known,
    read_count,
    read_inputs,
    read_number,
    read_probe,
    read_range,
)
from livecalc.interface.registry import Registry
from livecalc.interface.units import FRACTION


def count(value: object) -> int:
    options = {} if value is None else {"runs": value}
    return read_count(options, "runs", 10, least=5, most=1_000, why="more would take too long")


def test_a_count_is_the_default_unless_one_is_given() -> None:
    assert (count(None), count(7), count("8")) == (10, 7, 8)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(4, "too-few"), (1001, "too-many"), (7.5, "not-an-integer"), ("x", "not-a-number")],
)
def test_a_count_that_cannot_be_is_refused(value: object, kind: str) -> None:
    with pytest.raises(CallError) as caught:
        count(value)
    assert (caught.value.kind, caught.value.input) == (kind, "runs")


def test_a_cap_is_named_with_its_reason() -> None:
    with pytest.raises(CallError, match="Enter 5 to 1,000 runs; more would take too long"):
        count(10**9)


def test_numbers_keep_to_their_bounds_and_may_be_percent() -> None:
    assert read_number("5%", "change", FRACTION, low=0, high=1) == 0.05
    with pytest.raises(CallError, match="at most 100"):
        read_number(1.5, "change", FRACTION, low=0, high=1)


def test_every_wrong_input_is_told(curves: Registry) -> None:
    with pytest.raises(SeveralErrors) as caught:
        read_inputs(curves["curve"], {"x": 99, "years": 0.5})
    assert [one.input for one in caught.value.problems] == ["x", "years"]


def test_the_headline_is_looked_at_unless_another_output_is_named(curves: Registry) -> None:
    assert read_probe(curves["curve"], {}).output.name == "height"
    assert read_probe(curves["curve"], {"output": "steps"}).output.name == "steps"


def test_a_range_of_whole_numbers_begins_and_ends_with_one(curves: Registry) -> None:
    copies = curves["curve"].input("copies")
    assert copies is not None
    assert read_range({"from": 1.5, "to": 7.5}, copies, (0, 9)) == (2, 7)
    with pytest.raises(CallError, match="has no width"):
        read_range({"from": 1.2, "to": 1.8}, copies, (0, 9))


def test_the_ends_of_a_range_are_named_by_their_place(curves: Registry) -> None:
    x = curves["curve"].input("x")
    assert x is not None
    with pytest.raises(CallError) as caught:
        read_range({"from": "a"}, x, (0, 1), "x.")
    assert caught.value.input == "x.from"


def test_other_kinds_of_json_are_refused_by_name() -> None:
    for read, raw in ((as_object, [1]), (as_list, {"a": 1}), (as_list, "text")):
        with pytest.raises(CallError) as caught:
            read(raw, "scenarios")
        assert (caught.value.kind, caught.value.input) == ("not-json", "scenarios")


def test_an_option_that_a_tool_has_not_is_refused_with_the_closest() -> None:
    only_known({"target": 1}, ("target", "input"))
    with pytest.raises(CallError, match="Did you mean “target”"):
        only_known({"targt": 1}, ("target", "input"))
