// A message as a mail program shows it, apart from the styles of the page around it.

// The server made it of text, and nothing in it is run. Its styles are set one by one, because our policy allows none in
// HTML, and so they come as `data-style`.
export function showMessage(place, html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const root = place.shadowRoot || place.attachShadow({ mode: "open" });
  const body = document.createElement("div");
  dress(body, parsed.body);
  body.append(...[...parsed.body.childNodes].map((node) => document.importNode(node, true)));
  for (const element of body.querySelectorAll("[data-style]")) dress(element, element);
  for (const link of body.querySelectorAll("a")) link.setAttribute("rel", "noopener noreferrer");
  root.replaceChildren(body);
}

function dress(element, from) {
  element.style.cssText = from.dataset.style || "";
  delete element.dataset.style;
}
