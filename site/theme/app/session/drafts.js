// What was typed and isn't on the server yet, on this device: for who typed it alone, until it is there.
//
// In a database of the browser's, which has it on the disk a moment after each key, whatever ends the browser.

const NAME = "repertoire.texts";
const STORE = "drafts";
const PLACE = "place";

// The drafts of a person for a session. `put` tells whether this device keeps it, `all` gives what any page here left.
export function openDrafts(personId, sessionId) {
  const place = `${personId} ${sessionId}`;
  const opened = open();
  opened.catch(() => null); // each who asks hears of it
  return {
    all: () => ask("readonly", (store) => store.index(PLACE).getAll(place)).catch(() => []),
    put: (draft) =>
      ask("readwrite", (store) => store.put({ ...draft, place })).then(
        () => true,
        () => false,
      ),
    remove: (draft) => ask("readwrite", (store) => removeAs(store, { ...draft, place })).catch(() => null),
  };

  async function ask(mode, act) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const going = database.transaction(STORE, mode, { durability: "strict" });
      const request = act(going.objectStore(STORE));
      going.oncomplete = () => resolve(request.result);
      going.onabort = () => reject(going.error);
    });
  }
}

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: [PLACE, "kind", "device"] }).createIndex(PLACE, PLACE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

// Another page may have typed on in the same draft meanwhile.
function removeAs(store, { place, kind, device, step }) {
  const request = store.get([place, kind, device]);
  request.onsuccess = () => {
    if (request.result?.step === step) store.delete([place, kind, device]);
  };
  return request;
}
