/** A chart of the tools: one specification for all calculators, with this one's titles and units. */

import type { Draw, Drawing } from "../chart-view.ts";
import { numberSigns } from "../number-format.ts";
import type { TableRow } from "../protocol.ts";
import type { Signals } from "./axis.ts";
import { element } from "./element.ts";

/** As `livecalc/forms/tool_charts.py` names them, which also says what their rows hold. */
export type ChartName = "tornado" | "bars" | "sweep" | "sweep-log" | "map" | "histogram" | "fan";

export interface ChartSpec {
  readonly signals?: readonly { readonly name: string; readonly value?: unknown }[];
}

export interface LegendEntry {
  readonly colour: string;
  readonly label: string;
  /** A line or a mark rather than an area. */
  readonly sign?: string;
}

export interface ChartContent {
  readonly chart: ChartName;
  readonly caption: string;
  readonly signals: Signals;
  readonly rows: readonly TableRow[];
  /** What the chart shows, in words. */
  readonly words: string;
  readonly legend?: readonly LegendEntry[];
}

const NO_DRAWING = "The chart could not be drawn. Its numbers are in the table below it.";

export class ChartFigure {
  readonly element: HTMLElement;
  readonly #caption = element("figcaption");
  readonly #legend = element("p", { class: "livecalc-legend", hidden: true });
  readonly #plot = element("div", { class: "livecalc-plot", role: "img" });
  readonly #error = element("p", { class: "livecalc-error", role: "status", hidden: true });
  readonly #locale: string;
  readonly #load: () => Promise<Draw>;
  #drawing: Drawing | undefined;
  /** What the drawing was made for: another specification needs another one. */
  #drawnAs = "";
  #wanted: ChartContent | undefined;
  #width = 0;

  constructor(locale: string, load: () => Promise<Draw>) {
    this.#locale = locale;
    this.#load = load;
    this.element = element(
      "figure",
      { class: "livecalc-chart" },
      this.#caption,
      this.#legend,
      this.#plot,
      this.#error,
    );
    new ResizeObserver(() => this.#resize()).observe(this.#plot);
  }

  /** The picture as it stands, where there is one. */
  get svg(): SVGSVGElement | null {
    return this.#plot.querySelector("svg");
  }

  async show(content: ChartContent): Promise<void> {
    this.#wanted = content;
    this.#caption.textContent = content.caption;
    this.#plot.setAttribute("aria-label", content.words);
    this.#showLegend(content.legend ?? []);
    try {
      const draw = await this.#load();
      if (content !== this.#wanted) return;
      const drawing = this.#drawingOf(draw, content);
      this.#width = this.#widthNow;
      await drawing.show(content.rows, this.#width);
      this.#settle(true);
    } catch {
      if (content === this.#wanted) this.#settle(false);
    }
  }

  #drawingOf(draw: Draw, { chart, signals }: ChartContent): Drawing {
    const as = JSON.stringify([chart, signals]);
    if (this.#drawing && as === this.#drawnAs) return this.#drawing;
    // Vega gives its container a role of its own, and the plot has one.
    const container = element("div", { "aria-hidden": "true" });
    this.#plot.replaceChildren(container);
    const spec = withSignals(LIVECALC_EXPLORE_CHARTS[chart], signals);
    this.#drawing = draw(container, spec, numberSigns(this.#locale));
    this.#drawnAs = as;
    return this.#drawing;
  }

  #resize(): void {
    if (!this.#drawing || this.#plot.clientWidth === 0 || this.#width === this.#widthNow) return;
    this.#width = this.#widthNow;
    this.#drawing.resize(this.#width).catch(() => this.#settle(false));
  }

  get #widthNow(): number {
    // A chart that is not laid out now gets its width when it is.
    return Math.floor(this.#plot.clientWidth) || 600;
  }

  #settle(isDrawn: boolean): void {
    this.#plot.hidden = !isDrawn;
    this.#error.textContent = isDrawn ? "" : NO_DRAWING;
    this.#error.hidden = isDrawn;
  }

  #showLegend(entries: readonly LegendEntry[]): void {
    this.#legend.hidden = entries.length === 0;
    this.#legend.replaceChildren(
      ...entries.map(({ colour, label, sign }) => {
        const swatch = element("i", { "aria-hidden": "true", "data-colour": colour }, sign ?? "");
        return element("span", {}, swatch, label);
      }),
    );
  }
}

function withSignals(spec: ChartSpec, values: Signals): object {
  const signals = (spec.signals ?? []).map((one) =>
    one.name in values ? { ...one, value: values[one.name] } : one,
  );
  return { ...spec, signals };
}
