/** What the tools answer, as `livecalc/interface/explore/__init__.py` describes it. */

import type { Inputs, OutputValue } from "../protocol.ts";

/** A side of an input in `sensitivity`. */
export interface Moved {
  readonly value: number;
  readonly clipped: boolean;
  readonly output: number | null;
  readonly difference: number | null;
  readonly problem?: string;
}

export interface SensitivityRow {
  readonly input: string;
  readonly value: number;
  readonly step: number;
  readonly basis: "value" | "default" | "range" | "peer" | "one";
  readonly down: Moved | null;
  readonly up: Moved | null;
  readonly effect: number;
}

export interface Sensitivity {
  readonly value: number | null;
  readonly change: number;
  readonly rows: readonly SensitivityRow[];
}

/** An input's value and the output there. */
export interface Place {
  readonly input: number;
  readonly output: number | null;
}

export interface Between {
  readonly from: Place;
  readonly to: Place;
}

export interface Goal {
  readonly input: string;
  readonly target: number;
  readonly range: readonly [number, number];
  readonly value: number;
  readonly solutions: readonly Place[];
  readonly flats: readonly Between[];
  readonly jumps: readonly Between[];
  readonly closest: Place | null;
  /** The input does not change the output. */
  readonly constant: boolean;
  readonly message: string;
}

/** An input along an axis. */
export interface Axis {
  readonly input: string;
  readonly range: readonly [number, number];
  readonly whole_range: boolean;
  readonly scale: "equal" | "ratio";
  readonly value: number;
}

export interface Crossing {
  readonly input: number;
  readonly rises: boolean;
  readonly jumps: boolean;
}

export interface Sweep extends Axis {
  readonly present: number | null;
  readonly rows: readonly Place[];
  /** Absent until the whole range is known. */
  readonly crossings?: readonly Crossing[];
}

export interface MapAxis extends Axis {
  readonly values: readonly number[];
}

export interface HeatMap {
  readonly present: number | null;
  readonly x: MapAxis;
  readonly y: MapAxis;
  readonly cells: readonly (readonly (number | null)[])[];
}

export interface ScenarioRow {
  readonly name: string;
  readonly values: readonly OutputValue[];
  readonly differs: boolean;
  readonly differences: readonly (number | null)[];
}

export interface Scenarios {
  readonly names: readonly string[];
  readonly problems: readonly (string | null)[];
  readonly inputs: readonly ScenarioRow[];
  readonly outputs: readonly ScenarioRow[];
}

export type DistributionKind =
  | "default"
  | "between"
  | "uniform"
  | "triangular"
  | "normal"
  | "lognormal";

export interface UncertainInput {
  readonly input: string;
  readonly kind: DistributionKind;
  readonly p5: number;
  readonly p95: number;
  readonly clipped: number;
}

export interface Histogram {
  readonly step: number;
  readonly bars: readonly { readonly from: number; readonly count: number }[];
  readonly below: number;
  readonly above: number;
}

export interface FanRow {
  readonly x: number;
  readonly p5: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p95: number;
}

export interface Fan {
  readonly table: string;
  readonly x: string;
  readonly y: string;
  readonly runs: number;
  readonly rows: readonly FanRow[];
}

export interface Simulation {
  readonly runs: number;
  readonly seed: number;
  readonly uncertain?: readonly UncertainInput[];
  readonly done: number;
  readonly answered: number;
  readonly histogram: Histogram | null;
  readonly problem?: string | null;
  readonly fan?: Fan | null;
  /** Absent where no run has an answer. */
  readonly mean?: number;
  readonly median?: number;
  readonly p5?: number;
  readonly p95?: number;
  readonly lowest?: number;
  readonly highest?: number;
  readonly chance_of_loss?: number;
}

export interface PythonCall {
  readonly code: string;
}

/** What an answer says beside the tool's own: the inputs as used. */
export interface Asked {
  readonly inputs: Inputs;
  readonly output: string;
}
