// The rubric and its scorecards, beside the notes: their place, until there is one.

/** @param {{ me: any, session: any }} _view @returns {Promise<HTMLElement | null>} */
export async function makeRubric(_view) {
  return null;
}
