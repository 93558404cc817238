/**
 * What all tools have in common: a question in plain words, fields, a line that says what was found
 * or what is wrong, and a result. A tool asks while it is in sight; until the answer to the numbers
 * shown is there, the older one is marked.
 */

import type { Outcome } from "../call-queue.ts";
import type { Draw } from "../chart-view.ts";
import type { Inputs, Problem, Progress, ToolAnswer, ToolRequest } from "../protocol.ts";
import type { Calculations } from "../shared-python.ts";
import { button, element } from "./element.ts";
import type { Field } from "./fields.ts";
import type { State } from "./state.ts";
import type { Quantity, Subject } from "./subject.ts";

/** What a tool needs of the panel that it stands in. */
export interface ToolHost {
  readonly name: string;
  readonly key: string;
  readonly subject: Subject;
  readonly python: Calculations;
  readonly loadDraw: () => Promise<Draw>;
  /** The output that all tools look at. */
  readonly output: Quantity;
  /** Says something that belongs to no result, as that a file could not be made. */
  say(text: string): void;
  /** The options of a tool have changed; the address should know. */
  changed(): void;
  /** The input that tools begin with: the one that matters most in the page as it is built. */
  readonly first: string;
  putInputs(inputs: Inputs): void;
}

/** Milliseconds. */
const PAUSE = 120;
const BUSY_AFTER = 150;

export abstract class Tool<Found> {
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
  /** Fields of the tool. */
  protected readonly controls = element("div", { class: "livecalc-inputs" });
  protected readonly results = element("div", { class: "livecalc-results" });
  protected readonly host: ToolHost;
  readonly #line = element("p", { class: "livecalc-said", role: "status" });
  readonly #bar = element("progress", { class: "livecalc-progress", max: 1, hidden: true });
  readonly #stop = button("Stop", () => this.#stopped(), { hidden: true });
  readonly #again = button("Try again", () => this.#tryAgain(), { hidden: true });
  #fields: readonly Field[] = [];
  #isShown = false;
  /** Requests, as JSON: of the open or last question, and of the result that stands. */
  #asked = "";
  #settled = "";
  #pause: ReturnType<typeof setTimeout> | undefined;
  #busy: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ToolHost, id: string, title: string, question: string) {
    this.host = host;
    this.id = id;
    this.title = title;
    const feedback = element("div", { class: "livecalc-working" }, this.#line, this.#bar);
    feedback.append(this.#stop, this.#again);
    this.#bar.ariaLabel = "Calculating";
    this.panel = element(
      "div",
      { class: "livecalc-tool", tabindex: -1 },
      element("p", { class: "livecalc-question" }, question),
      this.controls,
      feedback,
      this.results,
    );
    this.panel.addEventListener("input", () => this.refresh());
    this.panel.addEventListener("change", () => this.refresh());
    this.panel.addEventListener("focusout", ({ target }) => this.#fieldOf(target)?.input.tidy());
    this.panel.addEventListener("keydown", (event) => this.#step(event));
  }

  /** What to ask, or a sentence that says what is missing. */
  protected abstract request(): ToolRequest | string;

  protected abstract show(found: Found): void;

  /** The options that differ from how the tool starts. */
  abstract get state(): State;

  abstract takeState(state: State): void;

  /** The output that all tools look at is another one now. */
  outputChanged(): void {}

  protected use(fields: readonly Field[]): void {
    this.#fields = fields;
  }

  /** Asks again if what would be asked is not what was; while out of sight, that waits. */
  refresh(): void {
    const request = this.request();
    const asked = JSON.stringify(request);
    this.#mark(asked);
    if (!this.#isShown) return;
    this.host.changed();
    if (asked === this.#asked) return;
    this.#asked = asked;
    clearTimeout(this.#pause);
    this.host.python.cancel(this);
    this.#again.hidden = true;
    if (typeof request === "string") {
      this.#settle();
      this.#clearProblems();
      this.say(request);
    } else {
      this.#pause = setTimeout(() => void this.#ask(request, asked), PAUSE);
    }
  }

  shown(): void {
    this.#isShown = true;
    this.refresh();
  }

  /** Drops what is under way: nobody looks. */
  hidden(): void {
    this.#isShown = false;
    clearTimeout(this.#pause);
    if (this.#asked === this.#settled) return;
    this.host.python.cancel(this);
    this.#settle();
    this.#asked = "";
  }

  protected say(text: string): void {
    if (this.#line.textContent !== text) this.#line.textContent = text;
  }

  async #ask(request: ToolRequest, asked: string): Promise<void> {
    clearTimeout(this.#busy);
    this.#busy = setTimeout(() => this.#showBusy(), BUSY_AFTER);
    const question = { calculator: this.host.name, request };
    const outcome = await this.host.python.ask(this, question, (known) => {
      if (asked === this.#asked) this.#takeProgress(known);
    });
    if (asked !== this.#asked || outcome.type === "superseded") return;
    const hadFocus = document.activeElement === this.#stop;
    this.#settle();
    this.#take(outcome, asked);
    this.#mark(asked);
    if (hadFocus) this.panel.focus({ preventScroll: true });
  }

  #showBusy(): void {
    const { status } = this.host.python;
    this.say(status.phase === "ready" ? "Calculating…" : "Loading Python…");
    this.#bar.hidden = false;
    this.#bar.removeAttribute("value");
  }

  #takeProgress(known: Progress): void {
    this.#bar.hidden = false;
    this.#bar.value = known.progress;
    this.#stop.hidden = false;
    this.showPart(known);
  }

  /** Shows what is known while a long question is under way; most tools wait for all of it. */
  protected showPart(_known: Progress): void {}

  #take(outcome: Outcome<ToolAnswer>, asked: string): void {
    this.#clearProblems();
    if (outcome.type === "answer") {
      const { answer } = outcome;
      this.#settled = asked;
      if ("error" in answer) {
        this.#settled = "";
        this.#showProblems([answer.error, ...(answer.error.also ?? [])]);
      } else {
        this.say("");
        this.panel.dataset.printed = this.title;
        this.show(answer as unknown as Found);
      }
    } else if (outcome.type === "stopped") {
      this.say(outcome.message);
      this.#again.hidden = false;
    } else {
      this.say("Python could not be loaded, so there is nothing to ask.");
      this.#again.hidden = false;
    }
  }

  #stopped(): void {
    this.host.python.cancel(this);
    this.#settle();
    this.say("Stopped.");
    this.#again.hidden = false;
    this.#again.focus();
  }

  #tryAgain(): void {
    this.host.python.retry();
    this.#asked = "";
    this.panel.focus({ preventScroll: true });
    this.refresh();
  }

  /** Nothing is under way any more. */
  #settle(): void {
    clearTimeout(this.#busy);
    this.#bar.hidden = true;
    this.#stop.hidden = true;
  }

  #mark(asked: string): void {
    this.results.toggleAttribute("data-stale", asked !== this.#settled);
  }

  #showProblems(problems: readonly Problem[]): void {
    const elsewhere: string[] = [];
    for (const { input, message } of problems) {
      const field = this.#fieldAt(input);
      if (field?.element.isConnected) field.input.showProblem(message);
      const label = field?.input.label ?? (input && this.host.subject.labelOf(input));
      elsewhere.push(label ? `“${label}”: ${message}` : message);
    }
    this.say(elsewhere.join(" "));
  }

  /** The field that is named, or the first of those that are named together. */
  #fieldAt(path: string | null): Field | undefined {
    return (
      this.#fields.find((one) => one.path === path) ??
      this.#fields.find((one) => path !== null && one.path.startsWith(`${path}.`))
    );
  }

  #clearProblems(): void {
    for (const field of this.#fields) field.input.clearProblem();
  }

  #fieldOf(target: EventTarget | null): Field | undefined {
    return this.#fields.find((one) => one.input.control === target);
  }

  #step(event: KeyboardEvent): void {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : undefined;
    if (!direction || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.isComposing || !this.#fieldOf(event.target)?.input.step(direction)) return;
    event.preventDefault();
    this.refresh();
  }
}
