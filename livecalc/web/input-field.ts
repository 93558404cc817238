/** One input of the form: what is typed in it, what that means, and what is wrong with it. */

import { formatInput, type Kind, parseInput } from "./number-format.ts";
import type { Scalar } from "./protocol.ts";

/** A number as JSON writes it, which is how an address carries it. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d{1,4})?$/i;

export type FieldControl = HTMLInputElement | HTMLSelectElement;

export class InputField {
  readonly control: FieldControl;
  readonly name: string;
  /** The page's starting value. */
  readonly start: Scalar;
  readonly #locale: string;
  readonly #error: HTMLElement | null;

  constructor(control: FieldControl, locale: string) {
    this.control = control;
    this.name = control.name;
    this.start = JSON.parse(control.dataset.value ?? "null");
    this.#locale = locale;
    const field = control.closest(".livecalc-field");
    this.#error = field?.querySelector<HTMLElement>(".livecalc-error") ?? null;
  }

  /** The fields of a form, in its order. */
  static all(form: HTMLFormElement, locale: string): InputField[] {
    const controls = form.querySelectorAll<FieldControl>("input[data-value], select[data-value]");
    return [...controls].map((control) => new InputField(control, locale));
  }

  get label(): string {
    return this.control.labels?.[0]?.textContent?.trim() ?? this.name;
  }

  /** The value as Python takes it: a number in its unit, a choice, or text that is neither. */
  get value(): Scalar {
    const text = this.control.value;
    if (this.#isNumber) return parseInput(text, this.#kind, this.#locale);
    if (this.control.dataset.type === "bool" && text !== "") return text === "true";
    return text;
  }

  get isAtStart(): boolean {
    return this.value === this.start;
  }

  /** Whether somebody changed the field before this script came. */
  get isTouched(): boolean {
    if (this.control instanceof HTMLInputElement) {
      return this.control.value !== this.control.defaultValue;
    }
    return [...this.control.options].some((option) => option.selected !== option.defaultSelected);
  }

  /** The value as an address carries it: the shortest JSON of a number, or the text as it stands. */
  get addressText(): string {
    const { value } = this;
    return typeof value === "number" ? String(value).replace("e+", "e") : this.control.value;
  }

  /** Shows a value that came with an address: a number in its unit, or whatever somebody wrote. */
  takeAddressText(text: string): void {
    if (this.#isNumber && JSON_NUMBER.test(text) && Number.isFinite(Number(text))) {
      this.show(Number(text));
    } else {
      this.control.value = text;
    }
  }

  show(value: Scalar): void {
    this.control.value =
      typeof value === "number" ? formatInput(value, this.#kind, this.#locale) : String(value);
  }

  /** Writes what was typed the way the locale writes it; leaves what is no number as it is. */
  tidy(): void {
    const { value } = this;
    if (typeof value === "number") this.show(value);
  }

  /**
   * Moves a number one step up or down, within its range.
   *
   * @returns Whether there was a number to move.
   */
  step(direction: 1 | -1): boolean {
    const { value } = this;
    if (typeof value !== "number") return false;
    const { minimum, maximum } = this.control.dataset;
    const moved = Number((value + direction * this.#stepSize(value)).toPrecision(15));
    const atLeast = minimum === undefined ? moved : Math.max(moved, Number(minimum));
    this.show(maximum === undefined ? atLeast : Math.min(atLeast, Number(maximum)));
    return true;
  }

  showProblem(message: string): void {
    this.control.setAttribute("aria-invalid", "true");
    if (!this.#error) return;
    this.#error.textContent = message;
    this.#error.hidden = false;
  }

  clearProblem(): void {
    this.control.removeAttribute("aria-invalid");
    if (!this.#error) return;
    this.#error.hidden = true;
    this.#error.textContent = "";
  }

  get #isNumber(): boolean {
    return this.control.dataset.type === "float" || this.control.dataset.type === "int";
  }

  get #kind(): Kind {
    return (this.control.dataset.kind ?? "number") as Kind;
  }

  /** A percent point, a whole, or one unit of the second significant digit. */
  #stepSize(value: number): number {
    if (this.#kind === "percent") return 0.01;
    if (this.control.dataset.type === "int" || value === 0) return 1;
    return 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  }
}
