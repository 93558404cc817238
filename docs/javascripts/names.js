/* Names for parts of the theme that it leaves without one, so that a screen reader can tell them
   apart. Instant navigation swaps the page, so they are named again on each. */

document$.subscribe(() => {
  document.querySelector('.md-search[role="dialog"]')?.setAttribute("aria-label", "Search");
  for (const list of document.querySelectorAll("nav.md-nav[aria-labelledby]")) {
    const label = document.getElementById(list.getAttribute("aria-labelledby"));
    const title = list.querySelector(".md-nav__title");
    if (label?.textContent.trim() || !title) continue;
    list.removeAttribute("aria-labelledby");
    list.setAttribute("aria-label", title.textContent.trim());
  }
});
