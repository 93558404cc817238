"""One number of a calculator, asked for again and again without a detour over JSON."""

from collections.abc import Generator, Mapping

from livecalc.interface.call import Json, read_output, run_in_steps
from livecalc.interface.errors import CallError
from livecalc.interface.spec import CalculatorSpec, ColumnSpec, Scalar
from livecalc.interface.steps import with_progress


class Probe:
    """A calculator with its inputs, and the output that is looked at.

    Attributes:
        spec: The calculator.
        inputs: A valid value for every input, as they are now.
        output: The output that is looked at: a number.
        known: What a tool has found so far, under `progress` how far it is. The tool changes it in
            place and yields it after each call or few calls.
        problem: Why the last call had no number, as a sentence; `None` if it had one.
    """

    def __init__(
        self, spec: CalculatorSpec, inputs: Mapping[str, Scalar], output: ColumnSpec
    ) -> None:
        self.spec = spec
        self.inputs = dict(inputs)
        self.output = output
        self.known: Json = {"progress": 0.0}
        self.problem: str | None = None

    def at(self, changes: Mapping[str, Scalar]) -> Generator[Json, None, float | None]:
        """The output with some inputs changed; `None` where there is no number.

        The changes must be valid values: nothing checks them again. A long calculator yields what
        is known so far at each of its steps.
        """
        try:
            steps = run_in_steps(self.spec, {**self.inputs, **changes})
            result = yield from with_progress(steps, self._tell)
            value = read_output(self.output, getattr(result, self.output.name))
        except CallError as error:
            self.problem = error.message
            return None
        if value is None:
            self.problem = "There is no such value for these inputs."
            return None
        assert isinstance(value, (int, float))
        self.problem = None
        return float(value)

    def _tell(self, _fraction: float) -> Json:
        return self.known
