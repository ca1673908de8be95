// Amounts of these reports: differences with their sign, and money, in the unit of their outcome.

const UNITS = { days: "days", "per day": "a day" };

export function sayDifference(value, unit, currency) {
  const sign = value < 0 ? "−" : "+";
  return `${sign}${saySize(value, unit, currency)}`;
}

export function saySize(value, unit, currency) {
  const size = Math.abs(value);
  if (unit === "share") return `${round(size * 100)} points`;
  if (unit === "money") return sayMoney(size, currency);
  if (unit === "per day") return `${size.toFixed(2)} a day`;
  return `${round(size)} ${UNITS[unit] || unit}`;
}

export function sayMoney(value, currency) {
  return `${Math.round(value).toLocaleString("en-GB")} ${currency}`;
}

export function sayP(p) {
  if (p === null || p === undefined) return "–";
  return p < 0.001 ? "below 0.001" : p.toPrecision(2);
}

function round(size) {
  return size.toLocaleString("en-GB", { maximumFractionDigits: size < 10 ? 1 : 0 });
}
