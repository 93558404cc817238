/**
 * Lets the theme's search work in pages that are opened from a disk: it starts its worker from a
 * file, which browsers refuse there, so it is given the same script from memory. Other workers, and
 * pages that come from a server, keep what they ask for.
 */

/** Written above this script when the offline site is made: the worker of the theme's search. */
declare const searchWorker: { readonly name: string; readonly source: string };

if (location.protocol === "file:") {
  const source = new Blob([searchWorker.source], { type: "text/javascript" });
  const carried = URL.createObjectURL(source);
  window.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(String(address).endsWith(`/${searchWorker.name}`) ? carried : address, options);
    }
  };
}
