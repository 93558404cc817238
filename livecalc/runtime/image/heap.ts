/** Clears what C's allocator has free, so that an image does not carry garbage. */

import type { EmscriptenModule } from "./interpreter.ts";

/** dlmalloc's chunks: a word of the chunk before, then the size with three flags in its low bits. */
const SIZE_AT = 4;
const FLAGS = 7;
const IN_USE = 2;
const SMALLEST = 16;
/** Bytes at the start of a free chunk that link it: lists below this size, trees from it on. */
const TREE_FROM = 256;
const LIST_LINKS = 16;
const TREE_LINKS = 32;

export function clearFreeMemory(module: EmscriptenModule): void {
  const { HEAPU8 } = module;
  const words = new Uint32Array(HEAPU8.buffer);
  const end = module._sbrk(0);
  let chunk = module._emscripten_stack_get_base();
  while (chunk < end) {
    const head = words[(chunk + SIZE_AT) / 4] ?? 0;
    const size = head & ~FLAGS;
    // What follows the last chunk is the allocator's own mark.
    if (size < SMALLEST || chunk + size > end) break;
    if (!(head & IN_USE)) {
      const links = size < TREE_FROM ? LIST_LINKS : TREE_LINKS;
      HEAPU8.fill(0, chunk + Math.min(links, size), chunk + size);
    }
    chunk += size;
  }
  // Below the stack pointer lies what earlier calls left behind.
  const stackEnd = module._emscripten_stack_get_end();
  HEAPU8.fill(0, stackEnd, module._emscripten_stack_get_current());
}
