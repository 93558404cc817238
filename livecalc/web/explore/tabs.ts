/** Tabs as the ARIA authoring practices describe them: one stop for Tab, arrows between them. */

import { element } from "./element.ts";

export interface TabContent {
  readonly id: string;
  readonly title: string;
  readonly panel: HTMLElement;
}

export class Tabs {
  readonly list: HTMLElement;
  readonly #tabs: readonly HTMLButtonElement[];
  readonly #contents: readonly TabContent[];
  readonly #chosen: (id: string) => void;
  #current = 0;

  /**
   * @param key - Start of the ids in the page.
   * @param chosen - Called with each choice that the reader makes.
   */
  constructor(
    key: string,
    label: string,
    contents: readonly TabContent[],
    chosen: (id: string) => void,
  ) {
    this.#contents = contents;
    this.#chosen = chosen;
    this.#tabs = contents.map(({ id, title, panel }, at) => {
      const tab = element(
        "button",
        { type: "button", role: "tab", id: `${key}-tab-${id}`, "aria-controls": `${key}-${id}` },
        title,
      );
      tab.addEventListener("click", () => this.#choose(at));
      panel.id = `${key}-${id}`;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      return tab;
    });
    this.list = element(
      "div",
      { class: "livecalc-tabs", role: "tablist", "aria-label": label },
      ...this.#tabs,
    );
    this.list.addEventListener("keydown", (event) => this.#move(event));
    this.show(contents[0]?.id ?? "");
  }

  get current(): string {
    return this.#contents[this.#current]?.id ?? "";
  }

  /** Shows a content without a word to anybody; an id that is none of them counts for nothing. */
  show(id: string): void {
    const at = this.#contents.findIndex((one) => one.id === id);
    if (at < 0) return;
    this.#current = at;
    this.#tabs.forEach((tab, index) => {
      tab.setAttribute("aria-selected", String(index === at));
      tab.tabIndex = index === at ? 0 : -1;
    });
    this.#contents.forEach(({ panel }, index) => {
      panel.hidden = index !== at;
    });
  }

  #choose(at: number): void {
    const content = this.#contents[at];
    if (!content) return;
    this.show(content.id);
    this.#chosen(content.id);
  }

  #move(event: KeyboardEvent): void {
    const last = this.#tabs.length - 1;
    const isRightToLeft = getComputedStyle(this.list).direction === "rtl";
    const forward = isRightToLeft ? "ArrowLeft" : "ArrowRight";
    const back = isRightToLeft ? "ArrowRight" : "ArrowLeft";
    const places: Record<string, number> = {
      [forward]: this.#current === last ? 0 : this.#current + 1,
      [back]: this.#current === 0 ? last : this.#current - 1,
      Home: 0,
      End: last,
    };
    const at = places[event.key];
    if (at === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#choose(at);
    this.#tabs[at]?.focus();
  }
}
