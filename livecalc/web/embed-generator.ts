/**
 * `<embed-generator>`: pick a calculator, its values and its look; copy the tag. The page around it
 * shows the same tags for one calculator, for readers without this script.
 */

import { type EmbedChoice, frameTag, scriptTag } from "./embed-tag.ts";

/** An entry of `calculators/index.json`. */
interface Calculator {
  readonly name: string;
  readonly title: string;
  readonly inputs: { readonly properties: Readonly<Record<string, InputSchema>> };
}

interface InputSchema {
  readonly title: string;
  readonly type: "number" | "integer" | "boolean" | "string";
  readonly default: number | string | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly "x-unit"?: string;
  readonly enum?: readonly string[];
}

const script = document.currentScript;
const address = script instanceof HTMLScriptElement ? script.src : document.baseURI;
const site = new URL("..", address).href;

class EmbedGenerator extends HTMLElement {
  #calculators: readonly Calculator[] = [];
  #form = document.createElement("form");
  #inputs = document.createElement("fieldset");
  #preview = document.createElement("div");
  #said = document.createElement("p");
  readonly #codes = {
    script: document.createElement("code"),
    frame: document.createElement("code"),
  };

  async connectedCallback(): Promise<void> {
    if (this.childElementCount > 0) return;
    this.#said.setAttribute("role", "status");
    this.append(this.#said);
    try {
      const response = await fetch(new URL("calculators/index.json", site));
      this.#calculators = await response.json();
    } catch {
      this.#said.textContent = "The list of calculators could not be loaded; use the code above.";
      return;
    }
    this.#build();
    this.#chooseCalculator();
  }

  #build(): void {
    const names = this.#calculators.map(({ name, title }) => [name, title] as const);
    const themes = [
      ["auto", "as the reader’s system"],
      ["light", "light"],
      ["dark", "dark"],
    ] as const;
    const own = input("checkbox", "own-accent");
    const colour = input("color", "accent");
    colour.value = "#0b6e6e";
    const locale = input("text", "locale");
    locale.placeholder = "de-DE";
    locale.size = 8;
    this.#form.append(
      labelled("Calculator", choice("name", names)),
      labelled("Theme", choice("theme", themes)),
      labelled("Own accent colour", own),
      labelled("Accent colour", colour),
      labelled("Locale, empty for the reader’s own", locale),
      this.#inputs,
    );
    this.#form.addEventListener("submit", (event) => event.preventDefault());
    this.#form.addEventListener("input", (event) => {
      if (event.target instanceof HTMLSelectElement && event.target.name === "name") {
        this.#chooseCalculator();
      } else this.#show();
    });
    this.prepend(
      this.#form,
      ...this.#code("With the script", this.#codes.script),
      ...this.#code("As a plain frame", this.#codes.frame),
      heading("Preview"),
      this.#preview,
    );
  }

  #code(name: string, code: HTMLElement): readonly Node[] {
    const block = document.createElement("pre");
    // It scrolls sideways, so the keyboard must reach it.
    block.tabIndex = 0;
    block.setAttribute("role", "region");
    block.setAttribute("aria-label", name);
    block.append(code);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Copy: ${name.toLowerCase()}`;
    button.addEventListener("click", () => this.#copy(code));
    return [heading(name), block, button];
  }

  async #copy(code: HTMLElement): Promise<void> {
    try {
      await navigator.clipboard.writeText(code.textContent ?? "");
      this.#said.textContent = "Copied.";
    } catch {
      getSelection()?.selectAllChildren(code);
      this.#said.textContent = "Selected; copy it with the keyboard.";
    }
  }

  #text(name: string): string {
    return String(new FormData(this.#form).get(name) ?? "").trim();
  }

  get #calculator(): Calculator | undefined {
    return this.#calculators.find(({ name }) => name === this.#text("name"));
  }

  #chooseCalculator(): void {
    const legend = document.createElement("legend");
    legend.textContent = "Starting values (rates as fractions: 0.05 is 5 %)";
    const fields = Object.entries(this.#calculator?.inputs.properties ?? {}).map(field);
    this.#inputs.replaceChildren(legend, ...fields);
    this.#show();
  }

  #show(): void {
    const calculator = this.#calculator;
    if (!calculator) return;
    const { name, title } = calculator;
    const attributes = this.#attributes(calculator);
    const chosen: EmbedChoice = { site, name, title, attributes };
    this.#codes.script.textContent = scriptTag(chosen);
    this.#codes.frame.textContent = frameTag(chosen);
    this.#said.textContent = "";
    this.#showPreview(name, attributes);
  }

  #attributes({ inputs }: Calculator): EmbedChoice["attributes"] {
    const attributes: (readonly [string, string])[] = [];
    if (this.#text("theme") !== "auto") attributes.push(["theme", this.#text("theme")]);
    if (this.#text("own-accent")) attributes.push(["accent", this.#text("accent")]);
    if (this.#text("locale")) attributes.push(["locale", this.#text("locale")]);
    for (const [name, schema] of Object.entries(inputs.properties)) {
      const text = this.#text(`input-${name}`);
      if (text && text !== String(schema.default)) attributes.push([name, text]);
    }
    return attributes;
  }

  #showPreview(name: string, attributes: EmbedChoice["attributes"]): void {
    const before = this.#preview.firstElementChild;
    const wanted = new Map([["src", `${site}embed/${name}/`], ...attributes]);
    const element = before ?? document.createElement("live-calculator");
    for (const attribute of element.getAttributeNames()) {
      if (attribute !== "style" && !wanted.has(attribute)) element.removeAttribute(attribute);
    }
    for (const [attribute, value] of wanted) {
      if (element.getAttribute(attribute) !== value) element.setAttribute(attribute, value);
    }
    if (!before) this.#preview.append(element);
  }
}

function field([name, schema]: readonly [string, InputSchema]): HTMLElement {
  const choices = schema.type === "boolean" ? ["true", "false"] : schema.enum;
  const unit = schema["x-unit"];
  const label = unit && unit !== "1" ? `${schema.title} (${unit})` : schema.title;
  if (choices) {
    const control = choice(
      `input-${name}`,
      choices.map((one) => [one, one] as const),
    );
    control.value = String(schema.default);
    return labelled(label, control);
  }
  const control = input("number", `input-${name}`);
  control.step = schema.type === "integer" ? "1" : "any";
  if (schema.minimum !== undefined) control.min = String(schema.minimum);
  if (schema.maximum !== undefined) control.max = String(schema.maximum);
  control.value = String(schema.default);
  return labelled(label, control);
}

function labelled(text: string, control: HTMLInputElement | HTMLSelectElement): HTMLElement {
  const group = document.createElement("div");
  const label = document.createElement("label");
  label.textContent = text;
  control.id = `embed-${control.name}`;
  label.htmlFor = control.id;
  group.append(label, control);
  return group;
}

function input(type: string, name: string): HTMLInputElement {
  const control = document.createElement("input");
  control.type = type;
  control.name = name;
  return control;
}

function choice(
  name: string,
  choices: readonly (readonly [value: string, text: string])[],
): HTMLSelectElement {
  const control = document.createElement("select");
  control.name = name;
  control.append(...choices.map(([value, text]) => new Option(text, value)));
  return control;
}

function heading(text: string): HTMLElement {
  const element = document.createElement("h3");
  element.textContent = text;
  return element;
}

if (!customElements.get("embed-generator")) {
  customElements.define("embed-generator", EmbedGenerator);
}
