/**
 * The script of pages that are opened from a disk, where a page may neither fetch a file nor start a
 * worker from one: it carries its worker, and its Python comes as text.
 */

import { readCarriedFiles } from "./carried-files.ts";
import { CalculationClient } from "./client.ts";
import { drawingBeside, drawingInPage } from "./drawing-script.ts";
import { defineLiveCalculator } from "./live-calculator-define.ts";

const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? script.src : "";

const worker = URL.createObjectURL(new Blob([LIVECALC_WORKER], { type: "text/javascript" }));

const client = new CalculationClient(LIVECALC_RUNTIME, {
  openWorker: () => new Worker(worker),
  loadFiles: (_fresh, onProgress) => readCarriedFiles(address, onProgress),
});

const carried = document.querySelector('script[data-livecalc-file="drawing"]')?.textContent?.trim();
defineLiveCalculator(
  client,
  carried ? drawingInPage(carried) : drawingBeside(address, LIVECALC_RUNTIME.drawing),
);
