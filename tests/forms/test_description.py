"""What docstrings must say, and what becomes of it."""

from typing import Any

import pytest

from livecalc.forms.current import current_calculators
from livecalc.forms.description import CalculatorDescription, describe, title
from livecalc.interface.errors import MissingDescriptionError
from livecalc.interface.registry import find_calculators
from tests.conftest import WriteTopic
from tests.samples import SAVINGS, changed

REAL = [describe(spec) for spec in find_calculators("calculators").values()]


@pytest.fixture
def savings(write_topic: WriteTopic) -> CalculatorDescription:
    return describe(current_calculators(write_topic(SAVINGS))["savings"])


def test_the_docstring_gives_summary_and_explanation(savings: CalculatorDescription) -> None:
    assert savings.title == "Savings"
    assert savings.summary == "What a deposit becomes, in dollars & <em>sense</em>."
    assert savings.explanation.startswith("Interest may be `compounded`")


def test_labels_end_at_the_first_full_stop_and_help_follows(savings: CalculatorDescription) -> None:
    assert savings.inputs["interest_apr"].label == "Interest APR"
    assert savings.inputs["interest_apr"].help == "The yearly rate; below zero it costs."
    assert savings.outputs["verdict"].label == "Verdict"
    assert savings.columns["by_year"]["note"].label == "Note"


def test_lists_are_read_item_by_item(savings: CalculatorDescription) -> None:
    assert savings.assumptions == ("The rate stays <s>put</s>.", "Nothing is taken out.")
    assert savings.not_modelled == ("Tax.",)
    assert savings.sources == ("The definition of interest, “Savings & loans”.",)


def test_an_item_may_run_over_several_lines(write_topic: WriteTopic) -> None:
    source = changed(("- Nothing is taken out.", "- Nothing is\n          taken out."))
    description = describe(current_calculators(write_topic(source))["savings"])
    assert description.assumptions[1] == "Nothing is taken out."


def test_every_line_of_the_formula_is_kept(write_topic: WriteTopic) -> None:
    source = changed(("        balance = deposit", "        n = years\n        balance = deposit"))
    description = describe(current_calculators(write_topic(source))["savings"])
    assert [one.split(" =")[0].strip() for one in description.formula] == ["n", "balance"]


def test_an_indented_line_goes_on_with_the_equation_above(write_topic: WriteTopic) -> None:
    source = changed(("deposit × (1 + interest_apr)", "deposit\n            × (1 + interest_apr)"))
    description = describe(current_calculators(write_topic(source))["savings"])
    assert description.formula == ("balance = deposit × (1 + interest_apr) ^ years, if 1 < 2",)


def test_the_python_shown_has_no_docstring_and_all_of_the_body(
    savings: CalculatorDescription,
) -> None:
    assert savings.python.startswith("def savings(\n")
    assert "Formula:" not in savings.python
    assert savings.python.rstrip().endswith(")")
    compile(savings.python, "savings", "exec")


DOCSTRING = SAVINGS[SAVINGS.index('    """What a deposit becomes, in') :].partition("    def ")[0]


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ([(DOCSTRING, "")], ["savings.savings", "write a docstring", "summary"]),
        ([("    Formula:\n", "    Form:\n")], ["savings.savings", "'Formula:'"]),
        ([("    Assumptions:\n", "    Beliefs:\n")], ["savings.savings", "'Assumptions:'"]),
        ([("    Not modelled:\n", "    Left out:\n")], ["savings.savings", "'Not modelled:'"]),
        ([("    Sources:\n", "    Origin:\n")], ["savings.savings", "'Sources:'"]),
        ([("    Args:\n", "    Inputs:\n")], ["savings.savings", "'Args:'"]),
        (
            [("years: Years. How long it stays.", "years: Years.")],
            ["savings.savings", "'years' has no help", "years: Label. A sentence of help."],
        ),
        (
            [("        years: Years. How long it stays.\n", "")],
            ["savings.savings", "'years' has no help"],
        ),
        (
            [("        paid: Paid.", "        pade: Paid.")],
            ["savings.savings", "'paid' has no help"],
        ),
        (
            [("        paid: Paid.", "        extra: Extra. None.\n        paid: Paid.")],
            ["savings.savings", "'extra', which is no parameter"],
        ),
        ([('    """Verdict. In a word."""\n', "")], ["savings.Savings", "'verdict'", "Label."]),
        ([('"""Verdict. In a word."""', '"""Verdict."""')], ["savings.Savings", "'verdict'"]),
        ([('    """Note."""\n', "")], ["savings.SavingsYear", "'note'"]),
    ],
)
def test_what_people_need_and_is_not_said_is_named(
    changes: list[tuple[str, str]], names: list[str], write_topic: WriteTopic
) -> None:
    spec = current_calculators(write_topic(changed(*changes)))["savings"]
    with pytest.raises(MissingDescriptionError) as caught:
        describe(spec)
    message = str(caught.value)
    assert [one for one in names if one not in message] == [], message


def test_a_section_without_an_empty_line_above_it_is_asked_for(write_topic: WriteTopic) -> None:
    source = changed(("put</s>.\n        - Nothing is taken out.\n\n", "put</s>.\n"))
    with pytest.raises(MissingDescriptionError, match=r"'Not modelled:'.*empty line above"):
        describe(current_calculators(write_topic(source))["savings"])


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("staking-apy", "Staking APY"),
        ("impermanent-loss", "Impermanent loss"),
        ("nft-royalties", "NFT royalties"),
        ("loan", "Loan"),
    ],
)
def test_a_name_becomes_a_heading(name: str, heading: str) -> None:
    assert title(name) == heading


@pytest.mark.parametrize("description", REAL, ids=lambda one: one.spec.name)
class TestJson:
    """The shapes that `livecalc list --json`, `show --json` and `index.json` promise."""

    def test_a_list_entry_says_name_title_summary_and_module(
        self, description: CalculatorDescription
    ) -> None:
        entry = description.as_list_entry()
        assert set(entry) == {"name", "title", "summary", "module"}
        assert all(isinstance(one, str) and one for one in entry.values())

    def test_inputs_carry_everything_a_form_needs(self, description: CalculatorDescription) -> None:
        for one in description.as_json()["inputs"]:
            assert {"name", "label", "help", "unit", "default", "min", "max", "choices"} <= set(one)
            if one["type"] in ("float", "int"):
                assert one["min"] <= one["default"] <= one["max"]
                assert one["unit"]

    def test_outputs_carry_name_label_and_unit(self, description: CalculatorDescription) -> None:
        entries = description.as_json()["outputs"]
        assert [one["name"] for one in entries] == [one.name for one in description.spec.outputs]
        for one in entries:
            assert {"name", "label", "unit"} <= set(one)
            assert one["unit"] if "columns" not in one else all(at["unit"] for at in one["columns"])

    def test_the_text_sections_are_lists(self, description: CalculatorDescription) -> None:
        shown = description.as_json()
        for section in ("formula", "assumptions", "not_modelled", "sources"):
            assert shown[section]
            assert all(isinstance(one, str) and one.strip() for one in shown[section])


def fits(value: Any, schema: dict[str, Any]) -> bool:
    """Whether a value is valid, for the keywords that the inputs' schema uses."""
    types: dict[str, Any] = {"number": (int, float), "integer": int, "boolean": bool, "string": str}
    if isinstance(value, bool) != (schema["type"] == "boolean"):
        return False
    if not isinstance(value, types[schema["type"]]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    return "minimum" not in schema or bool(schema["minimum"] <= value <= schema["maximum"])


def test_the_schema_uses_only_keywords_of_json_schema(savings: CalculatorDescription) -> None:
    keywords = {"title", "description", "type", "default", "minimum", "maximum", "enum"}
    schema = savings.inputs_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    for one in schema["properties"].values():
        assert set(one) <= keywords | {"x-unit"}


def test_the_schema_takes_the_same_values_as_a_call(savings: CalculatorDescription) -> None:
    properties = savings.inputs_schema()["properties"]
    assert list(properties) == [one.name for one in savings.spec.inputs]
    assert all(fits(one["default"], one) for one in properties.values())
    assert not fits(0, properties["deposit"])
    assert not fits(2, properties["interest_apr"])
    assert not fits(1.5, properties["years"])
    assert not fits("yearly", properties["paid"])
    assert not fits("true", properties["compounded"])


@pytest.mark.parametrize("description", REAL, ids=lambda one: one.spec.name)
def test_the_schema_accepts_each_default(description: CalculatorDescription) -> None:
    for name, schema in description.inputs_schema()["properties"].items():
        assert fits(schema["default"], schema), name
