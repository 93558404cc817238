/**
 * Where a base address is at hand: position-independent code adds a constant to the address that
 * it was put at, which it reads from a global and often keeps in a local.
 */

import { OP } from "./wasm-binary.ts";
import type { Code } from "./wasm-code.ts";

/** One bit for each base: several where it depends on the way taken. */
export type Bases = number;

/** Locals that may hold a base. Nothing, where no way leads to. */
type State = Map<number, Bases> | undefined;

interface Frame {
  readonly operation: number;
  readonly index: number;
  /** What held before it; of an `if` what its other branch begins with, until that is read. */
  entry: State;
  /** What the jumps to its end bring there. */
  out: State;
}

/**
 * For each instruction, which bases the value may be that it leaves on the stack.
 *
 * @param globals - The bases by the number of the global that holds one.
 */
export function basesIn(code: Code, globals: ReadonlyMap<number, Bases>): Uint8Array {
  const heads = new Map<number, State>();
  for (;;) {
    const flow = new Flow(code, globals, heads);
    flow.run();
    if (!flow.headsGrew) return flow.bases;
  }
}

class Flow {
  readonly bases: Uint8Array;
  headsGrew = false;
  readonly #code: Code;
  readonly #globals: ReadonlyMap<number, Bases>;
  /** What jumps bring to the start of loops. */
  readonly #heads: Map<number, State>;
  readonly #frames: Frame[] = [];
  /** What any local was set to: it may be so in a handler of exceptions. */
  readonly #ever = new Map<number, Bases>();
  #state: State = new Map();

  constructor(code: Code, globals: ReadonlyMap<number, Bases>, heads: Map<number, State>) {
    this.#code = code;
    this.#globals = globals;
    this.#heads = heads;
    this.bases = new Uint8Array(code.operations.length);
  }

  run(): void {
    const { operations, operands, labels } = this.#code;
    for (const [index, operation] of operations.entries()) {
      const operand = operands[index] ?? 0;
      switch (operation) {
        case OP.globalGet:
          if (this.#state) this.bases[index] = this.#globals.get(operand) ?? 0;
          break;
        case OP.localGet:
          this.bases[index] = this.#state?.get(operand) ?? 0;
          break;
        case OP.localSet:
        case OP.localTee:
          this.#keep(operand, this.bases[index - 1] ?? 0);
          if (operation === OP.localTee) this.bases[index] = this.bases[index - 1] ?? 0;
          break;
        case OP.block:
        case OP.loop:
        case OP.if:
        case OP.try:
          this.#enter(operation, index);
          break;
        case OP.else:
        case OP.catch:
        case OP.catchAll:
          this.#turn(operation);
          break;
        case OP.end:
        case OP.delegate:
          this.#leave();
          break;
        case OP.br:
        case OP.brIf:
          this.#jump(operand);
          if (operation === OP.br) this.#state = undefined;
          break;
        case OP.brTable:
          for (const label of labels.get(index) ?? []) this.#jump(label);
          this.#state = undefined;
          break;
        case OP.return:
        case OP.unreachable:
        case OP.throw:
        case OP.rethrow:
        case OP.returnCall:
        case OP.returnCallIndirect:
          this.#state = undefined;
      }
    }
  }

  #keep(local: number, bases: Bases): void {
    if (!this.#state) return;
    if (bases === 0) {
      this.#state.delete(local);
    } else {
      this.#state.set(local, bases);
      this.#ever.set(local, bases | (this.#ever.get(local) ?? 0));
    }
  }

  #enter(operation: number, index: number): void {
    if (operation === OP.loop) this.#state = union(this.#state, this.#heads.get(index));
    this.#frames.push({ operation, index, entry: copy(this.#state), out: undefined });
  }

  #turn(operation: number): void {
    const frame = this.#frames.at(-1);
    if (!frame) return;
    frame.out = union(frame.out, this.#state);
    if (operation === OP.else) {
      this.#state = frame.entry;
      frame.entry = undefined;
    } else {
      this.#state = union(frame.entry, this.#ever);
    }
  }

  #leave(): void {
    const frame = this.#frames.pop();
    if (!frame || frame.operation === OP.loop) return;
    this.#state = union(this.#state, frame.out);
    // Without an `else`, the way around an `if` ends here too.
    if (frame.operation === OP.if) this.#state = union(this.#state, frame.entry);
  }

  #jump(label: number): void {
    const frame = this.#frames.at(-1 - label);
    if (!frame || label >= this.#frames.length) return;
    if (frame.operation !== OP.loop) {
      frame.out = union(frame.out, this.#state);
      return;
    }
    const head = union(this.#heads.get(frame.index), this.#state);
    if (weight(head) > weight(this.#heads.get(frame.index))) this.headsGrew = true;
    this.#heads.set(frame.index, head);
  }
}

function copy(state: State): State {
  return state && new Map(state);
}

function union(one: State, other: State): State {
  if (!one || !other) return copy(one ?? other);
  const both = new Map(one);
  for (const [local, bases] of other) both.set(local, bases | (both.get(local) ?? 0));
  return both;
}

/** Grows with every bit that is set. */
function weight(state: State): number {
  let sum = 0;
  for (const bases of state?.values() ?? []) sum += bases;
  return sum;
}
