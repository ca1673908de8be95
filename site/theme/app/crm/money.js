// How amounts and shares of the value of deals are said.

export function sayMoney(value, currency) {
  const digits = Number.isInteger(value) || Math.abs(value) >= 100_000 ? 0 : 2;
  const rounding = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat("en-GB", { style: "currency", currency, ...rounding }).format(value);
}

// "" where such deals have no value that is known.
export function sayShareOfValue(share) {
  if (share === null) return "";
  if (share > 0 && share < 0.01) return "under 1 %";
  return `${share < 1 && share > 0.99 ? 99 : Math.round(share * 100)} %`;
}
