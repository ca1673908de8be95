"""Faults of accessibility that a page can be asked for: scripts that return them."""

FAULTS = """() => {
  const faults = [];
  const isShown = (element) => element.checkVisibility();
  const say = (text, element) => faults.push(`${text}: ${element.outerHTML.slice(0, 150)}`);
  const nameOf = (element) => [element.getAttribute("aria-label"), element.getAttribute("title"), element.textContent,
    ...[...element.querySelectorAll("[aria-label], img[alt]")].map((child) => child.ariaLabel || child.alt),
    ...(element.getAttribute("aria-labelledby") || "").split(" ").map((id) => document.getElementById(id)?.textContent),
    ...[...(element.labels || [])].map((label) => label.textContent)].some((text) => text?.trim());
  if (!document.documentElement.lang) faults.push("html without lang");
  if (!document.title.trim()) faults.push("no title");
  const main = document.querySelectorAll("h1");
  if (main.length !== 1) faults.push(`${main.length} h1`);
  if (!document.querySelector("main")) faults.push("no main");
  const fold = [...document.querySelectorAll("details:not([open])")];
  fold.forEach((details) => details.open = true);
  const controls = "input:not([type=hidden]), select, textarea, button, a[href], summary, [role=button]";
  for (const element of document.querySelectorAll(controls)) {
    const isField = element.matches("input, select, textarea");
    const isNamed = isField ? element.labels?.length || element.ariaLabel || element.getAttribute("aria-labelledby")
      : nameOf(element);
    if (isShown(element) && !isNamed) say("no name", element);
  }
  const silent = "img:not([alt]), [role=img]:not([aria-label], [aria-labelledby])";
  for (const image of document.querySelectorAll(silent)) say("no alt", image);
  for (const table of document.querySelectorAll("table")) if (!table.querySelector("th")) say("no header", table);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) faults.push(`two elements with id ${id}`);
  const levels = [...document.querySelectorAll("main h1, main h2, main h3, main h4")].filter(isShown)
    .map((heading) => Number(heading.tagName[1]));
  levels.forEach((level, at) => {
    if (at && level > levels[at - 1] + 1) faults.push(`h${levels[at - 1]}, then h${level}`);
  });
  for (const group of document.querySelectorAll("fieldset"))
    if (!group.querySelector(":scope > legend") && !group.ariaLabel) say("no legend", group);
  fold.forEach((details) => details.open = false);
  return faults;
}"""
FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const box = element.getBoundingClientRect();
  const looks = [element, element.parentElement || element].map((one) => getComputedStyle(one));
  const isMarked = looks.some((style) => (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== "none");
  // The button inside a date field has a ring of the browser's own, which no script can measure.
  const isInside = element.matches("input[type^=date]") && !element.matches(":focus-visible");
  const isSeen = box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth && box.bottom > 0;
  return { html: element.outerHTML.slice(0, 120), isGood: (isMarked || isInside) && isSeen };
}"""
WIDER = """() => {
  const root = document.scrollingElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
    && element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.outerHTML.slice(0, 100));
}"""
