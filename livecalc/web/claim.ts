/**
 * The right to run Python for all open pages of an origin: a lock of the browser's, which lets go
 * by itself when its page is gone.
 */

import type { Runtime } from "./protocol.ts";

export interface Claim {
  release(): void;
}

/** One name for one build of the runtime; pages of another build have another Python. */
export function pythonName({ fast }: Pick<Runtime, "fast">): string {
  return `livecalc ${fast.image}`;
}

/**
 * @returns Nothing where another page has the right. A browser that has no locks, or a frame that
 *   may not use them, leaves every page to itself.
 */
export async function claimPython(name: string): Promise<Claim | undefined> {
  try {
    return await hold(name, { ifAvailable: true });
  } catch {
    return { release: () => undefined };
  }
}

/**
 * Waits until the page that has the right is gone.
 *
 * @throws The signal's reason once it is aborted.
 */
export async function inheritPython(name: string, signal: AbortSignal): Promise<Claim> {
  return (await hold(name, { signal })) as Claim;
}

function hold(name: string, options: LockOptions): Promise<Claim | undefined> {
  return new Promise((resolve, reject) => {
    const held = (lock: Lock | null) => {
      if (!lock) return resolve(undefined);
      return new Promise<void>((release) => resolve({ release }));
    };
    // An insecure page has no locks; the error of that arrives like every other.
    Promise.resolve()
      .then(() => navigator.locks.request(name, options, held))
      .catch(reject);
  });
}
