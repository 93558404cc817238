/** Registers the element, once for a page, however often its script runs. */

import type { CalculationClient } from "./client.ts";
import { LiveCalculator } from "./live-calculator.ts";

export function defineLiveCalculator(client: CalculationClient): void {
  if (customElements.get("live-calculator")) return;
  LiveCalculator.client = client;
  customElements.define("live-calculator", LiveCalculator);
}
