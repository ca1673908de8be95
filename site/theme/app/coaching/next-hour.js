// The next hour of a working day, in this place's time, in which no session is planned.

const FIRST = 9;
const LAST = 16;
const HOUR_MS = 3_600_000;
const MOST_HOURS = 24 * 60;

// As a form takes it: 2030-03-04T16:00.
export function nextFreeHour(sessions, now = new Date()) {
  const hour = new Date(now);
  hour.setMinutes(0, 0, 0);
  for (let step = 0; step < MOST_HOURS; step += 1) {
    hour.setTime(hour.getTime() + HOUR_MS);
    if (isWorking(hour) && !sessions.some((session) => overlaps(session, hour))) break;
  }
  const pad = (number) => String(number).padStart(2, "0");
  return `${hour.getFullYear()}-${pad(hour.getMonth() + 1)}-${pad(hour.getDate())}T${pad(hour.getHours())}:00`;
}

function isWorking(hour) {
  return hour.getDay() % 6 !== 0 && hour.getHours() >= FIRST && hour.getHours() <= LAST;
}

function overlaps({ scheduled_at: at, minutes, held_at: held }, hour) {
  const start = new Date(at).getTime();
  return !held && start < hour.getTime() + HOUR_MS && start + minutes * 60_000 > hour.getTime();
}
