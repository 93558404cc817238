"""`livecalc`: list, show, run, explore and export calculators, and start a new one."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from livecalc.explore_command import add_explore, as_lines, read_request
from livecalc.forms.current import current_calculators
from livecalc.forms.description import CalculatorDescription, describe
from livecalc.forms.new import NameTakenError, write_calculator
from livecalc.forms.source_location import locate_declaration
from livecalc.interface.call import Json, answer_in_steps, find
from livecalc.interface.errors import CallError, DeclarationError
from livecalc.interface.explore import explore
from livecalc.interface.registry import Registry
from livecalc.interface.spec import ColumnSpec, TableSpec
from livecalc.interface.steps import Steps, finish, with_progress
from livecalc.interface.units import format_number
from livecalc.limits import OutOfTimeError, within_time_limit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Returns:
        0 for an answer, 2 for bad input, 1 when a calculator is declared wrongly; as a shell counts
        it, 130 when somebody pressed Ctrl-C, 141 when whoever reads the output stopped reading.
    """
    options = _parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        # What is still in the buffer would otherwise fail after the last chance to catch it.
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # Whoever reads has had enough, as in `| head`; the exit has nothing more to write either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except CallError as error:
        print(f"livecalc: {error.message}", file=sys.stderr)
        return 2
    except DeclarationError as error:
        place = locate_declaration(str(error))
        print(f"livecalc: {place}{': ' if place else ''}{error}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        print(f"livecalc: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livecalc",
        description="Calculators as typed Python functions, live inside Markdown.",
    )
    parser.add_argument(
        "--calculators",
        default="calculators",
        metavar="PACKAGE",
        help="package that holds the calculators (default: calculators)",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    lister = commands.add_parser("list", help="every calculator")
    lister.add_argument("--json", action="store_true", help="as JSON")
    lister.set_defaults(run=_list)

    shower = commands.add_parser("show", help="inputs, outputs, formula and sources of one")
    shower.add_argument("name")
    shower.add_argument("--json", action="store_true", help="as JSON")
    shower.set_defaults(run=_show)

    runner = commands.add_parser("run", help="compute: livecalc run staking-apy stake=100")
    runner.add_argument("name")
    runner.add_argument("inputs", nargs="*", metavar="input=value", help="rates as 0.05 or 5%%")
    runner.add_argument("--json", action="store_true", help="as JSON")
    runner.set_defaults(run=_run)

    explorer = commands.add_parser(
        "explore", help="ask many times: livecalc explore staking-apy goal --input … --target …"
    )
    add_explore(explorer)
    explorer.set_defaults(run=_explore)

    exporter = commands.add_parser(
        "export", help="one HTML file that works from a disk: livecalc export staking-apy"
    )
    exporter.add_argument("name")
    exporter.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: NAME.html in this folder"
    )
    exporter.set_defaults(run=_export)

    maker = commands.add_parser(
        "new", help="start a calculator: livecalc new lending health-factor"
    )
    maker.add_argument("topic", help="module of the calculators it belongs to")
    maker.add_argument("name", help="public name, such as health-factor")
    maker.set_defaults(run=_new)
    return parser


def _registry(options: argparse.Namespace) -> Registry:
    return current_calculators(options.calculators)


def _list(options: argparse.Namespace) -> int:
    entries = [describe(spec).as_list_entry() for spec in _registry(options).values()]
    if options.json:
        _print_json(entries)
    else:
        width = max((len(one["name"]) for one in entries), default=0)
        for one in entries:
            print(f"{one['name']:{width}}  {one['summary']}")
    return 0


def _show(options: argparse.Namespace) -> int:
    description = describe(find(_registry(options), options.name))
    if options.json:
        _print_json(description.as_json())
    else:
        _print_description(description)
    return 0


def _run(options: argparse.Namespace) -> int:
    registry = _registry(options)

    def steps() -> Steps[Json]:
        return answer_in_steps(registry, options.name, _read_inputs(options.inputs))

    result = _finished(options.name, steps)
    if not _told_already(options, result):
        _print_outputs(describe(find(registry, options.name)), result["outputs"])
    return 2 if "error" in result else 0


def _explore(options: argparse.Namespace) -> int:
    registry = _registry(options)

    def steps() -> Steps[Json]:
        request = read_request(options, _read_inputs(options.inputs))
        known = explore(registry, options.name, request)
        return with_progress(known, lambda one: float(one["progress"]))

    result = _finished(options.name, steps)
    if not _told_already(options, result):
        for line in as_lines(describe(find(registry, options.name)), result):
            print(line)
    return 2 if "error" in result else 0


def _finished(name: str, begin: Callable[[], Steps[Json]]) -> Json:
    """The answer, or what is wrong, as data."""
    try:
        steps = within_time_limit(begin())
        return finish(_shown(steps) if sys.stderr.isatty() else steps)
    except CallError as error:
        return {"calculator": name, "error": error.as_json()}
    except OutOfTimeError as error:
        return {"calculator": name, "error": CallError("timeout", str(error)).as_json()}


def _told_already(options: argparse.Namespace, result: Json) -> bool:
    """Whether JSON or an error was all there is to tell."""
    if options.json:
        _print_json(result)
    elif "error" in result:
        _print_errors(result["error"])
    return options.json or "error" in result


def _shown[Answer](steps: Steps[Answer]) -> Steps[Answer]:
    """The same steps, with how far they are on a terminal while they last."""
    shown = ""

    def show(fraction: float) -> float:
        nonlocal shown
        if shown != (shown := f"{int(100 * fraction)}%"):
            print(f"\r{shown:>4}", end="", file=sys.stderr, flush=True)
        return fraction

    try:
        return (yield from with_progress(steps, show))
    finally:
        if shown:
            print("\r    \r", end="", file=sys.stderr, flush=True)


def _read_inputs(words: Sequence[str]) -> dict[str, str]:
    inputs: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise CallError("unknown-input", f"Write inputs as name=value, not “{word}”.", word)
        inputs[name] = value
    return inputs


def _export(options: argparse.Namespace) -> int:
    # Needs the tools of a build, which no other command does.
    from livecalc.runtime.errors import RuntimeBuildError
    from livecalc.site.export import export_calculator
    from livecalc.site.project import Project

    project = replace(Project.at(Path.cwd()), calculators=options.calculators)
    file: Path = options.output or Path(f"{options.name}.html")
    if not file.parent.is_dir():
        print(f"livecalc: {file} cannot be written: there is no such folder", file=sys.stderr)
        return 2
    try:
        page = export_calculator(project, options.name)
    except RuntimeBuildError as error:
        print(f"livecalc: {error}", file=sys.stderr)
        return 1
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"livecalc: {file} cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    print(f"wrote {file} ({file.stat().st_size / 1e6:.1f} MB); open it in a browser, or mail it")
    return 0


def _new(options: argparse.Namespace) -> int:
    try:
        written = write_calculator(Path.cwd(), options.calculators, options.topic, options.name)
    except NameTakenError as error:
        print(f"livecalc: {error}", file=sys.stderr)
        return 2
    for path in written:
        print(f"wrote {path.relative_to(Path.cwd())}")
    print(f"next: change the function, name {written[-1].name} under nav in mkdocs.yml,")
    print(f"      then: livecalc run {options.name}")
    return 0


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _print_errors(error: dict[str, Any]) -> None:
    for one in (error, *error.get("also", ())):
        place = f"{one['input']}: " if one["input"] else ""
        print(f"livecalc: {place}{one['message']}", file=sys.stderr)


def _print_description(description: CalculatorDescription) -> None:
    print(f"{description.title}\n{description.summary}\n\nInputs")
    for one in description.spec.inputs:
        words = description.inputs[one.name]
        default = (
            format_number(one.default, one.unit, trim=True)
            if isinstance(one.default, (int, float)) and not isinstance(one.default, bool)
            else one.default
        )
        print(f"  {one.name} = {default}\n      {words.label}. {words.help}")
    print("\nOutputs")
    for output in description.spec.outputs:
        words = description.outputs[output.name]
        print(f"  {output.name}\n      {words.label}. {words.help}")
    for heading, lines in (
        ("Formula", description.formula),
        ("Assumptions", description.assumptions),
        ("Not modelled", description.not_modelled),
        ("Sources", description.sources),
    ):
        print(f"\n{heading}")
        for line in lines:
            print(f"  {line.strip()}")


def _print_outputs(description: CalculatorDescription, outputs: dict[str, Any]) -> None:
    width = max(len(description.outputs[one.name].label) for one in description.spec.scalars)
    for one in description.spec.scalars:
        label = description.outputs[one.name].label
        print(f"{label:{width}}  {_text(one, outputs[one.name])}")
    for table in description.spec.tables:
        _print_table(description, table, outputs[table.name])


def _print_table(
    description: CalculatorDescription, table: TableSpec, rows: list[dict[str, Any]]
) -> None:
    words = description.columns[table.name]
    cells = [[words[one.name].label for one in table.columns]]
    cells += [[_text(one, row[one.name]) for one in table.columns] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(table.columns))]
    print(f"\n{description.outputs[table.name].label}")
    for row in cells:
        print("  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)))


def _text(spec: ColumnSpec, value: Any) -> str:
    if value is None:
        return "none"
    if spec.kind == "float":
        return format_number(value, spec.unit)
    return str(value)


if __name__ == "__main__":
    raise SystemExit(main())
