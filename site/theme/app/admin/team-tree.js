// Teams as a tree: each below the one above it, by name.

// Pairs of a team and how deep it stands; below `except` nothing is listed, nor that team itself.
export function teamsInOrder(teams, except = null) {
  const known = new Set(teams.map(({ id }) => id));
  const below = (parent) =>
    teams
      .filter((team) => (known.has(team.parent_id) ? team.parent_id : null) === parent && team.id !== except)
      .sort((one, other) => one.name.localeCompare(other.name));
  const walk = (parent, depth) => below(parent).flatMap((team) => [[team, depth], ...walk(team.id, depth + 1)]);
  return walk(null, 0);
}

// Pairs of value and label for a choice of teams.
export function teamChoices(teams, none, except = null) {
  const indented = ([{ id, name }, depth]) => [id, `${"\u2003".repeat(depth)}${name}`];
  return [["", none], ...teamsInOrder(teams, except).map(indented)];
}
