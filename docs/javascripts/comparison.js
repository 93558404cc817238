/* The comparison of all avenues: its headings sort, and three lists narrow it down. Without this script
   it is a table like any other. */

{
  /** Columns one can filter by, what the list is called, and which rows pass for a chosen value. */
  const FILTERS = [
    { column: "income", name: "Active or passive", passes: "same" },
    { column: "skill", name: "Skill at most", passes: "at most" },
    { column: "evidence", name: "Evidence at least", passes: "at most" },
  ];

  const cellOf = (/** @type {Element} */ row, /** @type {string} */ column) =>
    row.querySelector(`[data-column="${column}"]`);

  const sortValue = (/** @type {Element} */ row, /** @type {string} */ column) =>
    cellOf(row, column)?.getAttribute("data-sort") ?? "";

  /** @param {string} one @param {string} other */
  function compare(one, other) {
    const difference = Number(one) - Number(other);
    return Number.isNaN(difference) ? one.localeCompare(other) : difference;
  }

  function makeSortable(/** @type {HTMLTableElement} */ table) {
    for (const heading of table.querySelectorAll("thead th[data-column]")) {
      const column = heading.getAttribute("data-column") ?? "";
      if (!table.tBodies[0]?.querySelector(`[data-column="${column}"][data-sort]`)) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sortBy(table, heading, column));
    }
  }

  /** @param {HTMLTableElement} table @param {Element} heading @param {string} column */
  function sortBy(table, heading, column) {
    const falls = heading.getAttribute("aria-sort") === "ascending";
    sortRows(table, heading, column, falls);
  }

  /** @param {HTMLTableElement} table @param {Element} heading @param {string} column @param {boolean} falls */
  function sortRows(table, heading, column, falls) {
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
    const order = table.closest(".playbook-comparison")?.querySelector(".playbook-order select");
    if (order instanceof HTMLSelectElement) order.value = column;
    const rows = [...(table.tBodies[0]?.rows ?? [])];
    rows.sort((one, other) => {
      const rising = compare(sortValue(one, column), sortValue(other, column));
      return falls ? -rising : rising;
    });
    table.tBodies[0]?.append(...rows);
  }

  /** Narrow screens show rows as cards, without headings to press. */
  function makeOrder(/** @type {HTMLTableElement} */ table) {
    const label = document.createElement("label");
    const list = document.createElement("select");
    const headings = [...table.querySelectorAll("thead th[data-column]:has(button)")];
    for (const heading of headings) {
      const words = heading.textContent?.trim() ?? "";
      list.append(new Option(words, heading.getAttribute("data-column") ?? ""));
    }
    list.addEventListener("change", () => {
      const heading = headings[list.selectedIndex];
      if (heading) sortRows(table, heading, list.value, false);
    });
    label.className = "playbook-order";
    label.append("Sort by", list);
    return label;
  }

  function makeFilters(/** @type {HTMLTableElement} */ table) {
    const bar = document.createElement("form");
    bar.className = "playbook-filters";
    const lists = FILTERS.map((filter) => {
      const label = document.createElement("label");
      const list = document.createElement("select");
      list.append(new Option("Any", ""), ...choices(table, filter.column));
      label.append(filter.name, list);
      bar.append(label);
      return list;
    });
    const count = document.createElement("output");
    bar.append(makeOrder(table), count);
    const show = () => {
      const rows = [...(table.tBodies[0]?.rows ?? [])];
      for (const row of rows) {
        row.hidden = !FILTERS.every(({ column, passes }, at) => {
          const wanted = lists[at]?.value ?? "";
          const order = compare(sortValue(row, column), wanted);
          return wanted === "" || (passes === "same" ? order === 0 : order <= 0);
        });
      }
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = `${shown} of ${rows.length} shown`;
    };
    bar.addEventListener("change", show);
    bar.addEventListener("submit", (event) => event.preventDefault());
    show();
    return bar;
  }

  /** What stands in a column, each once, in the order in which it sorts. */
  function choices(/** @type {HTMLTableElement} */ table, /** @type {string} */ column) {
    const words = new Map(
      [...(table.tBodies[0]?.rows ?? [])].map((row) => [
        sortValue(row, column),
        cellOf(row, column)?.firstChild?.textContent?.trim() ?? "",
      ]),
    );
    const sorted = [...words].sort(([one], [other]) => compare(one, other));
    return sorted.map(([value, text]) => new Option(text, value));
  }

  document$.subscribe(() => {
    for (const table of document.querySelectorAll(".playbook-comparison table")) {
      const block = table.closest(".playbook-comparison");
      if (!(table instanceof HTMLTableElement) || !block || block.querySelector("form")) continue;
      makeSortable(table);
      block.prepend(makeFilters(table));
    }
  });
}
