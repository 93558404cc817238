/** Written into the bundle when the runtime's files are made. */
declare const LIVECALC_RUNTIME: import("./protocol.ts").Runtime;
/** What of it the head of a page needs. */
declare const LIVECALC_EARLY_RUNTIME: import("./early-start.ts").EarlyRuntime;
/** The worker's script, in the bundle for pages that are opened from a disk. */
declare const LIVECALC_WORKER: string;
/** Style of the tools, and the Vega specifications of their charts by name. */
declare const LIVECALC_EXPLORE_STYLE: string;
declare const LIVECALC_EXPLORE_CHARTS: Readonly<
  Record<import("./explore/chart.ts").ChartName, import("./explore/chart.ts").ChartSpec>
>;
