"""JSON in, JSON out: right inputs, wrong inputs and hostile ones."""

import json
import math
import sys
from collections.abc import Generator
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from annotated_types import Ge, Le
from hypothesis import given, settings
from hypothesis import strategies as st

from livecalc.interface.call import answer, answer_in_steps, call, compute
from livecalc.interface.spec import read_spec
from livecalc.interface.units import COUNT, FRACTION, USD


@dataclass(frozen=True)
class Row:
    copies: Annotated[int, COUNT]
    income: Annotated[float, USD] | None


@dataclass(frozen=True)
class Sale:
    income: Annotated[float, USD]
    break_even: Annotated[int, COUNT] | None
    sold_out: bool
    chain: str
    by_copy: tuple[Row, ...]


def sale(
    *,
    price: Annotated[float, Ge(0), Le(1000), USD] = 10.0,
    copies: Annotated[int, Ge(1), Le(5), COUNT] = 2,
    fee: Annotated[float, Ge(0), Le(1), FRACTION] = 0.25,
    sold_out: bool = False,
    chain: Literal["ethereum", "solana"] = "ethereum",
) -> Sale:
    net_price = price * (1 - fee)
    return Sale(
        income=copies * net_price,
        break_even=None if net_price == 0 else 1,
        sold_out=sold_out,
        chain=chain,
        by_copy=tuple(Row(one, None if one == 0 else one * net_price) for one in range(copies + 1)),
    )


@dataclass(frozen=True)
class Number:
    value: Annotated[float, USD]
    count: Annotated[int, COUNT]


TROUBLES: dict[str, Any] = {
    "fine": 1.0,
    "nan": math.nan,
    "infinity": -math.inf,
    "text": "1.0",
    "nothing": None,
}


def troubled(
    *,
    trouble: Literal[
        "fine", "nan", "infinity", "text", "nothing", "value", "silent", "overflow", "zero", "count"
    ] = "fine",
) -> Number:
    if trouble == "value":
        raise ValueError("Prices that never meet have no answer.")
    if trouble == "silent":
        raise ValueError
    if trouble == "overflow":
        return Number(math.exp(1000), 1)
    if trouble == "zero":
        return Number(1 / len(()), 1)
    if trouble == "count":
        return Number(1.0, 1.5)  # type: ignore[arg-type]
    return Number(TROUBLES[trouble], 1)


REGISTRY = {"sale": read_spec(sale), "troubled": read_spec(troubled)}
DEFAULTS = {"price": 10.0, "copies": 2, "fee": 0.25, "sold_out": False, "chain": "ethereum"}


def sell(arguments: object) -> Any:
    text = arguments if isinstance(arguments, str) else json.dumps(arguments)
    return json.loads(call(REGISTRY, "sale", text))


def problem(arguments: object) -> tuple[str, str | None]:
    error = sell(arguments)["error"]
    assert error["message"].strip()
    return error["kind"], error["input"]


def test_left_out_inputs_take_their_defaults() -> None:
    reply = sell({})
    assert reply["calculator"] == "sale"
    assert reply["inputs"] == DEFAULTS
    assert reply["outputs"] == {
        "income": 15.0,
        "break_even": 1,
        "sold_out": False,
        "chain": "ethereum",
        "by_copy": [
            {"copies": 0, "income": None},
            {"copies": 1, "income": 7.5},
            {"copies": 2, "income": 15.0},
        ],
    }


def test_inputs_are_reported_as_used() -> None:
    inputs = {"price": "20", "copies": "3", "fee": "50%", "sold_out": "true", "chain": "solana"}
    used = {"price": 20.0, "copies": 3, "fee": 0.5, "sold_out": True, "chain": "solana"}
    assert sell(inputs)["inputs"] == used


def test_a_quantity_that_does_not_exist_is_null() -> None:
    assert sell({"fee": 1})["outputs"]["break_even"] is None


def test_a_mapping_and_its_json_have_the_same_answer() -> None:
    assert answer(REGISTRY, "sale", {"price": 3}) == answer(REGISTRY, "sale", '{"price": 3}')


@pytest.mark.parametrize("price", [0, 1000, "0", "1000", "1e3", 1e3])
def test_bounds_are_included(price: object) -> None:
    assert "outputs" in sell({"price": price})


@pytest.mark.parametrize(
    ("text", "fee"),
    [
        ("5%", 0.05),
        ("4.1%", 0.041),
        ("4.1 %", 0.041),
        ("100%", 1.0),
        ("1e-2%", 0.0001),
        (" 5% ", 0.05),
        (".5%", 0.005),
        ("5.%", 0.05),
        ("+5%", 0.05),
        ("0%", 0.0),
        ("0.05", 0.05),
    ],
)
def test_percent_text_is_read_without_rounding(text: str, fee: float) -> None:
    assert sell({"fee": text})["inputs"]["fee"] == fee


@given(st.decimals(0, 100, places=4))
def test_any_percent_text_is_the_number_with_its_point_moved(percent: Any) -> None:
    assert sell({"fee": f"{percent}%"})["inputs"]["fee"] == float(percent / 100)


@pytest.mark.parametrize(
    ("inputs", "kind", "name"),
    [
        ({"price": -0.01}, "below-minimum", "price"),
        ({"price": 1000.01}, "above-maximum", "price"),
        ({"price": "-1e3"}, "below-minimum", "price"),
        ({"price": 10**400}, "above-maximum", "price"),
        ({"price": -(10**400)}, "below-minimum", "price"),
        ({"price": "1e9999"}, "above-maximum", "price"),
        ({"price": "9" * 5000}, "above-maximum", "price"),
        ({"copies": 10**30}, "above-maximum", "copies"),
        ({"copies": 1.5}, "not-an-integer", "copies"),
        ({"copies": "2.5"}, "not-an-integer", "copies"),
        ({"price": ""}, "not-a-number", "price"),
        ({"price": "  "}, "not-a-number", "price"),
        ({"price": "ten"}, "not-a-number", "price"),
        ({"price": "5%"}, "not-a-number", "price"),
        ({"price": "1,5"}, "not-a-number", "price"),
        ({"price": "1_000"}, "not-a-number", "price"),
        ({"price": "0x10"}, "not-a-number", "price"),
        ({"price": "nan"}, "not-a-number", "price"),
        ({"price": "Infinity"}, "not-a-number", "price"),
        ({"price": "−5"}, "not-a-number", "price"),
        ({"price": None}, "not-a-number", "price"),
        ({"price": True}, "not-a-number", "price"),
        ({"price": [1]}, "not-a-number", "price"),
        ({"price": {"value": 1}}, "not-a-number", "price"),
        ({"fee": "%"}, "not-a-number", "fee"),
        ({"fee": "5%%"}, "not-a-number", "fee"),
        ({"fee": "101%"}, "above-maximum", "fee"),
        ({"sold_out": "yes"}, "not-a-choice", "sold_out"),
        ({"sold_out": 1}, "not-a-choice", "sold_out"),
        ({"chain": "bitcoin"}, "not-a-choice", "chain"),
        ({"chain": ["solana"]}, "not-a-choice", "chain"),
        ({"chain": None}, "not-a-choice", "chain"),
        ({"prise": 1}, "unknown-input", "prise"),
        ({"__class__": 1}, "unknown-input", "__class__"),
        ({"": 1}, "unknown-input", ""),
    ],
)
def test_a_wrong_input_is_told_by_kind_and_name(
    inputs: dict[str, object], kind: str, name: str
) -> None:
    # Native integers of any size come from the command line; JSON limits their digits.
    reply = answer(REGISTRY, "sale", inputs)
    assert (reply["error"]["kind"], reply["error"]["input"]) == (kind, name)
    assert "outputs" not in reply


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ('{"price": NaN}', "not-a-number", "price"),
        ('{"price": Infinity}', "above-maximum", "price"),
        ('{"price": -Infinity}', "below-minimum", "price"),
        ('{"price": 1e999}', "above-maximum", "price"),
        ('{"price": ' + "9" * 4000 + "}", "above-maximum", "price"),
        ('{"price": 1, "price": -1}', "below-minimum", "price"),
    ],
)
def test_json_numbers_beyond_the_finite_are_wrong_inputs(text: str, kind: str, name: str) -> None:
    assert problem(text) == (kind, name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "price=1",
        "[]",
        "[[1]]",
        "1",
        "null",
        '"price"',
        "{",
        '{"price": }',
        "{'price': 1}",
        '{"price": 1}}',
        "[" * 100_000,
        '{"price":' * 100_000,
        "\x00",
        "\ufeff{}",
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_json_object_is_told_so(text: str) -> None:
    assert problem(text) == ("not-json", None)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [("sales", "“sale”"), ("Sale", "“sale”"), ("trubled", "“troubled”"), ("", ""), ("<b>", "")],
)
def test_an_unknown_calculator_is_told_with_the_closest_name(name: str, suggestion: str) -> None:
    reply = json.loads(call(REGISTRY, name, "{}"))
    assert reply["calculator"] == name
    assert reply["error"]["kind"] == "unknown-calculator"
    assert reply["error"]["input"] is None
    assert suggestion in reply["error"]["message"]
    assert bool(suggestion) == ("Did you mean" in reply["error"]["message"])


def test_an_unknown_input_is_told_with_the_closest_name() -> None:
    assert "Did you mean “price”?" in sell({"prise": 1})["error"]["message"]
    assert "Did you mean" not in sell({"zzz": 1})["error"]["message"]


@pytest.mark.parametrize(
    ("inputs", "says"),
    [
        ({"price": -1}, "at least $0"),
        ({"price": 1001}, "at most $1,000"),
        ({"fee": 2}, "at most 100\u00a0%"),
        ({"copies": 0}, "at least 1"),
        ({"copies": 1.5}, "whole number"),
        ({"chain": "x"}, "ethereum, solana"),
        ({"sold_out": "x"}, "true or false"),
        ({"price": "ten"}, "“ten”"),
    ],
)
def test_the_message_says_what_would_be_accepted(inputs: dict[str, object], says: str) -> None:
    assert says in sell(inputs)["error"]["message"]


def test_all_wrong_inputs_are_told_at_once() -> None:
    error = sell({"nonsense": 1, "price": -1, "copies": 99, "chain": "solana"})["error"]
    assert (error["kind"], error["input"]) == ("unknown-input", "nonsense")
    assert [(one["kind"], one["input"]) for one in error["also"]] == [
        ("below-minimum", "price"),
        ("above-maximum", "copies"),
    ]


def test_a_single_wrong_input_has_no_others() -> None:
    assert "also" not in sell({"price": -1})["error"]


@pytest.mark.parametrize("text", ["x" * 10_000, "\u202e<script>\x07\n\t" * 99])
def test_what_was_typed_is_quoted_short_and_printable(text: str) -> None:
    for inputs in ({"price": text}, {text: 1}):
        message = sell(inputs)["error"]["message"]
        assert len(message) < 120
        assert message.isprintable()


@pytest.mark.parametrize(
    ("trouble", "kind", "says"),
    [
        ("value", "no-answer", "Prices that never meet have no answer."),
        ("silent", "no-answer", "no answer"),
        ("overflow", "not-finite", "less extreme"),
        ("nan", "not-finite", "less extreme"),
        ("infinity", "not-finite", "less extreme"),
        ("zero", "failed", "ZeroDivisionError"),
        ("text", "failed", "'value' is str"),
        ("nothing", "failed", "'value' is NoneType"),
        ("count", "failed", "'count' is float"),
    ],
)
def test_a_calculation_that_fails_is_told_by_kind(trouble: str, kind: str, says: str) -> None:
    reply = json.loads(call(REGISTRY, "troubled", json.dumps({"trouble": trouble})))
    assert reply["error"]["kind"] == kind
    assert reply["error"]["input"] is None
    assert says in reply["error"]["message"]
    assert "outputs" not in reply
    after = json.loads(call(REGISTRY, "troubled", "{}"))
    assert after["outputs"] == {"value": 1.0, "count": 1}


@pytest.mark.parametrize("name", ["größe", "価格", "🙂", "a\u0000b", "‮"])
def test_names_in_any_script_come_back_unharmed(name: str) -> None:
    assert problem({name: 1}) == ("unknown-input", name)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)
input_names = st.sampled_from(list(DEFAULTS)) | st.text(max_size=9)


@given(st.text() | json_values.map(json.dumps))
@settings(max_examples=200)
def test_no_text_makes_a_call_raise(text: str) -> None:
    reply = json.loads(call(REGISTRY, "sale", text))
    assert ("error" in reply) != ("outputs" in reply)


@given(st.dictionaries(input_names, json_values, max_size=6))
@settings(max_examples=200)
def test_no_inputs_make_a_call_raise(inputs: dict[str, object]) -> None:
    reply = json.loads(call(REGISTRY, "sale", json.dumps(inputs)))
    if "error" in reply:
        assert reply["error"]["message"]
    else:
        assert set(inputs) <= set(DEFAULTS)
        assert reply["outputs"]["income"] >= 0


@given(st.text())
def test_no_name_makes_a_call_raise(name: str) -> None:
    reply = json.loads(call(REGISTRY, name, "{}"))
    assert ("error" in reply) == (name not in REGISTRY)


@dataclass(frozen=True)
class Table:
    total: Annotated[float, USD]
    rows: tuple[Row, ...]


def returns_nothing() -> Table:
    return None  # type: ignore[return-value]


def returns_no_rows() -> Table:
    return Table(1.0, None)  # type: ignore[arg-type]


def returns_numbers_for_rows() -> Table:
    return Table(1.0, (1, 2))  # type: ignore[arg-type]


def returns_an_integer_beyond_any_float() -> Table:
    return Table(10**400, ())


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (returns_nothing, "failed"),
        (returns_no_rows, "failed"),
        (returns_numbers_for_rows, "failed"),
        (returns_an_integer_beyond_any_float, "not-finite"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_result_that_is_not_as_declared_is_told_by_kind(function: Any, kind: str) -> None:
    spec = read_spec(function)
    assert answer({spec.name: spec}, spec.name, {})["error"]["kind"] == kind


@pytest.mark.parametrize(("name", "arguments"), [("x\udcff", "{}"), ("sale", '{"\\ud800": 1}')])
def test_an_answer_can_always_be_written_as_utf_8(name: str, arguments: str) -> None:
    assert call(REGISTRY, name, arguments).encode()


def halves(
    *, trouble: Literal["fine", "value", "beyond", "nothing"] = "fine"
) -> Generator[float, None, Number]:
    yield 0
    yield 0.5
    if trouble == "value":
        raise ValueError("There is no second half.")
    if trouble == "beyond":
        yield math.nan
    if trouble == "nothing":
        return None  # type: ignore[return-value]
    yield 1
    return Number(1.0, 2)


HALVES = {"halves": read_spec(halves)}


def test_a_long_calculation_is_answered_like_any_other() -> None:
    reply = json.loads(call(HALVES, "halves", "{}"))
    assert reply["outputs"] == {"value": 1.0, "count": 2}
    assert compute(HALVES["halves"], {"trouble": "fine"}) == reply["outputs"]


def test_a_long_calculation_says_how_far_it_is() -> None:
    fractions = list(answer_in_steps(HALVES, "halves", {}))
    assert fractions == [0.0, 0.5, 1.0]
    assert all(type(one) is float for one in fractions)
    assert list(answer_in_steps(REGISTRY, "sale", {})) == []


@pytest.mark.parametrize(
    ("trouble", "kind", "says"),
    [
        ("value", "no-answer", "There is no second half."),
        ("beyond", "failed", "its progress is nan, not from 0 to 1"),
        ("nothing", "failed", "'result' is NoneType"),
    ],
)
def test_a_long_calculation_that_fails_is_told_by_kind(trouble: str, kind: str, says: str) -> None:
    error = answer(HALVES, "halves", {"trouble": trouble})["error"]
    assert (error["kind"], error["input"]) == (kind, None)
    assert says in error["message"]


def test_numbers_longer_than_python_reads_are_refused() -> None:
    digits = "9" * (sys.get_int_max_str_digits() + 1)
    assert problem('{"price": ' + digits + "}")[0] in {"not-json", "above-maximum"}
