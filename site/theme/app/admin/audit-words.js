// What the audit calls things, in words.

// Nouns with which actions begin.
export const NOUNS = {
  advice: "Advice",
  assessment: "Who may see earlier assessments",
  assignments: "Lists of assignments",
  attendance: "Attendance",
  "buyer-link": "Links for buyers",
  "buyer-link-item": "What links for buyers lead to",
  calendar: "Calendar addresses",
  completions: "Lists of completions",
  "crm-import": "Imports from the CRM",
  "crm-owner": "Who owners in the CRM are",
  "directory-group": "Groups of the directory",
  "directory-member": "Who is in the directory's groups",
  "directory-user": "Accounts of the directory",
  export: "Exports",
  gap: "Gaps in the content",
  identity: "Accounts at providers",
  membership: "Where people stand",
  mentoring: "Mentoring",
  merge: "Merged records",
  passkey: "Passkeys",
  people: "Lists of people",
  person: "People",
  reference: "References",
  role: "Roles",
  "roll-out": "Roll-outs",
  rule: "Assignments",
  "rule-course": "Courses of assignments",
  "rule-end": "Ends of assignments",
  "rule-person": "People of assignments",
  scorer: "Scorers",
  session: "Sign-ins",
  settings: "Settings",
  "sign-in-link": "Sign-in links",
  "suppressed-address": "Suppressed addresses",
  target: "Targets",
  targets: "Lists of targets",
  team: "Teams",
  token: "Tokens",
  training: "Decisions on training",
};

export const WAYS = {
  site: "The site",
  api: "The API",
  scim: "The identity provider",
  command: "A command",
  worker: "A job",
  program: "The program itself",
};

// "Sign in link added".
export function sayAction(action) {
  const words = action.replaceAll(/[.-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
