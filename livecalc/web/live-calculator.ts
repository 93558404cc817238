/**
 * `<live-calculator>`: makes a form that already holds its answer answer for other numbers too.
 *
 * Attributes it keeps: `state` (static, loading, ready, busy, error) and `stale`, which stands
 * while the result shown is not the one of the inputs shown.
 */

import { type AddressScope, readAddress, writeAddress } from "./address.ts";
import type { Outcome } from "./call-queue.ts";
import type { Draw } from "./chart-view.ts";
import type { ClientStatus } from "./client.ts";
import { ExploreDoor, type ExploreHost, type MakeExplore } from "./explore-door.ts";
import { InputField } from "./input-field.ts";
import { ProgressView } from "./progress-view.ts";
import type { Answer, Inputs, Outputs, Problem, Progress } from "./protocol.ts";
import { ResultView } from "./result-view.ts";
import type { Calculations } from "./shared-python.ts";
import { whenWanted } from "./start-signals.ts";
import { saveTable } from "./table-file.ts";

export type CalculatorState = "static" | "loading" | "ready" | "busy" | "error";

/** `detail` of the event `livecalc:change`. */
export interface CalculatorChange {
  readonly name: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
}

/** What the address calls the state of the tools below the calculator. */
const EXPLORE = "explore";

/** Milliseconds. A call that is shorter than the first shows no sign of being under way. */
const BUSY_AFTER = 150;
const ADDRESS_AFTER = 250;
const SAID_AFTER = 700;

export class LiveCalculator extends HTMLElement {
  /** The page's one client; set before the element is registered. */
  static client: Calculations;
  /** Brings the script that draws charts. */
  static loadDraw: () => Promise<Draw>;
  /** Brings the script of the tools below a calculator. */
  static loadExplore: () => Promise<MakeExplore>;

  #form: HTMLFormElement | null = null;
  #fields: readonly InputField[] = [];
  #results: ResultView | undefined;
  #progress: ProgressView | undefined;
  #explore: ExploreDoor | undefined;
  /** Aborted when the element leaves the page; ends every listener and timer. */
  #life = new AbortController();
  /** The page this element is on; instant navigation changes the address before it swaps pages. */
  #path = "";

  #isSetUp = false;
  #isWanted = false;
  #isBusy = false;
  #hasAnswered = false;
  /** The last attempt has no answer. */
  #hasProblem = false;
  #canRetry = false;
  /** How far a long calculation is, from 0 to 1. */
  #fraction: number | undefined;
  /** The reader stopped a long calculation. */
  #isStopped = false;
  /** Inputs, as JSON, of the result shown, of the open or last question, and of the last outcome. */
  #shown = "";
  #asked = "";
  #settled = "";
  /** Something to say beside the result until the reader goes on, whatever Python says meanwhile. */
  #notice = "";
  #said: ReturnType<typeof setTimeout> | undefined;
  #announced: ReturnType<typeof setTimeout> | undefined;
  #addressed: ReturnType<typeof setTimeout> | undefined;

  get name(): string {
    return this.getAttribute("name") ?? "";
  }

  get state(): CalculatorState {
    const { phase } = LiveCalculator.client.status;
    if (!this.#isWanted) return "static";
    if (this.#isWaiting && phase === "failed") return "error";
    if (this.#isWaiting && phase === "loading") return "loading";
    if (this.#isBusy) return "busy";
    if (this.#hasProblem) return "error";
    return this.#hasAnswered ? "ready" : "loading";
  }

  connectedCallback(): void {
    this.#life = new AbortController();
    if (isParsed(this)) this.#start();
    else {
      const observer = new MutationObserver(() => {
        if (!isParsed(this)) return;
        observer.disconnect();
        this.#start();
      });
      // The parser goes on behind the element once it has read all that stands in it.
      observer.observe(document, { childList: true, subtree: true });
      this.#life.signal.addEventListener("abort", () => observer.disconnect());
    }
  }

  disconnectedCallback(): void {
    this.#life.abort();
    LiveCalculator.client.cancel(this);
    clearTimeout(this.#said);
    clearTimeout(this.#announced);
    clearTimeout(this.#addressed);
    this.#isBusy = false;
    this.#fraction = undefined;
    // A moved element asks again for what it was about to be told.
    this.#asked = "";
  }

  get #listening(): AddEventListenerOptions {
    return { signal: this.#life.signal };
  }

  #start(): void {
    const form = this.querySelector("form");
    if (!form) return;
    this.#form = form;
    this.#path = location.pathname;
    if (!this.#isSetUp) this.#setUp(form);
    this.#listen(form);
    LiveCalculator.client.watch((status) => this.#follow(status), this.#life.signal);
    this.#update();
    if (this.#isWanted || LiveCalculator.client.status.phase === "ready") this.#becomeLive();
    else {
      whenWanted(this, this.#life.signal, () => {
        // Inputs that changed without being touched, as by autofill, have been asked about.
        if (!this.#isWanted) this.#becomeLive();
      });
    }
  }

  #setUp(form: HTMLFormElement): void {
    this.#isSetUp = true;
    const locale = this.closest("[locale]")?.getAttribute("locale") ?? navigator.language;
    this.#fields = InputField.all(form, locale);
    this.#results = new ResultView(form, locale, LiveCalculator.loadDraw);
    this.#results.localise();
    this.#progress = new ProgressView(form);
    const details = this.querySelector<HTMLDetailsElement>("details.livecalc-explore");
    if (details) {
      const host = () => this.#exploreHost(form, details, locale);
      this.#explore = new ExploreDoor(details, LiveCalculator.loadExplore, host);
    }
    this.#shown = JSON.stringify(this.#startInputs());
    // What somebody typed before this script came is newer than the address.
    const untouched = this.#fields.filter((field) => !field.isTouched);
    for (const field of untouched) field.show(field.start);
    const { values, unknown } = readAddress(location.search, this.#scope);
    for (const field of untouched) {
      const text = values.get(field.name);
      if (text !== undefined) field.takeAddressText(text);
    }
    if (unknown.length > 0) {
      this.#notice = `The address names what is not an input here: ${unknown.join(", ")}.`;
      this.#say(this.#notice);
    }
    this.#isWanted = this.#fields.some((field) => !field.isAtStart);
    this.#explore?.takeState(values.get(EXPLORE) ?? "");
  }

  #exploreHost(form: HTMLFormElement, details: HTMLDetailsElement, locale: string): ExploreHost {
    return {
      details,
      form,
      name: this.name,
      key: this.#key,
      locale,
      python: LiveCalculator.client,
      loadDraw: LiveCalculator.loadDraw,
      life: this.#life.signal,
      putInputs: (inputs) => this.#putInputs(inputs),
      keepState: (text) => {
        if (this.#explore) this.#explore.state = text;
        this.#writeAddress();
      },
      address: () => {
        this.#flushAddress();
        return location.href;
      },
    };
  }

  #listen(form: HTMLFormElement): void {
    form.addEventListener("submit", (event) => event.preventDefault(), this.#listening);
    form.addEventListener("input", () => this.#inputsChanged(), this.#listening);
    form.addEventListener("change", (event) => this.#leaveField(event.target), this.#listening);
    form.addEventListener("focusout", (event) => this.#leaveField(event.target), this.#listening);
    form.addEventListener("keydown", (event) => this.#stepField(event), this.#listening);
    form.addEventListener("click", (event) => this.#press(event.target), this.#listening);
    window.addEventListener("popstate", () => this.#takeAddress(), this.#listening);
    window.addEventListener("pagehide", () => this.#flushAddress(), this.#listening);
  }

  // What the reader does

  #inputsChanged(): void {
    this.#notice = "";
    this.#isWanted = true;
    clearTimeout(this.#addressed);
    this.#addressed = setTimeout(() => this.#writeAddress(), ADDRESS_AFTER);
    this.#calculate();
  }

  #leaveField(target: EventTarget | null): void {
    this.#fields.find((field) => field.control === target)?.tidy();
    this.#flushAddress();
  }

  #stepField(event: KeyboardEvent): void {
    const direction = event.key === "ArrowUp" ? 1 : event.key === "ArrowDown" ? -1 : undefined;
    if (!direction || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.isComposing) return;
    const field = this.#fields.find((one) => one.control === event.target);
    if (!field?.step(direction)) return;
    event.preventDefault();
    this.#inputsChanged();
  }

  #press(target: EventTarget | null): void {
    if (!(target instanceof Element)) return;
    const { action, table } = target.closest<HTMLElement>("[data-action]")?.dataset ?? {};
    if (action === "csv") this.#saveTable(table ?? "");
    else if (action === "copy") this.#copyLink();
    else if (action === "reset") this.#reset();
    else if (action === "retry") this.#retry();
    else if (action === "stop") this.#stop();
    else if (action === "again") this.#calculateAgain();
  }

  #putInputs(inputs: Inputs): void {
    for (const field of this.#fields) {
      const value = inputs[field.name];
      if (value !== undefined) field.show(value);
    }
    this.#inputsChanged();
    this.#flushAddress();
  }

  #reset(): void {
    for (const field of this.#fields) {
      field.show(field.start);
      field.clearProblem();
    }
    this.#inputsChanged();
    this.#flushAddress();
  }

  #retry(): void {
    this.#settled = "";
    LiveCalculator.client.retry();
    this.#want();
  }

  #stop(): void {
    LiveCalculator.client.cancel(this);
    this.#settled = this.#current;
    this.#hasProblem = true;
    this.#canRetry = false;
    this.#isStopped = true;
    this.#settleDown();
    this.#say(this.#shown === this.#current ? "Stopped." : `Stopped. ${this.#shownFor}`);
    this.#update();
    this.#progress?.focusAgain();
  }

  #calculateAgain(): void {
    this.#settled = "";
    this.#want();
    // It is known to need long; the way to stop it stands where the reader is.
    this.#isBusy = true;
    this.#takeProgress({ progress: 0 });
    this.#progress?.focusStop();
  }

  #saveTable(name: string): void {
    const table = this.#part<HTMLTableElement>(`table[data-output="${CSS.escape(name)}"]`);
    if (table) saveTable(table, `${this.name}-${name.replaceAll("_", "-")}`);
  }

  async #copyLink(): Promise<void> {
    this.#flushAddress();
    const link = location.href;
    try {
      await navigator.clipboard.writeText(link);
      this.#notice = "Link copied.";
      this.#say(this.#notice);
    } catch {
      this.#offerLink(link);
    }
  }

  /** Shows the link, selected, where the browser does not let a page write to the clipboard. */
  #offerLink(link: string): void {
    this.#notice = `Copy this link: ${link}`;
    this.#say("Copy this link: ");
    const text = document.createElement("span");
    text.textContent = link;
    this.#part(".livecalc-status")?.append(text);
    getSelection()?.selectAllChildren(text);
  }

  // The address

  get #key(): string {
    return this.dataset.key ?? this.name;
  }

  get #scope(): AddressScope {
    const names = this.#fields.map((field) => field.name);
    return {
      prefix: this.dataset.address === "embed" ? "" : `${this.#key}.`,
      names: this.#explore ? [...names, EXPLORE] : names,
    };
  }

  #takeAddress(): void {
    if (location.pathname !== this.#path) return;
    const { values } = readAddress(location.search, this.#scope);
    let changed = false;
    for (const field of this.#fields) {
      const text = values.get(field.name);
      if (text === this.#addressTextOf(field)) continue;
      if (text === undefined) field.show(field.start);
      else field.takeAddressText(text);
      changed = true;
    }
    this.#explore?.takeState(values.get(EXPLORE) ?? "");
    if (!changed) return;
    clearTimeout(this.#addressed);
    this.#isWanted = true;
    this.#calculate();
  }

  #addressTextOf(field: InputField): string | undefined {
    return field.isAtStart ? undefined : field.addressText;
  }

  #flushAddress(): void {
    clearTimeout(this.#addressed);
    this.#writeAddress();
  }

  #writeAddress(): void {
    if (location.pathname !== this.#path) return;
    const changed = this.#fields.filter((field) => !field.isAtStart);
    const values = new Map(changed.map((field) => [field.name, field.addressText]));
    if (this.#explore?.state) values.set(EXPLORE, this.#explore.state);
    const search = writeAddress(location.search, this.#scope, values);
    if (search === location.search) return;
    try {
      history.replaceState(history.state, "", location.pathname + search + location.hash);
    } catch {
      // Browsers refuse when it happens too often or the page has no address of its own; the
      // calculation does not depend on it.
    }
  }

  // Calculating

  /** Computes, as a first sign of life, even what the page shows already, unless that needs long. */
  #becomeLive(): void {
    const isShown = !this.#isWanted && this.#shown === this.#current;
    if (isShown && this.#progress?.isForLongWork) LiveCalculator.client.boot();
    else this.#want();
  }

  #want(): void {
    this.#isWanted = true;
    this.#calculate();
  }

  /** Follows the client: whoever is waiting for Python sees how far it is. */
  #follow(status: ClientStatus): void {
    const isOpen = this.#settled !== this.#current && this.#asked !== this.#current;
    if (status.phase === "ready" && isOpen) this.#becomeLive();
    this.#update();
    if (!this.#isWaiting) return;
    if (status.phase === "loading") {
      // The bar shows it as well; a link that stands here to be copied does not give way.
      if (this.#notice) return;
      // In quarters, because a screen reader says every change.
      const percent = Math.floor(status.fraction * 4) * 25;
      this.#say(percent > 0 ? `Loading Python… ${percent}\u00a0%` : "Loading Python…");
    } else if (status.phase === "failed") {
      this.#say(
        `Live calculation is off: Python could not be loaded (${status.reason}). ${this.#shownFor}`,
      );
    }
  }

  /** Asks for the result of the inputs as they are now; only the newest question is answered. */
  async #calculate(): Promise<void> {
    const { signal } = this.#life;
    const inputs = this.#inputs();
    const asked = JSON.stringify(inputs);
    this.#asked = asked;
    this.#explore?.inputsChanged();
    this.#isStopped = false;
    // The bar of an older question starts anew instead of flickering.
    if (this.#fraction !== undefined) this.#fraction = 0;
    const busy = setTimeout(() => {
      this.#isBusy = !signal.aborted && asked === this.#asked;
      this.#update();
    }, BUSY_AFTER);
    const outcome = LiveCalculator.client.ask(
      this,
      { calculator: this.name, inputs },
      (progress) => {
        if (!signal.aborted && asked === this.#asked) this.#takeProgress(progress);
      },
    );
    this.#update();
    const settled = await outcome;
    clearTimeout(busy);
    if (signal.aborted || asked !== this.#asked || settled.type === "superseded") return;
    const hadFocus = this.#progress?.hasStopFocus;
    this.#settleDown();
    this.#take(settled, asked);
    this.#update();
    if (hadFocus) this.#focusAnswer();
  }

  #settleDown(): void {
    this.#isBusy = false;
    this.#fraction = undefined;
    this.#announce("");
  }

  #takeProgress({ progress }: Progress): void {
    const before = this.#fraction ?? 0;
    this.#fraction = progress;
    this.#update();
    // In quarters, because a screen reader says every change.
    const quarter = Math.floor(progress * 4);
    if (this.#isBusy && quarter > Math.floor(before * 4) && quarter < 4) {
      this.#announce(`${25 * quarter}\u00a0%`);
    }
  }

  /** The button that had the focus is gone; the answer is what the reader waited for. */
  #focusAnswer(): void {
    const headline = this.#part(".livecalc-headline");
    if (!headline) return;
    headline.tabIndex = -1;
    headline.focus({ preventScroll: true });
  }

  #take(outcome: Outcome, asked: string): void {
    if (outcome.type === "answer") {
      this.#settled = asked;
      this.#takeAnswer(outcome.answer, asked);
    } else if (outcome.type === "stopped") {
      this.#settled = asked;
      this.#hasProblem = true;
      this.#canRetry = true;
      this.#say(`${outcome.message} ${this.#shownFor}`);
    } else {
      // Python is off; the client's status says why.
      this.#asked = "";
      this.#follow(LiveCalculator.client.status);
    }
  }

  #takeAnswer(answer: Answer, asked: string): void {
    for (const field of this.#fields) field.clearProblem();
    this.#canRetry = false;
    this.#hasProblem = "error" in answer;
    this.#say(this.#notice);
    this.#announce("");
    if ("error" in answer) {
      this.#showProblems([answer.error, ...(answer.error.also ?? [])]);
      return;
    }
    this.#hasAnswered = true;
    this.#shown = asked;
    this.#results?.show(answer.outputs);
    this.#announce(this.#results?.headline ?? "");
    const { inputs, outputs } = answer;
    const detail: CalculatorChange = { name: this.name, inputs, outputs };
    this.dispatchEvent(new CustomEvent("livecalc:change", { bubbles: true, detail }));
  }

  #showProblems(problems: readonly Problem[]): void {
    const labels: string[] = [];
    const others: string[] = [];
    for (const problem of problems) {
      const field = this.#fields.find((one) => one.name === problem.input);
      field?.showProblem(problem.message);
      if (field) labels.push(`“${field.label}”`);
      else others.push(problem.message);
    }
    // The messages stand beside their fields; here a screen reader hears which ones.
    if (labels.length > 0) others.push(`Check ${labels.join(", ")}.`);
    this.#say(`${others.join(" ")} ${this.#shownFor}`, SAID_AFTER);
  }

  /** Whether the reader wants the result of these inputs and there is no outcome yet. */
  get #isWaiting(): boolean {
    return this.#isWanted && this.#settled !== this.#current;
  }

  /** The inputs as they are now, as JSON. */
  get #current(): string {
    return JSON.stringify(this.#inputs());
  }

  #inputs(): Inputs {
    return Object.fromEntries(this.#fields.map((field) => [field.name, field.value]));
  }

  #startInputs(): Inputs {
    return Object.fromEntries(this.#fields.map((field) => [field.name, field.start]));
  }

  // What the reader sees

  get #shownFor(): string {
    return `The answer shown is for ${this.#hasAnswered ? "earlier" : "the starting"} numbers.`;
  }

  #update(): void {
    const { state } = this;
    const { status } = LiveCalculator.client;
    if (this.getAttribute("state") !== state) this.setAttribute("state", state);
    this.toggleAttribute("stale", this.#shown !== this.#current);
    if (state === "loading") {
      this.#progress?.showLoading(status.phase === "loading" ? status.fraction : 1);
    } else if (state === "busy" && this.#fraction !== undefined) {
      this.#progress?.showCalculating(this.#fraction);
      if (!this.#notice) this.#say("Calculating…");
    } else {
      this.#progress?.hide();
    }
    this.#progress?.offerToCalculateAgain(this.#isStopped);
    const retry = this.#part("[data-action=retry]");
    if (retry) retry.hidden = !(state === "error" && (status.phase === "failed" || this.#canRetry));
  }

  /** Writes the status line, after a pause in which something newer may take its place. */
  #say(text: string, pause = 0): void {
    clearTimeout(this.#said);
    if (pause > 0) this.#said = setTimeout(() => this.#write(".livecalc-status", text), pause);
    else this.#write(".livecalc-status", text);
  }

  /** Tells a screen reader the result, which everybody else sees, once the typing pauses. */
  #announce(text: string): void {
    clearTimeout(this.#announced);
    this.#announced = setTimeout(() => this.#write(".livecalc-announcement", text), SAID_AFTER);
  }

  #write(selector: string, text: string): void {
    const line = this.#part(selector);
    if (line && line.textContent !== text) line.textContent = text;
  }

  #part<Part extends HTMLElement = HTMLElement>(selector: string): Part | null {
    return this.#form?.querySelector<Part>(selector) ?? null;
  }
}

/** Whether all that stands in the element is there; the parser makes an element before its content. */
function isParsed(element: HTMLElement): boolean {
  if (!element.querySelector("form")) return false;
  if (document.readyState !== "loading") return true;
  for (let node: Node | null = element; node; node = node.parentNode) {
    if (node.nextSibling) return true;
  }
  return false;
}
