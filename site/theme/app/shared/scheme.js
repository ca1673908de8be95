// The switch between light, dark and as the system has it; assets/early.js shows what was chosen.

const KEPT = "repertoire.scheme";
const NEXT = { "": "dark", dark: "light", light: "" };
const NAMES = { "": "as your system has them", dark: "dark", light: "light" };

export function offerSchemes() {
  for (const button of document.querySelectorAll("[data-scheme]")) {
    name(button);
    button.hidden = false;
    button.addEventListener("click", () => {
      keep(NEXT[read()]);
      name(button);
      dispatchEvent(new Event("schemechange"));
    });
  }
}

function name(button) {
  const text = `Colours: ${NAMES[read()]}. Press for ${NAMES[NEXT[read()]]}`;
  button.dataset.scheme = read() || "system";
  button.setAttribute("aria-label", text);
  button.title = text;
}

function read() {
  try {
    return localStorage.getItem(KEPT) || "";
  } catch {
    return "";
  }
}

function keep(scheme) {
  try {
    if (scheme) localStorage.setItem(KEPT, scheme);
    else localStorage.removeItem(KEPT);
  } catch {
    // Without storage the system decides.
  }
}
