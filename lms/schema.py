"""Every table in one place, for the migrations and the tests."""

from __future__ import annotations

from lms.advice import models as advice
from lms.audit import models as audit
from lms.base import Base
from lms.baselines import models as baselines
from lms.coaching import models as coaching
from lms.coaching.actions import models as actions
from lms.crm import models as crm
from lms.deals import models as deals
from lms.demand import models as demand
from lms.effects import models as effects
from lms.goals import models as goals
from lms.nodes import models as nodes
from lms.notices import models as notices
from lms.people import identities, installation, merges
from lms.people import models as people
from lms.people.passkeys import models as passkeys
from lms.people.scim import models as scim
from lms.practice import models as practice
from lms.questions import models as questions
from lms.retries import models as retries
from lms.scoring import models as scoring
from lms.sending import models as sending
from lms.sharing import models as sharing
from lms.skills import models as skills
from lms.training import ledger
from lms.training import models as training
from lms.usage import marks
from lms.usage import models as usage

metadata = Base.metadata
TABLES = (
    *(people, scim, installation, training, coaching, usage, marks, retries, notices, demand, crm, baselines, effects),
    *(goals, audit, passkeys, ledger, merges, actions, scoring, questions, practice, skills, advice, sending, sharing),
    *(deals, nodes, identities),
)
