/** Fields of the tools: the calculator's own kind of field, made by the page. */

import { InputField } from "../input-field.ts";
import type { NumberStyle } from "../number-format.ts";
import { type Attributes, element } from "./element.ts";

/** What a field is about; `path` is what a request calls it, and what an error names. */
export interface FieldDescription {
  readonly id: string;
  readonly path: string;
  readonly label: string;
  /** Seen by nobody, heard by a screen reader: the row already names what the field is of. */
  readonly context?: string;
  readonly help?: string;
}

export interface NumberDescription extends FieldDescription {
  readonly style: NumberStyle;
  readonly isWhole: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Field {
  readonly element: HTMLElement;
  readonly path: string;
  readonly input: InputField;
}

export interface NumberField extends Field {
  /** Typed text as a number, text that Python will refuse, or nothing where the field is empty. */
  readonly value: number | string | undefined;
}

export interface ChoiceField extends Field {
  readonly value: string;
  choose(value: string): void;
  offer(options: readonly Option[]): void;
}

export function numberField(description: NumberDescription, locale: string): NumberField {
  const { id, style, isWhole, minimum, maximum } = description;
  const control = element("input", {
    id,
    name: description.path,
    type: "text",
    inputmode: minimum !== undefined && minimum >= 0 ? "decimal" : "text",
    autocomplete: "off",
    "data-value": "null",
    "data-type": isWhole ? "int" : "float",
    "data-kind": style.kind,
    "data-minimum": minimum,
    "data-maximum": maximum,
    ...described(description),
  });
  const box = element(
    "span",
    { class: "livecalc-control" },
    style.prefix ? unit(style.prefix) : undefined,
    control,
    style.suffix ? unit(style.suffix) : undefined,
  );
  const whole = wrapped(description, box);
  const input = new InputField(control, locale);
  return {
    element: whole,
    path: description.path,
    input,
    get value() {
      const { value } = input;
      return control.value.trim() === "" ? undefined : (value as number | string);
    },
  };
}

export function choiceField(
  description: FieldDescription,
  options: readonly Option[],
  locale: string,
): ChoiceField {
  const { id, path } = description;
  const control = element("select", {
    id,
    name: path,
    "data-value": "null",
    "data-type": "str",
    ...described(description),
  });
  const offer = (offered: readonly Option[]) => {
    const { value } = control;
    control.replaceChildren(
      ...offered.map((one) => element("option", { value: one.value }, one.label)),
    );
    if (offered.some((one) => one.value === value)) control.value = value;
  };
  offer(options);
  const whole = wrapped(description, control);
  return {
    element: whole,
    path,
    input: new InputField(control, locale),
    get value() {
      return control.value;
    },
    choose(value) {
      // A link may name what is not there.
      if ([...control.options].some((one) => one.value === value)) control.value = value;
    },
    offer,
  };
}

/** A field for a few words. */
export function textField(description: FieldDescription, locale: string): Field {
  const { id, path } = description;
  const control = element("input", {
    id,
    name: path,
    type: "text",
    maxlength: 40,
    autocomplete: "off",
    "data-value": "null",
    "data-type": "str",
    ...described(description),
  });
  const whole = wrapped(description, element("span", { class: "livecalc-control" }, control));
  return { element: whole, path, input: new InputField(control, locale) };
}

function described({ id, help }: FieldDescription): Attributes {
  return { "aria-describedby": help ? `${id}-help ${id}-error` : `${id}-error` };
}

function wrapped({ id, label, context, help }: FieldDescription, control: HTMLElement) {
  const heard = context ? element("span", { class: "livecalc-heard" }, `${context}: `) : undefined;
  return element(
    "div",
    { class: "livecalc-field" },
    element("label", { for: id }, heard, label),
    control,
    help ? element("p", { class: "livecalc-help", id: `${id}-help` }, help) : undefined,
    element("p", { class: "livecalc-error", id: `${id}-error`, hidden: true }),
  );
}

function unit(text: string): HTMLElement {
  return element("span", { class: "livecalc-unit" }, text);
}
