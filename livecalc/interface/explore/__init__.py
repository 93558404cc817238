r"""From one answer to a decision: tools that ask a calculator many times.

Every calculator has them, with no code of its own. One entry point serves the page's worker, the
command line and Python: `explore(registry, name, request)` is a generator that yields what is known
so far and returns the answer. In the worker that is `Tasks.explore(key, name, request)`, which
goes on with `proceed(key)` and ends with `cancel(key)` as a long call does.

**Request.** A JSON object. `tool` names the tool; `inputs` are the calculator's present inputs, as
in a call (what is left out takes its default, numbers may be text: `"5%"`); `output` names an
output that is a number (left out: the headline, the first output). All else is the tool's own. An
option that a tool does not have is an error.

**Answer.** An object that starts with `{"calculator", "tool", "inputs", "output"}`: the inputs are
all, as used. What follows is the tool's. Numbers are in the unit of their input or output, never
rounded for people. Where there is no number (the calculator has no answer there, or says "none")
stands `null`.

**While it lasts.** Replies start with `{"progress": 0.25, …}`, followed by whatever of the tool's
answer is known: the same fields, lists that still grow. Each replaces the one before.

**Errors.** `{"calculator", "tool", "error": {"kind", "input", "message", "also"?}}`, as in a call.
`input` is the calculator's input where one of `inputs` is wrong, else the option by its path
(`"target"`, `"from"`, `"uncertain.stake.low"`). Kinds beside those of a call: `unknown-tool`,
`unknown-option`, `unknown-output`, `not-numeric`, `empty-range`, `same-input`,
`unknown-distribution`, `impossible-distribution`, `impossible-correlation`, `too-few`, `too-many`.
A target that nothing reaches is no error but an answer.

`sensitivity`, what matters most. Each numeric input is moved down and up by `change` (a fraction,
0.001 to 1, default 0.1) of its value:

    {"tool": "sensitivity", "inputs": {"stake": 100}, "change": 0.1}
    {…, "value": 0.05, "change": 0.1, "rows": [
      {"input": "reward_apr", "value": 0.05, "step": 0.005, "basis": "value",
       "down": {"value": 0.045, "clipped": false, "output": 0.045, "difference": -0.005},
       "up": {"value": 0.055, "clipped": false, "output": 0.055, "difference": 0.005},
       "effect": 0.005}, …]}

Rows come with the largest effect first (`effect`: the larger of both differences, without sign).
`value` at the top is the present output. `basis` says what the step is a share of: `value`;
`default` (the value is zero); `range` (both are: a tenth of the change of the whole range); `peer`
(the range is too wide: the largest value among inputs of that unit); `one` (no share: one unit).
Whole numbers move by one at least. `clipped` means that the range of the input ends there. `down`
or `up` is `null` where the value stands at that end already. A side without an answer has `output`
and `difference` `null` and says why in `problem`.

`goal`, what it would take. `input` is moved from `from` to `to` (left out: its whole range) until
the output is `target`:

    {"tool": "goal", "input": "reward_apr", "target": 0.1}
    {…, "input": "reward_apr", "target": 0.1, "range": [0.0, 10.0], "value": 0.05,
     "solutions": [{"input": 0.0953, "output": 0.1}], "flats": [], "jumps": [], "closest": null,
     "answered": true, "constant": false, "message": "9.53 % gives 10 %."}

`solutions` rise with the input, at most 20. `flats` are parts where every value gives the target:
`{"from": {"input", "output"}, "to": …}`. `jumps`, of the same form, are two neighbouring values
between which the output passes the target without being it; so it is with whole numbers.
`closest` is the nearest that was found where nothing reaches the target, else `null`. `constant`:
the input does not change the output; `answered` is `false` where no value has an answer at all.
`message` says all that in a sentence. A scan of 161 values finds what to narrow down: what rises
and falls again between two of them may be missed.

`sweep`, what if. `input` takes up to `points` (2 to 1,001, default 61) values `from` … `to`. Left
out, these are the input's whole range, or, where that is over a hundred times as wide as the
present value, from zero to three times that value:

    {"tool": "sweep", "input": "reward_apr", "from": 0, "to": "20%", "points": 3}
    {…, "input": "reward_apr", "range": [0.0, 0.2], "whole_range": false, "scale": "equal",
     "value": 0.05, "present": 0.0512, "rows": [{"input": 0.0, "output": -0.01}, …],
     "crossings": [{"input": 0.009, "rises": true, "jumps": false}]}

`value` is the present input, `present` the present output. Rows rise with the input; the present
value is one of them where it lies in the range. `scale` is `ratio` where values stand in equal
ratios rather than steps, so that a logarithmic axis suits. `crossings` are where the output crosses
zero, exactly and not only to the next row: from a loss to a gain where `rises`, without being zero
where it `jumps` (whole numbers: the first one beyond).

`map`, two at once. `x` and `y` are each an input with `from`, `to`, `points` (2 to 61, default 15):

    {"tool": "map", "x": {"input": "reward_apr"}, "y": {"input": "years", "to": 10}}
    {…, "present": 0.0512, "x": {"input", "range", "whole_range", "scale", "value", "values": […]},
     "y": {…}, "cells": [[0.01, 0.02, null, …], …]}

One list in `cells` for each value of `y`, in it one output for each value of `x`.

`scenarios`, side by side. Up to four sets of inputs; the first is what the others differ from:

    {"tool": "scenarios", "scenarios": [
      {"name": "Now", "inputs": {}}, {"name": "Fee doubled", "inputs": {"fee": "2%"}}]}
    {"calculator", "tool", "names": ["Now", "Fee doubled"], "problems": [null, null],
     "inputs": [{"name": "fee", "values": [0.01, 0.02], "differs": true,
                 "differences": [0.0, 0.01]}, …],
     "outputs": [{"name": "apy", …the same…}, …]}

All inputs and all outputs that are single values, in their order. A scenario without an answer has
`null` as every output and its reason in `problems`; a difference is `null` where a value is no
number. A wrong input is named `"scenarios.1.inputs.fee"`. This answer has no `output`.

`simulation`, how bad can it get. What is uncertain is drawn `runs` times (100 to 100,000, default
10,000), all else stays:

    {"tool": "simulation", "runs": 10000, "seed": 1,
     "uncertain": {
       "token_price": {"kind": "between", "low": 0.5, "high": 3},
       "reward_apr": {"kind": "triangular", "low": "2%", "mode": "5%", "high": "6%"},
       "stake": {"kind": "default"}},
     "correlations": [["token_price", "reward_apr", 0.6]]}

Distributions, with their numbers in the unit of the input:

- `between`, `low`, `high`: nine times in ten inside, so the 5th and 95th percentile; lognormal
  where both are above zero, else normal (`shape` in the answer says which);
- `uniform`, `low`, `high`; `triangular`, `low`, `mode`, `high`; `normal`, `mean`, `deviation`;
  `lognormal`, `median`, `sigma` (of the logarithm, up to 10);
- `default`: triangular from 20 % below to 20 % above the present value, `cut` in the answer where
  the input's range ends before. Without `uncertain` every numeric input is so, but for those where
  that is no range (zeros, small whole numbers).

Ends, modes, means and medians must be values that the input may have. Drawn values beyond its range
become its end; `clipped` in the answer is their share. Whole numbers are rounded. A correlation is
that of the normal deviates beneath (a Gaussian copula); pairs not named are independent.

    {…, "runs": 10000, "seed": 1, "present": 0.05,
     "uncertain": [{"input": "token_price", "kind": "between", "low": 0.5, "high": 3.0,
                    "shape": "lognormal", "assumed": false, "p5": 0.5, "p95": 3.0,
                    "clipped": 0.0}, …],
     "done": 10000, "answered": 10000, "mean": …, "median": …, "p5": …, "p95": …,
     "lowest": …, "highest": …, "chance_of_loss": 0.12,
     "histogram": {"step": 0.005, "bars": [{"from": -0.02, "count": 31}, …],
                   "below": 50, "above": 50},
     "problem": null,
     "fan": {"table": "by_year", "x": "year", "y": "value", "runs": 1000,
             "rows": [{"x": 0, "p5": …, "p25": …, "median": …, "p75": …, "p95": …}, …]}}

`answered` counts the runs that have a number, `problem` says why the first that has none has none;
where none has, `mean` to `chance_of_loss` are absent and `histogram` is `null`. `lowest` is the
worst case of these runs, where more is better. `chance_of_loss` is the share of runs below zero.
Bars stand side by side from `from` to the next, each `step` wide; `below` and `above` count the
half per cent at either end that would stretch the drawing. `fan` is `null` where the result has no
chart over time, or with `"fan": false`; it comes from the first 1,000 runs. Summaries of what is
`done` come while it lasts. The same request gives the same text on every machine: what is computed
here is told with ten digits.

`python`, take it along. The call with all its inputs, as text that runs where the calculators are
installed:

    {"tool": "python", "inputs": {"stake": 100}}
    {…, "code": "from calculators.staking import staking_apy\n\nresult = staking_apy(\n…"}
"""

from collections.abc import Callable, Generator, Mapping
from typing import Any, Final

from livecalc.interface.call import Json, closest, find, parse_object, quote
from livecalc.interface.errors import CallError
from livecalc.interface.explore.goal_seek import goal_seek
from livecalc.interface.explore.python_call import python_call
from livecalc.interface.explore.request import Options, SeveralErrors
from livecalc.interface.explore.request import read_inputs as read_inputs_of
from livecalc.interface.explore.request import read_output_name as read_output_of
from livecalc.interface.explore.scenarios import scenarios
from livecalc.interface.explore.sensitivity import sensitivity
from livecalc.interface.explore.simulation import simulation
from livecalc.interface.explore.sweep import heat_map, sweep
from livecalc.interface.registry import Registry
from livecalc.interface.spec import CalculatorSpec
from livecalc.interface.steps import finish, with_progress

type Tool = Callable[[CalculatorSpec, Options], Generator[Json, None, Json]]

#: Every tool by the name that a request gives.
TOOLS: Final[Mapping[str, Tool]] = {
    "sensitivity": sensitivity,
    "goal": goal_seek,
    "sweep": sweep,
    "map": heat_map,
    "scenarios": scenarios,
    "simulation": simulation,
    "python": python_call,
}


def explore(
    registry: Registry, name: str, request: str | Mapping[str, Any]
) -> Generator[Json, None, Json]:
    """Ask a calculator many times, as the module describes.

    Args:
        registry: The calculators that may be asked.
        name: Public name, such as `staking-apy`.
        request: A JSON object, as text or as data.

    Returns:
        A generator that yields what is known so far and returns the answer, or an error as data.
        Never raises for anything a caller can send.
    """
    head: Json = {"calculator": name, "tool": None}
    try:
        spec = find(registry, name)
        options = dict(parse_object(request) if isinstance(request, str) else request)
        asked = options.pop("tool", None)
        head["tool"] = asked if isinstance(asked, str) else None
        tool = _find_tool(asked)
        answer = yield from with_progress(tool(spec, options), _as_told)
    except SeveralErrors as errors:
        first, *others = [one.as_json() for one in errors.problems]
        return {**head, "error": {**first, **({"also": others} if others else {})}}
    except CallError as error:
        return {**head, "error": error.as_json()}
    if "inputs" not in answer:
        head["inputs"] = read_inputs_of(spec, options.get("inputs", {}))
        head["output"] = read_output_of(spec, options.get("output")).name
    return {**head, **answer}


def explore_at_once(registry: Registry, name: str, request: str | Mapping[str, Any]) -> Json:
    """The answer of `explore`, however long it takes.

    Examples:
        >>> explore_at_once({}, "savings", {"tool": "goal"})["error"]["kind"]
        'unknown-calculator'
    """
    return finish(explore(registry, name, request))


def _as_told(known: Json) -> Json:
    return known


def _find_tool(name: object) -> Tool:
    if isinstance(name, str) and name in TOOLS:
        return TOOLS[name]
    if name is None:
        raise CallError("unknown-tool", f"Name a tool: {', '.join(TOOLS)}.", "tool")
    raise CallError(
        "unknown-tool",
        f"{quote(str(name))} is not a tool.{closest(str(name), TOOLS)}",
        "tool",
    )
