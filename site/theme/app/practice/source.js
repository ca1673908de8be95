// Where a practice can be seen: recorded here, chosen as a file, or elsewhere at a link.

import { fill, labelled, make } from "../shared/dom.js";
import { findLength } from "../shared/player.js";
import { segments } from "../shared/segments.js";
import { forgetRecording, keepPiece } from "./outbox.js";
import { askForDevices, canRecord, letGo, MOST_SECONDS, record, sayTrouble } from "./recorder.js";
import { keep } from "./unsent.js";
import { sayBytes, sayClock } from "./words.js";

const FILES = "video/webm,video/mp4,audio/webm,audio/mp4,audio/ogg,video/ogg";
const PAIRS = [
  ["record", "Record"],
  ["file", "A file"],
  ["link", "A link"],
];

// `personId` is who records; what was recorded is kept on this device at once, under a key of its own. `changed` is told
// whether it is being recorded.
export function makeSource(personId, changed) {
  const source = {
    personId,
    changed,
    way: canRecord ? "record" : "file",
    key: crypto.randomUUID(),
    stream: null,
    running: null,
    film: null,
    url: "",
    file: make("input", { type: "file", accept: FILES }),
    link: make("input", { type: "url", inputmode: "url", placeholder: "https://", pattern: "https://.*" }),
    pane: make("div", { class: "rp-source" }),
    state: make("p", { class: "rp-muted", role: "status" }),
    trouble: make("p", { class: "rp-overdue", role: "alert", hidden: true }),
  };
  const ways = canRecord ? PAIRS : PAIRS.slice(1);
  showPane(source);
  addEventListener("pagehide", () => letGo(source.stream));
  return {
    element: make(
      "div",
      {},
      segments("Where it can be seen", ways, source.way, (way) => {
        source.way = way;
        stopAll(source);
        showPane(source);
      }),
      source.pane,
      source.state,
      source.trouble,
    ),
    read: () => read(source),
    warn: (text) => warn(source, text),
    take: (key, film) => {
      source.key = key;
      ends(source, film);
    },
    stop: () => stopAll(source),
  };
}

// What was given: a link, or a recording with its key; null where there is none yet.
function read({ way, link, file, film, key }) {
  if (way === "link") return link.value.trim() && link.checkValidity() ? { link: link.value.trim() } : null;
  if (way === "record") return film ? { key, blob: film.blob, seconds: film.seconds, isKept: true } : null;
  const chosen = file.files?.[0];
  return chosen ? { key, blob: chosen, seconds: null, isKept: false } : null;
}

function showPane(source) {
  warn(source, "");
  fill(source.state);
  if (source.way === "link")
    fill(source.pane, labelled("Address", source.link, "Begins with https://. Your graders must be able to open it."));
  else if (source.way === "file") fill(source.pane, labelled("File", source.file, "WebM, MP4 or Ogg."));
  else showRecorder(source);
}

function showRecorder(source) {
  const picture = make("button", { type: "button", class: "rp-button rp-button--main" }, "Use camera and microphone");
  const sound = make("button", { type: "button", class: "rp-button" }, "Microphone only");
  picture.addEventListener("click", () => prepare(source, true));
  sound.addEventListener("click", () => prepare(source, false));
  fill(
    source.pane,
    make("p", { class: "rp-hint" }, "Ten minutes at most. Nobody sees it before you hand it in."),
    make("p", { class: "rp-actions" }, picture, sound),
  );
}

async function prepare(source, withPicture) {
  warn(source, "");
  try {
    letGo(source.stream);
    source.stream = await askForDevices(withPicture);
  } catch (error) {
    return warn(source, sayTrouble(error));
  }
  const begin = make("button", { type: "button", class: "rp-button rp-button--main" }, "Start recording");
  begin.addEventListener("click", () => begins(source, begin));
  fill(source.pane, withPicture ? makeMirror(source.stream) : null, make("p", { class: "rp-actions" }, begin));
  fill(source.state, withPicture ? "You see yourself; nothing is recorded yet." : "Nothing is recorded yet.");
  begin.focus();
}

function makeMirror(stream) {
  const mirror = make("video", { class: "rp-player__film rp-source__mirror", muted: true, playsinline: true });
  mirror.muted = true;
  mirror.srcObject = stream;
  mirror.play().catch(() => null);
  return mirror;
}

function begins(source, button) {
  source.key = crypto.randomUUID();
  const running = record(source.stream, {
    keep: (blob, number) => {
      if (!number) fill(source.state, "It is kept on this device while you speak.");
      keepPiece(source.key, number, blob).catch(() => null);
    },
    tick: (seconds) => fill(clock, `Recording, ${sayClock(seconds)} of ${sayClock(MOST_SECONDS)}`),
  });
  source.running = running;
  source.changed(true);
  keep({ key: source.key, personId: source.personId, mediaType: running.mediaType, seconds: null, body: null });
  const stop = make("button", { type: "button", class: "rp-button rp-button--main" }, "Stop");
  const clock = make("span", { class: "rp-source__clock" }, "Recording");
  stop.addEventListener("click", running.stop);
  button.replaceWith(stop, clock);
  stop.focus();
  fill(source.state);
  running.ended.then((film) => ends(source, film));
}

function ends(source, film) {
  letGo(source.stream);
  source.stream = source.running = null;
  source.changed(false);
  if (!film.blob.size) {
    forgetRecording(source.key).catch(() => null);
    showPane(source);
    return warn(source, "Nothing was recorded: the camera or the microphone gave nothing. Try again.");
  }
  source.film = film;
  URL.revokeObjectURL(source.url);
  source.url = URL.createObjectURL(film.blob);
  const isSound = film.blob.type.startsWith("audio/");
  const shown = make(isSound ? "audio" : "video", {
    class: "rp-player__film",
    src: source.url,
    controls: true,
    playsinline: !isSound,
    "aria-label": "What you recorded",
  });
  const again = make("button", { type: "button", class: "rp-button" }, "Record again");
  again.addEventListener("click", () => {
    source.film = null;
    fill(source.state);
    prepare(source, !isSound);
  });
  fill(source.pane, findLength(shown), make("p", { class: "rp-actions" }, again));
  fill(source.state, `Recorded, ${sayClock(film.seconds)}, ${sayBytes(film.blob.size)}. Look at it, then send it.`);
}

function stopAll(source) {
  source.running?.stop();
  letGo(source.stream);
  source.stream = null;
}

function warn({ trouble }, text) {
  trouble.hidden = !text;
  fill(trouble, text);
}
