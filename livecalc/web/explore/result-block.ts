/** What a tool found: a chart, its numbers as a table, and both as files. */

import { saveTable } from "../table-file.ts";
import { type ChartContent, ChartFigure } from "./chart.ts";
import { button, element } from "./element.ts";
import { savePng, saveSvg } from "./picture-file.ts";
import { type Cell, type Column, tableRegion } from "./table.ts";
import type { ToolHost } from "./tool.ts";

export interface TableContent {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Parts {
  readonly hasChart: boolean;
  /** The table is seen without asking for it. */
  readonly isUnfolded?: boolean;
}

export class ResultBlock {
  readonly element: HTMLElement;
  readonly #chart: ChartFigure | undefined;
  readonly #numbers = element("div", { class: "livecalc-numbers-of" });
  readonly #host: ToolHost;
  readonly #name: string;
  #title = "";

  /** @param name - Start of the names of its files, and of its ids. */
  constructor(host: ToolHost, name: string, parts: Parts) {
    this.#host = host;
    this.#name = name;
    this.#chart = parts.hasChart ? new ChartFigure(host.subject.locale, host.loadDraw) : undefined;
    const numbers = parts.hasChart
      ? element(
          "details",
          { class: "livecalc-numbers", open: parts.isUnfolded ?? false },
          element("summary", {}, "The numbers as a table"),
          this.#numbers,
        )
      : this.#numbers;
    const actions = element(
      "div",
      { class: "livecalc-actions", role: "group", "aria-label": "Take it along" },
      ...(parts.hasChart
        ? [
            button("Save PNG", () => void this.#savePicture("png")),
            button("Save SVG", () => void this.#savePicture("svg")),
          ]
        : []),
      button("Save CSV", () => this.#saveTable()),
    );
    this.element = element(
      "div",
      { class: "livecalc-found" },
      this.#chart?.element,
      numbers,
      actions,
    );
  }

  show(table: TableContent, chart?: ChartContent): void {
    this.element.hidden = false;
    const id = `${this.#host.key}-${this.#name}-table`;
    this.#numbers.replaceChildren(tableRegion(id, table.caption, table.columns, table.rows));
    this.#title = chart?.caption ?? table.caption;
    if (chart) void this.#chart?.show(chart);
  }

  hide(): void {
    this.element.hidden = true;
  }

  #saveTable(): void {
    const table = this.#numbers.querySelector("table");
    if (table) saveTable(table, `${this.#host.name}-${this.#name}`);
  }

  async #savePicture(kind: "png" | "svg"): Promise<void> {
    const svg = this.#chart?.svg;
    if (!svg) return;
    const picture = { svg, title: this.#title, name: `${this.#host.name}-${this.#name}` };
    try {
      if (kind === "png") await savePng(picture);
      else saveSvg(picture);
    } catch {
      this.#host.say("This browser could not make a PNG. The SVG holds the same picture.");
    }
  }
}
