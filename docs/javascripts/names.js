/* Names for parts of the theme that it leaves without one, so that a screen reader can tell them
   apart, and a way to them by keyboard. Instant navigation swaps the page, so they are named again on each. */

const titleOf = (/** @type {Element | null | undefined} */ list) =>
  list?.querySelector(".md-nav__title")?.textContent?.trim() ?? "";

document$.subscribe(() => {
  document.querySelector('.md-search[role="dialog"]')?.setAttribute("aria-label", "Search");
  for (const list of document.querySelectorAll("nav.md-nav[aria-labelledby]")) {
    const label = document.getElementById(list.getAttribute("aria-labelledby") ?? "");
    const title = titleOf(list);
    const isGroup = list.getAttribute("data-md-level") !== "1";
    if (!title || (label?.textContent?.trim() && !isGroup)) continue;
    // Groups of several parts are called alike.
    const part = isGroup ? titleOf(list.parentElement?.closest("nav.md-nav")) : "";
    list.removeAttribute("aria-labelledby");
    list.setAttribute("aria-label", part ? `${part}: ${title}` : title);
  }
  // A table wider than the page is moved by the arrow keys, once the keyboard can reach it.
  const reach = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!(target instanceof HTMLElement)) continue;
      if (target.scrollWidth <= target.clientWidth) target.removeAttribute("tabindex");
      else target.tabIndex = 0;
    }
  });
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap")) {
    table.setAttribute("role", "group");
    table.setAttribute("aria-label", "Table");
    reach.observe(table);
  }
});
