/** The address of an embed page, from the attributes of the element that stands for it. */

/**
 * Attributes of the element that are no inputs: its own, and those that HTML gives to any element.
 * `livecalc/site/embed.py` refuses a calculator that has an input of such a name.
 */
export const RESERVED_ATTRIBUTES: readonly string[] = [
  ...["accent", "loading", "locale", "name", "sandbox", "src", "stale", "state", "theme"],
  ...["accesskey", "autocapitalize", "autofocus", "class", "contenteditable", "dir", "draggable"],
  ...["enterkeyhint", "hidden", "id", "inert", "inputmode", "is", "itemid", "itemprop", "itemref"],
  ...["itemscope", "itemtype", "lang", "nonce", "part", "popover", "role", "slot", "spellcheck"],
  ...["style", "tabindex", "title", "translate", "exportparts"],
];

/** What the address says beside the inputs. */
const SETTINGS: readonly string[] = ["theme", "accent", "locale"];

/**
 * @param src - As the attribute has it.
 * @param base - Address of the page that it stands in.
 * @returns Nothing when `src` is no address of a web page.
 */
export function embedAddress(
  src: string,
  base: string,
  attributes: Iterable<readonly [name: string, value: string]>,
): URL | undefined {
  if (!src || !URL.canParse(src, base)) return undefined;
  const address = new URL(src, base);
  if (address.protocol !== "https:" && address.protocol !== "http:") return undefined;
  for (const [name, value] of attributes) {
    if (SETTINGS.includes(name) || isInput(name)) address.searchParams.set(name, value);
  }
  return address;
}

function isInput(name: string): boolean {
  if (!/^[a-z][a-z0-9_]*$/.test(name) || RESERVED_ATTRIBUTES.includes(name)) return false;
  // A handler such as `onclick`, which is not sent anywhere.
  return !(name.startsWith("on") && "HTMLElement" in globalThis && name in HTMLElement.prototype);
}
