// Plays a recording beside its transcript, whose lines lead to their time.

import { make } from "./dom.js";

// `quote` is told a line and its time, where lines may be quoted. Null where there is nothing to play or to read.
/** @param {any} practice @param {((quote: { at: number, text: string }) => void) | null} quote */
export function makePlayer({ link, recording, transcript, title }, quote = null) {
  const film = recording?.url ? makeFilm(recording, title) : null;
  if (!film && !link && !recording && !transcript?.length) return null;
  return make(
    "section",
    { class: `rp-player${quote ? " rp-player--kept" : ""}`, "aria-label": "Recording" },
    film,
    recording && !film ? make("p", { class: "rp-muted" }, sayMissing(recording)) : null,
    link
      ? make(
          "p",
          {},
          make("a", { class: "rp-button", href: link, rel: "noreferrer", target: "_blank" }, "Open the recording"),
          make("span", { class: "rp-muted" }, ` at ${new URL(link).host}`),
        )
      : null,
    transcript?.length ? makeTranscript(transcript, film, quote) : null,
  );
}

function makeFilm({ url, media_type: type }, title) {
  const isSound = type.startsWith("audio/");
  const film = make(isSound ? "audio" : "video", {
    class: "rp-player__film",
    src: url,
    controls: true,
    preload: "metadata",
    playsinline: !isSound,
    "aria-label": title,
  });
  return findLength(film);
}

// What browsers record doesn't say how long it takes; they find out when they are sent to its end.
/** @param {any} film */
export function findLength(film) {
  film.addEventListener(
    "loadedmetadata",
    () => {
      if (film.duration !== Number.POSITIVE_INFINITY) return;
      film.addEventListener(
        "durationchange",
        () => {
          film.currentTime = 0;
        },
        { once: true },
      );
      film.currentTime = Number.MAX_SAFE_INTEGER;
    },
    { once: true },
  );
  return film;
}

function sayMissing({ deleted_at: deleted }) {
  return deleted ? "The recording was deleted when its time was over; what was scored stays." : "It isn't sent yet.";
}

function makeTranscript(lines, film, quote) {
  return make(
    "details",
    { class: "rp-transcript", open: isWide() },
    make("summary", {}, "Transcript"),
    make(
      "ol",
      { tabindex: "0", "aria-label": "Lines of the transcript" },
      lines.map((line) => makeLine(line, film, quote)),
    ),
  );
}

function isWide() {
  return matchMedia("(min-width: 60em)").matches;
}

function makeLine({ at, who, text }, film, quote) {
  const time = sayTime(at);
  const place = film
    ? make("button", { type: "button", class: "rp-link-button", "aria-label": `Play from ${time}` }, time)
    : make("span", { class: "rp-muted" }, time);
  if (film)
    place.addEventListener("click", () => {
      film.currentTime = at;
      film.play();
    });
  const take = quote
    ? make("button", { type: "button", class: "rp-link-button", "aria-label": `Quote ${time}` }, "Quote")
    : null;
  take?.addEventListener("click", () => quote({ at, text }));
  return make("li", {}, place, make("span", {}, who ? make("b", {}, `${who}: `) : null, text), take);
}

function sayTime(seconds) {
  const whole = Math.floor(seconds);
  const rest = String(whole % 60).padStart(2, "0");
  return whole < 3600
    ? `${Math.floor(whole / 60)}:${rest}`
    : `${Math.floor(whole / 3600)}:${String(Math.floor(whole / 60) % 60).padStart(2, "0")}:${rest}`;
}
