// Whether somebody on this device is to find a page against the clock; only a hint, the server knows it.

const KEPT = "repertoire.finding";

export function isFinding() {
  try {
    return localStorage.getItem(KEPT) !== null;
  } catch {
    return false;
  }
}

export function noteFinding(is) {
  try {
    if (is) localStorage.setItem(KEPT, "1");
    else localStorage.removeItem(KEPT);
  } catch {
    // Without storage pages offer nothing, and the address of the page is pasted instead.
  }
}
