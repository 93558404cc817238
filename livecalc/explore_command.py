"""`livecalc explore`: the tools on the command line, as JSON or as tables."""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from livecalc.forms.description import CalculatorDescription
from livecalc.forms.shown import shown
from livecalc.interface.call import Json
from livecalc.interface.errors import CallError
from livecalc.interface.explore.scenarios import MOST_SCENARIOS
from livecalc.interface.spec import ColumnSpec, InputSpec, Scalar
from livecalc.interface.units import FRACTION, format_number

type Cells = list[list[str]]

#: The numbers of a distribution in the order in which they are written.
_NUMBERS: Final[Mapping[str, tuple[str, ...]]] = {
    "between": ("low", "high"),
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "deviation"),
    "lognormal": ("median", "sigma"),
    "default": (),
}

#: Letters of the longest bar of a histogram.
_BAR: Final = 40


def add_explore(parser: argparse.ArgumentParser) -> None:
    """Declare the tools and their options."""
    parser.add_argument("name")
    tools = parser.add_subparsers(required=True, dest="tool", metavar="TOOL")
    one = _add_tool(tools, "sensitivity", "what matters most: each input moved a little")
    one.add_argument("--change", help="share of each value, default 10%%")
    one = _add_tool(tools, "goal", "what would it take: --input price --target 1000")
    one.add_argument("--input", required=True, help="what may change")
    one.add_argument("--target", required=True, help="what the output should be")
    _add_range(one)
    one = _add_tool(tools, "sweep", "what if: one input along its range")
    one.add_argument("--input", required=True, help="what changes")
    _add_range(one)
    one.add_argument("--points", default=11, help="how many values, default 11")
    one = _add_tool(tools, "map", "two inputs at once: --x price=1..3 --y years")
    for axis in ("x", "y"):
        one.add_argument(f"--{axis}", required=True, metavar="INPUT[=FROM..TO]")
    one.add_argument("--points", default=7, help="how many values of each, default 7")
    one = _add_tool(tools, "scenarios", 'side by side: --scenario "Fee doubled: fee=2%%"')
    one.add_argument(
        "--scenario",
        action="append",
        required=True,
        metavar='"NAME: input=value …"',
        help=f"beside the inputs before it; up to {MOST_SCENARIOS - 1} times",
    )
    one = _add_tool(tools, "simulation", "how bad can it get: --uncertain price=0.5..3")
    one.add_argument(
        "--uncertain",
        action="append",
        metavar="INPUT=LOW..HIGH",
        help="nine times in ten between; or INPUT=uniform:LOW:HIGH, triangular:LOW:MODE:HIGH, "
        "normal:MEAN:DEVIATION, lognormal:MEDIAN:SIGMA, default; without any, all inputs by 20%%",
    )
    one.add_argument("--correlate", action="append", metavar="INPUT,INPUT=CORRELATION")
    one.add_argument("--runs", help="default 10000")
    one.add_argument("--seed", help="default 1")
    _add_tool(tools, "python", "take it along: the call as Python")


def _add_tool(tools: Any, name: str, words: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = tools.add_parser(name, help=words, description=words)
    parser.add_argument("inputs", nargs="*", metavar="input=value", help="rates as 0.05 or 5%%")
    if name != "scenarios":
        parser.add_argument("--output", help="what to look at, default the headline")
    parser.add_argument("--json", action="store_true", help="as JSON")
    return parser


def _add_range(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", help="where to begin, default where the input's range does")
    parser.add_argument("--to", help="where to end")


def read_request(options: argparse.Namespace, inputs: Mapping[str, str]) -> Json:
    """The request that the words of a command line make.

    Raises:
        CallError: A word has no form that a tool could read.
    """
    request: Json = {"tool": options.tool}
    if options.tool == "scenarios":
        several = [_read_scenario(word, inputs) for word in options.scenario]
        return {**request, "scenarios": [{"name": "As given", "inputs": dict(inputs)}, *several]}
    request["inputs"] = dict(inputs)
    for name in ("output", "change", "input", "target", "from", "to", "runs", "seed"):
        if vars(options).get(name) is not None:
            request[name] = vars(options)[name]
    if options.tool == "sweep":
        request["points"] = options.points
    if options.tool == "map":
        for axis in ("x", "y"):
            request[axis] = {**_read_axis(vars(options)[axis]), "points": options.points}
    if options.tool == "simulation":
        if options.uncertain:
            request["uncertain"] = dict(map(_read_uncertain, options.uncertain))
        request["correlations"] = [_read_correlation(one) for one in options.correlate or ()]
    return request


def _read_scenario(word: str, inputs: Mapping[str, str]) -> Json:
    name, colon, rest = word.partition(":")
    pairs = [one.partition("=") for one in rest.split()]
    if not colon or not all(equals for _, equals, _ in pairs):
        raise CallError(
            "unknown-option", f"Write a scenario as “name: input=value”, not “{word}”.", "scenario"
        )
    return {"name": name.strip(), "inputs": {**inputs, **{key: value for key, _, value in pairs}}}


def _read_axis(word: str) -> Json:
    name, equals, span = word.partition("=")
    low, dots, high = span.partition("..")
    if not equals:
        return {"input": name}
    if not dots:
        raise CallError("empty-range", f"Write a range as from..to, not “{span}”.", name)
    return {"input": name, "from": low, "to": high}


def _read_uncertain(word: str) -> tuple[str, Json]:
    name, _, told = word.partition("=")
    low, dots, high = told.partition("..")
    if dots:
        return name, {"kind": "between", "low": low, "high": high}
    kind, *numbers = told.split(":")
    names = _NUMBERS.get(kind, ())
    if kind in _NUMBERS and len(numbers) != len(names):
        form = ":".join((kind, *names))
        raise CallError("impossible-distribution", f"Write it as {name}={form}.", name)
    return name, {"kind": kind, **dict(zip(names, numbers, strict=False))}


def _read_correlation(word: str) -> list[str]:
    pair, _, value = word.partition("=")
    return [*pair.split(","), value]


def as_lines(description: CalculatorDescription, answer: Json) -> Iterator[str]:
    """Write an answer for people."""
    return _WRITERS[answer["tool"]](_Words(description, answer), answer)


class _Words:
    """Names and numbers of one answer, as people read them."""

    def __init__(self, description: CalculatorDescription, answer: Json) -> None:
        self._description = description
        self._spec = description.spec
        self._output = answer.get("output")

    def input(self, name: str) -> InputSpec:
        found = self._spec.input(name)
        assert found is not None
        return found

    def output(self, name: str | None = None) -> ColumnSpec:
        return next(one for one in self._spec.scalars if one.name == (name or self._output))

    def label(self, name: str) -> str:
        if self._spec.input(name):
            return self._description.inputs[name].label
        return self._description.outputs[name].label

    @property
    def output_label(self) -> str:
        return self.label(self.output().name)

    def entered(self, name: str, value: Scalar | None) -> str:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return shown(value, ColumnSpec(name, "text", self.input(name).unit, optional=True))
        return format_number(value, self.input(name).unit, trim=True)

    def found(self, value: Scalar | None, name: str | None = None) -> str:
        return shown(value, self.output(name))


def aligned(cells: Cells) -> Iterator[str]:
    """Rows of one table, the first column to the left and numbers to the right."""
    widths = [max(len(row[at]) for row in cells) for at in range(len(cells[0]))]
    for row in cells:
        first, *rest = (
            text.rjust(width) if at else text.ljust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *rest)).rstrip()


def _sensitivity(words: _Words, answer: Json) -> Iterator[str]:
    yield f"{words.output_label}: {words.found(answer['value'])}"
    cells = [["Input", "Value", "Down to", "Changes by", "Up to", "Changes by"]]
    clipped = False
    for row in answer["rows"]:
        name = row["input"]
        line = [words.label(name), words.entered(name, row["value"])]
        for side in (row["down"], row["up"]):
            if side is None:
                line += ["–", "–"]
                continue
            clipped = clipped or side["clipped"]
            mark = "*" if side["clipped"] else ""
            line.append(f"{words.entered(name, side['value'])}{mark}")
            line.append(words.found(side["difference"]))
        cells.append(line)
    yield from aligned(cells)
    if clipped:
        yield "* The range of the input ends here."


def _goal(words: _Words, answer: Json) -> Iterator[str]:
    yield f"{words.label(answer['input'])}: {answer['message']}"


def _sweep(words: _Words, answer: Json) -> Iterator[str]:
    name = answer["input"]
    cells = [[words.label(name), words.output_label]]
    for row in answer["rows"]:
        mark = " (now)" if row["input"] == answer["value"] else ""
        cells.append([f"{words.entered(name, row['input'])}{mark}", words.found(row["output"])])
    yield from aligned(cells)
    for one in answer["crossings"]:
        way = "above" if one["rises"] else "below"
        yield f"From {words.entered(name, one['input'])} on it is {way} zero."


def _map(words: _Words, answer: Json) -> Iterator[str]:
    x, y = answer["x"], answer["y"]
    yield f"{words.output_label}, over {words.label(x['input'])}"
    cells = [[words.label(y["input"]), *(words.entered(x["input"], one) for one in x["values"])]]
    for value, row in zip(y["values"], answer["cells"], strict=True):
        cells.append([words.entered(y["input"], value), *map(words.found, row)])
    yield from aligned(cells)


def _scenarios(words: _Words, answer: Json) -> Iterator[str]:
    cells = [["", *answer["names"]]]
    for row in answer["inputs"]:
        if row["differs"]:
            name = row["name"]
            cells.append([words.label(name), *(words.entered(name, one) for one in row["values"])])
    for row in answer["outputs"]:
        name = row["name"]
        cells.append([words.label(name), *(words.found(one, name) for one in row["values"])])
    yield from aligned(cells)
    for name, problem in zip(answer["names"], answer["problems"], strict=True):
        if problem:
            yield f"{name}: {problem}"


def _simulation(words: _Words, answer: Json) -> Iterator[str]:
    yield f"{words.output_label}, {answer['done']:,} runs, seed {answer['seed']}"
    cells = [["Uncertain", "1 in 20 below", "1 in 20 above", "Cut off"]]
    for row in answer["uncertain"]:
        name = row["input"]
        cells.append(
            [
                words.label(name) + (" (assumed)" if row["assumed"] else ""),
                words.entered(name, row["p5"]),
                words.entered(name, row["p95"]),
                format_number(row["clipped"], FRACTION, trim=True),
            ]
        )
    yield from aligned(cells)
    yield ""
    if answer["answered"] < answer["done"]:
        missing = answer["done"] - answer["answered"]
        yield f"{missing:,} runs have no answer: {answer['problem']}"
    if answer["histogram"] is None:
        return
    names = {
        "median": "Median",
        "mean": "Mean",
        "p5": "1 in 20 below",
        "p95": "1 in 20 above",
        "lowest": "Lowest",
        "highest": "Highest",
    }
    cells = [[label, words.found(answer[key])] for key, label in names.items()]
    cells.append(["Chance of a loss", format_number(answer["chance_of_loss"], FRACTION)])
    yield from aligned(cells)
    yield ""
    bars = answer["histogram"]["bars"]
    most = max(bar["count"] for bar in bars)
    for bar in bars:
        length = round(_BAR * bar["count"] / most)
        yield f"{words.found(bar['from']):>16}  {'█' * length}".rstrip()


def _python(_words: _Words, answer: Json) -> Iterator[str]:
    yield from answer["code"].splitlines()


_WRITERS: Final[Mapping[str, Callable[[_Words, Json], Iterator[str]]]] = {
    "sensitivity": _sensitivity,
    "goal": _goal,
    "sweep": _sweep,
    "map": _map,
    "scenarios": _scenarios,
    "simulation": _simulation,
    "python": _python,
}


def tool_names() -> Sequence[str]:
    """The tools that have a text for people."""
    return tuple(_WRITERS)
