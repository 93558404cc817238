/** The outputs of the form: single values and tables, each with its exact value in `data-value`. */

import { ChartView, type Draw } from "./chart-view.ts";
import { formatNumber, type Kind } from "./number-format.ts";
import type { Outputs, OutputValue, TableRow } from "./protocol.ts";

export class ResultView {
  readonly #outputs: readonly HTMLOutputElement[];
  readonly #tables: readonly ResultTable[];
  readonly #charts: readonly ChartView[];
  readonly #headline: HTMLElement | null;
  readonly #locale: string;

  /** @param loadDraw - Brings the script that draws charts, when the first one is to be drawn. */
  constructor(form: HTMLFormElement, locale: string, loadDraw: () => Promise<Draw>) {
    this.#locale = locale;
    this.#outputs = [...form.querySelectorAll<HTMLOutputElement>("output[data-value]")];
    const tables = form.querySelectorAll<HTMLTableElement>("table[data-output]");
    this.#tables = [...tables].map((table) => new ResultTable(table, locale));
    const figures = [...form.querySelectorAll<HTMLElement>("figure[data-chart]")];
    this.#charts = figures.flatMap((figure) => {
      const table = this.#tables.find((one) => one.name === figure.dataset.chart);
      return table ? [new ChartView(figure, table.rows, table.inWords, locale, loadDraw)] : [];
    });
    this.#headline = form.querySelector<HTMLElement>(".livecalc-headline");
  }

  /** The first output in words, such as "APY in tokens: 15.97 %". */
  get headline(): string {
    const label = this.#headline?.querySelector(".livecalc-label")?.textContent?.trim();
    const text = this.#headline?.querySelector("output")?.textContent?.trim();
    return [label, text].filter(Boolean).join(": ");
  }

  /** Writes the built result in the reader's locale. */
  localise(): void {
    for (const output of this.#outputs) {
      write(output, builtValue(output), output.dataset, this.#locale);
    }
    for (const table of this.#tables) table.localise();
    for (const chart of this.#charts) chart.localise();
  }

  show(outputs: Outputs): void {
    for (const output of this.#outputs) {
      const value = outputs[output.name];
      if (isSingle(value)) write(output, value, output.dataset, this.#locale);
    }
    for (const table of this.#tables) {
      const rows = outputs[table.name];
      if (!isSingle(rows)) table.show(rows ?? []);
    }
    for (const chart of this.#charts) {
      const rows = outputs[chart.name];
      if (!isSingle(rows)) chart.show(rows ?? []);
    }
  }
}

class ResultTable {
  readonly name: string;
  readonly #columns: readonly HTMLElement[];
  readonly #body: HTMLTableSectionElement;
  readonly #emptyRow: HTMLTableRowElement;
  readonly #locale: string;

  constructor(table: HTMLTableElement, locale: string) {
    this.name = table.dataset.output ?? "";
    this.#locale = locale;
    this.#columns = [...table.querySelectorAll<HTMLElement>("th[data-column]")];
    this.#body = table.tBodies[0] ?? table.createTBody();
    this.#emptyRow = this.#makeEmptyRow();
  }

  /** The rows as they stand in the page. */
  get rows(): readonly TableRow[] {
    const names = this.#columns.map((column) => column.dataset.column ?? "");
    return [...this.#body.rows].map((row) =>
      Object.fromEntries([...row.cells].map((cell, at) => [names[at], builtValue(cell)])),
    );
  }

  /** A value as the cells of a column have it, or with its unit. */
  readonly inWords = (name: string, value: OutputValue, withUnit: boolean): string => {
    const column = this.#columns.find((one) => one.dataset.column === name);
    if (!column) return String(value);
    return inWords(value, withUnit ? column.dataset : cellStyle(column), this.#locale);
  };

  localise(): void {
    for (const row of this.#body.rows) this.#writeRow(row, (cell) => builtValue(cell));
  }

  show(rows: readonly TableRow[]): void {
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
    const missing = rows.length - this.#body.rows.length;
    this.#body.append(...Array.from({ length: missing }, () => this.#emptyRow.cloneNode(true)));
    rows.forEach((values, index) => {
      const row = this.#body.rows[index];
      if (row) this.#writeRow(row, (_, column) => values[column.dataset.column ?? ""] ?? null);
    });
  }

  /** A row like the built ones, so that what the page's author made of a cell stays. */
  #makeEmptyRow(): HTMLTableRowElement {
    const built = this.#body.rows[0];
    if (built) return built.cloneNode(true) as HTMLTableRowElement;
    const row = document.createElement("tr");
    row.append(...this.#columns.map(() => document.createElement("td")));
    return row;
  }

  #writeRow(
    row: HTMLTableRowElement,
    valueAt: (cell: HTMLElement, column: HTMLElement) => OutputValue,
  ): void {
    this.#columns.forEach((column, index) => {
      const cell = row.cells[index];
      if (!cell) return;
      write(cell, valueAt(cell, column), cellStyle(column), this.#locale);
    });
  }
}

function builtValue(element: HTMLElement): OutputValue {
  return JSON.parse(element.dataset.value ?? "null");
}

/** A column's heading names its unit already; only the sign of percent stands in a cell. */
function cellStyle(column: HTMLElement): DOMStringMap {
  return { ...column.dataset, suffix: column.dataset.suffix === "%" ? "%" : "" };
}

function isSingle(value: Outputs[string] | undefined): value is OutputValue {
  return value === null || (value !== undefined && typeof value !== "object");
}

function write(
  element: HTMLElement,
  value: OutputValue,
  style: DOMStringMap,
  locale: string,
): void {
  const text = inWords(value, style, locale);
  if (element.textContent !== text) element.replaceChildren(...unitApart(text, style.suffix));
  element.dataset.value = JSON.stringify(value);
}

/** A unit in words may stand smaller than its number, or on a line of its own; as built. */
function unitApart(text: string, unit = ""): readonly (string | Node)[] {
  if (unit === "" || unit === "%" || !text.endsWith(`\u00a0${unit}`)) return [text];
  const words = document.createElement("span");
  words.className = "livecalc-words";
  words.textContent = unit;
  return [text.slice(0, -unit.length), words];
}

export function inWords(value: OutputValue, style: DOMStringMap, locale: string): string {
  if (value === null) return style.empty ?? "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  return formatNumber(
    value,
    {
      kind: (style.kind ?? "number") as Kind,
      decimals: Number(style.decimals ?? 0),
      prefix: style.prefix ?? "",
      suffix: style.suffix ?? "",
    },
    locale,
  );
}
