/** The page's script: its worker and the runtime's files stand beside it. */

import { CalculationClient } from "./client.ts";
import { defineLiveCalculator } from "./live-calculator-define.ts";

const script = document.currentScript;
const folder = script instanceof HTMLScriptElement ? script.src : document.baseURI;

defineLiveCalculator(
  new CalculationClient(
    LIVECALC_RUNTIME,
    () => new Worker(new URL(LIVECALC_RUNTIME.worker, folder)),
  ),
);
