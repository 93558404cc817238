/** The wire between a page and its worker: one `Boot`, then these types as JSON strings. */

import type { FastFiles } from "./fast-files.ts";

/** A value of an input; text that is no number goes to Python as it is, so that Python says why. */
export type Scalar = number | string | boolean;

/** A value of an output; `null` for a quantity that does not exist. */
export type OutputValue = Scalar | null;

export type TableRow = Readonly<Record<string, OutputValue>>;

export type Inputs = Readonly<Record<string, Scalar>>;

export type Outputs = Readonly<Record<string, OutputValue | readonly TableRow[]>>;

/** One thing that is wrong with a call; `input` is `null` when it is about the whole call. */
export interface Problem {
  readonly kind: string;
  readonly input: string | null;
  readonly message: string;
}

/** What Python says to a call: `livecalc.interface.call.call`, parsed. */
export type Answer =
  | { readonly calculator: string; readonly inputs: Inputs; readonly outputs: Outputs }
  | {
      readonly calculator: string;
      readonly error: Problem & { readonly also?: readonly Problem[] };
    };

/**
 * What a tool is asked and what it says: `livecalc/interface/explore/__init__.py` describes both, and
 * the wire carries them as they are.
 */
export interface ToolRequest {
  readonly tool: string;
  readonly [option: string]: unknown;
}

export type ToolAnswer =
  | { readonly calculator: string; readonly tool: string }
  | Extract<Answer, { readonly error: unknown }>;

/** What Python is asked: the outputs for some inputs, or something of a tool. */
export type Question =
  | { readonly calculator: string; readonly inputs: Inputs }
  | { readonly calculator: string; readonly request: ToolRequest };

export type AnswerTo<Asked extends Question> = Asked extends { readonly request: unknown }
  ? ToolAnswer
  : Answer;

/** The files of the runtime; all stand in the folder of the worker. */
export interface Runtime {
  readonly worker: string;
  /** The first tier: trimmed wasm and the memory image that belongs to it. */
  readonly fast: {
    readonly wasm: string;
    /** What the content of the wasm has to hash to, as browsers check it when they fetch. */
    readonly wasmIntegrity: string;
    readonly image: string;
    readonly imageBytes: number;
  };
  /**
   * The second tier: its script, then the files of stock Pyodide and the wheels. Pages that carry
   * their Python with them have no second tier.
   */
  readonly stock: string | null;
  /** The script that draws charts, for the page and not for the worker. */
  readonly drawing: string;
  /** The script of the tools below a calculator, for the page too. */
  readonly explore: string;
  readonly asm: string;
  readonly wasm: string;
  readonly stdlib: string;
  readonly lock: string;
  readonly wheels: readonly string[];
  /** Sizes, before any compression on the way, of the files by their key above. */
  readonly bytes: Readonly<Record<string, number>>;
  /** Name of the calculators' distribution in the lock file. */
  readonly package: string;
  /** Importable name of the package of calculators. */
  readonly calculators: string;
}

/** The first message; the only one that is no string, because a string cannot carry the files. */
export interface Boot {
  readonly runtime: Runtime;
  /** Ask the server again for files that the cache already holds. */
  readonly fresh: boolean;
  /** For the fast start; without them the worker starts stock Pyodide. */
  readonly files: FastFiles | undefined;
}

/** What is known of a long call before it has its answer; of a tool's, the answer so far as well. */
export interface Progress {
  /** From 0 to 1. */
  readonly progress: number;
}

export type ToWorker =
  | ({ readonly type: "call"; readonly id: number } & Question)
  /** Drop a long call. */
  | { readonly type: "cancel"; readonly id: number };

export type FromWorker =
  | { readonly type: "progress"; readonly fraction: number }
  | { readonly type: "ready" }
  /** Python could not be loaded. */
  | { readonly type: "unavailable"; readonly reason: string }
  /** While long calls are in hand: the worker has turned to this one. */
  | { readonly type: "started"; readonly id: number }
  /** A long call goes on; `step` is the JSON text of a `Progress`. */
  | { readonly type: "step"; readonly id: number; readonly step: string }
  | { readonly type: "cancelled"; readonly id: number }
  /** `answer` is the JSON text of an `Answer` or of a `ToolAnswer`. */
  | { readonly type: "answer"; readonly id: number; readonly answer: string }
  /** Python itself broke during a call; this worker is of no more use. */
  | { readonly type: "broken"; readonly reason: string };
