// What is looked at for an effect, as the API calls it.

export const OUTCOMES = [
  ["win_rate", "Win rate"],
  ["won_value", "Won value a month"],
  ["meetings_per_day", "Meetings a day"],
  ["sales_cycle", "Sales cycle length"],
];
