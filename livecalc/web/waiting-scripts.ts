/** Brings in scripts that the page would have run while it was read, at a time of our choosing. */

/** What a reader does who will not wait for an answer. */
const IMPATIENT = ["pointerdown", "keydown", "focusin"];

/**
 * Resolves after the first answer is drawn, when the reader turns to something else, or when the
 * time is over.
 */
export function untilAnswered(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const type of IMPATIENT) document.removeEventListener(type, done, true);
      resolve();
    };
    setTimeout(done, milliseconds);
    for (const type of IMPATIENT) document.addEventListener(type, done, true);
    const drawn = () => requestAnimationFrame(() => setTimeout(done));
    document.addEventListener("livecalc:change", drawn, { once: true });
  });
}

/** Runs scripts in their order, as if the page were still being read. */
export async function runScripts(addresses: readonly string[]): Promise<void> {
  const hearAsUsual = [
    hearLate(document, { DOMContentLoaded: ["interactive", "complete"] }),
    hearLate(window, { DOMContentLoaded: ["interactive", "complete"], load: ["complete"] }),
  ];
  await Promise.all(addresses.map(run));
  for (const asUsual of hearAsUsual) asUsual();
}

function run(address: string): Promise<void> {
  const script = document.createElement("script");
  script.src = address;
  // What is put into a page runs as soon as it comes, unless told to keep its order.
  script.async = false;
  return new Promise((resolve) => {
    script.onload = script.onerror = () => resolve();
    document.body.append(script);
  });
}

/**
 * Lets listeners hear at once what the page has been through already: a script that comes late
 * would wait for it in vain.
 *
 * @param over - For each type of event, the states of the page in which it is over.
 * @returns What ends it.
 */
function hearLate(target: EventTarget, over: Record<string, DocumentReadyState[]>): () => void {
  const listen = target.addEventListener;
  target.addEventListener = (type: string, listener: never, options: never) => {
    if (!over[type]?.includes(document.readyState)) {
      listen.call(target, type, listener, options);
      return;
    }
    const past = new EventTarget();
    past.addEventListener(type, listener, { once: true });
    queueMicrotask(() => past.dispatchEvent(new Event(type)));
  };
  return () => {
    target.addEventListener = listen;
  };
}
