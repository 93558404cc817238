"""Take it along: the call as Python, for whoever goes on with it elsewhere."""

from collections.abc import Generator

from livecalc.interface.call import Json
from livecalc.interface.explore.request import Options, only_known, read_probe
from livecalc.interface.spec import CalculatorSpec


def python_call(spec: CalculatorSpec, options: Options) -> Generator[Json, None, Json]:
    """Write the call; see the package for request and answer."""
    only_known(options, ("inputs", "output"))
    probe = read_probe(spec, options)
    function = spec.function.__name__
    lines = [
        f"from {spec.module} import {function}",
        "",
        f"result = {function}(",
        *(f"    {name}={value!r}," for name, value in probe.inputs.items()),
        ")",
        f"print(result.{probe.output.name})",
    ]
    if spec.is_long:
        # What is left of a generator once it has no more steps is its result.
        lines[0] = f"from livecalc.interface.steps import finish\n{lines[0]}"
        lines[2] = f"result = finish({function}("
        lines[-2] = "))"
    yield {"progress": 1.0}
    return {"code": "\n".join(lines) + "\n"}
