"""Coaching that remembers: series, texts, assessments with scorecards, practice, skills, questions and advice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = ()
depends_on = None

# In the order in which they can be dropped.
TABLES = (
    "practice",
    "course_rating",
    "page_feedback",
    "rep_answer",
    "rep_question",
    "need_hearer",
    "asked_need",
    "advice_decision",
    "mentor_offer",
    "skill_rating",
    "score",
    "card_comment",
    "card_amendment",
    "scorecard",
    "scorer",
    "assessment",
    "score_line",
    "rubric_paper",
    "invitations_off",
    "sent_invitation",
    "action_event",
    "mentoring_pair",
    "agenda_point",
    "session_text_version",
    "session_text_copy",
    "session_text",
    "session_link",
    "session_event",
    "session_series",
)
OF_ALL, OF_ONE = sa.text("writer_id IS NULL"), sa.text("writer_id IS NOT NULL")
IS_UNTOLD = sa.text("told_sequence < sequence")


def upgrade() -> None:
    """Apply the change."""
    _make_sessions()
    _make_scoring()
    _make_skills_and_questions()


def _make_sessions() -> None:
    op.create_table(
        "session_series",
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=1000), nullable=True),
        sa.Column("agenda_id", sa.String(length=200), nullable=True),
        sa.Column("rule", sa.String(length=500), nullable=False),
        sa.Column("zone", sa.String(length=100), nullable=False),
        sa.Column("starts_at", sa.String(length=16), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("told_sequence", sa.Integer(), server_default="-1", nullable=False),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("made_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_session_series_coach_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_session_series_created_by_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_session_series_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_series")),
    )
    op.create_index("ix_session_series_changed_at", "session_series", ["changed_at"])
    op.create_index("ix_session_series_coach_id", "session_series", ["coach_id"])
    op.create_index("ix_session_series_rep_id", "session_series", ["rep_id"])
    op.create_index(
        "ix_session_series_untold",
        "session_series",
        ["changed_at"],
        sqlite_where=IS_UNTOLD,
        postgresql_where=IS_UNTOLD,
    )
    op.create_index(
        "ix_session_series_made_until",
        "session_series",
        ["made_until"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "session_event",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_session_event_by_id")),
        sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name=op.f("fk_session_event_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_event")),
    )
    op.create_index("ix_session_event_session_id", "session_event", ["session_id"])
    op.create_table(
        "session_link",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("target", sa.String(length=1000), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_session_link_added_by_id")),
        sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name=op.f("fk_session_link_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_link")),
    )
    op.create_index("ix_session_link_session_id", "session_link", ["session_id"])
    op.create_table(
        "session_text",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=True),
        sa.Column("device_since", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name=op.f("fk_session_text_session_id")),
        sa.ForeignKeyConstraint(["updated_by_id"], ["person.id"], name=op.f("fk_session_text_updated_by_id")),
        sa.ForeignKeyConstraint(["writer_id"], ["person.id"], name=op.f("fk_session_text_writer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_text")),
    )
    op.create_index(
        "uq_session_text_of_all",
        "session_text",
        ["session_id", "kind"],
        unique=True,
        sqlite_where=sa.text("writer_id IS NULL"),
        postgresql_where=sa.text("writer_id IS NULL"),
    )
    op.create_index(
        "uq_session_text_of_one",
        "session_text",
        ["session_id", "kind", "writer_id"],
        unique=True,
        sqlite_where=sa.text("writer_id IS NOT NULL"),
        postgresql_where=sa.text("writer_id IS NOT NULL"),
    )
    op.create_table(
        "session_text_copy",
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.String(length=40), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_session_text_copy_by_id")),
        sa.ForeignKeyConstraint(["text_id"], ["session_text.id"], name=op.f("fk_session_text_copy_text_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_text_copy")),
    )
    op.create_index("ix_session_text_copy_text_id", "session_text_copy", ["text_id"])
    op.create_table(
        "session_text_version",
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_session_text_version_by_id")),
        sa.ForeignKeyConstraint(["text_id"], ["session_text.id"], name=op.f("fk_session_text_version_text_id")),
        sa.PrimaryKeyConstraint("text_id", "version", name=op.f("pk_session_text_version")),
    )
    op.create_table(
        "agenda_point",
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["coach_id"], ["person.id"], name=op.f("fk_agenda_point_coach_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_agenda_point_rep_id")),
        sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name=op.f("fk_agenda_point_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_point")),
    )
    op.create_index("ix_agenda_point_rep_id", "agenda_point", ["rep_id"])
    op.create_table(
        "mentoring_pair",
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("mentee_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_mentoring_pair_ended_by_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_mentoring_pair_made_by_id")),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name=op.f("fk_mentoring_pair_mentee_id")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("fk_mentoring_pair_mentor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mentoring_pair")),
    )
    op.create_index("ix_mentoring_pair_mentee_id", "mentoring_pair", ["mentee_id"])
    op.create_index("ix_mentoring_pair_mentor_id", "mentoring_pair", ["mentor_id"])
    op.create_table(
        "action_event",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_event_by_id")),
        sa.ForeignKeyConstraint(["item_id"], ["action_item.id"], name=op.f("fk_action_event_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_event")),
    )
    op.create_index("ix_action_event_item_id", "action_event", ["item_id"])
    op.create_table(
        "sent_invitation",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("uid", sa.String(length=100), nullable=False),
        sa.Column("recurrence", sa.String(length=20), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sent_invitation_person_id")),
        sa.PrimaryKeyConstraint("person_id", "uid", "recurrence", name=op.f("pk_sent_invitation")),
    )
    op.create_table(
        "invitations_off",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitations_off_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_invitations_off")),
    )


def _make_scoring() -> None:
    op.create_table(
        "rubric_paper",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rubric_id", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_rubric_paper")),
    )
    op.create_index("ix_rubric_paper_rubric_id", "rubric_paper", ["rubric_id"])
    op.create_table(
        "score_line",
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("rubric_id", sa.String(length=200), nullable=False),
        sa.Column("criterion", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_score_line")),
    )
    op.create_index("ix_score_line_rubric_id", "score_line", ["rubric_id"])
    op.create_table(
        "assessment",
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.String(length=200), nullable=False),
        sa.Column("paper_digest", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("took_place_on", sa.Date(), nullable=False),
        sa.Column("recording", sa.String(length=1000), nullable=True),
        sa.Column("deal_id", sa.String(length=200), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("transcript", sa.JSON(), nullable=True),
        sa.Column("asks_self", sa.Boolean(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("is_calibration", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_assessment_opened_by_id")),
        sa.ForeignKeyConstraint(["paper_digest"], ["rubric_paper.digest"], name=op.f("fk_assessment_paper_digest")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_assessment_rep_id")),
        sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name=op.f("fk_assessment_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    op.create_index("ix_assessment_opened_by_id", "assessment", ["opened_by_id"])
    op.create_index("ix_assessment_rep_id_took_place_on", "assessment", ["rep_id", "took_place_on"])
    op.create_index("ix_assessment_rubric_id", "assessment", ["rubric_id"])
    op.create_index("ix_assessment_session_id", "assessment", ["session_id"])
    op.create_table(
        "scorer",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_scorer_asked_by_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_scorer_assessment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_scorer_person_id")),
        sa.PrimaryKeyConstraint("assessment_id", "person_id", name=op.f("pk_scorer")),
    )
    op.create_index("ix_scorer_person_id", "scorer", ["person_id"])
    op.create_table(
        "scorecard",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("scorer_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("most", sa.Double(), nullable=True),
        sa.Column("share", sa.Double(), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_scorecard_assessment_id")),
        sa.ForeignKeyConstraint(["scorer_id"], ["person.id"], name=op.f("fk_scorecard_scorer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
        sa.UniqueConstraint("assessment_id", "scorer_id", name=op.f("uq_scorecard_assessment_id_scorer_id")),
    )
    op.create_index("ix_scorecard_published_at", "scorecard", ["published_at"])
    op.create_index("ix_scorecard_scorer_id", "scorecard", ["scorer_id"])
    op.create_table(
        "card_amendment",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_card_amendment_by_id")),
        sa.ForeignKeyConstraint(["card_id"], ["scorecard.id"], name=op.f("fk_card_amendment_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_amendment")),
    )
    op.create_index("ix_card_amendment_card_id", "card_amendment", ["card_id"])
    op.create_table(
        "card_comment",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_card_comment_author_id")),
        sa.ForeignKeyConstraint(["card_id"], ["scorecard.id"], name=op.f("fk_card_comment_card_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_comment")),
    )
    op.create_index("ix_card_comment_card_id", "card_comment", ["card_id"])
    op.create_table(
        "score",
        sa.Column("card_id", sa.Uuid(), nullable=False),
        sa.Column("criterion", sa.String(length=100), nullable=False),
        sa.Column("line", sa.String(length=16), nullable=False),
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=True),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["scorecard.id"], name=op.f("fk_score_card_id")),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_score_rep_id")),
        sa.PrimaryKeyConstraint("card_id", "criterion", name=op.f("pk_score")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_score_rep_id_line_day", "score", ["rep_id", "line", "day"])
    op.create_table(
        "practice",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.String(length=200), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=20), nullable=False),
        sa.Column("link", sa.String(length=1000), nullable=True),
        sa.Column("media_key", sa.String(length=100), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("total_bytes", sa.Integer(), nullable=True),
        sa.Column("kept_bytes", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("transcript", sa.JSON(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_in_on", sa.Date(), nullable=True),
        sa.Column("delete_on", sa.Date(), nullable=True),
        sa.Column("media_deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_by_id", sa.Uuid(), nullable=True),
        sa.Column("again_reason", sa.String(length=500), nullable=True),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["practice.id"], name=op.f("fk_practice_after_id")),
        sa.ForeignKeyConstraint(["again_by_id"], ["person.id"], name=op.f("fk_practice_again_by_id")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_practice_assessment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )
    op.create_index("ix_practice_assessment_id", "practice", ["assessment_id"])
    op.create_index("ix_practice_delete_on", "practice", ["delete_on"])
    op.create_index("ix_practice_person_id", "practice", ["person_id"])


def _make_skills_and_questions() -> None:
    op.add_column("quiz_attempt", sa.Column("skill_results", sa.JSON(), nullable=True))
    op.create_table(
        "skill_rating",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_skill_rating_person_id")),
        sa.ForeignKeyConstraint(["rater_id"], ["person.id"], name=op.f("fk_skill_rating_rater_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_rating")),
    )
    op.create_index("ix_skill_rating_person_id_skill", "skill_rating", ["person_id", "skill"])
    op.create_table(
        "mentor_offer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mentor_offer_person_id")),
        sa.PrimaryKeyConstraint("person_id", "skill", name=op.f("pk_mentor_offer")),
    )
    op.create_table(
        "advice_decision",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_advice_decision_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_advice_decision_person_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_advice_decision_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_decision")),
    )
    op.create_index("ix_advice_decision_person_id", "advice_decision", ["person_id"])
    _make_questions()


def _make_questions() -> None:
    op.create_table(
        "asked_need",
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("query_number", sa.Integer(), nullable=True),
        sa.Column("lacking_id", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("offered_by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["offered_by_id"], ["person.id"], name=op.f("fk_asked_need_offered_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_asked_need_person_id")),
        sa.ForeignKeyConstraint(["query_number"], ["search_query.number"], name=op.f("fk_asked_need_query_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_need")),
    )
    op.create_index("ix_asked_need_lacking_id", "asked_need", ["lacking_id"])
    op.create_index("ix_asked_need_on", "asked_need", ["on"])
    op.create_index("ix_asked_need_query_number", "asked_need", ["query_number"])
    op.create_table(
        "need_hearer",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["asked_need.id"], name=op.f("fk_need_hearer_need_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_need_hearer_person_id")),
        sa.PrimaryKeyConstraint("need_id", "person_id", name=op.f("pk_need_hearer")),
    )
    op.create_index("ix_need_hearer_person_id", "need_hearer", ["person_id"])
    op.create_table(
        "rep_question",
        sa.Column("asker_id", sa.Uuid(), nullable=False),
        sa.Column("asked_id", sa.Uuid(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=True),
        sa.Column("about_id", sa.String(length=200), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_by_id", sa.Uuid(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["asked_id"], ["person.id"], name=op.f("fk_rep_question_asked_id")),
        sa.ForeignKeyConstraint(["asker_id"], ["person.id"], name=op.f("fk_rep_question_asker_id")),
        sa.ForeignKeyConstraint(["last_by_id"], ["person.id"], name=op.f("fk_rep_question_last_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rep_question")),
    )
    op.create_index("ix_rep_question_asked_id", "rep_question", ["asked_id"])
    op.create_index("ix_rep_question_asker_id", "rep_question", ["asker_id"])
    op.create_table(
        "rep_answer",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_rep_answer_author_id")),
        sa.ForeignKeyConstraint(["question_id"], ["rep_question.id"], name=op.f("fk_rep_answer_question_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rep_answer")),
    )
    op.create_index("ix_rep_answer_question_id", "rep_answer", ["question_id"])
    op.create_table(
        "page_feedback",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("has_worked", sa.Boolean(), nullable=False),
        sa.Column("because", sa.String(length=1000), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_page_feedback_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_feedback")),
    )
    op.create_index("ix_page_feedback_page_id_person_id", "page_feedback", ["page_id", "person_id"])
    op.create_index("ix_page_feedback_person_id", "page_feedback", ["person_id"])
    op.create_table(
        "course_rating",
        sa.Column("completion_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("confidence_before", sa.SmallInteger(), nullable=True),
        sa.Column("confidence_after", sa.SmallInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_course_rating_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_rating")),
        sa.UniqueConstraint("completion_id", name=op.f("uq_course_rating_completion_id")),
    )
    op.create_index("ix_course_rating_course_id_person_id", "course_rating", ["course_id", "person_id"])


def downgrade() -> None:
    """Take the change back; what was kept in these tables is lost."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("quiz_attempt", "skill_results")
