"""Groups of the directory: teams, or people who hold roles; a person's team is the one that they came into last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from scim2_models import InvalidValueException, NotFoundException, UniquenessException
from sqlalchemy import ColumnElement, Row, Select, and_, select

from api.work.scim.acting import Acting, check_version, id_of, maybe_id
from api.work.scim.filters import ScimColumns
from api.work.scim.placing import DEPARTMENTS, move, place_of
from api.work.scim.said import key_of
from api.work.scim.schemas import Group, provider
from api.work.scim.users import Users
from lms.base import hold
from lms.errors import Invalid
from lms.people.directory import ensure_team, find_team, get_team, take_turns
from lms.people.models import Person
from lms.people.scim.models import MAX_EXTERNAL_ID, ScimGroup, ScimMember

_AT_ONCE = 500


def _with_member(value: str) -> ColumnElement[bool]:
    return ScimGroup.id.in_(select(ScimMember.group_id).where(ScimMember.person_id == maybe_id(value)))


class Groups:
    """Groups, with their members."""

    kind = "Group"

    def __init__(self, acting: Acting) -> None:
        """Act in a transaction."""
        self._acting = acting
        self._session = acting.session
        self._users = Users(acting)
        self.model: Any = provider().model_for(self.kind)

    def columns(self) -> ScimColumns:
        """Return what of groups stands in columns."""
        return ScimColumns(
            id=ScimGroup.id,
            equal={
                ("id", None): lambda value: ScimGroup.id == maybe_id(value),
                ("display_name", None): lambda value: ScimGroup.name_key == value,
                ("external_id", None): lambda v: and_(ScimGroup.external_id.is_not(None), ScimGroup.external_id == v),
                ("members", "value"): _with_member,
            },
            ordered={
                ("id", None): ScimGroup.id,
                ("display_name", None): ScimGroup.name_key,
                ("meta", "created"): ScimGroup.created_at,
                ("meta", "last_modified"): ScimGroup.changed_at,
            },
            text=None,
            in_text=frozenset(),
        )

    def all(self) -> Select[*tuple[Any, ...]]:
        """Select every group."""
        return select(ScimGroup)

    def show(self, rows: Sequence[Row[*tuple[Any, ...]]], *, is_whole: bool = True) -> list[Any]:
        """Return rows of `all` as resources; those that aren't whole are without their members."""
        return [self._shown(group, self._members(group) if is_whole else None) for (group,) in rows]

    def get(self, resource_id: str | None, *, is_held: bool = False, is_whole: bool = True) -> Any:
        """Return a group, held against changes by others until the transaction ends; raises NotFoundException."""
        group_id = id_of(resource_id, self.kind)
        if is_held:
            hold(self._session, ScimGroup.name, ScimGroup.id == group_id)
        group = self._session.get(ScimGroup, group_id, populate_existing=is_held)
        if group is None:
            raise NotFoundException(detail=f"there is no Group `{group_id}`")
        return self._shown(group, self._members(group) if is_whole else None)

    def create(self, given: Any) -> Any:
        """Add a group, with the team of its name where it makes one; UniquenessException for one that is there."""
        name = _name_of(given)
        if self._session.scalar(select(ScimGroup.id).where(ScimGroup.name_key == key_of(name))) is not None:
            raise UniquenessException(detail=f"there is a group {name} already")
        at = self._acting.now.at
        group = ScimGroup(name=name, name_key=key_of(name), external_id=_external_id_of(given))
        group.created_at = group.changed_at = at
        group.team_id = ensure_team(self._session, name=name).id if self._makes_team(name) else None
        self._session.add(group)
        self._session.flush()
        self._set_members(group, (), _ids_of(given))
        return self.get(str(group.id))

    def update(self, given: Any, *, expected_version: str | None = None, is_whole: bool = True) -> Any:
        """Let a group be what is given; raises PreconditionFailedException and what `create` does."""
        name, before = _name_of(given), self.get(given.id, is_held=True, is_whole=False)
        check_version(before, expected_version)
        group = self._session.get_one(ScimGroup, UUID(before.id))
        members = self._member_ids(group)
        if group.name != name:
            self._rename(group, name, members)
        group.external_id, group.changed_at = _external_id_of(given), self._acting.now.at
        group.version += 1
        self._set_members(group, members, _ids_of(given))
        return self.get(before.id, is_whole=is_whole)

    def delete(self, resource_id: str, *, expected_version: str | None = None) -> None:
        """Take a group away: nobody is put anywhere by it any more; its team stays."""
        before = self.get(resource_id, is_held=True, is_whole=False)
        check_version(before, expected_version)
        group = self._session.get_one(ScimGroup, UUID(before.id))
        self._set_members(group, self._member_ids(group), [])
        self._session.delete(group)
        self._session.flush()

    def _makes_team(self, name: str) -> bool:
        settings = self._acting.settings
        return settings.teams != DEPARTMENTS and key_of(name) not in settings.roles_by_group

    def _rename(self, group: ScimGroup, name: str, members: Sequence[UUID]) -> None:
        """Give a group another name; its team takes it too, unless a team has that name: then it is theirs."""
        other = select(ScimGroup.id).where(ScimGroup.name_key == key_of(name), ScimGroup.id != group.id)
        if self._session.scalar(other) is not None:
            raise UniquenessException(detail=f"there is a group {name} already")

        def rename() -> None:
            known = find_team(self._session, name=name)
            if not self._makes_team(name):
                group.team_id = None
            elif group.team_id is None or known is not None:
                group.team_id = (known or ensure_team(self._session, name=name)).id
            else:
                get_team(self._session, team_id=group.team_id).name = name
            group.name, group.name_key = name, key_of(name)
            self._session.flush()

        self._moving(members, rename)

    def _set_members(self, group: ScimGroup, before: Sequence[UUID], wanted: Sequence[str]) -> None:
        """Let people come into a group and leave it; raises InvalidValueException for whoever isn't there."""
        known = {str(person_id): person_id for person_id in before}
        ids = dict.fromkeys(known.get(member) or _person_id_of(member) for member in wanted)
        standing = set(before)
        arriving, leaving = [one for one in ids if one not in standing], [one for one in before if one not in ids]
        self._check_there(arriving)

        def change() -> None:
            self._session.add_all(ScimMember(group_id=group.id, person_id=person_id) for person_id in arriving)
            for start in range(0, len(leaving), _AT_ONCE):
                are_gone = ScimMember.person_id.in_(leaving[start : start + _AT_ONCE])
                for member in self._session.scalars(
                    select(ScimMember).where(ScimMember.group_id == group.id, are_gone)
                ):
                    self._session.delete(member)
            self._session.flush()

        if arriving or leaving:
            self._moving([*arriving, *leaving], change)

    def _moving(self, person_ids: Sequence[UUID], change: Callable[[], None]) -> None:
        """Change groups, and let those people follow whom it puts elsewhere."""
        session, settings = self._session, self._acting.settings
        take_turns(session, person_ids=person_ids)
        people = self._known(person_ids)
        stood = {person.id: place_of(session, settings, person.id, user, makes_team=False) for person, user in people}
        change()
        for person, user in people:
            stands = place_of(session, settings, person.id, user)
            move(session, person, stood[person.id], stands, now=self._acting.now, actor=self._acting.actor)

    def _known(self, person_ids: Sequence[UUID]) -> list[tuple[Person, Any]]:
        """Return people with what the directory says of them."""
        found: list[tuple[Person, Any]] = []
        for start in range(0, len(person_ids), _AT_ONCE):
            wanted = self._users.all().where(Person.id.in_(person_ids[start : start + _AT_ONCE])).order_by(Person.id)
            rows = self._session.execute(wanted).all()
            found += zip([row[0] for row in rows], self._users.show(rows, is_whole=False), strict=True)
        return found

    def _check_there(self, ids: Sequence[UUID]) -> None:
        """Raise InvalidValueException for whoever isn't there for the directory."""
        known: set[UUID] = set()
        for start in range(0, len(ids), _AT_ONCE):
            wanted = self._users.all().where(Person.id.in_(ids[start : start + _AT_ONCE]))
            known |= set(self._session.scalars(wanted.with_only_columns(Person.id)))
        for person_id in ids:
            if person_id not in known:
                raise InvalidValueException(detail=f"there is no User `{person_id}`")

    def _members(self, group: ScimGroup) -> list[dict[str, str]]:
        return [{"value": str(one), "$ref": f"Users/{one}"} for one in self._member_ids(group)]

    def _member_ids(self, group: ScimGroup) -> list[UUID]:
        wanted = select(ScimMember.person_id).where(ScimMember.group_id == group.id).order_by(ScimMember.id)
        return list(self._session.scalars(wanted))

    def _shown(self, group: ScimGroup, members: list[dict[str, str]] | None) -> Any:
        given: dict[str, Any] = {"schemas": [str(Group.__schema__)], "id": str(group.id), "displayName": group.name}
        given |= {"externalId": group.external_id} if group.external_id is not None else {}
        given |= {"members": members} if members else {}
        meta = {
            "resourceType": self.kind,
            "created": group.created_at,
            "lastModified": group.changed_at,
            "version": f'W/"{group.version}"',
        }
        return self.model.model_validate(given | {"meta": meta})


def _name_of(given: Any) -> str:
    name = (given.display_name or "").strip()
    if not name:
        raise Invalid("displayName is empty", field="displayName")
    return str(name)


def _external_id_of(given: Any) -> str | None:
    if len(given.external_id or "") > MAX_EXTERNAL_ID:
        raise Invalid(f"externalId has at most {MAX_EXTERNAL_ID} characters", field="externalId")
    return given.external_id  # type: ignore[no-any-return]  # the library's models are made as it runs


def _person_id_of(member: str) -> UUID:
    try:
        return UUID(member)
    except ValueError:
        raise InvalidValueException(detail=f"there is no User `{member[:80]}`") from None


def _ids_of(given: Any) -> list[str]:
    return [member.value for member in given.members or () if member.value]
