"""Writes a calculator as HTML: an ordinary form that already holds the answer."""

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from html import escape
from typing import Any

import jinja2
import markdown
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from livecalc.forms.description import CalculatorDescription
from livecalc.forms.drawing import draw_chart
from livecalc.forms.mathematics import set_formula
from livecalc.forms.shown import decimals, shown
from livecalc.interface.call import Json, compute_in_steps
from livecalc.interface.errors import CallError
from livecalc.interface.spec import CalculatorSpec, ColumnSpec, InputSpec, Scalar
from livecalc.interface.steps import finish
from livecalc.interface.units import format_number
from livecalc.limits import OutOfTimeError, within_time_limit


def render_form(
    description: CalculatorDescription, inputs: Mapping[str, Scalar], *, key: str
) -> str:
    """Write the form of a calculator with its result for these inputs.

    Args:
        description: The calculator.
        inputs: A value for every input, valid.
        key: What tells this form from others on its page; the start of every id.

    Returns:
        The inside of a `<live-calculator>` element.

    Raises:
        CallError: The calculator has no answer for these inputs, or none in time.
    """
    headline, *rest = description.spec.scalars
    companions = _companions(rest)
    outputs = _outputs(description.spec, inputs)
    tables = list(description.spec.tables)
    return (
        templates()
        .get_template("calculator.html.j2")
        .render(
            description=description,
            spec=description.spec,
            headline=headline,
            companions=companions,
            details=[one for one in rest if one not in companions],
            tables=tables,
            drawings={
                one.name: draw_chart(description, one, outputs[one.name])
                for one in tables
                if one.chart
            },
            inputs=inputs,
            outputs=outputs,
            key=key,
        )
    )


def _outputs(spec: CalculatorSpec, inputs: Mapping[str, Scalar]) -> Json:
    try:
        return finish(within_time_limit(compute_in_steps(spec, inputs)))
    except OutOfTimeError as error:
        raise CallError("timeout", f"{spec.name}: {error}") from None


def render_details(description: CalculatorDescription) -> str:
    """Write what stands behind a calculator: formula, assumptions, limits, sources, Python.

    Raises:
        FormulaError: A line of the formula cannot be set; the message names calculator and line.
    """
    spec = description.spec
    place = f"{spec.module}.{spec.function.__name__}"
    formula = [Markup(one) for one in set_formula(place, description.formula)]
    template = templates().get_template("details.html.j2")
    return template.render(description=description, formula=formula)


def typed(value: float, spec: InputSpec) -> str:
    """Write an input's value as a person would type it: exact, grouped, percent for fractions.

    Examples:
        >>> from livecalc.interface.units import FRACTION, USD
        >>> typed(0.041, InputSpec("r", "float", FRACTION, 0.0, 0.0, 1.0, None))
        '4.1'
        >>> typed(1250000.0, InputSpec("v", "float", USD, 0.0, 0.0, 1e9, None))
        '1,250,000'
    """
    exact = Decimal(repr(value)).scaleb(2 if spec.unit.kind == "percent" else 0)
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def entered(value: Scalar, spec: InputSpec) -> str:
    r"""Write a value of an input for people, as short as it can be exact.

    Examples:
        >>> from livecalc.interface.units import FRACTION
        >>> entered(0.0495, InputSpec("r", "float", FRACTION, 0.05, 0.0, 1.0, None))
        '4.95\xa0%'
    """
    assert isinstance(value, (int, float))
    return format_number(value, spec.unit, trim=True)


def _companions(rest: list[ColumnSpec]) -> list[ColumnSpec]:
    """What stands beside the headline: one more output, and the worst case."""
    worst_case = [one for one in rest if one.name.startswith("worst_case")]
    return [one for one in rest if one not in worst_case][:1] + worst_case[:1]


def _unit_apart(text: str, spec: ColumnSpec) -> str:
    """A shown value whose unit, if it is words, may stand smaller or on a line of its own."""
    unit = spec.unit.suffix
    if unit in ("", "%") or not text.endswith(f"\u00a0{unit}"):
        return text
    return Markup('{}<span class="livecalc-words">{}</span>').format(text.removesuffix(unit), unit)


def _inline_markdown(text: str) -> Markup:
    html = markdown.markdown(escape(text, quote=False))
    return Markup(html.removeprefix("<p>").removesuffix("</p>"))


def _highlighted(code: str) -> Markup:
    formatter: Any = HtmlFormatter(cssclass="highlight", wrapcode=True)
    return Markup(highlight(code, PythonLexer(), formatter))


@cache
def templates() -> jinja2.Environment:
    """What calculators are written with, and how values become text there."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("livecalc.forms"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "json": lambda value: json.dumps(value, ensure_ascii=False, allow_nan=False),
        "decimals": decimals,
        "shown": shown,
        "cell": lambda value, spec: shown(value, spec, in_table=True),
        "typed": typed,
        "entered": entered,
        "unit_apart": _unit_apart,
        "choices": lambda spec: spec.choices or ("true", "false"),
        "choice": lambda value: str(value).lower() if isinstance(value, bool) else value,
        "choice_label": lambda value: {"true": "yes", "false": "no"}.get(value, value),
        "inline_markdown": _inline_markdown,
        "markdown": lambda text: Markup(markdown.markdown(escape(text, quote=False))),
        "highlighted": _highlighted,
    }
    return environment
