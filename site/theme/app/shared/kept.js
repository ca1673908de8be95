// Words that somebody typed and need again, kept on this device for them alone until they sign out. Those for merge
// fields have the field's name; all others have a point in theirs, which no field has.

const KEPT = "repertoire.words.";
// Where recordings wait that aren't on the server yet.
export const RECORDINGS = "repertoire.recordings";

export function keptWords(personId) {
  try {
    const words = JSON.parse(localStorage.getItem(KEPT + personId));
    return words && typeof words === "object" ? words : {};
  } catch {
    return {};
  }
}

export function keepWords(personId, words) {
  try {
    localStorage.setItem(KEPT + personId, JSON.stringify(words));
  } catch {
    // Without storage, or room in it, they are typed again.
  }
}

// What is another person's goes when somebody signs in, and all of it when they sign out.
export function forgetWords(exceptOf = null) {
  try {
    const others = Object.keys(localStorage).filter((key) => key.startsWith(KEPT) && key !== KEPT + exceptOf);
    for (const key of others) localStorage.removeItem(key);
  } catch {
    // Without storage nothing is kept.
  }
}

export function forgetRecordings() {
  try {
    indexedDB.deleteDatabase(RECORDINGS);
  } catch {
    // Without storage nothing is kept.
  }
}
