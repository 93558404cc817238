/** What matters most: every number moved a little, and what that does. */

import type { TableRow, ToolRequest } from "../protocol.ts";
import type { Moved, Sensitivity, SensitivityRow } from "./answers.ts";
import { axisSignals } from "./axis.ts";
import type { ChartContent } from "./chart.ts";
import { element } from "./element.ts";
import { type NumberField, numberField } from "./fields.ts";
import { ResultBlock, type TableContent } from "./result-block.ts";
import type { State } from "./state.ts";
import type { Cell } from "./table.ts";
import { Tool, type ToolHost } from "./tool.ts";

const CHANGE = 0.1;
const PERCENT = { kind: "percent", decimals: 0, prefix: "", suffix: "%" } as const;

/** Inputs that are drawn; the table has all that matter. */
const MOST_DRAWN = 12;

export class SensitivityTool extends Tool<Sensitivity> {
  readonly #change: NumberField;
  readonly #block: ResultBlock;
  readonly #rest = element("p", { class: "livecalc-help" });

  /** @param built - What the page itself holds of this tool, shown until the first answer. */
  constructor(host: ToolHost, built: readonly Element[]) {
    super(
      host,
      "sensitivity",
      "What matters most",
      "Each number is moved alone, down and up by the same share. The longest bar is the number to be surest of.",
    );
    this.#change = numberField(
      {
        id: `${host.key}-x-change`,
        path: "change",
        label: "Move each number by",
        style: PERCENT,
        isWhole: false,
        minimum: 0.001,
        maximum: 1,
      },
      host.subject.locale,
    );
    this.#change.input.show(CHANGE);
    this.controls.append(this.#change.element);
    this.use([this.#change]);
    this.#block = new ResultBlock(host, "sensitivity", { hasChart: true, isUnfolded: true });
    this.results.append(...built);
  }

  protected request(): ToolRequest | string {
    const { subject, output } = this.host;
    return {
      tool: "sensitivity",
      inputs: subject.values,
      output: output.name,
      change: this.#change.value ?? CHANGE,
    };
  }

  get state(): State {
    const { value } = this.#change;
    if (value === undefined || value === CHANGE) return new Map();
    return new Map([["change", this.#change.input.addressText]]);
  }

  takeState(state: State): void {
    const change = state.get("change");
    if (change === undefined) this.#change.input.show(CHANGE);
    else this.#change.input.takeAddressText(change);
  }

  protected show(found: Sensitivity): void {
    const moving = found.rows.filter(({ effect }) => effect > 0);
    const still = found.rows.filter(({ effect, down, up }) => effect === 0 && !problemOf(down, up));
    const inWords = this.#inWords(moving, found.value);
    this.say(inWords);
    this.results.replaceChildren(this.#block.element, this.#rest);
    const names = still.map(({ input }) => this.host.subject.labelOf(input)).join(", ");
    this.#rest.textContent = names && `Without any effect on it here: ${names}.`;
    this.#block.show(
      this.#table(found.rows.filter((row) => !still.includes(row))),
      this.#chart(moving.slice(0, MOST_DRAWN), found.value, inWords),
    );
  }

  #inWords([first]: readonly SensitivityRow[], value: number | null): string {
    const { subject, output } = this.host;
    if (value === null) return `There is no such result for these numbers: ${output.label}.`;
    if (!first) return `No number changes it: ${output.label}.`;
    const now = subject.outputInWords(output.name, value);
    const sides = [first.down, first.up]
      .flatMap((side) => (side && side.output !== null ? [side] : []))
      .map(
        (side) =>
          `${subject.outputInWords(output.name, side.output)} with ${subject.inputInWords(first.input, side.value)} there`,
      );
    return `${output.label} is ${now}. What matters most is “${subject.labelOf(first.input)}”: ${sides.join(", ")}.`;
  }

  #chart(rows: readonly SensitivityRow[], present: number | null, words: string): ChartContent {
    const { subject, output } = this.host;
    const drawn: TableRow[] = rows.flatMap(({ input, down, up }) => {
      const label = subject.labelOf(input);
      const sides = (
        [
          ["down", down],
          ["up", up],
        ] as const
      ).flatMap(([side, moved]) =>
        moved && moved.output !== null
          ? [
              {
                label,
                side,
                output: moved.output,
                present,
                text: subject.inputInWords(input, moved.value),
              },
            ]
          : [],
      );
      return sides.map((one, at) => ({ ...one, first: at === 0 }));
    });
    return {
      chart: "tornado",
      caption: `${output.label}, each number moved alone`,
      signals: axisSignals("x", output),
      rows: drawn,
      words: `Bar chart. ${words}`,
      legend: [
        { colour: "2", label: "moved down" },
        { colour: "1", label: "moved up" },
      ],
    };
  }

  #table(rows: readonly SensitivityRow[]): TableContent {
    const { output } = this.host;
    const unit = output.style.suffix || output.style.prefix;
    return {
      caption: `${output.label}, each number moved alone`,
      columns: [
        { label: "Number", unit: "" },
        { label: "Now", unit: "" },
        { label: "Lower", unit: "" },
        { label: "Result then", unit },
        { label: "Higher", unit: "" },
        { label: "Result then", unit },
      ],
      rows: rows.map((row) => [
        { value: this.host.subject.labelOf(row.input), text: this.host.subject.labelOf(row.input) },
        { value: row.value, text: this.host.subject.inputInWords(row.input, row.value) },
        ...this.#side(row, row.down),
        ...this.#side(row, row.up),
      ]),
    };
  }

  #side({ input }: SensitivityRow, side: Moved | null): Cell[] {
    const { subject, output } = this.host;
    if (!side) {
      return [
        { value: null, text: "end of its range" },
        { value: null, text: "–" },
      ];
    }
    const end = side.clipped ? { note: "end of its range" } : {};
    const then: Cell =
      side.output === null
        ? { value: null, text: "no answer", ...(side.problem ? { note: side.problem } : {}) }
        : {
            value: side.output,
            text: subject.outputInWords(output.name, side.output),
            note: subject.differenceInWords(output.name, side.difference),
          };
    return [{ value: side.value, text: subject.inputInWords(input, side.value), ...end }, then];
  }
}

function problemOf(...sides: readonly (Moved | null)[]): string | undefined {
  return sides.find((side) => side?.problem)?.problem;
}
