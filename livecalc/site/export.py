"""One calculator in one HTML file: to mail, to keep, to open from a disk without a network."""

import tempfile
from pathlib import Path

import jinja2
from markupsafe import Markup

from livecalc.forms.current import current_calculators
from livecalc.forms.description import describe
from livecalc.forms.explore import render_explore
from livecalc.forms.form import render_details, render_form
from livecalc.interface.call import find
from livecalc.runtime.offline import carry_runtime
from livecalc.site.project import Project


def export_calculator(project: Project, name: str) -> str:
    """Write a page that holds a calculator, all that explains it, and its Python.

    Args:
        project: Where the calculator is; what the browser needs is made if it is missing or old.
        name: Public name of the calculator, such as `staking-apy`.

    Returns:
        The page as HTML. It asks for no other file and for no network, and its own policy
        forbids it to.

    Raises:
        CallError: There is no such calculator.
        RuntimeBuildError: What the browser needs could not be made.
    """
    description = describe(find(current_calculators(project.calculators), name))
    inputs = {one.name: one.default for one in description.spec.inputs}
    project.assets.make()
    with tempfile.TemporaryDirectory() as work:
        runtime = carry_runtime(project.assets, Path(work))
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("livecalc.site"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("export.html.j2").render(
        description=description,
        name=name,
        form=Markup(render_form(description, inputs, key=name)),
        panel=Markup(render_explore(description, inputs, key=name)),
        details=Markup(render_details(description)),
        style=Markup(runtime.style),
        script=Markup(runtime.script),
        wasm=runtime.wasm,
        image=runtime.image,
        drawing=runtime.packed_drawing,
        explore=runtime.packed_explore,
    )
