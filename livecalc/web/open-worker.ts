/**
 * Opens the worker, also in a sandboxed frame.
 *
 * Such a frame has an origin of its own, to which every address is foreign, and no browser opens a
 * worker from a foreign address. A worker made in the page itself may load the script instead.
 */

/** What a worker that was made in the page knows, and others tell from their address. */
export interface MadeWorker {
  readonly livecalcFolder?: string;
}

export function openWorker(folder: string, file: string): Worker {
  if (self.origin !== "null") return new Worker(folder + file);
  return new Worker(URL.createObjectURL(new Blob([madeScript(folder, file)])));
}

/** The script loads its files as it does elsewhere: by their names. */
export function madeScript(folder: string, file: string): string {
  return `self.livecalcFolder = ${JSON.stringify(folder)};
const load = self.importScripts.bind(self);
self.importScripts = (...files) => load(...files.map((one) => new URL(one, livecalcFolder).href));
importScripts(${JSON.stringify(file)});`;
}
