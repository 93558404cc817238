/**
 * Stands as text at the end of pages with calculators, in place of the page's own scripts, and brings
 * them in: at once, or, where the address carries inputs, after the answer to them. The theme's take
 * as long to run as all of Python, on the same thread.
 */

import { earlyStarts } from "./early-start.ts";
import { runScripts, untilAnswered } from "./waiting-scripts.ts";

/** Milliseconds after which the theme is wanted more than the answer. */
const PATIENCE = 1_500;

const own = document.currentScript;
const addresses = own?.dataset.scripts?.split(" ") ?? [];
// What it fetches ahead is on its way. The theme writes addresses anew, and would fetch it again.
own?.previousElementSibling?.remove();
if (earlyStarts.livecalcEarlyStart) {
  void untilAnswered(PATIENCE).then(() => runScripts(addresses));
} else {
  void runScripts(addresses);
}
