// One's own passkeys: made on this device, and deleted.

import { readJson, sendJson } from "../shared/api.js";
import { fill, labelled, make, showProblem } from "../shared/dom.js";
import { sayDate } from "../shared/words.js";

export async function makePasskeys(place) {
  try {
    show(place, await readJson("/me/passkeys"));
  } catch (error) {
    showProblem(place, error, () => makePasskeys(place));
  }
}

function show(place, { items, is_possible: isPossible }) {
  const trouble = make("div", { role: "status" });
  const again = () => makePasskeys(place);
  fill(
    place,
    make(
      "p",
      {},
      "With a passkey you sign in by the lock of your device (a PIN, a finger, a face) instead of a link by e-mail.",
    ),
    items.length
      ? make(
          "ul",
          { class: "rp-sign-ins" },
          items.map((passkey) => showOne(passkey, trouble, again)),
        )
      : null,
    isPossible
      ? makeForm(trouble, again)
      : make("p", { class: "rp-hint" }, "Passkeys need HTTPS, and an address that is a name; here is neither."),
    trouble,
  );
}

function showOne({ id, name, created_at: since, last_used_at: used }, trouble, again) {
  const remove = async () => {
    try {
      await sendJson("DELETE", `/me/passkeys/${id}`);
      await again();
    } catch (error) {
      showProblem(trouble, error);
    }
  };
  return make(
    "li",
    {},
    make("strong", {}, name),
    make("div", { class: "rp-hint" }, `Made ${sayDate(since)}, ${used ? `used ${sayDate(used)}` : "never used"}.`),
    make("button", { type: "button", class: "rp-button", onclick: remove }, `Delete ${name}`),
  );
}

function makeForm(trouble, again) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON)
    return make("p", { class: "rp-hint" }, "This browser can't make passkeys; a newer one can.");
  const name = make("input", { type: "text", required: true, maxlength: "100", autocomplete: "off" });
  const form = make(
    "form",
    { class: "rp-form" },
    labelled("Name of the new passkey", name, "Such as the device that keeps it: Work laptop."),
    make("p", { class: "rp-actions" }, make("button", { type: "submit", class: "rp-button" }, "Make a passkey")),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fill(trouble);
    try {
      const { options } = await sendJson("POST", "/me/passkeys/challenge");
      const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
      const made = /** @type {PublicKeyCredential} */ (await navigator.credentials.create({ publicKey }));
      await sendJson("POST", "/me/passkeys", { name: name.value.trim(), credential: JSON.stringify(made.toJSON()) });
      await again();
    } catch (error) {
      sayTrouble(trouble, error);
    }
  });
  return form;
}

function sayTrouble(trouble, error) {
  const said = {
    InvalidStateError: "This device has a passkey of yours already.",
    NotAllowedError: "No passkey was made.",
  }[error.name];
  if (said) fill(trouble, make("p", { class: "rp-hint" }, said));
  else showProblem(trouble, error);
}
