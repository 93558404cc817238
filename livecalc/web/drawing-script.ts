/** Brings the script that draws charts into the page: once, when it is first needed. */

import { unpack } from "./carried-files.ts";
import type { Draw } from "./chart-view.ts";

/** Where the script leaves what it can do. */
export interface DrawingGlobal {
  livecalcDraw?: Draw;
}

/** A loader for the script that stands beside the page's own. */
export function drawingBeside(folder: string, file: string): () => Promise<Draw> {
  return once((element) => {
    element.src = new URL(file, folder).href;
  });
}

/** A loader for the script as the page itself carries it, gzip in base64. */
export function drawingInPage(carried: string): () => Promise<Draw> {
  return once(async (element) => {
    element.src = URL.createObjectURL(
      new Blob([await unpack("drawing script", carried)], { type: "text/javascript" }),
    );
  });
}

/** A failed attempt is not kept: the next answer tries again. */
function once(prepare: (element: HTMLScriptElement) => void | Promise<void>): () => Promise<Draw> {
  let loading: Promise<Draw> | undefined;
  return () => {
    loading ??= load(prepare).catch((error) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function load(prepare: (element: HTMLScriptElement) => void | Promise<void>): Promise<Draw> {
  const element = document.createElement("script");
  await prepare(element);
  try {
    await new Promise<void>((resolve, reject) => {
      element.onload = () => resolve();
      element.onerror = () => reject(new Error("the script that draws could not be read"));
      document.head.append(element);
    });
  } finally {
    element.remove();
  }
  const draw = (globalThis as DrawingGlobal).livecalcDraw;
  if (!draw) throw new Error("the script that draws is damaged");
  return draw;
}
