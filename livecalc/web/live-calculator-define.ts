/** Registers the element, once for a page, however often its script runs. */

import { LiveCalculator } from "./live-calculator.ts";
import type { Calculations } from "./shared-python.ts";

export function defineLiveCalculator(client: Calculations): void {
  if (customElements.get("live-calculator")) return;
  LiveCalculator.client = client;
  customElements.define("live-calculator", LiveCalculator);
}
