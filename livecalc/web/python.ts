/** What both ways to start Python come down to. */

/** `livecalc.interface.call.call` with the calculators found: JSON in, JSON out. */
export type Call = (calculator: string, inputs: string) => string;

export interface StartOptions {
  /** Where the runtime's files are; an address that ends with a slash. */
  readonly folder: string;
  /** Ask the server again for files that the cache already holds. */
  readonly fresh: boolean;
  /** Called with how far it is, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}
