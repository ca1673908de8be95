// Pages about a team's training share their filters: the ways between them in the row of tools hand them on.

const FILTERED = ["app/my-team/", "app/training-matrix/"];

export function handOn(query) {
  for (const tool of FILTERED) {
    /** @type {NodeListOf<HTMLAnchorElement>} */
    const links = document.querySelectorAll(`[data-tool="${tool}"]`);
    for (const link of links) link.search = String(query);
  }
}
