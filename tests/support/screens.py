"""Every screen of the site: its page types in all their states, and who sees each; what audits and pictures walk."""

from __future__ import annotations

from support.stage import Screen
from support.states import (
    answer_never,
    answer_with_an_error,
    be_gone,
    clash_over_notes,
    end_the_session,
    explain_a_cell,
    hand_in,
    look_at_practice,
    open_a_calibration,
    open_a_person,
    open_a_question,
    open_a_session,
    open_the_filters,
    open_the_menu,
    press,
    put_the_site_back,
    read_the_lessons,
    run_a_task,
    take_the_site_away,
    type_into_the_box,
    type_other_notes,
    unfold,
    wait_for_figures,
)

OBJECTION = "too-expensive"
QUIZ, MENTORING, PLAN = "course-discovery-calls", "event-mentoring", "enablement-plan"
ARTICLE, APP, ROWS = "article h1", "#app > *", "#app tbody tr"
HOME = "#app section, #app .rp-card"
ALERT, EMPTY, DIALOG = "#app [role=alert]", "#app .rp-empty", "dialog[open]"
LOADING = "h1"
NOBODY = "00000000-0000-7000-8000-000000000000"
WIN_RATE, CHART = "/app/kpi/?name=win_rate", ".rp-chart svg"
PAST = "from=2019-03-01&to=2019-05-31"

SEARCH = (
    Screen("search", "rep", "/app/search/?q=pricing", ".rp-hit"),
    Screen("search-unasked", "rep", "/app/search/", "#app [role=status]"),
    Screen("search-nothing", "rep", "/app/search/?q=zxqvbnm+wqzxv", "#app .rp-empty"),
    Screen("search-conditions", "rep", "/app/search/?q=frostvale&type=rubric", "#app button:has-text('Without')"),
    Screen("search-filtered", "rep", "/app/search/?q=prcing&type=deck&persona=finance-director", ".rp-chips button"),
    Screen("search-suggesting", "rep", "/app/search/", "[role=option]", into=type_into_the_box),
    Screen("search-filters", "rep", "/app/search/?q=pricing&type=deck", "#facets", into=open_the_filters),
    Screen("search-loading", "rep", "/app/search/?q=pricing", LOADING, answer_never),
    Screen("search-error", "rep", "/app/search/?q=pricing", ALERT, answer_with_an_error),
    Screen("search-gone", "rep", "/app/search/?q=pricing", ".rp-hit", be_gone),
    Screen("search", "author", "/app/search/?q=pricing", ".rp-hit"),
)
LEARNING = (
    Screen("deck-presented", "rep", "/decks/business-case/?present=1#what-it-costs", ".rp-stage .rp-slide"),
    Screen("deck-notes", "rep", "/decks/business-case/?present=notes#what-it-costs", ".rp-presenter .rp-slide"),
    Screen("my-training", "rep", "/app/my-training/", ".rp-card"),
    Screen("my-training-unfolded", "rep", "/app/my-training/", ".rp-card", into=unfold),
    Screen("my-training-empty", "author", "/app/my-training/", EMPTY),
    Screen("my-training-loading", "rep", "/app/my-training/", LOADING, answer_never),
    Screen("my-training-error", "rep", "/app/my-training/", ALERT, answer_with_an_error),
    Screen("my-training-gone", "rep", "/app/my-training/", ALERT, be_gone),
    Screen("my-training-signed-out", "rep", "/app/my-training/", "#app a[href^='/sign-in']", end_the_session),
    Screen("course", "rep", "/courses/discovery-calls/", ARTICLE),
    Screen("course-event", "rep", "/courses/winter-peak/", ARTICLE),
    Screen("course-not-yet", "admin", "/courses/dockside-certification/", ARTICLE),
    Screen("lesson", "rep", "/courses/discovery-calls/01-before-the-call/", ARTICLE),
    Screen("quiz", "admin", f"/app/quiz/?course={QUIZ}", ".rp-question", read_the_lessons(QUIZ)),
    Screen("quiz-result", "admin", f"/app/quiz/?course={QUIZ}", ".rp-answer", read_the_lessons(QUIZ), hand_in),
    Screen("quiz-unasked", "rep", "/app/quiz/", APP),
    Screen("quiz-refused", "author", "/app/quiz/?course=course-dockside-certification", APP),
    Screen("quiz-error", "rep", f"/app/quiz/?course={QUIZ}", ALERT, answer_with_an_error),
    Screen("find-this", "rep", "/app/find-this/", ".rp-finding"),
    Screen("find-this-running", "rep", "/app/find-this/", ".rp-finding__ask", run_a_task),
    Screen("find-this-forbidden", "author", "/app/find-this/", ALERT),
    Screen("find-this-error", "rep", "/app/find-this/", ALERT, answer_with_an_error),
    Screen("my-coaching", "rep", "/app/my-coaching/", ".rp-session-row"),
    Screen("my-coaching", "manager", "/app/my-coaching/", ".rp-session-row", into=unfold),
    Screen("my-coaching-empty", "admin", "/app/my-coaching/", EMPTY),
    Screen("session", "rep", "/app/session/", ".rp-text", into=open_a_session),
    Screen("session", "manager", "/app/session/", ".rp-text", into=open_a_session),
    Screen("session-clash", "manager", "/app/session/", ".rp-merging", clash_over_notes, type_other_notes),
    Screen("session-unasked", "rep", "/app/session/", EMPTY),
    Screen("session-unknown", "admin", f"/app/session/?id={NOBODY}", ALERT),
    Screen("session-error", "rep", f"/app/session/?id={NOBODY}", ALERT, answer_with_an_error),
    Screen("coaching", "manager", "/app/coaching/", "#advice .rp-card", into=unfold),
    Screen("skills", "manager", "/app/skills/", ROWS),
    Screen("skills", "rep", "/app/skills/", "#app h2", into=unfold),
    Screen("calibration", "manager", "/app/calibration/", "#app .rp-items", into=unfold),
    Screen("scorecards", "manager", "/app/calibration/", ".rp-compared", into=open_a_calibration),
    Screen("scorecard-unknown", "rep", f"/app/scorecard/?assessment={NOBODY}", ALERT),
    Screen("questions", "rep", "/app/questions/", ".rp-questions", into=unfold),
    Screen("questions", "manager", "/app/questions/", ".rp-questions"),
    Screen("questions-asking", "rep", f"/app/questions/?about=page&about_id={OBJECTION}", ".rp-ask__about a"),
    Screen("questions-thread", "manager", "/app/questions/", ".rp-thread", into=open_a_question),
    Screen("questions-unknown", "rep", f"/app/questions/?id={NOBODY}", EMPTY),
    Screen("questions-nobody", "author", "/app/questions/", EMPTY, into=unfold),
    Screen("questions-error", "rep", "/app/questions/", ALERT, answer_with_an_error),
    Screen("today", "rep", "/app/today/", EMPTY, into=unfold),
    Screen("today", "manager", "/app/today/", EMPTY, into=unfold),
    Screen("today-error", "rep", "/app/today/", ALERT, answer_with_an_error),
    Screen("sequence-starting", "rep", "/sequences/outbound-logistics/", ".rp-start-run form", into=unfold),
    Screen("replies", "rep", "/app/replies/", EMPTY),
    Screen("course-ratings", "manager", "/app/course-ratings/", ROWS),
    Screen("course-ratings-forbidden", "rep", "/app/course-ratings/", ALERT),
    Screen("practice", "rep", "/app/practice/", "#app .rp-card", into=unfold),
    Screen("practice", "manager", "/app/practice/", "#app .rp-card", into=unfold),
    Screen("practice-empty", "author", "/app/practice/", EMPTY),
    Screen("practice-one", "manager", "/app/practice/", ".rp-player", into=look_at_practice),
    Screen("practice-unknown", "rep", f"/app/practice/?practice={NOBODY}", EMPTY),
    Screen("practice-error", "rep", "/app/practice/", ALERT, answer_with_an_error),
)
LEADING = (
    Screen("my-team", "manager", "/app/my-team/", ROWS),
    Screen("my-team-all", "manager", "/app/my-team/?state=all&by=team", ROWS, into=unfold),
    Screen("my-team-past", "manager", "/app/my-team/?as_of=2020-02-02", APP),
    Screen("my-team-forbidden", "rep", "/app/my-team/", ALERT),
    Screen("my-team-loading", "manager", "/app/my-team/", LOADING, answer_never),
    Screen("my-team-error", "manager", "/app/my-team/", ALERT, answer_with_an_error),
    Screen("training-matrix", "manager", "/app/training-matrix/", "#app tbody button"),
    Screen("training-matrix-explained", "manager", "/app/training-matrix/", DIALOG, into=explain_a_cell),
    Screen("training-matrix-forbidden", "author", "/app/training-matrix/", ALERT),
    Screen("assignments", "manager", "/app/assignments/", "#app section tbody tr"),
    Screen("assignments-forms", "manager", "/app/assignments/", "#app form", into=unfold),
    Screen("person", "rep", "/app/person/", ROWS),
    Screen("person", "manager", "/app/person/", APP),
    Screen("person-of-team", "manager", "/app/my-team/", ROWS, into=open_a_person),
    Screen("person-unknown", "rep", f"/app/person/?id={NOBODY}", APP),
    Screen("results", "manager", "/app/results/", ".rp-kpi", wait_for_figures),
    Screen("results", "admin", "/app/results/?step=month", ".rp-kpi", wait_for_figures, unfold),
    Screen("results-too-little", "manager", f"/app/results/?{PAST}", ".rp-kpi", wait_for_figures),
    Screen("results-error", "manager", "/app/results/", ALERT, answer_with_an_error),
    Screen("goals", "manager", "/app/goals/", "#app [role=status]:has-text('target')", wait_for_figures),
    Screen("goals-setting", "manager", "/app/goals/", "#app form", wait_for_figures, into=press("Set a target")),
    Screen("goals-list", "manager", "/app/goals/", "#app form", wait_for_figures, into=press("Upload a list")),
    Screen("initiatives", "rep", "/app/initiative/", "#app .rp-card", wait_for_figures),
    Screen("initiative", "manager", f"/app/initiative/?id={PLAN}", "#app table", wait_for_figures),
    Screen(
        "initiative-giving",
        "manager",
        f"/app/initiative/?id={PLAN}",
        "#app form",
        wait_for_figures,
        into=press("Give a task"),
    ),
    Screen("crm-quality", "manager", "/app/crm-quality/", ROWS, wait_for_figures),
    Screen("crm-quality-rule", "manager", "/app/crm-quality/?rule=no_account", ROWS, wait_for_figures),
    Screen("effects", "manager", "/app/effects/", EMPTY, wait_for_figures),
    Screen("effects-course", "admin", f"/app/effects/?course_id={MENTORING}", ".rp-effect", wait_for_figures, unfold),
    Screen("effects-pages", "admin", "/app/effects/?view=content&days=30", ".rp-effect", wait_for_figures, unfold),
    Screen("effects-roll-outs", "manager", "/app/effects/?view=roll-outs", "#app form", wait_for_figures),
    Screen("effects-forbidden", "rep", "/app/effects/", ALERT),
    Screen("crm-quality-forbidden", "rep", "/app/crm-quality/", ALERT),
    Screen("kpi", "manager", f"{WIN_RATE}&step=year", CHART, wait_for_figures, unfold),
    Screen("kpi-too-little", "manager", f"{WIN_RATE}&{PAST}", "#definition", wait_for_figures),
    Screen("kpi-error", "manager", WIN_RATE, ALERT, answer_with_an_error),
    Screen("forecast", "manager", "/app/forecast/?step=month", CHART, wait_for_figures, unfold),
    Screen("forecast-too-little", "manager", "/app/forecast/?as_of=2019-05-31", ".rp-kpi__missing", wait_for_figures),
    Screen("forecast-error", "manager", "/app/forecast/", ALERT, answer_with_an_error),
    Screen("kpi-definitions", "rep", "/app/kpi-definitions/", "#claims"),
)
WRITING = (
    Screen("freshness", "author", "/app/freshness/", ROWS, into=unfold),
    Screen("freshness", "rep", "/app/freshness/", ROWS),
    Screen("freshness-reviewed", "author", "/app/freshness/?freshness=verified", ROWS),
    Screen("freshness-change", "author", "/app/freshness/", DIALOG, into=press("Mark reviewed")),
    Screen("coverage", "author", "/app/coverage/", "#app table"),
    Screen("coverage-error", "author", "/app/coverage/", ALERT, answer_with_an_error),
    Screen("demand", "author", "/app/demand/", ".rp-sought__item"),
    Screen("demand-asked", "author", "/app/demand/?view=asked", ".rp-sought__item"),
    Screen("demand-feedback", "author", "/app/demand/?view=feedback", ".rp-needs"),
    Screen("demand-unopened", "author", "/app/demand/?view=unopened", APP),
    Screen("demand-stale", "author", "/app/demand/?view=stale", APP),
    Screen("demand-unused", "author", "/app/demand/?view=unused", APP),
    Screen("demand-empty", "author", f"/app/demand/?{PAST}", EMPTY),
    Screen("library-check", "author", "/app/library-check/", ROWS),
    Screen("library-check-error", "author", "/app/library-check/", ALERT, answer_with_an_error),
    Screen("battlecard-author", "author", "/battlecards/slotharbor/", ARTICLE),
    Screen("battlecard-worked", "author", "/battlecards/slotharbor/", DIALOG, into=press("Worked for")),
    Screen("battlecard-failed", "admin", "/battlecards/slotharbor/", DIALOG, into=press("It didn't")),
)
RUNNING = (
    Screen("health", "admin", "/app/health/", ROWS),
    Screen("health-error", "admin", "/app/health/", ALERT, answer_with_an_error),
    Screen("health-forbidden", "author", "/app/health/", ALERT),
)
READING = (
    Screen("home", "rep", "/", HOME),
    Screen("home", "author", "/", HOME),
    Screen("home", "manager", "/", HOME),
    Screen("home", "admin", "/", HOME),
    Screen("home-loading", "rep", "/", "h1", answer_never),
    Screen("home-error", "rep", "/", "h1", answer_with_an_error),
    Screen("home-gone", "rep", "/", "h1", be_gone),
    Screen("menu", "admin", "/guides/pricing-and-discounts/", "#menu", into=open_the_menu),
    Screen("menu-tool", "manager", "/app/my-team/", "#menu", into=open_the_menu),
    Screen("library", "rep", "/app/library/", ARTICLE),
    Screen("folder", "rep", "/objections/", ARTICLE),
    Screen("missing", "rep", "/nowhere/", "h1"),
    Screen("email-filled", "rep", "/email-templates/follow-up-no-reply/", ".rp-email-panel input", into=unfold),
    Screen("front-matter", "author", "/app/front-matter/", ARTICLE),
)
# One page of each type and of each language.
PAGES = tuple(
    Screen(f"page-{name}", "rep", f"/{path}/", ARTICLE)
    for name, path in {
        "agenda": "agendas/one-to-one",
        "battlecard": "battlecards/carrierdesk",
        "kpi": "kpis/enterprise-win-rate",
        "battlecard-pl": "pl/battlecards/slotharbor",
        "battlecard-ru": "ru/battlecards/slotharbor",
        "battlecard-zh": "zh/battlecards/slotharbor",
        "case-study": "case-studies/copperline-chemicals",
        "course": "courses/data-protection",
        "deck": "decks/business-case",
        "e-book": "e-books/dock-to-stock",
        "email-template": "email-templates/after-discovery-call",
        "guide": "guides/pricing-and-discounts",
        "ideal-customer-profile": "personas/ideal-customer-profile",
        "initiative": "plans/enablement-plan",
        "job": "jobs/account-executive",
        "lesson": "courses/data-protection/01-what-you-may-note",
        "objection": "objections/too-expensive",
        "path": "paths/first-ninety-days",
        "persona": "personas/carrier-planner",
        "playbook": "playbooks/advocacy",
        "product-sheet": "product-sheets/berth-analytics",
        "rubric": "rubrics/demo",
        "sequence": "sequences/outbound-logistics",
        "white-paper": "white-papers/cost-of-waiting",
    }.items()
)
CHAPTERS = (
    *("access", "checks", "coaching", "commands", "crm", "deals", "decks", "effects", "goals", "governing", "markdown"),
    *("own-content", "results", "search", "sending", "sequences", "settings", "time-saved", "training"),
)
MANUAL = (
    Screen("manual", "rep", "/docs/", ARTICLE),
    *(Screen(f"manual-{name}", "rep", f"/docs/{name}/", ARTICLE) for name in CHAPTERS),
)
# Beside the site, and plain.
PLAIN = (
    Screen("sign-in", "stranger", "/sign-in", "main h1"),
    Screen("sign-in-link", "stranger", "/sign-in/any-secret", "main button"),
    Screen("sign-in-used", "stranger", "/sign-in/any-secret", "[role=alert]", into=press("Sign in")),
    Screen("sign-in-led-there", "stranger", "/app/my-team/", "main h1"),
    Screen("signed-in", "rep", "/sign-in", "main form"),
    Screen("building", "rep", "/", "main h1", take_the_site_away, after=put_the_site_back),
    Screen("api", "rep", "/api/v1/docs/", ".swagger-ui"),
)

# What the manual shows: the file of each picture, and its screen. A test compares it with the chapters.
MANUAL_PICTURES = {
    "home.png": "home-rep",
    "search.png": "search-rep",
    "my-training.png": "my-training-rep",
    "quiz.png": "quiz-admin",
    "training-matrix.png": "training-matrix-manager",
    "coverage.png": "coverage-author",
    "demand.png": "demand-author",
    "session.png": "session-manager",
}


def every_screen() -> list[Screen]:
    """Return all screens."""
    return [*READING, *PAGES, *SEARCH, *LEARNING, *LEADING, *WRITING, *RUNNING, *MANUAL, *PLAIN]
