// Merge fields that speak of whoever sends: what they are called, and what is known to stand there.

const WHO = ["sender", "my", "rep", "seller", "own"];
const PARTS = {
  name: (me) => me.name,
  full_name: (me) => me.name,
  first_name: (me) => me.name.split(" ")[0],
  last_name: (me) => me.name.split(" ").slice(1).join(" "),
  email: (me) => me.email,
  email_address: (me) => me.email,
  team: (me) => me.team_name,
  phone: null,
  phone_number: null,
  mobile: null,
  role: null,
  title: null,
  job_title: null,
  company: null,
  company_name: null,
  calendar_link: null,
  meeting_link: null,
  signature: null,
};
const FIELDS = new Map(WHO.flatMap((who) => Object.entries(PARTS).map(([part, known]) => [`${who}_${part}`, known])));
FIELDS.set("sender", PARTS.name);
FIELDS.set("signature", null);

export function isOfSender(field) {
  return FIELDS.has(field.toLowerCase());
}

// What is known of the person who is signed in; nothing for what they have to type once.
export function knownOfSender(field, me) {
  return (me && FIELDS.get(field.toLowerCase())?.(me)) || "";
}
