// What was agreed, beside the notes: its place, until there is a list of it.

/** @param {{ me: any, session: any }} _view @returns {Promise<HTMLElement | null>} */
export async function makeActions(_view) {
  return null;
}
