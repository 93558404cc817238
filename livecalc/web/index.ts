/** The page's script: its worker and the runtime's files stand beside it. */

import { carriesInputs } from "./address.ts";
import { buildOf, watchBuild } from "./build-watch.ts";
import { claimPython, inheritPython, pythonName } from "./claim.ts";
import { CalculationClient } from "./client.ts";
import { earlyFilesWithin, earlyStarts, takeEarlyFiles, takeEarlyWorker } from "./early-start.ts";
import { loadFastFiles } from "./fast-files.ts";
import { defineKeepCalculators } from "./keep-calculators.ts";
import { keepSite, SiteKeeper } from "./keep-site.ts";
import { drawingBeside, exploreBeside } from "./later-script.ts";
import { defineLiveCalculator } from "./live-calculator-define.ts";
import { openWorker } from "./open-worker.ts";
import { SharedPython } from "./shared-python.ts";

/** Milliseconds that the elements wait for files which are about to arrive. */
const FILES_BEFORE_ELEMENTS = 200;

const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? script.src : document.baseURI;
const folder = new URL(".", address).href;

const client = new CalculationClient(LIVECALC_RUNTIME, {
  openWorker: () => takeEarlyWorker() ?? openWorker(folder, LIVECALC_RUNTIME.worker),
  loadFiles: (fresh, onProgress, signal) =>
    takeEarlyFiles(onProgress, signal) ??
    loadFastFiles(LIVECALC_RUNTIME, folder, fresh, onProgress, signal),
});

const name = pythonName(LIVECALC_RUNTIME);
const python = new SharedPython(client, {
  claim: () => earlyStarts.livecalcEarlyStart?.claim ?? claimPython(name),
  inherit: (signal) => inheritPython(name, signal),
  channel: new BroadcastChannel(name),
});
// A browser keeps a page for the way back only if nobody else depends on it.
addEventListener("pagehide", () => python.leave());
document.addEventListener("freeze", () => python.leave());

// Making the elements live takes the thread on which files that are on their way arrive.
const filesFirst = earlyFilesWithin(FILES_BEFORE_ELEMENTS);

// A link with inputs of ours wants an answer; the rest of the page may still be on its way.
if (earlyStarts.livecalcEarlyStart || carriesInputs(location.search, false)) python.boot();

const define = () =>
  defineLiveCalculator(
    python,
    drawingBeside(folder, LIVECALC_RUNTIME.drawing),
    exploreBeside(folder, LIVECALC_RUNTIME.explore),
  );
if (filesFirst) void filesFirst.then(define);
else define();

// Only a page of a published build says which; frames and an author's own server keep nothing.
const build = buildOf(document);
if (build !== undefined) {
  const keeper = new SiteKeeper(new URL("../", folder).href, build);
  watchBuild(build);
  defineKeepCalculators(keeper);
  void keepSite(keeper, python);
}
