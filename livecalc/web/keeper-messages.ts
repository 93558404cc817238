/** What a page and the service worker say to each other; an answer comes over a port. */

export interface ToKeeper {
  /** Keep Python and the calculators too, or say whether they are kept. */
  readonly type: "keep-calculators" | "are-calculators-kept";
  /** The page's build; a worker that keeps another one stays silent. */
  readonly build: string;
}

export type FromKeeper =
  | { readonly type: "progress"; readonly fraction: number }
  | { readonly type: "kept" }
  | { readonly type: "not-kept"; readonly reason: string };
