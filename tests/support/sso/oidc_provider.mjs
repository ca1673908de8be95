// The certified provider `oidc-provider` on loopback: node oidc_provider.mjs FOLDER_OF_PACKAGES PORT PRODUCT ACCOUNTS
// ACCOUNTS is a JSON file of claims by name, read anew whenever somebody signs in. POST /rotate signs with another key.
import { generateKeyPairSync } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [packages, port, product, accounts] = process.argv.slice(2);
const found = createRequire(`${packages}/`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found).href);
const audience = "urn:playbook-api";
const keys = [];

function addKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  keys.unshift({ ...privateKey.export({ format: "jwk" }), kid: `key-${keys.length}`, use: "sig", alg: "RS256" });
}

async function findAccount(_, name) {
  const known = JSON.parse(readFileSync(accounts, "utf-8"))[name];
  return known && { accountId: name, claims: async () => ({ sub: name, ...known }) };
}

function provide() {
  addKey();
  const made = new Provider(`http://127.0.0.1:${port}`, {
    jwks: { keys },
    cookies: { keys: ["only-for-tests"] },
    clients: [
      {
        client_id: "playbook",
        client_secret: "a secret + of 100 % signs",
        redirect_uris: [`${product}/sign-in/with/node/callback`],
        post_logout_redirect_uris: [`${product}/sign-in`],
        backchannel_logout_uri: `${product}/sign-in/with/node/logout`,
        backchannel_logout_session_required: true,
      },
    ],
    claims: { openid: ["sub", "groups"], email: ["email", "email_verified"], profile: ["name"] },
    findAccount,
    // Its own refuses addresses of loopback, and waits for two seconds only.
    fetch: (url, { dispatcher, signal, ...options }) => fetch(url, options),
    features: {
      backchannelLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({ scope: "openid", audience, accessTokenFormat: "jwt" }),
        defaultResource: () => undefined,
        useGrantedResource: () => true,
      },
    },
  });
  for (const name of ["server_error", "backchannel.error"]) made.on(name, (...said) => console.error(...said));
  return made.callback();
}

let answer = provide();
createServer((request, response) => {
  if (request.method === "POST" && request.url === "/rotate") {
    answer = provide();
    response.end("rotated");
  } else answer(request, response);
}).listen(Number(port), "127.0.0.1");
