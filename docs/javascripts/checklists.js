/* Checklists: remembers the ticks in this browser and nowhere else, and lets one print a list, save it
   as a file, or begin anew. Without this script, or where a browser keeps nothing, the list can still be
   read, ticked and printed with the page. */

{
  const key = (/** @type {HTMLElement} */ list) => `playbook-checklist-${list.dataset.checklist}`;
  const boxes = (/** @type {Element} */ list) => [
    .../** @type {NodeListOf<HTMLInputElement>} */ (list.querySelectorAll("input[type=checkbox]")),
  ];

  /** A check is known by its words: after an edit of the list, ticks stay with what was ticked. */
  const words = (/** @type {HTMLInputElement} */ box) => box.labels?.[0]?.textContent?.trim() ?? "";

  function ticked(/** @type {HTMLElement} */ list) {
    try {
      return new Set(JSON.parse(localStorage.getItem(key(list)) ?? "[]"));
    } catch {
      return new Set();
    }
  }

  function remember(/** @type {HTMLElement} */ list) {
    const done = boxes(list).filter((box) => box.checked);
    try {
      if (done.length === 0) localStorage.removeItem(key(list));
      else localStorage.setItem(key(list), JSON.stringify(done.map(words)));
    } catch {
      // The browser keeps nothing; the ticks last as long as the page.
    }
    count(list);
  }

  function count(/** @type {HTMLElement} */ list) {
    const all = boxes(list);
    const done = all.filter((box) => box.checked).length;
    const line = list.querySelector("output");
    if (line) line.textContent = `${done} of ${all.length} done`;
  }

  /** The list as plain text, as a mail or a note can hold it. */
  function asText(/** @type {HTMLElement} */ list) {
    const lines = boxes(list).flatMap((box) => {
      const more = [...(box.closest("li")?.querySelectorAll("p:not(:has(input)) > *") ?? [])];
      const explained = more.map((one) => `      ${one.textContent?.trim()}`);
      return [`${box.checked ? "[x]" : "[ ]"} ${words(box)}`, ...explained];
    });
    const name = document.querySelector("h1")?.firstChild?.textContent?.trim() ?? "Checklist";
    return [name, location.href.replace(/#.*/, ""), "", ...lines, ""].join("\n");
  }

  function save(/** @type {HTMLElement} */ list) {
    const address = URL.createObjectURL(new Blob([asText(list)], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = `checklist-${list.dataset.checklist}.txt`;
    link.click();
    URL.revokeObjectURL(address);
  }

  /** Prints this list alone; the style sheet leaves out what is not marked. */
  function print(/** @type {HTMLElement} */ list) {
    list.classList.add("playbook-printed");
    addEventListener("afterprint", () => list.classList.remove("playbook-printed"), { once: true });
    window.print();
  }

  function beginAnew(/** @type {HTMLElement} */ list) {
    for (const box of boxes(list)) box.checked = false;
    remember(list);
  }

  /** @type {[string, (list: HTMLElement) => void][]} */
  const ACTIONS = [
    ["Print the list", print],
    ["Save as a file", save],
    ["Clear the ticks", beginAnew],
  ];

  function setUp(/** @type {HTMLElement} */ list) {
    const before = ticked(list);
    for (const box of boxes(list)) box.checked = before.has(words(box));
    const bar = document.createElement("p");
    bar.className = "playbook-checklist-actions";
    const done = document.createElement("output");
    bar.append(done);
    for (const [name, act] of ACTIONS) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => act(list));
      bar.append(button);
    }
    list.append(bar);
    list.addEventListener("change", () => remember(list));
    count(list);
  }

  document$.subscribe(() => {
    for (const list of document.querySelectorAll(".playbook-checklist[data-checklist]")) {
      if (list instanceof HTMLElement && !list.querySelector("output")) setUp(list);
    }
  });
}
