/** How the axis of a chart is written: the signals that its specification leaves to the page. */

import { type Quantity, titleOf } from "./subject.ts";

export type Signals = Readonly<Record<string, string | number>>;

/** The signals that write an axis in a quantity's unit. */
export function axisSignals(
  axis: "x" | "y",
  quantity: Quantity,
  title = titleOf(quantity),
): Signals {
  const { kind, prefix } = quantity.style;
  return {
    [`${axis}Title`]: title,
    [`${axis}Factor`]: kind === "percent" ? 100 : 1,
    [`${axis}Prefix`]: prefix,
    [`${axis}Suffix`]: kind === "percent" ? "\u00a0%" : "",
  };
}
