/** The tools below one calculator, one tab each; what they show is in the page's address. */

import type { Explore, ExploreHost } from "../explore-door.ts";
import { element } from "./element.ts";
import { choiceField } from "./fields.ts";
import { GoalTool } from "./goal.ts";
import { ScenariosTool } from "./scenarios.ts";
import { SensitivityTool } from "./sensitivity.ts";
import { SimulationTool } from "./simulation.ts";
import { partOf, readState, type State, underWord, writeState } from "./state.ts";
import { type Quantity, Subject } from "./subject.ts";
import { SweepTool } from "./sweep.ts";
import { Tabs } from "./tabs.ts";
import { TakeAlongTool } from "./take-along.ts";
import type { Tool, ToolHost } from "./tool.ts";

/** Milliseconds between a change and the address that has it. */
const ADDRESS_AFTER = 250;

const TAKE = "take";

type AnyTool = Tool<never>;

export class Panel implements Explore {
  readonly #host: ExploreHost;
  readonly #subject: Subject;
  readonly #tools: readonly AnyTool[];
  readonly #tabs: Tabs;
  readonly #output: ReturnType<typeof choiceField>;
  readonly #said = element("p", { class: "livecalc-said", role: "status" });
  readonly #which = element("div", { class: "livecalc-which" });
  #lastTool = "";
  #addressed: ReturnType<typeof setTimeout> | undefined;
  /** A state is being put into the fields; the address has it already. */
  #isTaking = false;

  constructor(host: ExploreHost) {
    this.#host = host;
    styleOnce();
    this.#subject = new Subject(host.form, host.locale);
    const { outputs } = this.#subject;
    this.#output = choiceField(
      { id: `${host.key}-x-output`, path: "output", label: "Result to look at" },
      outputs.map(({ name, label }) => ({ value: name, label })),
      host.locale,
    );
    this.#which.append(this.#output.element);
    this.#output.input.control.addEventListener("change", () => this.#outputChanged());
    this.#tools = this.#makeTools();
    this.#tabs = new Tabs(`${host.key}-x`, "Tools", this.#tools, (id) => this.#turnTo(id));
    host.details.replaceChildren(
      ...host.details.querySelectorAll(":scope > summary"),
      this.#tabs.list,
      this.#which,
      ...this.#tools.map(({ panel }) => panel),
      this.#said,
    );
    host.details.addEventListener("toggle", () => this.#fold());
    host.life.addEventListener("abort", () => {
      clearTimeout(this.#addressed);
      for (const tool of this.#tools) tool.hidden();
    });
  }

  inputsChanged(): void {
    for (const tool of this.#tools) tool.refresh();
  }

  takeState(text: string): void {
    this.#isTaking = true;
    const state = readState(text);
    this.#output.choose(state.get("output") ?? this.#subject.outputs[0]?.name ?? "");
    for (const tool of this.#tools) {
      tool.outputChanged();
      tool.takeState(partOf(state, tool.id));
    }
    this.#isTaking = false;
    if (text !== "") this.#host.details.open = true;
    this.#turnTo(state.get("tool") ?? this.#tabs.current);
  }

  #makeTools(): readonly AnyTool[] {
    const built = [...this.#host.details.querySelectorAll("[data-tool=sensitivity] > *")];
    const host = this.#toolHost();
    return [
      new SensitivityTool(
        host,
        built.filter((one) => !one.matches(".livecalc-title")),
      ),
      new GoalTool(host),
      new SweepTool(host),
      new ScenariosTool(host),
      new SimulationTool(host),
      new TakeAlongTool(host, {
        ...this.#host,
        address: () => {
          this.#keepState();
          return this.#host.address();
        },
      }),
    ];
  }

  #toolHost(): ToolHost {
    const { name, key, python, loadDraw } = this.#host;
    const foremost = this.#host.details.querySelector<HTMLElement>("tr[data-input]");
    const first = foremost?.dataset.input ?? this.#subject.inputs[0]?.name ?? "";
    const quantity = (): Quantity => {
      const found = this.#subject.output(this.#output.value) ?? this.#subject.outputs[0];
      if (!found) throw new Error("a calculator without any number has no tools");
      return found;
    };
    return {
      name,
      key,
      subject: this.#subject,
      python,
      loadDraw,
      first,
      get output() {
        return quantity();
      },
      say: (text) => {
        this.#said.textContent = text;
      },
      changed: () => this.#changed(),
      putInputs: (inputs) => this.#host.putInputs(inputs),
    };
  }

  get #current(): AnyTool | undefined {
    return this.#tools.find(({ id }) => id === this.#tabs.current);
  }

  #turnTo(id: string): void {
    this.#tabs.show(id);
    // The last of them takes all results along, and a link is to what one saw before it.
    const isTaking = this.#tabs.current === TAKE;
    this.#which.hidden = this.#subject.outputs.length < 2 || isTaking;
    if (!isTaking) this.#lastTool = this.#tabs.current;
    this.#said.textContent = "";
    for (const tool of this.#tools) if (tool !== this.#current) tool.hidden();
    if (this.#host.details.open) this.#current?.shown();
    this.#changed();
  }

  #fold(): void {
    if (this.#host.details.open) this.#current?.shown();
    else this.#current?.hidden();
    this.#changed();
  }

  #outputChanged(): void {
    for (const tool of this.#tools) tool.outputChanged();
    this.#current?.refresh();
    this.#changed();
  }

  #changed(): void {
    if (this.#isTaking) return;
    clearTimeout(this.#addressed);
    this.#addressed = setTimeout(() => this.#keepState(), ADDRESS_AFTER);
  }

  #keepState(): void {
    clearTimeout(this.#addressed);
    this.#host.keepState(this.#stateText());
  }

  #stateText(): string {
    if (!this.#host.details.open) return "";
    const headline = this.#subject.outputs[0]?.name;
    const own: State = new Map([
      ["tool", this.#lastTool],
      ...(this.#output.value === headline ? [] : [["output", this.#output.value] as const]),
    ]);
    const tools = this.#tools.flatMap((tool) => [...underWord(tool.state, tool.id)]);
    return writeState(new Map([...own, ...tools]));
  }
}

let sheet: CSSStyleSheet | undefined;

/** A sheet of the script's own: careful pages allow no style elements. */
function styleOnce(): void {
  if (sheet) return;
  sheet = new CSSStyleSheet();
  sheet.replaceSync(LIVECALC_EXPLORE_STYLE);
  document.adoptedStyleSheets.push(sheet);
}
