/** A table as a file of comma-separated values (RFC 4180): every digit, units in the heading. */

/** Writes the heading and the exact values of a table's cells. */
export function tableText(table: HTMLTableElement): string {
  const columns = [...table.querySelectorAll<HTMLElement>("th[data-column]")];
  const heading = columns.map((column) => {
    const label = column.textContent?.trim() ?? "";
    const unit = column.dataset.unit ?? "";
    return unit && unit !== "text" ? `${label} (${unit})` : label;
  });
  const rows = [...(table.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.cells].map((cell) => plainText(cell.dataset.value ?? "null")),
  );
  return [heading, ...rows].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

/** Offers a table to be saved; nothing leaves the page. */
export function saveTable(table: HTMLTableElement, name: string): void {
  saveFile(new Blob([tableText(table)], { type: "text/csv;charset=utf-8" }), `${name}.csv`);
}

/** Offers anything to be saved under a name. */
export function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser has taken the content over by the time anything else runs.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A value that does not exist is an empty cell; numbers are as exact as Python gave them. */
function plainText(json: string): string {
  const value: unknown = JSON.parse(json);
  return value === null ? "" : typeof value === "string" ? value : json;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
