"""What only admins may write, and what a manager is told who tries it on another's people."""

from __future__ import annotations

from support.acting import in_days
from support.reaching import ADMINS, Write

DUE = in_days(7).isoformat()
ADMINISTERING = {
    "POST /people": Write(ADMINS, 403, {"email": "x@x.example", "name": "X", "roles": ["rep"]}),
    "POST /people.csv": Write(ADMINS, 403, "email,name\n{email},x\n"),
    "PATCH /people/{olga}": Write(ADMINS, 403, {"team_id": "{north}"}),
    "POST /people/{olga}/leaving": Write(ADMINS, 403, {"last_day": DUE}),
    "POST /people/{olga}/return": Write(ADMINS, 403, {"on": DUE}),
    "POST /people/{olga}/sign-in-link": Write(ADMINS, 403),
    "POST /people/{olga}/merge": Write(ADMINS, 403, {"other_id": "{ada}"}),
    "POST /people/{olga}/erasure": Write(ADMINS, 403, {"email": "x@x.example"}),
    "POST /merges/{open}/undo": Write(ADMINS, 403),
    "DELETE /admin/tokens/{token}": Write(ADMINS, 403),
    "POST /teams": Write(ADMINS, 403, {"name": "x", "parent_id": "{south}"}),
    "PATCH /teams/{south}": Write(ADMINS, 403, {"name": "x"}),
    "DELETE /teams/{south}": Write(ADMINS, 403),
    "POST /scim/v2/Users/{olga}": Write(ADMINS, 403),
    "PUT /scim/v2/Users/{olga}": Write(ADMINS, 403),
    "PATCH /scim/v2/Users/{olga}": Write(ADMINS, 403),
    "DELETE /scim/v2/Users/{olga}": Write(ADMINS, 403),
}
