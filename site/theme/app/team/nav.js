// Pages about a team's training share their filters: the ways between them in the row of tools hand them on.

const FILTERED = ["app/my-team/", "app/training-matrix/"];

export function handOn(query) {
  for (const tool of FILTERED)
    for (const link of document.querySelectorAll(`[data-tool="${tool}"]`))
      link.setAttribute("href", `/${tool}${query.size ? `?${query}` : ""}`);
}
