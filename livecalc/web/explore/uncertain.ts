/** What is uncertain: for every number, how it is drawn, and which of them move together. */

import type { DistributionKind } from "./answers.ts";
import { button, element } from "./element.ts";
import {
  type ChoiceField,
  choiceField,
  type Field,
  type NumberField,
  numberField,
} from "./fields.ts";
import { partOf, type State, underWord } from "./state.ts";
import type { NumericInput } from "./subject.ts";
import type { ToolHost } from "./tool.ts";

type Kind = DistributionKind | "fixed";

/** What a distribution is given, in the order of its fields. */
const NUMBERS: Readonly<Record<Kind, readonly (readonly [name: string, label: string])[]>> = {
  default: [],
  fixed: [],
  between: [
    ["low", "Between"],
    ["high", "and, nine times in ten"],
  ],
  uniform: [
    ["low", "From"],
    ["high", "to"],
  ],
  triangular: [
    ["low", "From"],
    ["mode", "most likely"],
    ["high", "to"],
  ],
  normal: [
    ["mean", "On average"],
    ["deviation", "give or take"],
  ],
  lognormal: [
    ["median", "Half of the time above"],
    ["sigma", "spread of the logarithm"],
  ],
};

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: "default", label: "a fifth less or more" },
  { value: "fixed", label: "certain, as it is" },
  { value: "between", label: "between … and …, nine times in ten" },
  { value: "uniform", label: "anything from … to …, all as likely" },
  { value: "triangular", label: "from … to …, most likely …" },
  { value: "normal", label: "a bell curve around …" },
  { value: "lognormal", label: "never below zero, with a long tail" },
];

const PLAIN = { kind: "number", decimals: 2, prefix: "", suffix: "" } as const;

class UncertainRow {
  readonly element = element("div", { class: "livecalc-uncertain" });
  readonly input: NumericInput;
  readonly #host: ToolHost;
  readonly #kind: ChoiceField;
  readonly #place = element("div", { class: "livecalc-pair" });
  readonly #note = element(
    "p",
    { class: "livecalc-help", hidden: true },
    "It stays as it is: a fifth of it is no range.",
  );
  #numbers: readonly NumberField[] = [];
  #laid: Kind = "default";

  constructor(host: ToolHost, input: NumericInput) {
    this.#host = host;
    this.input = input;
    this.#kind = choiceField(
      {
        id: this.#id("kind"),
        path: `uncertain.${input.name}.kind`,
        label: input.label,
        context: "How sure",
      },
      KINDS.filter(({ value }) => input.minimum >= 0 || value !== "lognormal"),
      host.subject.locale,
    );
    this.#kind.input.control.addEventListener("change", () => this.#lay());
    this.element.append(this.#kind.element, this.#note, this.#place);
  }

  /** A fifth of nothing is no range, and a whole number may be too small to have one. */
  get isDrawn(): boolean {
    if (this.kind !== "default") return this.kind !== "fixed";
    const { minimum, maximum, isWhole, name } = this.input;
    const value = Number(this.#host.subject.values[name]);
    const reach = 0.2 * Math.abs(value);
    const [low, high] = [Math.max(value - reach, minimum), Math.min(value + reach, maximum)];
    return isWhole ? Math.round(low) < Math.round(high) : low < high;
  }

  /** Says so where that is why a number stays as it is. */
  explain(): void {
    this.#note.hidden = this.kind === "fixed" || this.isDrawn;
  }

  get kind(): Kind {
    return this.#kind.value as Kind;
  }

  set kind(kind: Kind) {
    this.#kind.choose(kind);
    this.#lay();
  }

  get fields(): readonly Field[] {
    return [this.#kind, ...this.#numbers];
  }

  get request(): Readonly<Record<string, unknown>> {
    const names = NUMBERS[this.kind].map(([name]) => name);
    const numbers = this.#numbers.map(({ value }, at) => [names[at] ?? "", value ?? ""] as const);
    return { kind: this.kind, ...Object.fromEntries(numbers) };
  }

  get state(): State {
    const names = NUMBERS[this.kind].map(([name]) => name);
    return new Map([
      ["kind", this.kind],
      ...this.#numbers.map(({ input }, at) => [names[at] ?? "", input.addressText] as const),
    ]);
  }

  takeState(state: State): void {
    this.kind = (state.get("kind") ?? "default") as Kind;
    NUMBERS[this.kind].forEach(([name], at) => {
      const text = state.get(name);
      if (text !== undefined) this.#numbers[at]?.input.takeAddressText(text);
    });
  }

  #lay(): void {
    if (this.kind === this.#laid) return;
    this.#laid = this.kind;
    this.#numbers = NUMBERS[this.kind].map(([name, label]) => this.#field(name, label));
    this.#place.replaceChildren(...this.#numbers.map((one) => one.element));
  }

  #field(name: string, label: string): NumberField {
    const { input } = this;
    const field = numberField(
      {
        id: this.#id(name),
        path: `uncertain.${input.name}.${name}`,
        label,
        context: input.label,
        style: name === "sigma" ? PLAIN : input.style,
        isWhole: false,
      },
      this.#host.subject.locale,
    );
    field.input.show(this.#start(name));
    return field;
  }

  /** Somewhere to begin: a fifth around the present value, within what the input may be. */
  #start(name: string): number {
    const { minimum, maximum } = this.input;
    const typed = this.#host.subject.values[this.input.name];
    const value = typeof typed === "number" ? typed : minimum;
    const reach = 0.2 * Math.abs(value) || Math.min(1, (maximum - minimum) / 10);
    const starts: Readonly<Record<string, number>> = {
      low: Math.max(minimum, value - reach),
      high: Math.min(maximum, value + reach),
      deviation: reach / 2,
      sigma: 0.5,
    };
    return Number((starts[name] ?? value).toPrecision(4));
  }

  #id(part: string): string {
    return `${this.#host.key}-u-${this.input.name}-${part}`;
  }
}

interface Pair {
  readonly element: HTMLElement;
  readonly one: ChoiceField;
  readonly other: ChoiceField;
  readonly strength: NumberField;
}

export class Uncertain {
  readonly element: HTMLElement;
  readonly #host: ToolHost;
  readonly #rows: readonly UncertainRow[];
  readonly #pairs = element("div", { class: "livecalc-pairs" });
  readonly #changed: () => void;
  #tied: readonly Pair[] = [];
  #counted = 0;

  /** @param changed - Called when fields came or went. */
  constructor(host: ToolHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    this.#rows = host.subject.inputs.map((input) => new UncertainRow(host, input));
    const add = button("Let two numbers move together", () => this.#tie());
    this.element = element(
      "details",
      { class: "livecalc-numbers" },
      element("summary", {}, "What is uncertain, and how"),
      element(
        "p",
        { class: "livecalc-help" },
        "Nothing here is a forecast: you say how far each number may be off, and see what follows.",
      ),
      element("div", { class: "livecalc-uncertains" }, ...this.#rows.map((row) => row.element)),
      this.#pairs,
      element("div", { class: "livecalc-actions" }, ...(this.#rows.length > 1 ? [add] : [])),
    );
  }

  get fields(): readonly Field[] {
    return [
      ...this.#rows.flatMap((row) => row.fields),
      ...this.#tied.flatMap(({ one, other, strength }) => [one, other, strength]),
    ];
  }

  get request(): Readonly<Record<string, unknown>> {
    const correlations = this.#tied.map(({ one, other, strength }) => [
      one.value,
      other.value,
      strength.value ?? 0,
    ]);
    const rest = correlations.length > 0 ? { correlations } : {};
    for (const row of this.#rows) row.explain();
    // Without a word Python draws all that a fifth makes a range of.
    if (!this.#isSaid) return rest;
    const uncertain = this.#rows.filter((row) => row.isDrawn);
    return {
      uncertain: Object.fromEntries(uncertain.map((row) => [row.input.name, row.request])),
      ...rest,
    };
  }

  /** Somebody chose something else than what is assumed. */
  get #isSaid(): boolean {
    return this.#rows.some(({ kind }) => kind !== "default");
  }

  get state(): State {
    const rows = this.#rows.filter(({ kind }) => kind !== "default");
    return new Map([
      ...rows.flatMap((row) => [...underWord(row.state, row.input.name)]),
      ...this.#tied.map(
        ({ one, other, strength }, at) =>
          [`-.${at}`, [one.value, other.value, strength.input.addressText].join(" ")] as const,
      ),
    ]);
  }

  takeState(state: State): void {
    for (const row of this.#rows) row.takeState(partOf(state, row.input.name));
    this.#tied = [];
    for (const text of partOf(state, "-").values()) {
      const [one = "", other = "", strength = "0"] = text.split(" ");
      const pair = this.#add();
      pair.one.choose(one);
      pair.other.choose(other);
      pair.strength.input.takeAddressText(strength);
    }
    this.#lay();
  }

  #tie(): void {
    const { one } = this.#add();
    this.#lay();
    one.input.control.focus();
  }

  #add(): Pair {
    const { subject, key } = this.#host;
    const at = this.#tied.length;
    const id = `${key}-u-pair-${++this.#counted}`;
    const offered = subject.inputs.map(({ name, label }) => ({ value: name, label }));
    const choice = (part: string, label: string) =>
      choiceField(
        { id: `${id}-${part}`, path: `correlations.${at}.${part}`, label },
        offered,
        subject.locale,
      );
    const [one, other] = [choice("0", "This number"), choice("1", "moves with")];
    other.choose(offered[1]?.value ?? "");
    const strength = numberField(
      {
        id: `${id}-2`,
        path: `correlations.${at}.2`,
        label: "Correlation, -1 to 1",
        style: PLAIN,
        isWhole: false,
        minimum: -1,
        maximum: 1,
      },
      subject.locale,
    );
    strength.input.show(0.5);
    const pair: Pair = {
      element: element("div", { class: "livecalc-tied" }),
      one,
      other,
      strength,
    };
    const remove = button("Remove", () => {
      this.#tied = this.#tied.filter((each) => each !== pair);
      this.#lay();
    });
    pair.element.append(one.element, other.element, strength.element, remove);
    this.#tied = [...this.#tied, pair];
    return pair;
  }

  #lay(): void {
    this.#pairs.replaceChildren(...this.#tied.map((pair) => pair.element));
    this.#changed();
  }
}
