/** Written into the bundle when the runtime's files are made. */
declare const LIVECALC_RUNTIME: import("./protocol.ts").Runtime;
