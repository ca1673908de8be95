// Figures in words by their unit: one rounding for all that is said and drawn together, so that a value fits its interval.
// Letters say the same by api/work/kpis/words.py; a test compares.

import { sayAbout } from "../shared/shares.js";

const AFTER = {
  days: " days",
  months: " months",
  hours: " hours",
  seconds: " s",
  points: " points",
  "per day": " a day",
  "per month": " a month",
  "money per day": " a day",
};
const PER_CENT = 0.01;
const LARGE = [
  { size: 1e9, word: " billion" },
  { size: 1e6, word: " million" },
];

// `say` has the unit, `bare` is the number of the same rounding; `scaled` is what a chart draws, `axis` what it counts in.
export function wordsFor(unit, currency, numbers) {
  const most = Math.max(0, ...numbers.filter((number) => Number.isFinite(number)).map(Math.abs));
  if (unit === "share") return shareWords(most);
  if (unit.startsWith("money")) return moneyWords(unit, currency, most);
  const digits = unit === "count" ? 0 : digitsOf(most, ["per day", "per month", "ratio"].includes(unit) ? 2 : 1);
  const bare = (value) => plain(value, digits);
  const after = AFTER[unit] || "";
  return { say: (value) => `${bare(value)}${after}`, bare, scaled: (value) => value, axis: after.trim() };
}

// Intervals may reach far, which must not blur what is said: the values alone decide how they are rounded.
export function wordsOf({ unit }, currency, results) {
  const values = results.map(({ value }) => value);
  return wordsFor(unit, currency, values);
}

export function sayAboutFigure(interval, words) {
  return interval ? sayAbout(interval, words.bare) : "how exact isn't known";
}

// "36 %, about 29 to 45".
export function sayFigure({ value, interval }, words) {
  return interval ? `${words.say(value)}, ${sayAbout(interval, words.bare)}` : words.say(value);
}

// Why a figure isn't said.
export function sayMissing({ n }, { least_n: least, n_means: means }) {
  if (n >= least) return `Insufficient data: nothing can be said from ${sayOf(n, means)}.`;
  return `Insufficient data: needs at least ${sayOf(least, means)}, and there ${n === 1 ? "is" : "are"} ${n.toLocaleString("en-GB")}.`;
}

// "36 deals won", "1 deal won", "1 period that is over": what is counted is named by its first plural.
export function sayOf(n, means) {
  const one = n === 1 ? means.replace(/\b(people|quizzes|\w+s)\b/, singular).replace("that are", "that is") : means;
  return `${n.toLocaleString("en-GB")} ${one}`;
}

function singular(word) {
  if (word === "people") return "person";
  if (word === "quizzes") return "quiz";
  return word
    .replace(/ies$/, "y")
    .replace(/(ch|sh|x)es$/, "$1")
    .replace(/s$/, "");
}

function shareWords(most) {
  const digits = digitsOf(most * 100, 1);
  const scaled = (value) => value / PER_CENT;
  const bare = (value) => plain(scaled(value), digits);
  return { say: (value) => `${bare(value)} %`, bare, scaled, axis: "%" };
}

function moneyWords(unit, currency, most) {
  const { size, word } = LARGE.find((one) => most >= one.size) || { size: 1, word: "" };
  const digits = size === 1 ? 0 : most / size < 100 ? 2 : 0;
  // Three digits say enough of an amount that is known about.
  const step = size === 1 ? 10 ** Math.max(0, Math.floor(Math.log10(most || 1)) - 2) : 1;
  const number = (value) => (step === 1 ? value / size : roundAway(value / size / step) * step);
  const format = new Intl.NumberFormat("en-GB", {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  const after = `${word}${AFTER[unit] || ""}`;
  return {
    say: (value) => (value === 0 ? sayNone(format, unit) : `${unsigned(format.format(number(value)))}${after}`),
    bare: (value) => plain(number(value), digits),
    scaled: (value) => value / size,
    axis: `${currency}${after}`,
  };
}

// None is none in whatever it is counted.
function sayNone(format, unit) {
  const parts = format.formatToParts(0).filter(({ type }) => type !== "decimal" && type !== "fraction");
  return `${parts.map(({ value }) => value).join("")}${AFTER[unit] || ""}`;
}

function digitsOf(most, digits) {
  return most < 10 ? digits : 0;
}

function plain(value, digits) {
  const style = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return unsigned((value || 0).toLocaleString("en-GB", style));
}

// Halves away from zero, for losses as for gains.
function roundAway(value) {
  return Math.sign(value) * Math.round(Math.abs(value));
}

// What is rounded to nothing has no sign.
function unsigned(text) {
  return /[1-9]/.test(text) ? text : text.replace("-", "");
}
