// On the sign-in page: asks this browser for a passkey, and sends what its device signed as a form.
(() => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  const trouble = form.querySelector("[role=alert]");
  form.hidden = false;

  async function sign() {
    const answer = await fetch(form.dataset.passkey, { method: "POST", credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status === 429 ? "often" : "failed");
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json());
    return navigator.credentials.get({ publicKey });
  }

  function say(text) {
    trouble.textContent = text;
    trouble.hidden = !text;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    say("");
    try {
      const credential = await sign();
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch (error) {
      if (error.name === "NotAllowedError") say("No passkey was used. Try again, or sign in another way.");
      else if (error.message === "often") say("That was too often. Wait some minutes, or sign in another way.");
      else say("Passkeys don't work just now. Sign in another way.");
    }
  });
})();
