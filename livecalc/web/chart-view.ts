/**
 * A chart of the form: drawn by the build until an answer's rows differ, then by the page.
 *
 * A drawing of other numbers than those in the table never looks fresh: it fades until the new one
 * stands, and gives way to a sentence where none can be made.
 */

import { localiseNumbers, type NumberSigns, numberSigns } from "./number-format.ts";
import type { OutputValue, TableRow } from "./protocol.ts";

/** Draws rows into an element of the page; made for one specification. */
export interface Drawing {
  show(rows: readonly TableRow[], width: number): Promise<void>;
  resize(width: number): Promise<void>;
}

export type Draw = (container: HTMLElement, spec: object, signs: NumberSigns) => Drawing;

/** Writes a value as the cells of a column do. */
export type WriteCell = (column: string, value: OutputValue, withUnit: boolean) => string;

/** Milliseconds. Numbers stand first; their drawing waits for a pause, but never longer than this. */
const PAUSE = 80;
const PATIENCE = 400;

const NO_DRAWING =
  "The chart could not be drawn for these numbers. They are in the table below it.";

export class ChartView {
  /** Name of the table that is drawn. */
  readonly name: string;
  readonly #figure: HTMLElement;
  readonly #plot: HTMLElement;
  readonly #locale: string;
  readonly #write: WriteCell;
  readonly #load: () => Promise<Draw>;
  #drawing: Drawing | undefined;
  /** Rows, as JSON, that are drawn and that should be. */
  #drawn: string;
  #wanted: string;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Since when a drawing is missing. */
  #missingSince: number | undefined;

  constructor(
    figure: HTMLElement,
    built: readonly TableRow[],
    write: WriteCell,
    locale: string,
    load: () => Promise<Draw>,
  ) {
    this.name = figure.dataset.chart ?? "";
    this.#figure = figure;
    this.#plot = figure.querySelector<HTMLElement>(".livecalc-plot") ?? figure;
    this.#write = write;
    this.#locale = locale;
    this.#load = load;
    this.#drawn = this.#wanted = JSON.stringify(built);
  }

  /** Writes the built drawing's numbers in the reader's locale, and its sentence with them. */
  localise(): void {
    for (const label of this.#plot.querySelectorAll(".role-axis-label text")) {
      label.textContent = localiseNumbers(label.textContent ?? "", this.#locale);
    }
    this.#describe(JSON.parse(this.#drawn));
  }

  /** Draws rows once no others follow; until then the older drawing is marked. */
  show(rows: readonly TableRow[]): void {
    const wanted = JSON.stringify(rows);
    this.#wanted = wanted;
    clearTimeout(this.#pause);
    if (wanted === this.#drawn) {
      this.#settle(true);
      return;
    }
    this.#figure.toggleAttribute("data-stale", true);
    const now = performance.now();
    this.#missingSince ??= now;
    const pause = Math.max(0, Math.min(PAUSE, this.#missingSince + PATIENCE - now));
    this.#pause = setTimeout(() => void this.#drawRows(rows, wanted), pause);
  }

  async #drawRows(rows: readonly TableRow[], wanted: string): Promise<void> {
    this.#missingSince = undefined;
    try {
      const draw = await this.#load();
      // Rows that came meanwhile draw themselves.
      if (wanted !== this.#wanted) return;
      this.#drawing ??= this.#begin(draw);
      await this.#drawing.show(rows, this.#width);
      if (wanted !== this.#wanted) return;
      this.#drawn = wanted;
      this.#describe(rows);
      this.#settle(true);
    } catch {
      if (wanted === this.#wanted) this.#settle(false);
    }
  }

  get #width(): number {
    // A chart that is not laid out now gets its width when it is.
    return Math.floor(this.#plot.clientWidth) || 600;
  }

  #begin(draw: Draw): Drawing {
    // Vega gives its container a role of its own, and the plot has one.
    const container = document.createElement("div");
    container.setAttribute("aria-hidden", "true");
    this.#plot.append(container);
    const spec = JSON.parse(this.#figure.dataset.spec ?? "{}");
    const drawing = draw(container, spec, numberSigns(this.#locale));
    for (const built of this.#plot.querySelectorAll(".livecalc-drawing")) built.remove();
    let width = this.#width;
    new ResizeObserver(() => {
      if (this.#plot.clientWidth === 0 || this.#width === width) return;
      width = this.#width;
      drawing.resize(width).catch(() => this.#settle(false));
    }).observe(this.#plot);
    return drawing;
  }

  #settle(isDrawn: boolean): void {
    this.#missingSince = undefined;
    const message = this.#figure.querySelector<HTMLElement>(".livecalc-error");
    this.#plot.hidden = !isDrawn;
    if (message) {
      message.textContent = isDrawn ? "" : NO_DRAWING;
      message.hidden = isDrawn;
    }
    this.#figure.toggleAttribute("data-stale", false);
  }

  #describe(rows: readonly TableRow[]): void {
    this.#plot.setAttribute("aria-label", this.#sentence(rows));
  }

  /** The same sentence as `text_alternative` in `livecalc/forms/chart.py`. */
  #sentence(rows: readonly TableRow[]): string {
    const { x = "", main = "", sentence = "", nothing = "" } = this.#figure.dataset;
    const points = rows.filter((row) => typeof row[main] === "number" && row[x] !== null);
    const [any] = points;
    if (!any) return nothing;
    if (typeof any[x] === "number") points.sort((one, other) => Number(one[x]) - Number(other[x]));
    const best = (is: (value: number, best: number) => boolean) =>
      points.reduce((found, row) => (is(Number(row[main]), Number(found[main])) ? row : found));
    const marked: Record<string, TableRow | undefined> = {
      first: points[0],
      last: points.at(-1),
      lowest: best((value, lowest) => value < lowest),
      highest: best((value, highest) => value > highest),
    };
    return sentence.replace(/\{(at )?([a-z]+)\}/g, (_, at: string | undefined, name: string) => {
      const row = marked[name] ?? any;
      return at
        ? this.#write(x, row[x] ?? null, false)
        : this.#write(main, row[main] ?? null, true);
    });
  }
}
