"""Tables that tell who somebody is: rows that go with a person, and columns that hold what they wrote themselves."""

from __future__ import annotations

# Rows that are a person's alone, and that no figure counts.
GONE_WITH = (
    *("identity", "api_token", "browser_session", "sign_in_link", "calendar_feed", "invitations_off", "sender_profile"),
    *("passkey", "passkey_challenge"),
    *("given_answer", "upload_header", "favourite", "kpi_subscription", "mentor_offer", "sent_invitation"),
    *("scim_member", "scim_user"),
)
# What a person wrote, by table; the row stays, because it is counted.
SAYS = {
    "action_event": ("text", "reason"),
    "action_item": ("text",),
    "advice_decision": ("reason",),
    "agenda_point": ("text",),
    "asked_need": ("text",),
    "buyer_deck": ("title", "buyer"),
    "buyer_link": ("title", "contact_name", "contact_email", "note"),
    "card_amendment": ("summary", "reason"),
    "card_comment": ("text",),
    "finding_answer": ("note",),
    "initiative_task": ("note",),
    "page_feedback": ("because",),
    "person_merge": ("kept_email", "gone_email"),
    "practice": ("link", "transcript", "again_reason"),
    "quiz_attempt": ("answers",),
    "rep_answer": ("text",),
    "rep_question": ("text",),
    "run_event": ("reason",),
    "scorecard": ("summary",),
    "sequence_run": ("contact_name", "contact_email", "company"),
    "sent_message": ("contact_name", "contact_email"),
    "session_event": ("reason",),
    "session_text": ("text",),
    "session_text_copy": ("text",),
    "session_text_version": ("text",),
    "skill_rating": ("note",),
    "training_event": ("note",),
}
# Answers by criterion, whose marks are counted: `lms.records.marks` takes the words out of them.
MARKS = {"card_amendment": "answers", "scorecard": "answers"}
# Whose words these are, where a table names several people.
SUBJECTS = {
    "action_item": ("created_by_id",),
    "advice_decision": ("by_id",),
    "agenda_point": ("rep_id",),
    "initiative_task": ("created_by_id",),
    "person_merge": ("kept_id", "gone_id"),
    "practice": ("person_id",),
    "rep_question": ("asker_id",),
    "scorecard": ("scorer_id",),
    "session_text": ("writer_id",),
    "skill_rating": ("rater_id",),
    "training_event": ("person_id",),
    "asked_need": ("person_id",),
}
# What was said between two people, or is their own: no file that an admin makes of one of them has it.
CONFIDENTIAL = {
    *("coaching_session", "session_series", "session_event", "session_text", "session_text_copy", "session_link"),
    *("session_text_version", "action_item", "action_event", "agenda_point", "rep_question", "rep_answer", "scorecard"),
    *("card_comment", "card_amendment", "assessment", "practice", "skill_rating", "advice_decision", "asked_need"),
    "score",
    *("sender_profile", "suppressed_address"),
}
# Records of the company's business, in which a person is only named as who did it.
COMPANY = {
    *("suppressed_address", "customer_reference", "roll_out", "crm_import", "crm_owner_alias", "outgoing_mail"),
    *("deal_tick", "plan_step", "assessment", "coaching_session", "session_series", "session_link", "reference_ask"),
    *("assignment_rule", "kpi_target", "gap", "person_role"),
}
# Columns of text that say nothing of their own about anybody: kinds, ids, codes, and what was searched for.
PLAIN = {
    *("kind", "source", "role", "way", "outcome", "turns", "seed", "stratum", "subject", "rule", "found", "criterion"),
    *("page_id", "page_version", "course_id", "lesson_id", "lacking_id", "rubric_id", "deal", "sequence_id", "task_id"),
    *("about_id", "about", "line", "skill", "language", "zone", "country", "region", "job", "device", "end_reason"),
    *("skill_results", "reference", "message_id", "part", "filters", "normal", "query", "slides", "logo_type", "steps"),
    *("media_key", "media_type", "secret", "title", "paper_digest", "sheet_digest", "node"),
}
