/** Elements of the page, written as they are nested. */

export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

type Content = Node | string | undefined;

/** Makes an element; an attribute that is false or undefined is left out, one that is true is bare. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...content: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      made.setAttribute(name, value === true ? "" : `${value}`);
  }
  made.append(...content.filter((one) => one !== undefined));
  return made;
}

/** A button that does something here and sends nothing. */
export function button(text: string, press: () => void, attributes: Attributes = {}) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", press);
  return made;
}
