/**
 * Fetches what the fast start needs, in the page: while the worker is still starting, the wasm is
 * compiled and the image is on its way.
 */

import { ImageError } from "./memory-image.ts";
import type { Runtime } from "./protocol.ts";

export interface FastFiles {
  readonly module: WebAssembly.Module;
  readonly image: ArrayBuffer;
}

/**
 * @param folder - Address of the runtime's files, with a slash at the end.
 * @param fresh - Ask the server again for files that the cache already holds.
 * @param onProgress - Called with the share of the image that has arrived.
 * @param signal - Aborted when nobody wants the files any more.
 */
export async function loadFastFiles(
  { fast }: Pick<Runtime, "fast">,
  folder: string,
  fresh: boolean,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<FastFiles> {
  const failure = new AbortController();
  signal.addEventListener("abort", () => failure.abort(), { signal: failure.signal });
  const open = (file: string, integrity = "") =>
    fetch(folder + file, {
      cache: fresh ? "reload" : "default",
      integrity,
      signal: failure.signal,
    });
  try {
    // The image has a checksum of its own, which lets it be heard of as it arrives. The wasm is
    // here before it, and compiled meanwhile.
    const [module, image] = await Promise.all([
      compile(open(fast.wasm, fast.wasmIntegrity)),
      download(open(fast.image), fast.imageBytes, onProgress),
    ]);
    return { module, image };
  } catch (error) {
    // Neither file is of use without the other, and the worker now needs the line.
    failure.abort();
    throw error;
  }
}

/** Compiles while it downloads, where the server names the media type that browsers insist on. */
async function compile(fetching: Promise<Response>): Promise<WebAssembly.Module> {
  const response = await whole(fetching);
  return response.headers.get("Content-Type") === "application/wasm"
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/** Reads a file of known size into one piece of memory. */
async function download(
  fetching: Promise<Response>,
  size: number,
  onProgress: (fraction: number) => void,
): Promise<ArrayBuffer> {
  const { body } = await whole(fetching);
  let received = 0;
  const count = (bytes: number) => {
    received += bytes;
    if (received > size) throw new ImageError("the memory image is too long");
    onProgress(received / size);
  };
  const buffer = body ? await readAll(body, size, count) : new ArrayBuffer(0);
  if (received !== size) throw new ImageError("the memory image is truncated");
  return buffer;
}

/** @param count - Called with the size of each piece, before it is kept; throws to end it all. */
async function readAll(
  body: ReadableStream<Uint8Array>,
  size: number,
  count: (bytes: number) => void,
): Promise<ArrayBuffer> {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: "byob" });
  } catch {
    return copyAll(body.getReader(), size, count);
  }
  // The browser writes where the bytes will stay, as many at a time as it has.
  let buffer = new ArrayBuffer(size);
  let at = 0;
  for (;;) {
    const isFull = at === size;
    const room = isFull ? new Uint8Array(1) : new Uint8Array(buffer, at);
    const { done, value } = await reader.read(room);
    if (done) return buffer;
    count(value.length);
    buffer = value.buffer;
    at += value.length;
  }
}

/** The same for browsers that hand over pieces of their own. */
async function copyAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  size: number,
  count: (bytes: number) => void,
): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (;;) {
    const { value } = await reader.read();
    if (!value) return bytes.buffer;
    count(value.length);
    bytes.set(value, at);
    at += value.length;
  }
}

async function whole(fetching: Promise<Response>): Promise<Response> {
  const response = await fetching;
  if (!response.ok) throw new ImageError(`the server answered ${response.status}`);
  return response;
}
