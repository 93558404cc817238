/**
 * The file that holds CPython's memory with the calculators imported: written at build time in
 * Node, read in the worker.
 *
 * Layout, little-endian: magic, length of the description, number of runs, length of the content,
 * checksum of everything after the head; the description as JSON, padded to four bytes; for each
 * run the gap before it and its length, in words; the content of all runs.
 */

/** What the host must put in place beside the memory itself. */
export interface ImageDescription {
  /** Name of the wasm that this memory belongs to; no other one can use it. */
  readonly wasm: string;
  /** Bytes of memory to begin with. */
  readonly memory: number;
  readonly stackPointer: number;
  readonly tableLength: number;
  /** Addresses and table indices that the dynamic linker chose, by name of the import. */
  readonly linked: Readonly<Record<string, number>>;
  /** The Python objects to call, by address: those of `Python`, and `wake()`. */
  readonly begin: number;
  readonly explore: number;
  readonly proceed: number;
  readonly cancel: number;
  readonly wake: number;
}

/** Consecutive words of memory: where they go, and what they are. */
export interface Run {
  readonly address: number;
  readonly bytes: Uint8Array;
}

export class ImageError extends Error {
  override readonly name = "ImageError";
}

const MAGIC = 0x474d4943;
const HEAD_WORDS = 5;

export function writeImage(description: ImageDescription, runs: readonly Run[]): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(description));
  const jsonWords = Math.ceil(json.length / 4);
  const contentLength = runs.reduce((sum, run) => sum + run.bytes.length, 0);
  const image = new Uint8Array(4 * (HEAD_WORDS + jsonWords + 2 * runs.length) + contentLength);
  const words = new Uint32Array(image.buffer);
  image.fill(0x20, 4 * HEAD_WORDS, 4 * (HEAD_WORDS + jsonWords));
  image.set(json, 4 * HEAD_WORDS);
  let index = HEAD_WORDS + jsonWords;
  let at = 4 * (index + 2 * runs.length);
  let end = 0;
  for (const { address, bytes } of runs) {
    words[index++] = (address - end) / 4;
    words[index++] = bytes.length / 4;
    image.set(bytes, at);
    at += bytes.length;
    end = address + bytes.length;
  }
  words.set([MAGIC, 4 * jsonWords, runs.length, contentLength, checksum(words)]);
  return image;
}

/** Reads the description and checks that the file is whole. */
export function readImage(buffer: ArrayBuffer): {
  readonly description: ImageDescription;
  readonly restore: (memory: Uint8Array) => void;
} {
  if (buffer.byteLength < 4 * HEAD_WORDS || buffer.byteLength % 4 !== 0) {
    throw new ImageError("the memory image is truncated");
  }
  const words = new Uint32Array(buffer);
  const [magic = 0, jsonLength = 0, runCount = 0, contentLength = 0, expected] = words;
  if (magic !== MAGIC) throw new ImageError("the memory image is not one");
  const runsAt = HEAD_WORDS + jsonLength / 4;
  const contentAt = 4 * (runsAt + 2 * runCount);
  if (buffer.byteLength !== contentAt + contentLength) {
    throw new ImageError("the memory image is truncated");
  }
  if (checksum(words) !== expected) throw new ImageError("the memory image is damaged");
  const json = new TextDecoder().decode(new Uint8Array(buffer, 4 * HEAD_WORDS, jsonLength));
  const bytes = new Uint8Array(buffer);
  const restore = (memory: Uint8Array) => {
    let address = 0;
    let at = contentAt;
    for (let run = 0; run < runCount; run++) {
      address += 4 * (words[runsAt + 2 * run] ?? 0);
      const length = 4 * (words[runsAt + 2 * run + 1] ?? 0);
      memory.set(bytes.subarray(at, at + length), address);
      address += length;
      at += length;
    }
  };
  return { description: JSON.parse(json), restore };
}

/** Over the words after the head; finds damage, and takes a few milliseconds. */
function checksum(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let index = HEAD_WORDS; index < words.length; index++) {
    hash = Math.imul(hash ^ (words[index] ?? 0), 0x01000193);
    // Multiplying carries only upwards; this lets the high bits count in the low ones.
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
