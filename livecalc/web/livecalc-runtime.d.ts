/** Written into the bundle when the runtime's files are made. */
declare const LIVECALC_RUNTIME: import("./protocol.ts").Runtime;
/** The worker's script, in the bundle for pages that are opened from a disk. */
declare const LIVECALC_WORKER: string;
