/** The outputs of the form: single values and tables, each with its exact value in `data-value`. */

import { ChartView, type Draw } from "./chart-view.ts";
import { formatNumber, isWrittenAsBuilt, type Kind } from "./number-format.ts";
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
    if (isWrittenAsBuilt(this.#locale)) return;
    for (const output of this.#outputs) {
      writeWords(output, exactValue(output), output.dataset, this.#locale);
    }
    for (const table of this.#tables) table.localise();
    for (const chart of this.#charts) chart.localise();
  }

  show(outputs: Outputs): void {
    for (const output of this.#outputs) {
      const value = outputs[output.name];
      if (isSingle(value)) show(output, value, output.dataset, this.#locale);
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

/** How values are written: the `data-` attributes of what they stand in. */
type Style = Readonly<DOMStringMap>;

interface Column {
  readonly name: string;
  readonly style: Style;
  /** The heading names the unit already; only the sign of percent stands in a cell. */
  readonly cellStyle: Style;
}

class ResultTable {
  readonly name: string;
  readonly #columns: readonly Column[];
  readonly #body: HTMLTableSectionElement;
  readonly #emptyRow: HTMLTableRowElement;
  readonly #locale: string;

  constructor(table: HTMLTableElement, locale: string) {
    this.name = table.dataset.output ?? "";
    this.#locale = locale;
    const headings = [...table.querySelectorAll<HTMLElement>("th[data-column]")];
    this.#columns = headings.map(({ dataset }) => ({
      name: dataset.column ?? "",
      style: { ...dataset },
      cellStyle: { ...dataset, suffix: dataset.suffix === "%" ? "%" : "" },
    }));
    this.#body = table.tBodies[0] ?? table.createTBody();
    this.#emptyRow = this.#makeEmptyRow();
  }

  /** The rows as they stand in the page. */
  get rows(): readonly TableRow[] {
    return [...this.#body.rows].map((row) =>
      Object.fromEntries(
        [...row.cells].map((cell, at) => [this.#columns[at]?.name, exactValue(cell)]),
      ),
    );
  }

  /** A value as the cells of a column have it, or with its unit. */
  readonly inWords = (name: string, value: OutputValue, withUnit: boolean): string => {
    const column = this.#columns.find((one) => one.name === name);
    if (!column) return String(value);
    return inWords(value, withUnit ? column.style : column.cellStyle, this.#locale);
  };

  localise(): void {
    for (const row of this.#body.rows) {
      this.#eachCell(row, (cell, { cellStyle }) =>
        writeWords(cell, exactValue(cell), cellStyle, this.#locale),
      );
    }
  }

  show(rows: readonly TableRow[]): void {
    while (this.#body.rows.length > rows.length) this.#body.deleteRow(-1);
    const missing = rows.length - this.#body.rows.length;
    this.#body.append(...Array.from({ length: missing }, () => this.#emptyRow.cloneNode(true)));
    [...this.#body.rows].forEach((row, index) => {
      this.#eachCell(row, (cell, { name, cellStyle }) =>
        show(cell, rows[index]?.[name] ?? null, cellStyle, this.#locale),
      );
    });
  }

  /** A row like the built ones, so that what the page's author made of a cell stays. */
  #makeEmptyRow(): HTMLTableRowElement {
    const built = this.#body.rows[0];
    if (!built) {
      const row = document.createElement("tr");
      row.append(...this.#columns.map(() => document.createElement("td")));
      return row;
    }
    const row = built.cloneNode(true) as HTMLTableRowElement;
    for (const cell of row.cells) cell.removeAttribute(EXACT);
    return row;
  }

  #eachCell(row: HTMLTableRowElement, write: (cell: HTMLElement, column: Column) => void): void {
    [...row.cells].forEach((cell, at) => {
      const column = this.#columns[at];
      if (column) write(cell, column);
    });
  }
}

/** Where the exact value of what is written stands, as JSON. */
const EXACT = "data-value";

function exactValue(element: HTMLElement): OutputValue {
  return JSON.parse(element.getAttribute(EXACT) ?? "null");
}

function isSingle(value: Outputs[string] | undefined): value is OutputValue {
  return value === null || (value !== undefined && typeof value !== "object");
}

/** Changes the page no more than it must: a long table has hundreds of cells. */
function show(element: HTMLElement, value: OutputValue, style: Style, locale: string): void {
  const exact = JSON.stringify(value);
  if (element.getAttribute(EXACT) === exact) return;
  element.setAttribute(EXACT, exact);
  writeWords(element, value, style, locale);
}

function writeWords(element: HTMLElement, value: OutputValue, style: Style, locale: string): void {
  const text = inWords(value, style, locale);
  if (element.textContent === text) return;
  const [number, unit] = unitApart(text, style.suffix);
  const { firstChild } = element;
  if (firstChild instanceof Text && firstChild === element.lastChild && !unit) {
    firstChild.data = number;
    return;
  }
  element.replaceChildren(number, ...(unit ? [inUnitWords(unit)] : []));
}

/** A unit in words may stand smaller than its number, or on a line of its own; as built. */
function unitApart(text: string, unit = ""): readonly [number: string, unit: string] {
  if (unit === "" || unit === "%" || !text.endsWith(`\u00a0${unit}`)) return [text, ""];
  return [text.slice(0, -unit.length), unit];
}

function inUnitWords(unit: string): HTMLElement {
  const words = document.createElement("span");
  words.className = "livecalc-words";
  words.textContent = unit;
  return words;
}

export function inWords(value: OutputValue, style: Style, locale: string): string {
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
