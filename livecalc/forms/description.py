"""A calculator in words: what its docstrings say, beside what its signature says."""

import ast
import inspect
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import griffe

from livecalc.interface.errors import MissingDescriptionError
from livecalc.interface.spec import CalculatorSpec, ColumnSpec, InputSpec, TableSpec

#: Words that a title writes in capitals.
ABBREVIATIONS: Final = frozenset(
    {"apr", "apy", "dao", "gpu", "irr", "lp", "lst", "ml", "nft", "npv", "roi"}
)

_SECTIONS: Final = ("Formula", "Assumptions", "Not modelled", "Sources")


@dataclass(frozen=True, slots=True)
class Words:
    """How people read one input or output: a short label, and a sentence or more of help."""

    label: str
    help: str


@dataclass(frozen=True, slots=True)
class CalculatorDescription:
    """A calculator's spec and everything its docstrings say."""

    spec: CalculatorSpec
    title: str
    summary: str
    explanation: str
    inputs: Mapping[str, Words]
    outputs: Mapping[str, Words]
    columns: Mapping[str, Mapping[str, Words]]
    formula: tuple[str, ...]
    assumptions: tuple[str, ...]
    not_modelled: tuple[str, ...]
    sources: tuple[str, ...]
    python: str

    def as_list_entry(self) -> dict[str, str]:
        """What `livecalc list --json` says of it."""
        return {
            "name": self.spec.name,
            "title": self.title,
            "summary": self.summary,
            "module": self.spec.module,
        }

    def as_json(self) -> dict[str, Any]:
        """What `livecalc show NAME --json` says of it."""
        return {
            **self.as_list_entry(),
            "explanation": self.explanation,
            "inputs": [
                {
                    "name": one.name,
                    "label": self.inputs[one.name].label,
                    "help": self.inputs[one.name].help,
                    "type": one.kind,
                    "unit": one.unit.name,
                    "default": one.default,
                    "min": one.minimum,
                    "max": one.maximum,
                    "choices": list(one.choices) if one.choices else None,
                }
                for one in self.spec.inputs
            ],
            "outputs": [self._output_as_json(one) for one in self.spec.outputs],
            "formula": list(self.formula),
            "assumptions": list(self.assumptions),
            "not_modelled": list(self.not_modelled),
            "sources": list(self.sources),
        }

    def inputs_schema(self) -> dict[str, Any]:
        """A JSON Schema of the inputs, as a call takes them."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title,
            "type": "object",
            "properties": {one.name: self._input_schema(one) for one in self.spec.inputs},
            "additionalProperties": False,
        }

    def _input_schema(self, one: InputSpec) -> dict[str, Any]:
        words = self.inputs[one.name]
        types = {"float": "number", "int": "integer", "bool": "boolean", "text": "string"}
        schema: dict[str, Any] = {
            "title": words.label,
            "description": words.help,
            "type": types[one.kind],
            "default": one.default,
        }
        if one.minimum is not None:
            schema |= {"minimum": one.minimum, "maximum": one.maximum, "x-unit": one.unit.name}
        if one.choices:
            schema["enum"] = list(one.choices)
        return schema

    def _output_as_json(self, output: ColumnSpec | TableSpec) -> dict[str, Any]:
        words = self.outputs[output.name]
        entry: dict[str, Any] = {"name": output.name, "label": words.label, "help": words.help}
        if isinstance(output, TableSpec):
            columns = self.columns[output.name]
            entry["columns"] = [
                {"name": one.name, "label": columns[one.name].label, "unit": one.unit.name}
                for one in output.columns
            ]
            return {**entry, "unit": None}
        return {**entry, "unit": output.unit.name}


def describe(spec: CalculatorSpec) -> CalculatorDescription:
    """Read everything the docstrings say about a calculator.

    Raises:
        MissingDescriptionError: A sentence that people need is not there; the message names the
            place and shows the form.
    """
    path = inspect.getsourcefile(spec.function)
    assert path is not None
    source = Path(path).read_text(encoding="utf-8")
    return _describe(spec, path, source)


@lru_cache(maxsize=256)
def _describe(spec: CalculatorSpec, path: str, source: str) -> CalculatorDescription:
    module = _read_module(spec.module, path, source)
    function = module[spec.function.__name__]
    where = f"{spec.module}.{function.name}"
    sections = _sections(where, function)
    summary, _, explanation = sections["text"].partition("\n\n")
    return CalculatorDescription(
        spec=spec,
        title=title(spec.name),
        summary=_one_line(summary),
        explanation=explanation.strip(),
        inputs=_input_words(where, spec, sections["parameters"]),
        outputs=dict(_attribute_words(module, spec.result)),
        columns={
            table.name: dict(_attribute_words(module, table.row, help_needed=False))
            for table in spec.tables
        },
        formula=_formula_lines(sections["formula"]),
        assumptions=_items(sections["assumptions"]),
        not_modelled=_items(sections["not-modelled"]),
        sources=_items(sections["sources"]),
        python=_python_without_docstring(function.name, source),
    )


def title(name: str) -> str:
    """A calculator's name as a heading.

    Examples:
        >>> title("staking-apy")
        'Staking APY'
        >>> title("impermanent-loss")
        'Impermanent loss'
    """
    words = [one.upper() if one in ABBREVIATIONS else one for one in name.split("-")]
    return words[0][0].upper() + words[0][1:] + "".join(f" {one}" for one in words[1:])


def _read_module(name: str, path: str, source: str) -> griffe.Module:
    logging.getLogger("griffe").setLevel(logging.ERROR)
    return griffe.visit(name, filepath=Path(path), code=source)


def _sections(where: str, function: Any) -> dict[str, Any]:
    if function.docstring is None:
        raise MissingDescriptionError(f"{where}: write a docstring; its first line is the summary")
    found: dict[str, Any] = {}
    for section in function.docstring.parse("google"):
        if section.kind is griffe.DocstringSectionKind.admonition:
            found[section.value.kind] = section.value.description
        else:
            found.setdefault(section.kind.value, section.value)
    for name in _SECTIONS:
        if not found.get(name.lower().replace(" ", "-")):
            raise MissingDescriptionError(
                f"{where}: write a section '{name}:' in the docstring, with an empty line above it"
            )
    if "text" not in found or "parameters" not in found:
        raise MissingDescriptionError(f"{where}: write a summary and a section 'Args:'")
    return found


def _input_words(where: str, spec: CalculatorSpec, parameters: Any) -> dict[str, Words]:
    described = {one.name: _one_line(one.description) for one in parameters}
    words: dict[str, Words] = {}
    for one in spec.inputs:
        label, help_text = _split(described.pop(one.name, ""))
        if not label or not help_text:
            raise MissingDescriptionError(
                f"{where}: '{one.name}' has no help; write '{one.name}: Label. A sentence of help.'"
                " under Args:"
            )
        words[one.name] = Words(label, help_text)
    for name in described:
        raise MissingDescriptionError(f"{where}: Args: describes '{name}', which is no parameter")
    return words


def _attribute_words(
    module: griffe.Module, result: type, *, help_needed: bool = True
) -> Iterator[tuple[str, Words]]:
    for name, attribute in module[result.__name__].attributes.items():
        text = _one_line(attribute.docstring.value) if attribute.docstring else ""
        label, help_text = _split(text)
        if not label or (help_needed and not help_text):
            raise MissingDescriptionError(
                f"{module.path}.{result.__name__}: '{name}' is not described; write "
                '"""Label. A sentence of help.""" under the field'
            )
        yield name, Words(label, help_text)


def _split(text: str) -> tuple[str, str]:
    label, _, help_text = text.partition(". ")
    return label.rstrip("."), help_text.strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _formula_lines(text: str) -> tuple[str, ...]:
    """One equation each; a line that is indented goes on with the one above."""
    joined = re.sub(r"\n[ \t]+(?=\S)", " ", text)
    return tuple(line for line in joined.splitlines() if line.strip())


def _items(text: str) -> tuple[str, ...]:
    return tuple(_one_line(one) for one in re.split(r"(?m)^[-*] ", text) if one.strip())


def _python_without_docstring(name: str, source: str) -> str:
    """The function as people read it: the docstring stands on the page already."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == name:
            lines = source.splitlines()
            documented = ast.get_docstring(node, clean=False) is not None
            first, last = node.lineno - 1, node.end_lineno
            if not documented:
                return "\n".join(lines[first:last])
            doc = node.body[0]
            return "\n".join(lines[first : doc.lineno - 1] + lines[doc.end_lineno : last])
    raise LookupError(name)
