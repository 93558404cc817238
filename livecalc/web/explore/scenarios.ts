/** Side by side: up to four sets of numbers, kept under names, with what they differ in. */

import type { Inputs, Scalar, TableRow, ToolRequest } from "../protocol.ts";
import type { ScenarioRow, Scenarios } from "./answers.ts";
import { axisSignals } from "./axis.ts";
import type { ChartContent } from "./chart.ts";
import { button, element } from "./element.ts";
import { type Field, textField } from "./fields.ts";
import { ResultBlock, type TableContent } from "./result-block.ts";
import { partOf, type State, underWord } from "./state.ts";
import type { Cell } from "./table.ts";
import { Tool, type ToolHost } from "./tool.ts";

const MOST = 4;
const NOW = "Your numbers now";

interface Kept {
  readonly inputs: Inputs;
  readonly name: Field;
  readonly element: HTMLElement;
}

export class ScenariosTool extends Tool<Scenarios> {
  readonly #list = element("div", { class: "livecalc-kept", role: "list" });
  readonly #keep: HTMLButtonElement;
  readonly #block: ResultBlock;
  #kept: readonly Kept[] = [];
  #counted = 0;
  #found: Scenarios | undefined;

  constructor(host: ToolHost) {
    super(
      host,
      "scenarios",
      "Side by side",
      "Keep the numbers as they are now, change them above, and keep those too: up to four, with what differs. They stay in this page's address and go nowhere else.",
    );
    this.#keep = button("Keep these numbers", () => this.#keepNow());
    this.controls.classList.replace("livecalc-inputs", "livecalc-scenarios");
    this.controls.append(this.#list, element("div", { class: "livecalc-actions" }, this.#keep));
    this.#block = new ResultBlock(host, "side-by-side", { hasChart: true });
    this.#block.hide();
    this.results.append(this.#block.element);
  }

  protected request(): ToolRequest | string {
    const { values } = this.host.subject;
    const kept = this.#kept.map(({ name, inputs }) => ({ name: nameOf(name), inputs }));
    const isKept = kept.some(({ inputs }) => JSON.stringify(inputs) === JSON.stringify(values));
    const now = isKept || kept.length === MOST ? [] : [{ name: NOW, inputs: values }];
    this.#keep.hidden = kept.length === MOST;
    this.#keep.disabled = isKept;
    return { tool: "scenarios", scenarios: [...kept, ...now] };
  }

  /** The answer has all outputs; only the drawing is of another one. */
  override outputChanged(): void {
    if (this.#found) this.show(this.#found);
  }

  get state(): State {
    return new Map(
      this.#kept.flatMap(({ name, inputs }, at) => [
        [`${at}.name`, nameOf(name)] as const,
        ...underWord(
          new Map(
            Object.entries(inputs)
              .filter(([input, value]) => value !== this.host.subject.start[input])
              .map(([input, value]) => [input, JSON.stringify(value)]),
          ),
          `${at}`,
        ),
      ]),
    );
  }

  takeState(state: State): void {
    this.#kept = [];
    for (let at = 0; at < MOST; at++) {
      const { name, ...texts } = Object.fromEntries(partOf(state, `${at}`));
      const inputs = Object.fromEntries(
        Object.entries(texts).map(([input, text]) => [input, scalarOf(text)]),
      );
      if (name !== undefined) this.#add(name, { ...this.host.subject.start, ...inputs });
    }
    this.#lay();
  }

  protected show(found: Scenarios): void {
    this.#found = found;
    const { output, subject } = this.host;
    const differing = found.inputs.filter((row) => row.differs);
    const same = found.inputs.length - differing.length;
    const results = found.outputs.find((row) => row.name === output.name)?.values ?? [];
    const words = found.names.map(
      (name, at) =>
        `${name}: ${subject.outputInWords(output.name, results[at] ?? null)}${because(found.problems[at])}`,
    );
    this.say(`${output.label}. ${words.join("; ")}.`);
    this.#block.show(this.#table(found, differing, same), this.#chart(found, results, words));
  }

  #chart(
    { names }: Scenarios,
    results: ScenarioRow["values"],
    words: readonly string[],
  ): ChartContent {
    const { output, subject } = this.host;
    const rows: TableRow[] = names.map((name, at) => {
      const value = results[at] ?? null;
      // Two may have the same name; the first of them must not stand for both.
      const label = `${at + 1}. ${name}`;
      return { label, value, text: `${label}: ${subject.outputInWords(output.name, value)}` };
    });
    return {
      chart: "bars",
      caption: `${output.label}, side by side`,
      signals: axisSignals("x", output),
      rows,
      words: `Bar chart. ${output.label}. ${words.join("; ")}.`,
    };
  }

  #table(found: Scenarios, inputs: readonly ScenarioRow[], same: number): TableContent {
    const { subject } = this.host;
    const cells = (row: ScenarioRow, inWords: (value: Scalar | null) => string): Cell[] => [
      { value: subject.labelOf(row.name), text: subject.labelOf(row.name) },
      ...row.values.map((value, at) => {
        const difference = row.differences[at] ?? null;
        const note = difference ? subject.differenceInWords(row.name, difference) : "";
        return { value, text: inWords(value), ...(note ? { note } : {}) };
      }),
    ];
    const others = same === 1 ? "one number is" : `${same} numbers are`;
    return {
      caption:
        same === 0
          ? "What differs, and what comes of it"
          : `What differs, and what comes of it; ${others} the same in all`,
      columns: [
        { label: "Number or result", unit: "" },
        ...found.names.map((label) => ({ label, unit: "" })),
      ],
      rows: [
        ...inputs.map((row) =>
          cells(row, (value) => (value === null ? "" : subject.inputInWords(row.name, value))),
        ),
        ...found.outputs.map((row) =>
          cells(row, (value) => subject.outputInWords(row.name, value)),
        ),
      ],
    };
  }

  #keepNow(): void {
    const kept = this.#add(`Scenario ${this.#kept.length + 1}`, this.host.subject.values);
    this.#lay();
    this.refresh();
    const { control } = kept.name.input;
    control.focus();
    if (control instanceof HTMLInputElement) control.select();
  }

  #add(name: string, inputs: Inputs): Kept {
    this.#counted += 1;
    const id = `${this.host.key}-scenario-${this.#counted}`;
    const field = textField({ id, path: "", label: "Name" }, this.host.subject.locale);
    field.input.control.value = name;
    const actions = element(
      "div",
      { class: "livecalc-actions" },
      button("Show", () => this.host.putInputs(inputs), { "aria-describedby": id }),
      button("Remove", () => this.#remove(kept), { "aria-describedby": id }),
    );
    const kept = {
      inputs,
      name: field,
      element: element("div", { role: "listitem" }, field.element, actions),
    };
    this.#kept = [...this.#kept, kept];
    return kept;
  }

  #remove(gone: Kept): void {
    this.#kept = this.#kept.filter((one) => one !== gone);
    this.#lay();
    this.refresh();
    this.#keep.focus();
  }

  #lay(): void {
    this.#list.replaceChildren(...this.#kept.map((one) => one.element));
    this.#list.hidden = this.#kept.length === 0;
    this.#keep.hidden = this.#kept.length === MOST;
  }
}

function nameOf({ input }: Field): string {
  return input.control.value.trim() || "Unnamed";
}

function because(problem: string | null | undefined): string {
  return problem ? ` (${problem})` : "";
}

/** A value as a link has it; text that is no JSON goes to Python, which says what is wrong. */
function scalarOf(text: string): Scalar {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" ? text : (value as Scalar);
  } catch {
    return text;
  }
}
