/** What if: the result along one number, or over two of them. */

import type { Progress, TableRow, ToolRequest } from "../protocol.ts";
import type { HeatMap, MapAxis, Sweep } from "./answers.ts";
import { axisSignals } from "./axis.ts";
import type { ChartContent, LegendEntry } from "./chart.ts";
import { element } from "./element.ts";
import { type ChoiceField, choiceField } from "./fields.ts";
import { RangeFields } from "./range-fields.ts";
import { ResultBlock, type TableContent } from "./result-block.ts";
import { partOf, type State, underWord } from "./state.ts";
import { type Quantity, titleOf } from "./subject.ts";
import { Tool, type ToolHost } from "./tool.ts";

export class SweepTool extends Tool<Sweep | HeatMap> {
  readonly #first: ChoiceField;
  readonly #second: ChoiceField;
  readonly #along: RangeFields;
  readonly #x: RangeFields;
  readonly #y: RangeFields;
  readonly #ranges = element("div", { class: "livecalc-place" });
  readonly #block: ResultBlock;

  constructor(host: ToolHost) {
    super(
      host,
      "sweep",
      "What if",
      "The result along one number from end to end, with your value marked, and where gain turns into loss. A second number makes a map.",
    );
    const { inputs, locale } = host.subject;
    const offered = inputs.map(({ name, label }) => ({ value: name, label }));
    this.#first = choiceField(
      { id: `${host.key}-s-input`, path: "input", label: "Let this number vary" },
      offered,
      locale,
    );
    this.#first.choose(host.first);
    this.#second = choiceField(
      { id: `${host.key}-s-second`, path: "y.input", label: "and this one" },
      [{ value: "", label: "none" }, ...offered],
      locale,
    );
    this.#along = new RangeFields(host, "s", "");
    this.#x = new RangeFields(host, "sx", "x.");
    this.#y = new RangeFields(host, "sy", "y.");
    this.#block = new ResultBlock(host, "what-if", { hasChart: true });
    this.#block.hide();
    this.results.append(this.#block.element);
    for (const { input } of [this.#first, this.#second]) {
      input.control.addEventListener("change", () => this.#lay());
    }
    this.controls.append(this.#first.element, this.#second.element, this.#ranges);
    this.#lay();
  }

  protected request(): ToolRequest | string {
    const { subject, output } = this.host;
    const common = { inputs: subject.values, output: output.name };
    if (!this.#second.value) {
      return { tool: "sweep", ...common, input: this.#first.value, ...this.#along.request };
    }
    if (this.#second.value === this.#first.value) return "Choose two different numbers.";
    return {
      tool: "map",
      ...common,
      x: { input: this.#first.value, ...this.#x.request },
      y: { input: this.#second.value, ...this.#y.request },
    };
  }

  get state(): State {
    const { first } = this.host;
    return new Map([
      ...(this.#first.value === first ? [] : [["input", this.#first.value] as const]),
      ...(this.#second.value ? [["second", this.#second.value] as const] : []),
      ...underWord(this.#second.value ? this.#x.state : this.#along.state, "x"),
      ...(this.#second.value ? underWord(this.#y.state, "y") : []),
    ]);
  }

  takeState(state: State): void {
    this.#first.choose(state.get("input") ?? this.host.first);
    this.#second.choose(state.get("second") ?? "");
    this.#lay();
    for (const x of [this.#along, this.#x]) x.takeState(partOf(state, "x"));
    this.#y.takeState(partOf(state, "y"));
  }

  protected override showPart(known: Progress): void {
    const part = known as unknown as Sweep | HeatMap;
    if ("rows" in part && part.rows.length > 1) this.#showSweep(part);
  }

  protected show(found: Sweep | HeatMap): void {
    if ("cells" in found) this.#showMap(found);
    else this.#showSweep(found);
  }

  // Along one number

  #showSweep(found: Sweep): void {
    const { subject, output } = this.host;
    const input = subject.input(found.input);
    if (!input) return;
    this.#along.suggest(found.range);
    const words = this.#sweepInWords(found);
    if (found.crossings) this.say(words);
    const crossings = found.crossings ?? [];
    const points: TableRow[] = [
      ...found.rows.map((row) => ({ kind: "curve", x: row.input, y: row.output })),
      ...(found.present === null || !inside(found.value, found.range)
        ? []
        : [{ kind: "present", x: found.value, y: found.present }]),
      ...crossings.map((one) => ({ kind: "crossing", x: one.input, y: 0 })),
    ];
    const isLogarithmic = found.scale === "ratio" && found.range[0] >= 0;
    const at = (value: number) => subject.inputInWords(found.input, value);
    const legend: LegendEntry[] = [{ colour: "1", sign: "●", label: `now, ${at(found.value)}` }];
    if (crossings.length > 0) {
      const places = crossings.map((one) => at(one.input)).join(", ");
      legend.push({ colour: "2", sign: "◆", label: `breaks even at ${places}` });
    }
    this.#block.show(this.#sweepTable(found), {
      chart: isLogarithmic ? "sweep-log" : "sweep",
      caption: `${output.label} along: ${input.label}`,
      signals: { ...axisSignals("x", input), ...axisSignals("y", output) },
      rows: points,
      words: `Line chart. ${words}`,
      legend,
    });
  }

  #sweepInWords(found: Sweep): string {
    const { subject, output } = this.host;
    const at = (value: number) => subject.inputInWords(found.input, value);
    const result = (value: number | null) => subject.outputInWords(output.name, value);
    const answered = found.rows.filter((row) => row.output !== null);
    const [first, last] = [answered[0], answered.at(-1)];
    if (!first || !last) return "No value in this range has an answer.";
    const ends = `From ${at(first.input)} to ${at(last.input)} it goes from ${result(first.output)} to ${result(last.output)}.`;
    const now =
      found.present === null ? "" : ` At your ${at(found.value)} it is ${result(found.present)}.`;
    const crossings = (found.crossings ?? []).map(({ input, rises, jumps }) =>
      jumps
        ? `from ${at(input)} on it is a ${rises ? "gain" : "loss"}`
        : `at ${at(input)} a ${rises ? "loss turns into a gain" : "gain turns into a loss"}`,
    );
    const zero = crossings.length > 0 ? ` Break-even: ${crossings.join("; ")}.` : "";
    return `${output.label}: ${ends}${now}${zero}`;
  }

  #sweepTable(found: Sweep): TableContent {
    const { subject, output } = this.host;
    const input = subject.input(found.input);
    return {
      caption: `${output.label} along: ${subject.labelOf(found.input)}`,
      columns: [
        { label: subject.labelOf(found.input), unit: unitOf(input) },
        { label: output.label, unit: unitOf(output) },
      ],
      rows: found.rows.map((row) => [
        {
          value: row.input,
          text: subject.inputInWords(found.input, row.input),
          ...(row.input === found.value ? { note: "now" } : {}),
        },
        {
          value: row.output,
          text: row.output === null ? "no answer" : subject.outputInWords(output.name, row.output),
        },
      ]),
    };
  }

  // Over two numbers

  #showMap(found: HeatMap): void {
    const { subject, output } = this.host;
    this.#x.suggest(found.x.range);
    this.#y.suggest(found.y.range);
    const all = found.cells.flat().filter((one) => one !== null);
    const words = this.#mapInWords(all);
    this.say(words);
    const largest = Math.max(...all.map(Math.abs)) || 1;
    const here = { x: nearest(found.x), y: nearest(found.y) };
    const rows: TableRow[] = found.y.values
      .map((y, row) =>
        found.x.values.map((x, column) => {
          const value = found.cells[row]?.[column] ?? null;
          return {
            x: this.#tick(found.x, x),
            y: this.#tick(found.y, y),
            value,
            share: Math.abs(value ?? 0) / largest,
            here: x === here.x && y === here.y,
          };
        }),
      )
      // What is more stands higher.
      .reverse()
      .flat();
    const titles = [found.x, found.y].map(({ input }) => {
      const quantity = subject.input(input);
      return quantity ? titleOf(quantity) : input;
    });
    const result = (value: number) => subject.outputInWords(output.name, value);
    const chart: ChartContent = {
      chart: "map",
      caption: `${output.label} over: ${subject.labelOf(found.x.input)}, ${subject.labelOf(found.y.input)}`,
      signals: { xTitle: titles[0] ?? "", yTitle: titles[1] ?? "" },
      rows,
      words: `Heat map. ${words}`,
      legend: [
        ...(all.some((one) => one > 0)
          ? [{ colour: "1", label: `gain, up to ${result(Math.max(...all))}` }]
          : []),
        ...(all.some((one) => one < 0)
          ? [{ colour: "loss", label: `loss, down to ${result(Math.min(...all))}` }]
          : []),
        { colour: "text", sign: "▯", label: "nearest to your numbers" },
      ],
    };
    this.#block.show(this.#mapTable(found), chart);
  }

  #mapInWords(all: readonly number[]): string {
    const { subject, output } = this.host;
    if (all.length === 0) return "No pair of values has an answer.";
    const result = (value: number) => subject.outputInWords(output.name, value);
    const losing = all.filter((one) => one < 0).length;
    const share = losing > 0 ? ` ${losing} of ${all.length} pairs are losses.` : "";
    return `${output.label}: from ${result(Math.min(...all))} to ${result(Math.max(...all))}.${share}`;
  }

  #mapTable(found: HeatMap): TableContent {
    const { subject, output } = this.host;
    const [across, down] = [found.x.input, found.y.input];
    return {
      caption: `${output.label}: ${subject.labelOf(across)} across, ${subject.labelOf(down)} down`,
      columns: [
        { label: subject.labelOf(down), unit: unitOf(subject.input(down)) },
        ...found.x.values.map((x) => ({ label: subject.inputInWords(across, x), unit: "" })),
      ],
      rows: found.y.values.map((y, row) => [
        { value: y, text: subject.inputInWords(down, y) },
        ...found.x.values.map((_, column) => {
          const value = found.cells[row]?.[column] ?? null;
          return { value, text: value === null ? "–" : subject.outputInWords(output.name, value) };
        }),
      ]),
    };
  }

  /** A value beside the map; its unit stands in the title unless it is a sign. */
  #tick({ input }: MapAxis, value: number): string {
    const { subject } = this.host;
    const text = subject.inputInWords(input, Number(value.toPrecision(3)));
    const suffix = subject.input(input)?.style.suffix ?? "";
    return suffix === "%" || suffix === "" ? text : text.slice(0, -suffix.length).trimEnd();
  }

  #lay(): void {
    const { subject } = this.host;
    const [first, second] = [subject.input(this.#first.value), subject.input(this.#second.value)];
    if (!first) return;
    if (second) {
      this.#x.lay(first);
      this.#y.lay(second);
      this.#ranges.replaceChildren(this.#x.element, this.#y.element);
    } else {
      this.#along.lay(first);
      this.#ranges.replaceChildren(this.#along.element);
    }
    const ranges = second ? [this.#x, this.#y] : [this.#along];
    this.use([this.#first, this.#second, ...ranges.flatMap(({ fields }) => fields)]);
  }
}

function unitOf(quantity: Quantity | undefined): string {
  return quantity?.style.suffix || quantity?.style.prefix || "";
}

function inside(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

function nearest({ values, value }: MapAxis): number | undefined {
  const distances = values.map((one) => Math.abs(one - value));
  return values[distances.indexOf(Math.min(...distances))];
}
