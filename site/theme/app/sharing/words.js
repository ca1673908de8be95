// What buyers did with a link, in words.

import { count, sayMoment, sayTimes } from "../shared/words.js";

export const STATES = { open: ["Open", "complete"], expired: ["Over", "waived"], revoked: ["Ended", "waived"] };

// "Opened twice, last on Tue 3 Mar 2026, 10:15; most time on slide 4."
export function sayOpened({ seen, items }) {
  if (!seen.opens) return "Not opened yet.";
  const most = mostSeen(items);
  const forwarded = seen.forwarded ? `; ${count(seen.forwarded, "visit")} by somebody it was passed on to` : "";
  return `Opened ${sayTimes(seen.opens)}, last on ${sayMoment(seen.last_at)}${most ? `; most time on ${most}` : ""}${forwarded}.`;
}

// "1 min 3 s", short enough for a cell.
export function sayOnScreen(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

export function namePart(item, part) {
  return item.is_deck && part ? `slide ${part}` : item.title;
}

function mostSeen(items) {
  const all = items.flatMap((item) => item.parts.map((part) => ({ item, ...part })));
  if (all.length < 2) return "";
  const most = all.reduce((best, one) => (one.seconds > best.seconds ? one : best));
  const room = items.length > 1 && most.item.is_deck ? ` of ${most.item.title}` : "";
  return `${namePart(most.item, most.part)}${room}`;
}
