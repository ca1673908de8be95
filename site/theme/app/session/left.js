// What pages before this one left on this device: sent as theirs, before the texts are shown.

import { make } from "../shared/dom.js";
import { mergeTexts } from "./lines.js";
import { sendDraft } from "./sending.js";

const TITLES = { agenda: "Agenda", shared: "Notes", private: "Private notes" };

// Returns what can't be sent; it stays on the device.
export async function sendLeft({ place, personId, drafts }) {
  const left = [];
  for (const draft of await drafts.all()) {
    try {
      await sendOne(place, personId, draft);
      await drafts.remove(draft);
    } catch (error) {
      left.push({ ...draft, error });
    }
  }
  return left;
}

// What clashes is on the server too, as a copy; it goes into the text by itself where no line was changed by both.
async function sendOne(place, personId, draft) {
  try {
    await sendDraft(place, personId, draft);
  } catch (error) {
    if (error.status !== 412) throw error;
    const { current, kept } = error.body;
    const { text, isClean } = mergeTexts(draft.baseText, draft.text, current.text);
    const settled = { kind: draft.kind, text, base: current.version, device: crypto.randomUUID(), step: 1 };
    if (isClean) await sendDraft(place, personId, { ...settled, settles: kept.id }).catch(() => null);
  }
}

export function showLeft(left) {
  if (!left.length) return null;
  const rows = left.map(({ kind, text, error }) =>
    make(
      "details",
      {},
      make("summary", {}, `${TITLES[kind]}: ${error.message}`),
      make("div", { class: "rp-merging__text" }, text),
    ),
  );
  const words = "What you typed here before is on this device alone, and can't be saved just now.";
  return make("div", { class: "rp-note" }, make("p", {}, words), rows);
}
