/** How bad can it get: ten thousand draws of what is uncertain, the same for the same seed. */

import { formatNumber } from "../number-format.ts";
import type { Progress, TableRow, ToolRequest } from "../protocol.ts";
import type { Fan, Simulation } from "./answers.ts";
import { axisSignals } from "./axis.ts";
import type { ChartContent } from "./chart.ts";
import { button, element } from "./element.ts";
import { type NumberField, numberField } from "./fields.ts";
import { ResultBlock, type TableContent } from "./result-block.ts";
import { partOf, type State, underWord } from "./state.ts";
import type { Quantity } from "./subject.ts";
import type { Cell } from "./table.ts";
import { Tool, type ToolHost } from "./tool.ts";
import { Uncertain } from "./uncertain.ts";

const RUNS = 10_000;
const SEED = 1;
const COUNT = { kind: "number", decimals: 0, prefix: "", suffix: "" } as const;

const SHARE: Quantity = {
  name: "share",
  label: "Share of runs",
  style: { kind: "percent", decimals: 1, prefix: "", suffix: "%" },
  isWhole: false,
};

export class SimulationTool extends Tool<Simulation> {
  readonly #uncertain: Uncertain;
  readonly #runs: NumberField;
  readonly #seed: NumberField;
  readonly #facts = element("dl", { class: "livecalc-details" });
  readonly #histogram: ResultBlock;
  readonly #fan: ResultBlock;

  constructor(host: ToolHost) {
    super(
      host,
      "simulation",
      "How bad can it get",
      "What you are unsure of is drawn by chance, thousands of times. The same link draws the same.",
    );
    const { locale } = host.subject;
    const count = (path: string, label: string, minimum: number) =>
      numberField(
        { id: `${host.key}-m-${path}`, path, label, style: COUNT, isWhole: true, minimum },
        locale,
      );
    this.#runs = count("runs", "Runs", 100);
    this.#seed = count("seed", "Seed", 0);
    this.#uncertain = new Uncertain(host, () => this.#lay());
    const again = button("Draw others", () => this.#drawOthers());
    this.controls.append(this.#runs.element, this.#seed.element, again, this.#uncertain.element);
    this.#histogram = new ResultBlock(host, "simulation", { hasChart: true });
    this.#fan = new ResultBlock(host, "simulation-over-time", { hasChart: true });
    this.#histogram.hide();
    this.#fan.hide();
    this.results.append(this.#facts, this.#histogram.element, this.#fan.element);
    this.#start();
  }

  protected request(): ToolRequest | string {
    const { subject, output } = this.host;
    // Fields come and go with what is chosen.
    this.use([this.#runs, this.#seed, ...this.#uncertain.fields]);
    return {
      tool: "simulation",
      inputs: subject.values,
      output: output.name,
      runs: this.#runs.value ?? RUNS,
      seed: this.#seed.value ?? SEED,
      ...this.#uncertain.request,
    };
  }

  get state(): State {
    const count = (name: string, { value, input }: NumberField, start: number) =>
      value === undefined || value === start ? [] : [[name, input.addressText] as const];
    return new Map([
      ...count("runs", this.#runs, RUNS),
      ...count("seed", this.#seed, SEED),
      ...underWord(this.#uncertain.state, "u"),
    ]);
  }

  takeState(state: State): void {
    this.#start();
    const [runs, seed] = [state.get("runs"), state.get("seed")];
    if (runs !== undefined) this.#runs.input.takeAddressText(runs);
    if (seed !== undefined) this.#seed.input.takeAddressText(seed);
    this.#uncertain.takeState(partOf(state, "u"));
  }

  protected override showPart(known: Progress): void {
    const part = known as unknown as Simulation;
    if (part.done > 0) this.#showRuns(part);
  }

  protected show(found: Simulation): void {
    this.say(this.#inWords(found));
    this.#showRuns(found);
    if (found.fan && found.fan.rows.length > 1) this.#showFan(found.fan);
    else this.#fan.hide();
  }

  #showRuns(found: Simulation): void {
    this.#facts.replaceChildren(...this.#factsOf(found));
    const chart = this.#chart(found);
    if (chart) this.#histogram.show(this.#table(found), chart);
    else this.#histogram.hide();
  }

  #inWords(found: Simulation): string {
    const { output, subject } = this.host;
    const missing = found.runs - found.answered;
    const without =
      missing > 0
        ? ` ${this.#count(missing)} of the runs have no answer: ${found.problem ?? ""}`
        : "";
    const { median, p5, p95, chance_of_loss: loss } = found;
    if (median === undefined || p5 === undefined || p95 === undefined) {
      return `No run has an answer.${without}`;
    }
    const result = (value: number) => subject.outputInWords(output.name, value);
    const lost = loss ? ` ${this.#share(loss)} of them lose.` : " None of them loses.";
    return `${output.label}: half of ${this.#count(found.runs)} runs give ${result(median)} or more, nine in ten between ${result(p5)} and ${result(p95)}.${lost}${without}`;
  }

  #factsOf(found: Simulation): HTMLElement[] {
    const { output, subject } = this.host;
    const result = (value: number | undefined) =>
      value === undefined ? "none" : subject.outputInWords(output.name, value);
    const facts: readonly (readonly [string, string, boolean])[] = [
      ["Half of the runs above", result(found.median), false],
      ["One in twenty below", result(found.p5), isLoss(found.p5)],
      ["One in twenty above", result(found.p95), isLoss(found.p95)],
      ["Mean", result(found.mean), isLoss(found.mean)],
      ["Chance of a loss", this.#share(found.chance_of_loss ?? 0), (found.chance_of_loss ?? 0) > 0],
      ["Lowest run", result(found.lowest), isLoss(found.lowest)],
    ];
    return facts.map(([label, text, isBad]) =>
      element(
        "div",
        { class: isBad ? "livecalc-result livecalc-bad" : "livecalc-result" },
        element("dt", { class: "livecalc-label" }, label),
        element("dd", {}, text),
      ),
    );
  }

  #chart(found: Simulation): ChartContent | undefined {
    const { output, subject } = this.host;
    const { histogram, p5, median, p95 } = found;
    if (!histogram || p5 === undefined || median === undefined || p95 === undefined)
      return undefined;
    const bars: TableRow[] = histogram.bars.map(({ from, count }) => ({
      kind: "bar",
      from,
      to: from + histogram.step,
      share: count / found.answered,
    }));
    const marks: TableRow[] = [
      { kind: "mark", from: p5, text: "5\u00a0%" },
      { kind: "mark", from: median, text: "half" },
      { kind: "mark", from: p95, text: "95\u00a0%" },
    ];
    const outside = histogram.below + histogram.above;
    const left =
      outside > 0
        ? ` ${this.#share(outside / found.answered)} of the runs lie outside of the drawing.`
        : "";
    const lowest = subject.outputInWords(output.name, p5);
    const highest = subject.outputInWords(output.name, p95);
    return {
      chart: "histogram",
      caption: `${output.label} in ${this.#count(found.done)} runs`,
      signals: { ...axisSignals("x", output), ...axisSignals("y", SHARE, "Share of runs") },
      rows: [...bars, ...marks],
      words: `Histogram. Nine runs in ten lie between ${lowest} and ${highest}.${left}`,
      legend: bars.some((one) => Number(one.from) < 0)
        ? [
            { colour: "1", label: "gain" },
            { colour: "loss", label: "loss" },
          ]
        : [],
    };
  }

  #table(found: Simulation): TableContent {
    const { output, subject } = this.host;
    const unit = output.style.suffix || output.style.prefix;
    const result = (value: number): Cell => ({
      value,
      text: subject.outputInWords(output.name, value),
    });
    const { step = 0, bars = [], below = 0, above = 0 } = found.histogram ?? {};
    const [first, last] = [bars[0]?.from ?? 0, (bars.at(-1)?.from ?? 0) + step];
    const none = (text: string): Cell => ({ value: null, text });
    const counted = (count: number): Cell[] => [
      { value: count, text: this.#count(count) },
      { value: count / found.answered, text: this.#share(count / found.answered) },
    ];
    return {
      caption: `${output.label} in ${this.#count(found.done)} runs`,
      columns: [
        { label: "From", unit },
        { label: "To below", unit },
        { label: "Runs", unit: "" },
        { label: "Share", unit: "fraction" },
      ],
      rows: [
        ...(below > 0 ? [[none("less"), result(first), ...counted(below)]] : []),
        ...bars.map(({ from, count }) => [result(from), result(from + step), ...counted(count)]),
        ...(above > 0 ? [[result(last), none("more"), ...counted(above)]] : []),
      ],
    };
  }

  #showFan(fan: Fan): void {
    const table = this.host.subject.table(fan.table);
    const [x, y] = [table?.column(fan.x), table?.column(fan.y)];
    if (!table || !x || !y) return;
    const last = fan.rows.at(-1);
    const names = ["p5", "p25", "median", "p75", "p95"] as const;
    const text = (quantity: Quantity, value: number) =>
      formatNumber(value, quantity.style, this.host.subject.locale);
    const end = last
      ? `At the end nine runs in ten lie between ${text(y, last.p5)} and ${text(y, last.p95)}, half above ${text(y, last.median)}.`
      : "";
    this.#fan.show(
      {
        caption: `${y.label} over time, in ${this.#count(fan.runs)} of the runs`,
        columns: [
          { label: x.label, unit: x.style.suffix },
          ...[
            "5 % below",
            "a quarter below",
            "half below",
            "three quarters below",
            "95 % below",
          ].map((label) => ({ label, unit: y.style.suffix || y.style.prefix })),
        ],
        rows: fan.rows.map((row) => [
          { value: row.x, text: text(x, row.x) },
          ...names.map((name) => ({ value: row[name], text: text(y, row[name]) })),
        ]),
      },
      {
        chart: "fan",
        caption: `${y.label} over time: the middle, half of the runs, nine in ten`,
        signals: { ...axisSignals("x", x), ...axisSignals("y", y) },
        rows: fan.rows.map((row) => ({ ...row })),
        words: `Fan chart. ${end}`,
      },
    );
  }

  #share(value: number): string {
    return formatNumber(value, SHARE.style, this.host.subject.locale);
  }

  #count(value: number): string {
    return formatNumber(value, COUNT, this.host.subject.locale);
  }

  #drawOthers(): void {
    const { value } = this.#seed;
    this.#seed.input.show(typeof value === "number" ? value + 1 : SEED);
    this.refresh();
  }

  #start(): void {
    this.#runs.input.show(RUNS);
    this.#seed.input.show(SEED);
    this.#lay();
  }

  #lay(): void {
    this.refresh();
  }
}

function isLoss(value: number | undefined): boolean {
  return value !== undefined && value < 0;
}
