/**
 * `<keep-calculators>`: a button that keeps Python and the calculators in this browser.
 *
 * What stands inside the element as built is for where there is no such button: without
 * JavaScript, on a disk, while an author changes pages.
 */

import { SILENCE_LIMIT } from "./client.ts";
import type { SiteKeeper } from "./keep-site.ts";
import type { FromKeeper } from "./keeper-messages.ts";

const KEPT = "Kept: pages and calculators of this site work in this browser without a network.";

export function defineKeepCalculators(keeper: SiteKeeper): void {
  class KeepCalculators extends HTMLElement {
    readonly #button = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: "Keep the calculators too",
    });
    readonly #status = document.createElement("p");
    #silence: ReturnType<typeof setTimeout> | undefined;

    connectedCallback(): void {
      this.#status.setAttribute("role", "status");
      this.#button.onclick = () => void this.#keep();
      this.replaceChildren(this.#button, this.#status);
      const showIfKept = ({ type }: FromKeeper) => type === "kept" && this.#end(KEPT);
      keeper.say("are-calculators-kept", showIfKept).catch(() => undefined);
    }

    disconnectedCallback(): void {
      clearTimeout(this.#silence);
    }

    async #keep(): Promise<void> {
      this.#button.disabled = true;
      this.#say("Keeping…");
      try {
        await keeper.register();
        // Without it a browser that runs short of room may throw everything away.
        void navigator.storage?.persist?.().catch(() => undefined);
        this.#expectWord();
        await keeper.say("keep-calculators", (answer) => this.#hear(answer));
      } catch (error) {
        this.#fail(error instanceof Error ? error.message : String(error));
      }
    }

    #hear(answer: FromKeeper): void {
      if (answer.type === "kept") this.#end(KEPT);
      else if (answer.type === "not-kept") this.#fail(answer.reason);
      else if (this.#button.disabled) {
        // What was still on its way when it failed says nothing any more.
        this.#expectWord();
        // In tenths, because a screen reader says every change.
        this.#say(`Keeping… ${Math.floor(answer.fraction * 10) * 10}\u00a0%`);
      }
    }

    #expectWord(): void {
      clearTimeout(this.#silence);
      const fail = () => this.#fail(`nothing arrived for ${SILENCE_LIMIT} seconds`);
      this.#silence = setTimeout(fail, SILENCE_LIMIT * 1000);
    }

    #fail(reason: string): void {
      this.#end(`Not kept: ${reason}. With a network everything works as before.`);
    }

    #end(text: string): void {
      clearTimeout(this.#silence);
      this.#button.disabled = false;
      this.#say(text);
    }

    #say(text: string): void {
      if (this.#status.textContent !== text) this.#status.textContent = text;
    }
  }
  if (!customElements.get("keep-calculators")) {
    customElements.define("keep-calculators", KeepCalculators);
  }
}
