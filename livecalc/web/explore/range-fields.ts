/** From and to: which part of an input's range to look at. Empty fields leave that to the tool. */

import { element } from "./element.ts";
import { type NumberField, numberField } from "./fields.ts";
import type { State } from "./state.ts";
import { type NumericInput, writeInput } from "./subject.ts";
import type { ToolHost } from "./tool.ts";

export class RangeFields {
  readonly element = element("div", { class: "livecalc-pair" });
  readonly #host: ToolHost;
  readonly #key: string;
  /** Start of the paths, such as `x.`. */
  readonly #path: string;
  #input = "";
  #fields: readonly NumberField[] = [];

  constructor(host: ToolHost, key: string, path: string) {
    this.#host = host;
    this.#key = `${host.key}-${key}`;
    this.#path = path;
  }

  get fields(): readonly NumberField[] {
    return this.#fields;
  }

  /** Makes the fields for an input, unless they stand already. */
  lay(input: NumericInput): void {
    if (this.#input === input.name) return;
    this.#input = input.name;
    const { locale } = this.#host.subject;
    const { style, isWhole, minimum, maximum } = input;
    this.#fields = (["from", "to"] as const).map((end) =>
      numberField(
        {
          id: `${this.#key}-${end}`,
          path: `${this.#path}${end}`,
          label: end === "from" ? "From" : "To",
          context: input.label,
          style,
          isWhole,
          minimum,
          maximum,
        },
        locale,
      ),
    );
    const ends = [minimum, maximum].map((one) => writeInput(one, style, locale));
    const help = element("p", { class: "livecalc-help" }, `Anything from ${ends.join(" to ")}.`);
    this.element.replaceChildren(...this.#fields.map((one) => one.element), help);
    this.suggest(undefined);
  }

  /** Shows in empty fields what the tool has chosen itself. */
  suggest(range: readonly [number, number] | undefined): void {
    this.#fields.forEach(({ input: { control } }, at) => {
      const input = this.#host.subject.input(this.#input);
      const value = range?.[at];
      if (!(control instanceof HTMLInputElement) || !input) return;
      const text =
        value === undefined
          ? ""
          : writeInput(
              value,
              { ...input.style, prefix: "", suffix: "" },
              this.#host.subject.locale,
            );
      control.placeholder = text;
    });
  }

  get request(): { readonly from?: number | string; readonly to?: number | string } {
    const [from, to] = this.#fields.map(({ value }) => value);
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }

  get state(): State {
    return new Map(
      this.#fields.flatMap((field, at) =>
        field.value === undefined
          ? []
          : [[at === 0 ? "from" : "to", field.input.addressText] as const],
      ),
    );
  }

  takeState(state: State): void {
    this.#fields.forEach((field, at) => {
      const text = state.get(at === 0 ? "from" : "to");
      if (text === undefined) field.input.control.value = "";
      else field.input.takeAddressText(text);
    });
  }
}
