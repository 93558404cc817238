"""What runs inside a page under test, whatever drives the browser."""

from typing import Final

#: Keeps every result, every state and every sentence that a page goes through.
RECORD: Final = """
window.visited = { changes: [], states: [], said: [] };
document.addEventListener("livecalc:change", (event) => {
  visited.changes.push({ key: event.target.dataset.key, bubbles: event.bubbles, ...event.detail });
});
new MutationObserver((records) => {
  for (const { target } of records) {
    if (target.localName !== "live-calculator") continue;
    visited.states.push(`${target.dataset.key} ${target.getAttribute("state")}`);
  }
}).observe(document, { subtree: true, attributeFilter: ["state"] });
new MutationObserver((records) => {
  for (const { target } of records) {
    if (!target.isConnected || !target.matches?.(".livecalc-status")) continue;
    if (target.textContent !== visited.said.at(-1)) visited.said.push(target.textContent);
  }
}).observe(document, { subtree: true, childList: true });
"""

#: A function from the element of a calculator to all exact values that it shows.
READ_OUTPUTS: Final = """element => {
  const read = (one) => JSON.parse(one.dataset.value);
  const outputs = {};
  for (const one of element.querySelectorAll("output")) outputs[one.name] = read(one);
  for (const table of element.querySelectorAll("table[data-output]")) {
    const columns = [...table.querySelectorAll("th")].map((column) => column.dataset.column);
    outputs[table.dataset.output] = [...table.tBodies[0].rows].map((row) =>
      Object.fromEntries(columns.map((name, index) => [name, read(row.cells[index])])));
  }
  return outputs;
}"""
