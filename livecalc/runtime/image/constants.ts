/** Clears the constants that nothing is left to read. */

import type { Trimming } from "./cuts.ts";
import { thingAt } from "./reach.ts";
import type { Module } from "./references.ts";

/**
 * @param memory - All of it, up to the end of the heap.
 * @throws Error when what should be a constant has changed.
 */
export function clearUnreached(
  memory: Uint8Array,
  { data, starts }: Module,
  { unreached, emptied }: Trimming,
): void {
  const view = new DataView(memory.buffer, memory.byteOffset, memory.length);
  for (const { start, end } of emptied) memory.fill(0, start, end);
  for (const { start, end } of unreached) {
    for (let at = start; at < end; at++) {
      if (memory[at] !== data.memory.getUint8(at)) {
        throw new Error(`the constant at ${at} of the wasm's data was changed`);
      }
    }
  }
  // What a pointer leads to that was written meanwhile stays.
  const kept = new Map<number, Uint8Array>();
  const sorted = [...starts].sort((one, other) => one - other);
  for (let at = data.start; at + 4 <= memory.length; at += 4) {
    const target = view.getUint32(at, true);
    if (!starts.has(target) || kept.has(target)) continue;
    if (at + 4 <= data.end && target === data.memory.getUint32(at, true)) continue;
    if (!unreached.some(({ start, end }) => target >= start && target < end)) continue;
    const { end } = thingAt(sorted, target, data);
    kept.set(target, memory.slice(target, end));
  }
  for (const { start, end } of unreached) memory.fill(0, start, end);
  for (const [start, bytes] of kept) memory.set(bytes, start);
}
