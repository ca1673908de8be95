"""Users of the directory: people of the product, with all that the directory said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from scim2_models import NotFoundException, UniquenessException
from sqlalchemy import ColumnElement, Row, Select, Text, and_, cast, func, literal, select, union_all

from api.work.scim.acting import Acting, check_version, id_of, maybe_id, version_of
from api.work.scim.filters import ScimColumns
from api.work.scim.placing import move, place_of
from api.work.scim.said import address_of, check_texts, department_of, key_of, made_up_address, manager_of, name_of
from api.work.scim.schemas import EnterpriseUser, User, provider
from lms.people.access import still_here
from lms.people.addresses import ERASED_HOST
from lms.people.directory import find_person, take_turn
from lms.people.merges import merged_away
from lms.people.models import Person
from lms.people.scim.models import ScimGroup, ScimMember, ScimUser
from lms.training.following import add_person, change_person, come_back_at_once, leave_at_once

_OURS = {"id", "meta", "groups"}
_SCHEMAS = [str(User.__schema__), str(EnterpriseUser.__schema__)]
_KEY = func.coalesce(ScimUser.user_key, Person.email)


def _by_user_name(key: str) -> ColumnElement[bool]:
    """Find by two indexes: whom the directory keeps by their user name, others by their address."""
    kept = select(ScimUser.person_id).where(ScimUser.user_key == key)
    return Person.id.in_(union_all(kept, select(Person.id).where(Person.email == key))) & (key == _KEY)


class Users:
    """People as users: found, added, changed and let go."""

    kind = "User"

    def __init__(self, acting: Acting) -> None:
        """Act in a transaction."""
        self._acting = acting
        self._session = acting.session
        self.model: Any = provider().model_for(self.kind)

    def columns(self) -> ScimColumns:
        """Return what of users stands in columns; whoever the directory doesn't keep has a work address and a name."""
        here = still_here(self._acting.now.at)
        ours = func.lower(Person.name).concat(" ").concat(Person.email)
        return ScimColumns(
            id=Person.id,
            equal={
                ("id", None): lambda value: Person.id == maybe_id(value),
                ("user_name", None): _by_user_name,
                ("external_id", None): lambda value: and_(
                    ScimUser.external_id.is_not(None), ScimUser.external_id == value
                ),
                ("active", None): lambda value: here if value else ~here,
            },
            ordered={
                ("id", None): Person.id,
                ("user_name", None): _KEY,
                ("meta", "created"): func.coalesce(ScimUser.created_at, Person.created_at),
                ("meta", "last_modified"): func.coalesce(ScimUser.changed_at, Person.created_at),
            },
            text=func.coalesce(func.lower(cast(ScimUser.given, Text)), literal("work ").concat(ours)),
            in_text=frozenset(
                {"name", "display_name", "emails", "roles", "employee_number", "cost_center", "organization"}
                | {"division", "department", "manager", "external_id", "user_name"}
            ),
        )

    def all(self) -> Select[*tuple[Any, ...]]:
        """Select everybody who is there for the directory: nobody erased, nor a record that was joined with another."""
        return (
            select(Person, ScimUser)
            .outerjoin(ScimUser, ScimUser.person_id == Person.id)
            .where(
                ScimUser.deleted_at.is_(None),
                Person.id.not_in(merged_away()),
                Person.email.not_like(f"%@{ERASED_HOST}"),
            )
        )

    def show(self, rows: Sequence[Row[*tuple[Any, ...]]], *, is_whole: bool = True) -> list[Any]:
        """Return rows of `all` as resources; those that aren't whole are without their groups."""
        groups = self._groups_of([person.id for person, _ in rows]) if is_whole else {}
        return [self._shown(person, kept, groups.get(person.id, [])) for person, kept in rows]

    def get(self, resource_id: str | None, *, is_held: bool = False, is_whole: bool = True) -> Any:
        """Return a user, held against changes by others until the transaction ends; raises NotFoundException."""
        person_id = id_of(resource_id, self.kind)
        if is_held:
            take_turn(self._session, person_id=person_id)
        wanted = self.all().where(Person.id == person_id).execution_options(populate_existing=is_held)
        row = self._session.execute(wanted).first()
        if row is None:
            raise NotFoundException(detail=f"there is no User `{person_id}`")
        return self.show([row], is_whole=is_whole)[0]

    def create(self, user: Any) -> Any:
        """Add somebody, or take back whom the directory deleted; raises UniquenessException for whoever is there."""
        check_texts(user)
        user = user.model_copy(update={"active": True if user.active is None else user.active})
        kept = self._deleted(user)
        person = self._session.get(Person, kept.person_id) if kept else None
        if person is None or kept is None:
            person = self._joined(user)
            self._begun(person, user)
            if not user.active:
                leave_at_once(self._session, person_id=person.id, **self._by())
        else:
            kept.deleted_at = None
            before = self._shown(person, kept, []).model_copy(update={"active": False})
            self._change(person, kept, before, user)
        return self.get(str(person.id))

    def update(self, user: Any, *, expected_version: str | None = None, is_whole: bool = True) -> Any:
        """Let a user be what is given, all of it; raises PreconditionFailedException and what `create` does."""
        check_texts(user)
        before = self.get(user.id, is_held=True)
        check_version(before, expected_version)
        person, kept = self._rows(UUID(before.id))
        self._check_free(key_of(user.user_name), person)
        kept = kept or self._begun(person, before)
        self._change(person, kept, before, user)
        return self.get(before.id, is_whole=is_whole)

    def delete(self, resource_id: str, *, expected_version: str | None = None) -> None:
        """Let somebody go for good, as far as the directory knows: their record stays."""
        shown = self.get(resource_id, is_held=True)
        check_version(shown, expected_version)
        person, kept = self._rows(UUID(shown.id))
        kept = kept or self._begun(person, shown)
        leave_at_once(self._session, person_id=person.id, **self._by())
        joined = select(ScimMember, ScimGroup).join(ScimGroup, ScimGroup.id == ScimMember.group_id)
        for member, group in self._session.execute(joined.where(ScimMember.person_id == person.id)):
            group.version += 1
            self._session.delete(member)
        kept.deleted_at = self._acting.now.at
        self._session.flush()

    def _by(self) -> dict[str, Any]:
        return {"now": self._acting.now, "zone": self._acting.zone, "actor": self._acting.actor}

    def _joined(self, user: Any) -> Person:
        place = place_of(self._session, self._acting.settings, None, user)
        return add_person(
            self._session,
            email=address_of(user) or made_up_address(user.user_name),
            name=name_of(user),
            roles=place.roles,
            team_id=place.team_id,
            now=self._acting.now,
            actor=self._acting.actor,
        )

    def _change(self, person: Person, kept: ScimUser, before: Any, user: Any) -> None:
        """Let a person follow from what was said of them to what is said now."""
        session, acting = self._session, self._acting
        is_elsewhere = (department_of(before), manager_of(before)) != (department_of(user), manager_of(user))
        stood = place_of(session, acting.settings, person.id, before, makes_team=False)
        self._note(kept, user)
        stands = place_of(session, acting.settings, person.id, user, makes_team=is_elsewhere)
        if user.active and person.has_left(acting.now.at):
            team_id = stands.team_id or person.team_id
            come_back_at_once(session, person_id=person.id, team_id=team_id, now=acting.now, actor=acting.actor)
        changes: dict[str, Any] = {}
        if name_of(user) != name_of(before):
            changes["name"] = name_of(user)
        if address_of(user) not in {None, address_of(before)}:
            changes["email"] = address_of(user)
        if changes:
            change_person(
                session, actor=acting.actor, person_id=person.id, on=acting.now.day, now=acting.now, **changes
            )
        move(session, person, stood, stands, now=acting.now, actor=acting.actor)
        if user.active is False:
            leave_at_once(session, person_id=person.id, **self._by())

    def _begun(self, person: Person, user: Any) -> ScimUser:
        """Begin to keep somebody for the directory."""
        kept = ScimUser(person_id=person.id, created_at=person.created_at)
        self._session.add(kept)
        self._note(kept, user)
        return kept

    def _note(self, kept: ScimUser, user: Any) -> None:
        """Keep what is said of a user."""
        said = user.model_dump()
        kept.user_name, kept.user_key, kept.external_id = user.user_name, key_of(user.user_name), user.external_id
        kept.given = {name: value for name, value in said.items() if name not in _OURS}
        kept.changed_at = self._acting.now.at
        self._session.flush()

    def _deleted(self, user: Any) -> ScimUser | None:
        """Return what is kept of a user whom the directory deleted, None for a new one; refuse whoever is there."""
        key, address = key_of(user.user_name), address_of(user)
        kept = self._session.scalar(select(ScimUser).where(ScimUser.user_key == key))
        known = find_person(self._session, email=address) if address else None
        if kept is None and known is not None:
            kept = self._session.get(ScimUser, known.id)
        is_there = known is not None and (kept is None or kept.person_id != known.id)
        if is_there or (kept is not None and kept.deleted_at is None):
            raise UniquenessException(detail=f"{user.user_name} is in the directory already")
        return kept

    def _check_free(self, key: str, person: Person) -> None:
        kept = select(ScimUser.person_id).where(ScimUser.user_key == key)
        others = select(Person.id).where(Person.email == key, Person.id.not_in(select(ScimUser.person_id)))
        if set(self._session.scalars(kept.union_all(others))) - {person.id}:
            raise UniquenessException(detail="the userName is another person's")

    def _rows(self, person_id: UUID) -> tuple[Person, ScimUser | None]:
        return self._session.get_one(Person, person_id), self._session.get(ScimUser, person_id)

    def _groups_of(self, person_ids: Sequence[UUID]) -> dict[UUID, list[dict[str, str]]]:
        wanted = (
            select(ScimMember.person_id, ScimGroup.id, ScimGroup.name)
            .join(ScimGroup, ScimGroup.id == ScimMember.group_id)
            .where(ScimMember.person_id.in_(person_ids))
            .order_by(ScimMember.id)
        )
        found: dict[UUID, list[dict[str, str]]] = {}
        for person_id, group_id, name in self._session.execute(wanted):
            group = {"value": str(group_id), "$ref": f"Groups/{group_id}", "display": name}
            found.setdefault(person_id, []).append(group)
        return found

    def _shown(self, person: Person, kept: ScimUser | None, groups: list[dict[str, str]]) -> Any:
        given = dict(kept.given) if kept else _said_of(person)
        if "active" in given:
            given["active"] = not person.has_left(self._acting.now.at)
        given |= {"id": str(person.id), "groups": groups} if groups else {"id": str(person.id)}
        meta = {
            "resourceType": self.kind,
            "created": kept.created_at if kept else person.created_at,
            "lastModified": kept.changed_at if kept else person.created_at,
            "version": version_of(given),
        }
        return self.model.model_validate(given | {"meta": meta})


def _said_of(person: Person) -> dict[str, Any]:
    """Return what is known of somebody of whom the directory said nothing yet."""
    email = {"value": person.email, "type": "work", "primary": True}
    return {
        "schemas": _SCHEMAS,
        "userName": person.email,
        "displayName": person.name,
        "active": True,
        "emails": [email],
    }
