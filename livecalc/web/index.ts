/** The page's script: its worker and the runtime's files stand beside it. */

import { CalculationClient } from "./client.ts";
import { loadFastFiles } from "./fast-files.ts";
import { defineLiveCalculator } from "./live-calculator-define.ts";
import { openWorker } from "./open-worker.ts";

const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? script.src : document.baseURI;
const folder = new URL(".", address).href;

const client = new CalculationClient(LIVECALC_RUNTIME, {
  openWorker: () => openWorker(folder, LIVECALC_RUNTIME.worker),
  loadFiles: (fresh, onProgress) => loadFastFiles(LIVECALC_RUNTIME, folder, fresh, onProgress),
});

// A link with inputs of ours wants an answer; the rest of the page may still be on its way.
if (/[?&][a-z][\w-]*\.[a-z]\w*=/.test(location.search)) client.boot();

defineLiveCalculator(client);
