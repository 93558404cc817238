/**
 * The script of pages that are opened from a disk, where a page may neither fetch a file nor start a
 * worker from one: it carries its worker, and its Python comes as text.
 */

import { readCarriedFiles } from "./carried-files.ts";
import { CalculationClient } from "./client.ts";
import { drawingBeside, drawingInPage, exploreBeside, exploreInPage } from "./later-script.ts";
import { defineLiveCalculator } from "./live-calculator-define.ts";

const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? script.src : "";

const worker = URL.createObjectURL(new Blob([LIVECALC_WORKER], { type: "text/javascript" }));

const client = new CalculationClient(LIVECALC_RUNTIME, {
  openWorker: () => new Worker(worker),
  loadFiles: (_fresh, onProgress) => readCarriedFiles(address, onProgress),
});

const carried = (name: string) =>
  document.querySelector(`script[data-livecalc-file="${name}"]`)?.textContent?.trim();
const [drawing, explore] = [carried("drawing"), carried("explore")];
defineLiveCalculator(
  client,
  drawing ? drawingInPage(drawing) : drawingBeside(address, LIVECALC_RUNTIME.drawing),
  explore ? exploreInPage(explore) : exploreBeside(address, LIVECALC_RUNTIME.explore),
);
