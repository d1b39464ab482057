// Runs axe-core over the page as it looks now. Contrast is asked of one text for each look that is not known to be good.
// Takes [tags of rules, known looks]; gives [broken rules with their first element, looks found good].
async ([tags, known]) => {
  const MARK = "data-asked-for-contrast";
  const CLEAR = "rgba(0, 0, 0, 0)";
  const behind = new Map();

  // What lies behind an element's text: everything that its ancestors paint, cover or fade.
  function backdrop(element) {
    if (element === null) return "";
    if (!behind.has(element)) {
      const style = getComputedStyle(element);
      const painted = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
        style.position, style.float, style.clipPath, style.transform, style.overflow, style.visibility,
        getComputedStyle(element, "::before").content, getComputedStyle(element, "::after").content].join();
      const plain = [CLEAR, "none", "1", "none", "normal", "static", "none", "none", "none", "visible", "visible",
        "none", "none"].join();
      const above = backdrop(element.parentElement);
      behind.set(element, painted === plain ? above : `${above}/${painted}`);
    }
    return behind.get(element);
  }

  function look(element) {
    const style = getComputedStyle(element);
    return [element.localName, style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke,
      element.matches(":disabled, [aria-disabled=true], [hidden]"), backdrop(element)].join("|");
  }

  // A short name for a look: 53 bits of it.
  function short(text) {
    let low = 0xdeadbeef, high = 0x41c6ce57;
    for (let at = 0; at < text.length; at++) {
      low = Math.imul(low ^ text.charCodeAt(at), 2654435761);
      high = Math.imul(high ^ text.charCodeAt(at), 1597334677);
    }
    low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
    high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
    return (4294967296 * (2097151 & high) + (low >>> 0)).toString(36);
  }

  function hasText(element) {
    if (element.matches("input, select, textarea")) return true;
    return [...element.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim() !== "");
  }

  const done = new Set(known);
  const asked = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!hasText(element) || !element.checkVisibility()) continue;
    const name = short(look(element));
    if (done.has(name)) continue;
    done.add(name);
    asked.set(element, name);
    element.setAttribute(MARK, "");
  }
  axe.configure({rules: [{id: "color-contrast", selector: `[${MARK}]`}]});
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: tags}, resultTypes: ["violations", "incomplete"], elementRef: true,
  });
  const unsettled = new Set([...found.violations, ...found.incomplete]
    .filter(rule => rule.id === "color-contrast").flatMap(rule => rule.nodes.map(node => node.element)));
  asked.forEach((_, element) => element.removeAttribute(MARK));
  return [
    found.violations.map(rule => `${rule.id} ${rule.nodes[0].html.slice(0, 160)}`),
    [...asked].filter(([element]) => !unsettled.has(element)).map(([, name]) => name),
  ];
}
