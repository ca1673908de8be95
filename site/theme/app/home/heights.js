// How high a card was the last time, so that what comes after the rest finds its place kept.

const KEPT = "repertoire.height.";

export function recallHeight(name) {
  try {
    return Number(localStorage.getItem(KEPT + name));
  } catch {
    return 0;
  }
}

export function keepHeight(name, height) {
  try {
    localStorage.setItem(KEPT + name, String(height));
  } catch {
    // Without storage the style sheet's guess is kept.
  }
}
