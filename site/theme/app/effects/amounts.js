// Amounts of these reports: differences with their sign and no more digits than they are worth, and money, in the unit
// of their outcome.

export function sayDifference(value, unit, currency) {
  const sign = value < 0 ? "−" : "+";
  return `${sign}${saySize(value, unit, currency)}`;
}

export function saySize(value, unit, currency) {
  const size = Math.abs(value);
  if (unit === "share") return counted(round(size * 100), "point");
  if (unit === "money") return sayMoney(size < 1000 ? size : Math.round(size / 100) * 100, currency);
  if (unit === "per day") return `${size.toFixed(2)} a day`;
  return counted(round(size), unit.replace(/s$/, ""));
}

export function sayMoney(value, currency) {
  return `${Math.round(value).toLocaleString("en-GB")} ${currency}`;
}

export function sayP(p) {
  if (p === null || p === undefined) return "–";
  return p < 0.001 ? "below 0.001" : p.toPrecision(2);
}

function counted(number, one) {
  return `${number} ${number === "1" ? one : `${one}s`}`;
}

function round(size) {
  return size.toLocaleString("en-GB", { maximumFractionDigits: size < 10 ? 1 : 0 });
}
