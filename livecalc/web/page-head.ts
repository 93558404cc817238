/**
 * Stands as text in the head of every page with calculators: when the address carries inputs, Python
 * starts before anything else of the page is fetched.
 */

import { carriesInputs } from "./address.ts";
import { startEarly } from "./early-start.ts";

const { folder, address } = document.currentScript?.dataset ?? {};
if (folder !== undefined && carriesInputs(location.search, address === "embed")) {
  startEarly(LIVECALC_EARLY_RUNTIME, new URL(folder, document.baseURI).href);
}
