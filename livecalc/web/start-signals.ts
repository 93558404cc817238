/**
 * Decides when a page loads Python: when the reader reaches for a calculator, and before that only
 * on a connection where megabytes nobody asked for do no harm.
 */

import { mayLoadUnasked } from "./connection.ts";

const VISIBLE_BEFORE_LOADING = 2000;

/** Calls back once, as soon as the reader seems to want the element to be live. */
export function whenWanted(element: HTMLElement, signal: AbortSignal, start: () => void): void {
  const waiting = new AbortController();
  signal.addEventListener("abort", () => waiting.abort(), { signal: waiting.signal });
  const startOnce = () => {
    if (waiting.signal.aborted) return;
    waiting.abort();
    start();
  };
  for (const type of ["focusin", "pointerenter", "pointerdown", "touchstart"]) {
    element.addEventListener(type, startOnce, { passive: true, signal: waiting.signal });
  }
  if (element.matches(":focus-within, :hover")) startOnce();
  else if (mayLoadUnasked()) whenSeen(element, waiting.signal, startOnce);
}

/** Calls back when the reader scrolls to the element, or has had it in view for a while. */
function whenSeen(element: HTMLElement, signal: AbortSignal, start: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let first = true;
  const observer = new IntersectionObserver(([entry]) => {
    clearTimeout(timer);
    if (entry?.isIntersecting) {
      if (first) timer = setTimeout(() => whenIdle(start), VISIBLE_BEFORE_LOADING);
      else start();
    }
    first = false;
  });
  observer.observe(element);
  signal.addEventListener("abort", () => {
    observer.disconnect();
    clearTimeout(timer);
  });
}

function whenIdle(start: () => void): void {
  if ("requestIdleCallback" in globalThis) requestIdleCallback(() => start());
  else start();
}
