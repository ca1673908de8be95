// Says dates, types, languages and states in plain words.

export const TYPES = {
  agenda: "Agenda",
  battlecard: "Battlecard",
  "case-study": "Case study",
  course: "Course",
  deck: "Deck",
  "e-book": "E-book",
  "email-template": "E-mail template",
  guide: "Guide",
  "ideal-customer-profile": "Ideal customer profile",
  initiative: "Initiative",
  job: "Job",
  kpi: "KPI",
  lesson: "Lesson",
  objection: "Objection",
  page: "Page",
  path: "Onboarding path",
  persona: "Persona",
  playbook: "Playbook",
  "product-sheet": "Product sheet",
  rubric: "Rubric",
  sequence: "Sequence",
  "white-paper": "White paper",
};

// What may be filtered by, as field words name it.
export const FILTERS = {
  type: "Type",
  stage: "Stage",
  persona: "Persona",
  industry: "Industry",
  product: "Product",
  skill: "Skill",
  language: "Language",
  audience: "Audience",
  owner: "Owner",
  status: "Status",
};

// Kinds of course; the events among them are held on a day, and a manager records who took part.
export const KINDS = {
  course: "Course",
  "e-learning": "E-learning",
  certification: "Certification",
  webinar: "Webinar",
  workshop: "Workshop",
  "lunch-and-learn": "Lunch and learn",
  contest: "Contest",
  mentoring: "Mentoring",
};

const EVENTS = new Set(["webinar", "workshop", "lunch-and-learn", "contest", "mentoring"]);

// In order of urgency; who has no state in a course is not assigned.
export const STATES = {
  overdue: "Overdue",
  expired: "Expired",
  expiring: "Expires soon",
  in_progress: "In progress",
  not_started: "Not started",
  complete: "Complete",
  waived: "Waived",
};

export const FRESHNESS = { overdue: "Overdue", due: "Due soon", verified: "Reviewed", unknown: "No date" };

export const AUDIENCES = { customer: "May be sent", partner: "Partners", internal: "Internal only" };

export const STATUSES = { approved: "Approved", draft: "Draft", archived: "Archived" };

export const ROLES = {
  rep: "Rep",
  manager: "Manager",
  analyst: "Analyst",
  author: "Author",
  admin: "Admin",
  partner: "Partner",
};

// How somebody signed in.
export const METHODS = {
  link: "by a link",
  "e-mail": "by a link in an e-mail",
  passkey: "with a passkey",
  sso: "by the company's sign-in",
};

const BYTES = ["B", "kB", "MB", "GB", "TB"];
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
/** @type {HTMLMetaElement | null} */
const zone = document.querySelector("meta[name=time-zone]");
const COMPANY_DAY = new Intl.DateTimeFormat("en-GB", {
  timeZone: zone?.content,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const MOMENT = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});

export function nameType(type) {
  return TYPES[type] || type;
}

export function isEvent(kind) {
  return EVENTS.has(kind);
}

export function nameState(state) {
  return state === null ? "Not assigned" : STATES[state] || state;
}

// A language by its own name, as those who read it know it.
export function nameLanguage(code) {
  try {
    const name = new Intl.DisplayNames([code], { type: "language", fallback: "code" }).of(code);
    return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
  } catch {
    return code;
  }
}

// A language as the library's taxonomy calls it; what has no label there is labelled by its code alone.
export function labelLanguage(code, label) {
  const isCode = label.toLowerCase().replaceAll(" ", "-") === code.toLowerCase();
  return isCode ? nameLanguage(code) : label;
}

// A person's name from the address that owns a page.
export function nameOwner(address) {
  return address
    .split("@")[0]
    .split(/[._]/)
    .filter(Boolean)
    .map((part) => part[0].toUpperCase() + part.slice(1))
    .join(" ");
}

export function sayDay(iso) {
  const [year, month, day] = iso.slice(0, 10).split("-").map(Number);
  return DAY.format(new Date(year, month - 1, day));
}

// The state of a page's review, with its day.
export function sayReview({ verified_until: until, freshness }) {
  if (!until) return FRESHNESS.unknown;
  return freshness === "overdue" ? `Overdue since ${sayDay(until)}` : `Until ${sayDay(until)}`;
}

export function sayMoment(rfc3339) {
  return MOMENT.format(new Date(rfc3339));
}

export function sayDate(rfc3339) {
  return DAY.format(new Date(rfc3339));
}

export function count(number, one, many = `${one}s`) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many}`;
}

// "once", "twice", "3 times".
export function sayTimes(number) {
  return ["never", "once", "twice"][number] ?? count(number, "time");
}

// "6 hours", "1 hour 30 minutes", "55 minutes".
export function sayMinutes(minutes) {
  const [hours, left] = [Math.floor(minutes / 60), minutes % 60];
  const words = [hours ? count(hours, "hour") : "", left ? count(left, "minute") : ""];
  return words.filter(Boolean).join(" ");
}

// "2 of 5 needs": a part of a whole, in numbers.
export function partOf(part, whole, one, many = `${one}s`) {
  return `${part.toLocaleString("en-GB")} of ${count(whole, one, many)}`;
}

export function sayPercent(share) {
  return `${Math.round(share * 100)} %`;
}

// "12.3 MB": thousands of thousands.
export function sayBytes(bytes) {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), BYTES.length - 1);
  return `${(bytes / 1000 ** step).toLocaleString("en-GB", { maximumSignificantDigits: 3 })} ${BYTES[step]}`;
}

// The company's day, wherever this device is.
export function today() {
  const parts = COMPANY_DAY.formatToParts(new Date());
  return ["year", "month", "day"].map((name) => parts.find(({ type }) => type === name)?.value).join("-");
}

export function daysFromToday(days) {
  return daysFrom(today(), days);
}

export function daysFrom(iso, days) {
  const day = new Date(`${iso}T00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

// A local date and time as a form gives it, to RFC 3339 with this place's offset on that day.
export function withOffset(local) {
  const minutes = -new Date(local).getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const pad = (number) => String(number).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${local.length === 16 ? `${local}:00` : local}${sign}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
