// One text as it is typed: on this device at once, on the server every two seconds, over nobody else's words.

import { mergeTexts } from "./lines.js";
import { sendDraft, sendLeaving, troubleOf } from "./sending.js";

const EVERY_MS = 2_000;
const AGAIN_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

// `place` is the address of a session's texts. `changed` is told that something is another than before, `replaced`
// that the text is. While `isHeld`, nothing is put into it: the reader is in the middle of a letter.
export function keepText({ place, personId, state, drafts, changed, replaced, isHeld }) {
  const it = {
    kind: state.kind,
    text: state.text,
    base: state.version,
    baseText: state.text,
    sent: state.text,
    step: 0,
    device: crypto.randomUUID(),
    settles: null,
    saved: { at: state.updated_at, by: state.updated_by },
    clash: null,
    together: null,
    trouble: null,
    isKept: true,
  };
  let timer = 0;
  let tries = 0;
  let sending = null;
  const keep = makeKeep(
    drafts,
    () => isDirty() && draft(),
    (isKept) => {
      it.isKept = isKept;
      changed();
    },
  );
  return { it, type, save, leave, learn, settle, resolve, isDirty, begin };

  function isDirty() {
    return it.text !== it.sent || Boolean(it.settles);
  }

  function type(text) {
    if (text === it.text) return;
    it.text = text;
    it.step += 1;
    keep();
    plan(EVERY_MS);
    changed();
  }

  // From here on as if another page wrote: what it writes over stays as a version.
  function begin() {
    it.device = crypto.randomUUID();
  }

  function plan(wait) {
    timer ||= setTimeout(save, wait);
  }

  // Resolves once what stands there now is on the server, or can't be.
  async function save() {
    clearTimeout(timer);
    timer = 0;
    while (sending) await sending;
    if (!isDirty()) return;
    sending = send();
    await sending;
    sending = null;
    if (isDirty() && it.trouble?.kind !== "refused") plan(it.trouble ? waitAgain() : EVERY_MS);
    changed();
  }

  async function send() {
    const sent = draft();
    // Whoever put two texts together meanwhile has gone on from another version: this answer is of no use then.
    const isOld = () => sent.base !== it.base || sent.settles !== it.settles;
    try {
      const saved = await sendDraft(place, personId, sent);
      if (isOld()) return;
      it.base = saved.version;
      it.baseText = sent.text;
      it.saved = { at: saved.updated_at, by: saved.updated_by };
      it.settles = it.clash = null;
      isThere(sent);
    } catch (error) {
      if (error.status !== 412) it.trouble = troubleOf(error);
      else if (!isOld()) clashed(error.body, sent);
    }
  }

  // The server has it, in the text or as a copy.
  function isThere(sent) {
    it.sent = sent.text;
    it.trouble = null;
    tries = 0;
    if (!isDirty()) drafts.remove(sent);
  }

  // Where no line was changed by both, both texts go into one by themselves; else who reads this does it.
  function clashed({ current, kept }, sent) {
    it.settles = null;
    isThere(sent);
    if (it.clash) it.clash = { ...it.clash, current, kept };
    else if (isHeld()) it.sent = null;
    else {
      const merged = mergeTexts(it.baseText, it.text, current.text);
      const clash = { current, kept, mine: it.text, merged: merged.text };
      if (!merged.isClean) it.clash = clash;
      else {
        it.together = clash;
        settle({ id: kept.id, current }, merged.text);
      }
    }
  }

  // Writes a text over the last one, as what a copy was put into.
  function settle({ id, current }, text) {
    Object.assign(it, { base: current.version, baseText: current.text, settles: id, clash: null });
    it.step += 1;
    if (text !== it.text) replaced(text);
    it.text = text;
    keep();
    changed();
    plan(0);
  }

  // What stands there is what both texts become.
  function resolve() {
    settle({ id: it.clash.kept.id, current: it.clash.current }, it.text);
  }

  // Takes up what the server has, where that writes over nothing of one's own.
  function learn(found) {
    if (it.clash && found.version > it.clash.current.version) it.clash.current = found;
    else if (it.clash || found.version <= it.base || isDirty() || sending || isHeld()) return;
    else {
      if (found.text !== it.text) replaced(found.text);
      it.text = it.sent = it.baseText = found.text;
      it.base = found.version;
      it.saved = { at: found.updated_at, by: found.updated_by };
    }
    changed();
  }

  // The page may be gone in a moment.
  function leave() {
    if (isDirty()) sendLeaving(place, personId, draft());
  }

  function draft() {
    const { kind, device, text, base, baseText, step, settles } = it;
    return { kind, device, text, base, baseText, step, settles };
  }

  function waitAgain() {
    tries += 1;
    return AGAIN_MS[Math.min(tries, AGAIN_MS.length) - 1];
  }
}

// Keeps what stands there last, one after the other; says when whether it is kept becomes another.
function makeKeep(drafts, readDraft, tell) {
  let isGoing = false;
  let isAgain = false;
  let wasKept = true;
  return async function keep() {
    isAgain = true;
    if (isGoing) return;
    isGoing = true;
    while (isAgain) {
      isAgain = false;
      const draft = readDraft();
      const isKept = !draft || (await drafts.put(draft));
      if (isKept !== wasKept) tell((wasKept = isKept));
    }
    isGoing = false;
  };
}
