/** What a service worker keeps of one build, and which of it an address asks for. */

/** A hash of the content by the address from the site's root; a page goes by its folder. */
export type Files = Readonly<Record<string, string>>;

/** Written in front of the service worker's script when the site is published. */
export interface KeptSite {
  /** Changes with any of the files; pages of one build may come in several editions. */
  readonly edition: string;
  /** What pages say about the scripts and styles that they were built to load. */
  readonly build: string;
  /** Pages, and what else keeps its name while its content changes. */
  readonly changing: Files;
  /** Files with their hash in the name. */
  readonly lasting: Files;
  /** The same, but large: kept once somebody wants them. */
  readonly calculators: Files;
  /** Size of the latter together. */
  readonly calculatorBytes: number;
}

export type Place =
  | { readonly kind: "changing" | "lasting"; readonly path: string }
  /** A page's address without its last slash, which hosts answer by sending the reader on. */
  | { readonly kind: "moved"; readonly to: string };

/**
 * Finds what an address asks for; nothing for whatever this build does not keep.
 *
 * @param root - The site's address, with a slash at the end.
 */
export function placeOf(address: string, root: string, site: KeptSite): Place | undefined {
  const { origin, pathname, search } = new URL(address);
  const start = new URL(root);
  if (origin !== start.origin || !pathname.startsWith(start.pathname)) return undefined;
  const path = pathname.slice(start.pathname.length).replace(/(^|\/)index\.html$/, "$1");
  if (Object.hasOwn(site.changing, path)) return { kind: "changing", path };
  if (Object.hasOwn(site.lasting, path) || Object.hasOwn(site.calculators, path))
    return { kind: "lasting", path };
  const folder = `${path}/`;
  return Object.hasOwn(site.changing, folder)
    ? { kind: "moved", to: root + folder + search }
    : undefined;
}

/** Caches of one site; the origin may hold other sites below other paths. */
export function cachePrefix(root: string): string {
  return `livecalc ${new URL(root).pathname} `;
}
