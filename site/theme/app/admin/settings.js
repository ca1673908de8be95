// Settings and storage, for admins: what this server runs with, and what takes how much room.

import { startFor } from "../shared/allowed.js";
import { readJson } from "../shared/api.js";
import { badge, codedText, fill, make, scrollingTable, showProblem } from "../shared/dom.js";
import { makeWaiting } from "../shared/waiting.js";
import { count, sayBytes } from "../shared/words.js";
import { makeFold, namedRow } from "./form.js";

const app = document.getElementById("app");

function start() {
  fill(app, makePart("Storage", "/storage", showStorage), makePart("Settings", "/settings", showSettings));
}

function makePart(title, path, show) {
  const place = make("div", {}, makeWaiting(title));
  const load = async () => {
    try {
      fill(place, show(await readJson(path)));
    } catch (error) {
      showProblem(place, error, load);
    }
  };
  load();
  return make("section", {}, make("h2", {}, title), place);
}

// Those that somebody set stand first.
function showSettings({ items }) {
  const rows = [...items.filter((one) => !one.is_default), ...items.filter((one) => one.is_default)].map(showSetting);
  return [
    make("p", {}, "They are set where the server is started; a change holds once it is started again."),
    scrollingTable("Settings", ["Name", "Value", "What it is for"], make("tbody", {}, rows)),
  ];
}

function showSetting({ name, value, help, is_default: isDefault }) {
  const text = value === "" ? "empty" : String(value);
  return namedRow(make("code", {}, name), {
    Value: [text, " ", isDefault ? "" : badge("Set", "complete")],
    "What it is for": codedText(help),
  });
}

function showStorage({ free_bytes: free, database_bytes: database, folders, tables }) {
  const folderRows = folders.map(({ name, bytes, files }) =>
    namedRow(name === "." ? "beside them" : name, { Size: sayBytes(bytes), Files: count(files, "file") }),
  );
  const tableRows = tables.map(({ name, rows }) => namedRow(name.replaceAll("_", " "), { Rows: count(rows, "row") }));
  return [
    make(
      "p",
      {},
      `The database takes ${sayBytes(database)}; ${sayBytes(free)} are free on the disk of the data folder.`,
    ),
    scrollingTable("Folders", ["Folder", "Size", "Files"], make("tbody", {}, folderRows)),
    makeFold("Rows of tables", scrollingTable("Rows of tables", ["Table", "Rows"], make("tbody", {}, tableRows))),
  ];
}

startFor(start);
