/**
 * Holds back the index of the search until somebody reaches for the search. The theme would fetch it
 * with every page, and it is larger than all else that a page needs to be read.
 */
(() => {
  const INDEX = "search/search_index.json";
  const REACHING = ["focusin", "pointerover", "pointerdown"];

  /** Requests for the index that wait. @type {(() => void)[]} */
  const held = [];

  // Such an address comes from a result, whose words the theme marks, or is a search itself.
  let isWanted = /[?&][hq]=/.test(location.search);

  window.XMLHttpRequest = class extends XMLHttpRequest {
    #isForIndex = false;

    /** @override @param {[method: string, address: string | URL]} request */
    open(...request) {
      this.#isForIndex = String(request[1]).endsWith(INDEX);
      super.open(...request);
    }

    /** @override @param {XMLHttpRequestBodyInit | null} [body] */
    send(body) {
      const send = () => super.send(body);
      if (this.#isForIndex && !isWanted) held.push(send);
      else send();
    }
  };

  /** @param {Event} event */
  const reach = ({ target }) => {
    if (!(target instanceof Element)) return;
    if (!target.closest('[data-md-component="search"], [for="__search"]')) return;
    isWanted = true;
    for (const send of held.splice(0)) send();
    for (const type of REACHING) document.removeEventListener(type, reach);
  };
  for (const type of REACHING) document.addEventListener(type, reach, { passive: true });
})();
