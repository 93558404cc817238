/** Brings scripts into the page when they are first needed, each once: charts, and the tools. */

import { unpack } from "./carried-files.ts";
import type { Draw } from "./chart-view.ts";
import type { ExploreGlobal, MakeExplore } from "./explore-door.ts";

/** Where the script that draws leaves what it can do. */
export interface DrawingGlobal {
  livecalcDraw?: Draw;
}

const drawn = () => (globalThis as DrawingGlobal).livecalcDraw;
const explored = () => (globalThis as ExploreGlobal).livecalcExplore;

/** A loader for the script that draws, which stands beside the page's own. */
export function drawingBeside(folder: string, file: string): () => Promise<Draw> {
  return once(beside(folder, file), drawn);
}

/** The same for a script as the page itself carries it, gzip in base64. */
export function drawingInPage(carried: string): () => Promise<Draw> {
  return once(inPage("drawing script", carried), drawn);
}

/** The same for the tools. */
export function exploreInPage(carried: string): () => Promise<MakeExplore> {
  return once(inPage("script of the tools", carried), explored);
}

/** A loader for the script of the tools, which stands beside the page's own. */
export function exploreBeside(folder: string, file: string): () => Promise<MakeExplore> {
  return once(beside(folder, file), explored);
}

type Prepare = (element: HTMLScriptElement) => void | Promise<void>;

function beside(folder: string, file: string): Prepare {
  return (element) => {
    element.src = new URL(file, folder).href;
  };
}

function inPage(name: string, carried: string): Prepare {
  return async (element) => {
    const script = new Blob([await unpack(name, carried)], { type: "text/javascript" });
    element.src = URL.createObjectURL(script);
  };
}

/** A failed attempt is not kept: the next one tries again. */
function once<Given>(prepare: Prepare, given: () => Given | undefined): () => Promise<Given> {
  let loading: Promise<Given> | undefined;
  return () => {
    loading ??= load(prepare, given).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function load<Given>(prepare: Prepare, given: () => Given | undefined): Promise<Given> {
  const element = document.createElement("script");
  await prepare(element);
  try {
    await new Promise<void>((resolve, reject) => {
      element.onload = () => resolve();
      element.onerror = () => reject(new Error("a script of the page could not be read"));
      document.head.append(element);
    });
  } finally {
    element.remove();
  }
  const found = given();
  if (!found) throw new Error("a script of the page is damaged");
  return found;
}
