/**
 * The way from a calculator to the tools below it: their script comes when a reader opens them, or
 * came with a link that did. Until then this is all of them that a page loads.
 */

import type { Draw } from "./chart-view.ts";
import type { Inputs } from "./protocol.ts";
import type { Calculations } from "./shared-python.ts";

/** What the tools need of the calculator they belong to. */
export interface ExploreHost {
  readonly details: HTMLDetailsElement;
  readonly form: HTMLFormElement;
  /** Public name of the calculator, and its key on this page. */
  readonly name: string;
  readonly key: string;
  readonly locale: string;
  readonly python: Calculations;
  readonly loadDraw: () => Promise<Draw>;
  /** Aborted when the calculator leaves the page. */
  readonly life: AbortSignal;
  /** Puts values into the form, as if the reader had typed them. */
  putInputs(inputs: Inputs): void;
  /** Keeps the state of the tools in the page's address. */
  keepState(text: string): void;
  /** The page's address once all that is shown is in it. */
  address(): string;
}

/** The tools of one calculator. */
export interface Explore {
  inputsChanged(): void;
  takeState(text: string): void;
}

export type MakeExplore = (host: ExploreHost) => Explore;

/** Where the script leaves what it can do. */
export interface ExploreGlobal {
  livecalcExplore?: MakeExplore;
}

const NO_TOOLS = "The tools could not be loaded. Closing and opening this again tries once more.";

export class ExploreDoor {
  readonly #details: HTMLDetailsElement;
  readonly #load: () => Promise<MakeExplore>;
  readonly #host: () => ExploreHost;
  #explore: Explore | undefined;
  #isComing = false;
  /** The state of the tools as the address has it. */
  state = "";

  constructor(
    details: HTMLDetailsElement,
    load: () => Promise<MakeExplore>,
    host: () => ExploreHost,
  ) {
    this.#details = details;
    this.#load = load;
    this.#host = host;
    details.addEventListener("toggle", () => {
      if (details.open) void this.#open();
    });
    if (details.open) void this.#open();
  }

  /** Takes what an address says; a link to the tools opens them. */
  takeState(text: string): void {
    if (text === this.state) return;
    this.state = text;
    if (this.#explore) this.#explore.takeState(text);
    else if (text !== "") this.#details.open = true;
  }

  inputsChanged(): void {
    this.#explore?.inputsChanged();
  }

  async #open(): Promise<void> {
    if (this.#explore || this.#isComing) return;
    this.#isComing = true;
    try {
      const make = await this.#load();
      this.#say("");
      this.#explore = make(this.#host());
      this.#explore.takeState(this.state);
    } catch {
      this.#say(NO_TOOLS);
    } finally {
      this.#isComing = false;
    }
  }

  #say(text: string): void {
    const said = this.#details.querySelector(":scope > .livecalc-error");
    said?.remove();
    if (!text) return;
    const line = document.createElement("p");
    line.className = "livecalc-error";
    line.setAttribute("role", "alert");
    line.textContent = text;
    this.#details.append(line);
  }
}
