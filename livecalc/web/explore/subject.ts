/** The calculator that the tools ask: its inputs and outputs, read from its form. */

import { InputField } from "../input-field.ts";
import { formatInput, formatNumber, type Kind, type NumberStyle } from "../number-format.ts";
import type { Inputs, OutputValue, Scalar } from "../protocol.ts";
import { inWords } from "../result-view.ts";

/** An input or output that is a number, and how people see it. */
export interface Quantity {
  readonly name: string;
  readonly label: string;
  readonly style: NumberStyle;
  readonly isWhole: boolean;
}

export interface NumericInput extends Quantity {
  readonly minimum: number;
  readonly maximum: number;
}

/** A table of the result. */
export interface ResultColumns {
  column(name: string): Quantity | undefined;
}

export class Subject {
  readonly locale: string;
  /** All that are numbers, in the order of the form. */
  readonly inputs: readonly NumericInput[];
  /** All single values that are numbers, the headline first. */
  readonly outputs: readonly Quantity[];
  readonly #fields: readonly InputField[];
  readonly #results: readonly HTMLOutputElement[];
  readonly #form: HTMLFormElement;

  constructor(form: HTMLFormElement, locale: string) {
    this.#form = form;
    this.locale = locale;
    this.#fields = InputField.all(form, locale);
    this.#results = [...form.querySelectorAll<HTMLOutputElement>("output[data-value]")];
    this.inputs = this.#fields
      .filter(({ control }) => isNumeric(control))
      .map((field) => ({
        ...quantity(field.name, field.label, field.control),
        minimum: Number(field.control.dataset.minimum),
        maximum: Number(field.control.dataset.maximum),
      }));
    this.outputs = this.#results
      .filter(isNumeric)
      .map((output) => quantity(output.name, labelOf(output), output));
  }

  input(name: string): NumericInput | undefined {
    return this.inputs.find((one) => one.name === name);
  }

  output(name: string): Quantity | undefined {
    return this.outputs.find((one) => one.name === name);
  }

  table(name: string): ResultColumns | undefined {
    const table = this.#form.querySelector(`table[data-output="${CSS.escape(name)}"]`);
    if (!table) return undefined;
    const headings = [...table.querySelectorAll<HTMLElement>("th[data-column]")];
    return {
      column(column) {
        const heading = headings.find((one) => one.dataset.column === column);
        return heading && quantity(column, heading.textContent?.trim() ?? column, heading);
      },
    };
  }

  /** The inputs as they are typed now. */
  get values(): Inputs {
    return Object.fromEntries(this.#fields.map((field) => [field.name, field.value]));
  }

  /** The inputs that the page starts with. */
  get start(): Inputs {
    return Object.fromEntries(this.#fields.map((field) => [field.name, field.start]));
  }

  /** The exact value of an output that stands in the page. */
  present(name: string): OutputValue {
    const output = this.#results.find((one) => one.name === name);
    return JSON.parse(output?.dataset.value ?? "null");
  }

  /** Label, unit and text of every input and every single output, as they stand in the page. */
  get shown(): { readonly inputs: readonly Shown[]; readonly outputs: readonly Shown[] } {
    return {
      inputs: this.#fields.map(({ control, label, value }) => ({
        label,
        unit: control.dataset.suffix || control.dataset.prefix || "",
        value,
        text: this.inputInWords(control.name, value),
      })),
      outputs: this.#results.map((output) => ({
        label: labelOf(output),
        unit: output.dataset.suffix || output.dataset.prefix || "",
        value: JSON.parse(output.dataset.value ?? "null"),
        text: output.textContent ?? "",
      })),
    };
  }

  labelOf(name: string): string {
    const field = this.#fields.find((one) => one.name === name);
    if (field) return field.label;
    const output = this.#results.find((one) => one.name === name);
    return output ? labelOf(output) : name;
  }

  /** A value of an input with its unit; at most six significant digits. */
  inputInWords(name: string, value: Scalar | null): string {
    if (typeof value === "number") {
      const found = this.input(name);
      return found ? writeInput(value, found.style, this.locale) : String(value);
    }
    const control = this.#fields.find((one) => one.name === name)?.control;
    if (control instanceof HTMLSelectElement) {
      const option = [...control.options].find((one) => one.value === String(value));
      return option?.text ?? String(value);
    }
    return String(value);
  }

  /** A value of an output as the calculator itself writes it. */
  outputInWords(name: string, value: OutputValue): string {
    const output = this.#results.find((one) => one.name === name);
    return output ? inWords(value, output.dataset, this.locale) : String(value);
  }

  /** A change of an output or an input, with its sign. */
  differenceInWords(name: string, value: number | null): string {
    const style = (this.output(name) ?? this.input(name))?.style;
    if (value === null || !style) return "";
    // Percent of percent would be read as a share of the rate.
    const suffix = style.kind === "percent" ? "points" : style.suffix;
    const text = formatNumber(value, { ...style, suffix }, this.locale);
    return value > 0 ? `+${text}` : text;
  }
}

export interface Shown {
  readonly label: string;
  readonly unit: string;
  readonly value: OutputValue;
  readonly text: string;
}

/** Writes an input's value with its unit, short of digits that no one typed. */
export function writeInput(value: number, style: NumberStyle, locale: string): string {
  const text = formatInput(Number(value.toPrecision(6)), style.kind, locale);
  const suffix = style.suffix ? `\u00a0${style.suffix}` : "";
  return text.startsWith("-")
    ? `-${style.prefix}${text.slice(1)}${suffix}`
    : `${style.prefix}${text}${suffix}`;
}

/** A quantity's name with its unit, as the heading of a column or an axis has it. */
export function titleOf({ label, style }: Quantity): string {
  const unit = style.kind === "percent" ? "" : style.suffix;
  // “Tokens staked, tokens” says one thing twice.
  return unit && !label.toLowerCase().includes(unit) ? `${label}, ${unit}` : label;
}

function isNumeric(element: HTMLElement): boolean {
  return element.dataset.type === "float" || element.dataset.type === "int";
}

function quantity(name: string, label: string, { dataset }: HTMLElement): Quantity {
  const style = {
    kind: (dataset.kind ?? "number") as Kind,
    decimals: Number(dataset.decimals ?? 0),
    prefix: dataset.prefix ?? "",
    suffix: dataset.suffix ?? "",
  };
  return { name, label, style, isWhole: dataset.type === "int" };
}

function labelOf(output: HTMLOutputElement): string {
  const group = output.closest("div");
  return group?.querySelector(".livecalc-label")?.textContent?.trim() ?? output.name;
}
