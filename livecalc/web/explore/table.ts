/** Tables of the tools: every number exact in `data-value`, so that a file of them has every digit. */

import type { OutputValue } from "../protocol.ts";
import { element } from "./element.ts";

export interface Column {
  readonly label: string;
  /** For the heading of a file; what stands in cells has its unit where it needs one. */
  readonly unit: string;
}

export interface Cell {
  readonly value: OutputValue;
  readonly text: string;
  /** Stands below, smaller. */
  readonly note?: string;
}

/** A scrolling region with a table, whose first column names the rows. */
export function tableRegion(
  id: string,
  caption: string,
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
): HTMLElement {
  const heading = columns.map(({ label, unit }, at) =>
    element("th", { scope: "col", "data-column": at, "data-unit": unit }, label),
  );
  const body = rows.map((cells) => element("tr", {}, ...cells.map(bodyCell)));
  const table = element(
    "table",
    { class: "livecalc-rows" },
    element("caption", { id }, caption),
    element("thead", {}, element("tr", {}, ...heading)),
    element("tbody", {}, ...body),
  );
  const attributes = { class: "livecalc-table", role: "region", tabindex: 0 };
  return element("div", { ...attributes, "aria-labelledby": id }, table);
}

function bodyCell({ value, text, note }: Cell, at: number): HTMLElement {
  const attributes = { "data-value": JSON.stringify(value) };
  const below = note ? element("small", {}, note) : undefined;
  return at === 0
    ? element("th", { scope: "row", ...attributes }, text, below)
    : element("td", attributes, text, below);
}
