/** What both ways to start Python come down to. */

/**
 * `livecalc.interface.tasks.Tasks` with the calculators found: JSON in, JSON out. All but the last
 * say how far the work is as long as it is not answered.
 */
export interface Python {
  begin(key: string, calculator: string, inputs: string): string;
  /** Asks a tool; `livecalc/interface/explore/__init__.py` says what may be asked. */
  explore(key: string, calculator: string, request: string): string;
  proceed(key: string): string;
  cancel(key: string): string;
}

/** Whether a call goes on after this reply of Python's. */
export function goesOn(reply: string): boolean {
  return reply.startsWith('{"progress":');
}

export interface StartOptions {
  /** Where the runtime's files are; an address that ends with a slash. */
  readonly folder: string;
  /** Ask the server again for files that the cache already holds. */
  readonly fresh: boolean;
  /** Called with how far it is, from 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}
