/**
 * Keeps a page to the build it came from. A theme that swaps pages without loading them may bring
 * one of a newer build, and files of the own build may be gone from the host.
 */

/** What a page says about its build; nothing where it is not published. */
export function buildOf(page: Document): string | undefined {
  return page.querySelector<HTMLMetaElement>("meta[name=livecalc-build]")?.content;
}

/** Loads the page anew as soon as it is one of another build, or when a retry would be in vain. */
export function watchBuild(own: string): void {
  new MutationObserver(() => {
    const shown = buildOf(document);
    if (shown !== undefined && shown !== own) location.reload();
  }).observe(document.head, { childList: true });
  document.addEventListener("click", ({ target }) => {
    if (target instanceof Element && target.closest("[data-action=retry]")) {
      void reloadIfOutdated(own);
    }
  });
}

/** The numbers typed are in the address, so that they are there after loading as well. */
async function reloadIfOutdated(own: string): Promise<void> {
  try {
    const response = await fetch(location.href, { cache: "no-cache" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const current = response.ok ? buildOf(page) : undefined;
    if (current !== undefined && current !== own) location.reload();
  } catch {
    // Without a network nothing is known, and the retry says what it lacks.
  }
}
