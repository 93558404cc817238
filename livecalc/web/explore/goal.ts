/** What would it take: the value of one number at which the result is what somebody wants. */

import type { ToolRequest } from "../protocol.ts";
import type { Goal } from "./answers.ts";
import { button, element } from "./element.ts";
import { type ChoiceField, choiceField, type NumberField, numberField } from "./fields.ts";
import { RangeFields } from "./range-fields.ts";
import { ResultBlock } from "./result-block.ts";
import { partOf, type State, underWord } from "./state.ts";
import { Tool, type ToolHost } from "./tool.ts";

export class GoalTool extends Tool<Goal> {
  readonly #input: ChoiceField;
  readonly #range: RangeFields;
  readonly #block: ResultBlock;
  readonly #uses = element("div", { class: "livecalc-actions" });
  readonly #place = element("div", { class: "livecalc-place" });
  #target: NumberField;
  /** What the target was when nobody had touched it. */
  #startTarget: number;

  constructor(host: ToolHost) {
    super(
      host,
      "goal",
      "What would it take",
      "Name the result that you want. One number is changed until the result is that; all others stay as they are.",
    );
    this.#input = choiceField(
      { id: `${host.key}-g-input`, path: "input", label: "Change this number" },
      host.subject.inputs.map(({ name, label }) => ({ value: name, label })),
      host.subject.locale,
    );
    this.#input.choose(host.first);
    this.#range = new RangeFields(host, "g", "");
    this.#startTarget = this.#suggestion();
    this.#target = this.#makeTarget();
    this.#target.input.show(this.#startTarget);
    this.#block = new ResultBlock(host, "goal", { hasChart: false });
    this.#block.hide();
    this.results.append(this.#uses, this.#block.element);
    this.#input.input.control.addEventListener("change", () => this.#lay());
    this.#lay();
  }

  protected request(): ToolRequest | string {
    const { subject, output } = this.host;
    const { value } = this.#target;
    if (value === undefined) return `Enter the result that you want: ${output.label}.`;
    return {
      tool: "goal",
      inputs: subject.values,
      output: output.name,
      input: this.#input.value,
      target: value,
      ...this.#range.request,
    };
  }

  get state(): State {
    const { first } = this.host;
    const isTouched = this.#target.value !== this.#startTarget;
    return new Map([
      ...(this.#input.value === first ? [] : [["input", this.#input.value] as const]),
      ...(isTouched ? [["target", this.#target.input.addressText] as const] : []),
      ...underWord(this.#range.state, "range"),
    ]);
  }

  takeState(state: State): void {
    this.#input.choose(state.get("input") ?? this.host.first);
    this.#lay();
    this.#range.takeState(partOf(state, "range"));
    const target = state.get("target");
    if (target !== undefined) this.#target.input.takeAddressText(target);
  }

  override outputChanged(): void {
    this.#startTarget = this.#suggestion();
    this.#target = this.#makeTarget();
    this.#target.input.show(this.#startTarget);
    this.#lay();
  }

  protected show(found: Goal): void {
    const { subject, output } = this.host;
    this.say(found.message);
    this.#uses.replaceChildren(
      ...found.solutions
        .slice(0, 3)
        .map(({ input }) =>
          button(`Use ${subject.inputInWords(found.input, input)}`, () =>
            this.host.putInputs({ [found.input]: Number(input.toPrecision(6)) }),
          ),
        ),
    );
    const rows = [
      ...found.solutions.map((one) => ({ what: "reaches it", ...one })),
      ...found.flats.flatMap(({ from, to }) => [
        { what: "reaches it from here", ...from },
        { what: "reaches it up to here", ...to },
      ]),
      ...found.jumps.flatMap(({ from, to }) => [
        { what: "last before it is passed", ...from },
        { what: "first beyond it", ...to },
      ]),
      ...(found.closest && !found.constant ? [{ what: "comes closest", ...found.closest }] : []),
    ];
    if (rows.length === 0) {
      this.#block.hide();
      return;
    }
    const input = subject.input(found.input);
    this.#block.show({
      caption: `${output.label} of ${subject.outputInWords(output.name, found.target)}`,
      columns: [
        { label: "This value", unit: "" },
        { label: subject.labelOf(found.input), unit: input?.style.suffix ?? "" },
        { label: output.label, unit: output.style.suffix || output.style.prefix },
      ],
      rows: rows.map((row) => [
        { value: row.what, text: row.what },
        { value: row.input, text: subject.inputInWords(found.input, row.input) },
        { value: row.output, text: subject.outputInWords(output.name, row.output) },
      ]),
    });
  }

  /** A tenth more than now; at a loss, to break even. */
  #suggestion(): number {
    const now = this.host.subject.present(this.host.output.name);
    if (typeof now !== "number" || now <= 0) return 0;
    return Number((1.1 * now).toPrecision(this.host.output.isWhole ? 15 : 3));
  }

  #makeTarget(): NumberField {
    const { output, key, subject } = this.host;
    return numberField(
      {
        id: `${key}-g-target`,
        path: "target",
        label: `until “${output.label}” is`,
        style: output.style,
        isWhole: false,
      },
      subject.locale,
    );
  }

  /** Puts the fields for the input that is chosen in their places. */
  #lay(): void {
    const input = this.host.subject.input(this.#input.value);
    if (input) this.#range.lay(input);
    this.controls.replaceChildren(this.#input.element, this.#target.element, this.#place);
    this.#place.replaceChildren(this.#range.element);
    this.use([this.#input, this.#target, ...this.#range.fields]);
  }
}
