/** Registers the element, once for a page, however often its script runs. */

import type { Draw } from "./chart-view.ts";
import type { MakeExplore } from "./explore-door.ts";
import { LiveCalculator } from "./live-calculator.ts";
import type { Calculations } from "./shared-python.ts";

export function defineLiveCalculator(
  client: Calculations,
  loadDraw: () => Promise<Draw>,
  loadExplore: () => Promise<MakeExplore>,
): void {
  if (customElements.get("live-calculator")) return;
  LiveCalculator.client = client;
  LiveCalculator.loadDraw = loadDraw;
  LiveCalculator.loadExplore = loadExplore;
  customElements.define("live-calculator", LiveCalculator);
}
