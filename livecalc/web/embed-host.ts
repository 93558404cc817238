/**
 * `/embed.js`: makes `<live-calculator src="https://…/embed/staking-apy/">` on any page the frame
 * of that calculator.
 *
 * It registers no custom element. The site's own pages register one of the same name for the
 * calculators that they hold themselves; this script cares for those with `src` alone, so both may
 * run on one page, in any order.
 */

import { embedAddress } from "./embed-address.ts";
import { asMessage, isFrom, readColour, readFromEmbed, readTheme } from "./embed-messages.ts";

/** Pixels until the frame has said how high it is. */
const FIRST_HEIGHT = 480;
/** Changed by a message; anything else in the address needs the frame to load again. */
const APPEARANCE = ["theme", "accent"];

class EmbeddedCalculator {
  readonly #element: HTMLElement;
  readonly #frame = document.createElement("iframe");
  readonly #observer = new MutationObserver(() => this.#update());
  #address: URL | undefined;
  #title = "";

  constructor(element: HTMLElement) {
    this.#element = element;
    const { style } = this.#frame;
    style.cssText = "display:block;width:100%;border:0;border-radius:12px";
    style.height = `${FIRST_HEIGHT}px`;
    this.#frame.loading = "lazy";
    // Without it "Copy link" in the frame shows the link instead of copying it.
    this.#frame.allow = "clipboard-write";
    element.style.display ||= "block";
    this.#update();
    this.#observer.observe(element, { attributes: true });
  }

  get window(): Window | null {
    return this.#frame.contentWindow;
  }

  get isConnected(): boolean {
    return this.#element.isConnected;
  }

  release(): void {
    this.#observer.disconnect();
  }

  hear(event: MessageEvent): void {
    const expected = this.#address?.origin ?? "";
    // In a sandbox nobody has an origin to show; that it is the frame's window is known by now.
    const opaque = this.#isSandboxed || self.origin === "null";
    if (!isFrom(event.origin, expected, opaque)) return;
    const message = readFromEmbed(event.data);
    if (message?.type === "height") {
      this.#frame.style.height = `${message.height}px`;
    } else if (message?.type === "ready") {
      this.#title = message.title;
      this.#update();
      this.#sendAppearance();
    } else if (message) {
      const { name, inputs, outputs } = message;
      const detail = { name, inputs, outputs };
      this.#element.dispatchEvent(new CustomEvent("livecalc:change", { bubbles: true, detail }));
    }
  }

  get #isSandboxed(): boolean {
    return this.#element.hasAttribute("sandbox");
  }

  #update(): void {
    const element = this.#element;
    const attributes = [...element.attributes].map(({ name, value }) => [name, value] as const);
    const src = element.getAttribute("src") ?? "";
    const address = embedAddress(src, document.baseURI, attributes);
    this.#frame.title = element.title || this.#title || titleFrom(address);
    // Attributes change for many reasons; only these concern the frame.
    if (!address || address.href === this.#address?.href) return;
    const before = this.#address;
    this.#address = address;
    if (before && withoutAppearance(before) === withoutAppearance(address)) {
      this.#sendAppearance();
      return;
    }
    if (this.#isSandboxed) {
      const allowed = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox";
      this.#frame.setAttribute("sandbox", allowed);
    }
    this.#frame.src = address.href;
    // What stood in the element was for readers without this script.
    if (this.#frame.parentNode !== element) element.replaceChildren(this.#frame);
  }

  #sendAppearance(): void {
    const theme = readTheme(this.#element.getAttribute("theme")) ?? "auto";
    const accent = readColour(this.#element.getAttribute("accent"));
    const message = asMessage({ type: "appearance", theme, accent });
    // It tells nothing that the frame's address does not tell.
    this.window?.postMessage(message, "*");
  }
}

function titleFrom(address: URL | undefined): string {
  const name = address?.pathname.split("/").filter(Boolean).at(-1) ?? "";
  const words = name.replaceAll("-", " ").trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} calculator`.trim();
}

function withoutAppearance(address: URL): string {
  const rest = new URL(address);
  for (const name of APPEARANCE) rest.searchParams.delete(name);
  return rest.href;
}

function careForAll(): void {
  const embedded = new Map<Element, EmbeddedCalculator>();
  const elements = document.getElementsByTagName("live-calculator");
  const update = () => {
    for (const element of elements) {
      if (!element.hasAttribute("src") || embedded.has(element)) continue;
      embedded.set(element, new EmbeddedCalculator(element as HTMLElement));
    }
    for (const [element, calculator] of embedded) {
      if (calculator.isConnected) continue;
      calculator.release();
      embedded.delete(element);
    }
  };
  window.addEventListener("message", (event) => {
    for (const calculator of embedded.values()) {
      if (event.source && event.source === calculator.window) calculator.hear(event);
    }
  });
  new MutationObserver(update).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ["src"],
  });
  update();
}

// Once for a page, however often its script runs.
const RUNNING = Symbol.for("livecalc.embed");
if (!(RUNNING in window)) {
  Object.defineProperty(window, RUNNING, { value: true });
  careForAll();
}
