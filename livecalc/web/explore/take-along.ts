/** Take it along: a link, the Python, a file of the numbers, and a page to print. */

import type { ExploreHost } from "../explore-door.ts";
import type { ToolRequest } from "../protocol.ts";
import { saveTable } from "../table-file.ts";
import type { PythonCall } from "./answers.ts";
import { button, element } from "./element.ts";
import { printSheet } from "./print-sheet.ts";
import type { State } from "./state.ts";
import type { Shown } from "./subject.ts";
import { tableRegion } from "./table.ts";
import { Tool, type ToolHost } from "./tool.ts";

export class TakeAlongTool extends Tool<PythonCall> {
  readonly #page: ExploreHost;
  readonly #code = element("code");
  readonly #link = element("input", { type: "text", readonly: true, spellcheck: "false" });

  constructor(host: ToolHost, page: ExploreHost) {
    super(
      host,
      "take",
      "Take it along",
      "All of this is made here, in your browser. Nothing is sent anywhere.",
    );
    this.#page = page;
    this.#link.id = `${host.key}-x-link`;
    this.#link.addEventListener("focus", () => this.#link.select());
    const link = element(
      "div",
      { class: "livecalc-field livecalc-link" },
      element("label", { for: this.#link.id }, "A link to exactly this"),
      element("span", { class: "livecalc-control" }, this.#link),
    );
    this.controls.append(link);
    const code = element(
      "pre",
      { tabindex: 0, role: "region", "aria-label": "The call as Python" },
      this.#code,
    );
    this.results.append(
      element(
        "div",
        { class: "livecalc-actions" },
        button("Copy link", () => void this.#copy(this.#link.value, "Link copied.")),
        button("Print", () => void this.#print()),
        button("Save CSV", () => this.#saveNumbers()),
      ),
      element("p", { class: "livecalc-title" }, "The same in Python"),
      code,
      element(
        "div",
        { class: "livecalc-actions" },
        button(
          "Copy Python",
          () => void this.#copy(this.#code.textContent ?? "", "Python copied."),
        ),
      ),
    );
  }

  protected request(): ToolRequest | string {
    const { subject, output } = this.host;
    return { tool: "python", inputs: subject.values, output: output.name };
  }

  get state(): State {
    return new Map();
  }

  takeState(): void {}

  override shown(): void {
    super.shown();
    this.#link.value = this.#page.address();
  }

  override refresh(): void {
    super.refresh();
    this.#link.value = this.#page.address();
  }

  protected show(found: PythonCall): void {
    this.#code.textContent = found.code;
    this.#link.value = this.#page.address();
  }

  async #copy(text: string, done: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(done);
    } catch {
      this.say("This browser does not let a page copy. Select the text and copy it yourself.");
    }
  }

  async #print(): Promise<void> {
    await printSheet(this.#page, this.host.subject, this.#page.address());
  }

  #saveNumbers(): void {
    const { inputs, outputs } = this.host.subject.shown;
    const rows = (kind: string, all: readonly Shown[]) =>
      all.map(({ label, unit, value }) => [
        { value: kind, text: kind },
        { value: label, text: label },
        { value, text: "" },
        { value: unit === "%" ? "fraction" : unit, text: "" },
      ]);
    const region = tableRegion(
      `${this.host.key}-x-numbers`,
      "Numbers",
      ["Kind", "Name", "Value", "Unit"].map((label) => ({ label, unit: "" })),
      [...rows("input", inputs), ...rows("result", outputs)],
    );
    const table = region.querySelector("table");
    if (table) saveTable(table, `${this.host.name}-numbers`);
  }
}
