// Records somebody with the camera and the microphone of this device, ten minutes at most.

export const MOST_SECONDS = 600;
const PIECE_MS = 2_000;
const RATES = { videoBitsPerSecond: 900_000, audioBitsPerSecond: 64_000 };
const PICTURE = { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24 }, facingMode: "user" };
// The first that this browser records; each is one that the server takes.
const FILM = ["video/webm;codecs=vp9,opus", "video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const SOUND = ["audio/webm;codecs=opus", "audio/webm", "audio/mp4", "audio/ogg;codecs=opus"];

export const canRecord = Boolean(navigator.mediaDevices?.getUserMedia) && typeof MediaRecorder !== "undefined";

// Asks for the devices; resolves with the stream, which the page shows while nothing is recorded yet.
export function askForDevices(withPicture) {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: withPicture ? PICTURE : false });
}

export function letGo(stream) {
  for (const track of stream?.getTracks() || []) track.stop();
}

// What keeps somebody from being recorded, in a sentence.
export function sayTrouble(error) {
  if (error.name === "NotAllowedError")
    return "This browser wasn't allowed to use the camera or the microphone. Allow it for this page and try again.";
  if (error.name === "NotFoundError") return "There is no camera or no microphone here. Record the sound alone.";
  if (error.name === "NotReadableError") return "Another program uses the camera or the microphone. Close it.";
  return error.message || "This browser can't record.";
}

// Begins: `keep` gets each piece with its number, `tick` the seconds; `ended` resolves with all of it and its type.
/** @param {MediaStream} stream @param {{ keep: (blob: Blob, number: number) => void, tick: (seconds: number) => void }} options */
export function record(stream, { keep, tick }) {
  const types = stream.getVideoTracks().length ? FILM : SOUND;
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  const recorder = new MediaRecorder(stream, { ...RATES, ...(mimeType && { mimeType }) });
  const pieces = [];
  const began = performance.now();
  const seconds = () => Math.min(MOST_SECONDS, Math.round((performance.now() - began) / 1000));
  const timer = setInterval(() => {
    tick(seconds());
    if (seconds() >= MOST_SECONDS) stop();
  }, 250);
  const ended = new Promise((resolve) => {
    recorder.addEventListener("dataavailable", ({ data }) => {
      if (data.size) keep(data, pieces.push(data) - 1);
    });
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      resolve({ blob: new Blob(pieces, { type: recorder.mimeType }), seconds: seconds() });
    });
  });
  recorder.start(PIECE_MS);
  return { mediaType: recorder.mimeType || types[0], stop, ended };

  function stop() {
    if (recorder.state !== "inactive") recorder.stop();
  }
}
