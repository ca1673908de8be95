"""Writes of training, and what a manager is told who tries them on another's people."""

from __future__ import annotations

from support.acting import COURSE, in_days
from support.reaching import OWN, PEOPLE, Write

DUE = in_days(7).isoformat()
TEACHING = {
    "POST /training/assignments": Write(
        PEOPLE, 404, {"course_id": COURSE, "person_ids": ["{ada}", "{olga}"], "due_on": DUE}
    ),
    "POST /training/assignments.csv": Write(PEOPLE, 200, f"email,course_id,due_on\n{{email}},{COURSE},{DUE}\n"),
    "DELETE /training/assignments/{rule}": Write(PEOPLE, 200),
    "PUT /training/attempts/{attempt}/answers": Write(OWN, 404, {"answers": []}),
    "POST /training/attempts/{attempt}/submit": Write(OWN, 404, {"answers": []}),
    "POST /training/completions.csv": Write(
        PEOPLE, 200, f"email,course_id,completed_on\n{{email}},{COURSE},{in_days(0)}\n"
    ),
    f"POST /training/courses/{COURSE}/attempts": Write(OWN, 409),
    "POST /training/courses/event-winter-peak/attendance": Write(
        PEOPLE, 404, {"person_ids": ["{ada}", "{olga}"], "on": in_days(0).isoformat()}
    ),
    f"PUT /training/courses/{COURSE}/lessons/{{lesson}}/read": Write(OWN, 200),
    "POST /training/people/{olga}/courses/course-dockside-certification/more-attempts": Write(
        PEOPLE, 404, {"more": 1, "reason": "x"}
    ),
    f"POST /training/people/{{olga}}/courses/{COURSE}/waiver": Write(PEOPLE, 404, {"reason": "x"}),
    f"DELETE /training/people/{{olga}}/courses/{COURSE}/waiver": Write(PEOPLE, 404),
}
