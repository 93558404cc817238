/**
 * The script that draws charts, loaded with the first answer whose chart the page does not hold:
 * Vega's runtime, for specifications that the build has compiled from Vega-Lite.
 *
 * Vega's own bundle would bring maps, trees and word clouds as well. Expressions are interpreted,
 * because a page's policy may forbid to make code from text.
 */

import { transforms } from "vega-dataflow";
import * as encode from "vega-encode";
import { expressionInterpreter } from "vega-interpreter";
import { parse } from "vega-parser";
import * as dataTransforms from "vega-transforms";
import { View } from "vega-view";
import * as viewTransforms from "vega-view-transforms";
import type { Drawing } from "./chart-view.ts";
import type { DrawingGlobal } from "./later-script.ts";
import type { NumberSigns } from "./number-format.ts";
import type { TableRow } from "./protocol.ts";

Object.assign(transforms, dataTransforms, viewTransforms, encode);

/** Name of the data in every specification; the same as in `livecalc/forms/chart.py`. */
const ROWS = "rows";

class VegaDrawing implements Drawing {
  readonly #view: View;

  constructor(container: HTMLElement, spec: object, signs: NumberSigns) {
    const number = { ...signs, thousands: signs.group, numerals: signs.digits, currency: ["", ""] };
    const font = getComputedStyle(container).fontFamily;
    const config = { axis: { labelFont: font, titleFont: font } };
    this.#view = new View(parse(spec, config, { ast: true }), {
      container,
      expr: expressionInterpreter,
      hover: false,
      locale: { number },
      renderer: "svg",
    });
  }

  async show(rows: readonly TableRow[], width: number): Promise<void> {
    // Vega marks the objects it is given, and these belong to the answer.
    this.#view.data(
      ROWS,
      rows.map((row) => ({ ...row })),
    );
    await this.resize(width);
  }

  async resize(width: number): Promise<void> {
    await this.#view.width(width).runAsync();
  }
}

(globalThis as DrawingGlobal).livecalcDraw = (container, spec, signs) =>
  new VegaDrawing(container, spec, signs);
