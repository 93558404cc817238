/**
 * Python as text: the two files of the fast start, each gzip in base64, within the page itself or
 * in a script beside the page's own. Either way there is no request that a file's page may not make.
 */

import type { FastFiles } from "./fast-files.ts";

/** The script that stands beside the page's, where the page itself does not carry the files. */
export const CARRIER = "offline-files.js";

export interface CarriedFiles {
  readonly wasm: string;
  readonly image: string;
}

/** Where the carrier leaves them. */
interface Carrier {
  livecalcCarriedFiles?: CarriedFiles;
}

/** Shares of the work: the text is here, and the image is unpacked. */
const TEXT_HERE = 0.5;
const IMAGE_HERE = 0.8;

/**
 * @param script - Address of the page's script, empty where it stands in the page.
 * @param onProgress - Called with how far it is, from 0 to 1.
 * @throws Error when the files are not there or are damaged; the message says which.
 */
export async function readCarriedFiles(
  script: string,
  onProgress: (fraction: number) => void,
): Promise<FastFiles> {
  const carried = filesInPage() ?? (await filesBeside(script));
  onProgress(TEXT_HERE);
  const [module, image] = await Promise.all([
    unpack("wasm of Python", carried.wasm).then((bytes) => WebAssembly.compile(bytes)),
    unpack("image of Python", carried.image).then((bytes) => {
      onProgress(IMAGE_HERE);
      return bytes;
    }),
  ]);
  onProgress(1);
  return { module, image };
}

function filesInPage(): CarriedFiles | undefined {
  const text = (name: string) =>
    document.querySelector(`script[data-livecalc-file="${name}"]`)?.textContent?.trim();
  const wasm = text("wasm");
  const image = text("image");
  return wasm && image ? { wasm, image } : undefined;
}

async function filesBeside(script: string): Promise<CarriedFiles> {
  if (!script) throw new Error("this page does not carry the files of Python");
  const element = document.createElement("script");
  element.src = new URL(CARRIER, script).href;
  try {
    await new Promise<void>((resolve, reject) => {
      element.onload = () => resolve();
      element.onerror = () => reject(new Error(`${CARRIER} could not be read`));
      document.head.append(element);
    });
  } finally {
    element.remove();
  }
  const carrier = globalThis as Carrier;
  const files = carrier.livecalcCarriedFiles;
  // Several megabytes that nobody needs twice.
  delete carrier.livecalcCarriedFiles;
  if (!files) throw new Error(`${CARRIER} is damaged`);
  return files;
}

/** Decodes and decompresses, both by the browser's own means. */
export async function unpack(name: string, base64: string): Promise<ArrayBuffer> {
  try {
    const packed = await fetch(`data:application/octet-stream;base64,${base64}`);
    const stream = packed.body?.pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream ?? null).arrayBuffer();
  } catch (error) {
    throw new Error(`the carried ${name} is damaged`, { cause: error });
  }
}
