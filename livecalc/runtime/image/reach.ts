/**
 * What of a module can still be reached once some ways into it are cut: its functions, and of its
 * constants which stretches nothing reachable refers to.
 */

import type { Module, References } from "./references.ts";

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Reach {
  readonly functions: ReadonlySet<number>;
  /** Constants that nothing reachable refers to, in order. */
  readonly unreached: readonly Stretch[];
}

export interface Cuts {
  /** Functions that are not gone into. */
  readonly functions: ReadonlySet<number>;
  /** Addresses of pointers that are not followed. */
  readonly pointers: ReadonlySet<number>;
}

/** Bytes from an address in constants on that count as reached, whatever begins there. */
const WINDOW = 1024;
/** Shorter stretches are kept: what lies between reachable things often belongs to them. */
const SHORTEST = 4096;

export function reachFrom(module: Module, roots: Iterable<number>, cuts: Cuts): Reach {
  const starts = [...module.starts].sort((one, other) => one - other);
  const pointers = [...module.pointers.keys()].sort((one, other) => one - other);
  const functions = new Set<number>();
  // Beyond the first pointer lies what may change.
  const constants = { start: module.data.start, end: pointers[0] ?? module.data.end };
  const things = new Map<number, number>();
  const waiting: References[] = [];
  const enter = (index: number): void => {
    if (functions.has(index) || cuts.functions.has(index)) return;
    functions.add(index);
    const references = module.code.get(index);
    if (references) waiting.push(references);
  };
  const touch = (address: number): void => {
    const { start, end } = thingAt(starts, address, constants);
    const known = things.get(start) ?? start;
    if (known >= end) return;
    things.set(start, end);
    for (let at = firstAbove(pointers, known - 1); ; at++) {
      const place = pointers[at];
      if (place === undefined || place >= end) return;
      const references = module.pointers.get(place);
      if (references && !cuts.pointers.has(place)) waiting.push(references);
    }
  };
  for (const root of roots) enter(root);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    for (const index of next.functions) enter(index);
    for (const address of next.addresses) touch(address);
  }
  return { functions, unreached: gaps(things, constants) };
}

/**
 * From where the thing begins that an address is in, to where the next one does.
 *
 * @param starts - Where things begin, in order.
 * @param constants - Where more counts as reached, because code may index from the address.
 */
export function thingAt(starts: readonly number[], address: number, constants: Stretch): Stretch {
  const after = firstAbove(starts, address);
  const start = starts[after - 1] ?? constants.start;
  const end = starts[after] ?? Number.POSITIVE_INFINITY;
  return { start, end: address < constants.end ? Math.max(end, address + WINDOW) : end };
}

function gaps(things: ReadonlyMap<number, number>, { start, end }: Stretch): Stretch[] {
  const found: Stretch[] = [];
  let at = start;
  for (const [first, last] of [...things].sort(([one], [other]) => one - other)) {
    if (Math.min(first, end) - at >= SHORTEST) found.push({ start: at, end: Math.min(first, end) });
    at = Math.max(at, last);
  }
  if (end - at >= SHORTEST) found.push({ start: at, end });
  return found;
}

/** Index of the first number above a value, in numbers that rise. */
function firstAbove(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
