// The teams whose figures somebody may read, as pairs of id and name in their order: all for analysts and admins, theirs for managers.

import { readJson } from "./api.js";

export async function readTeamsOfFigures() {
  const { items } = await readJson("/kpis/teams");
  return items.map(({ id, name }) => [id, name]).sort((one, other) => one[1].localeCompare(other[1]));
}
