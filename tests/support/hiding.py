"""Words by which tools hide a page, and words that only look so: for tests of every place where pages show."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_TODAY = datetime.now(UTC).date()
# Far enough from today for every zone.
LATER, EARLIER = _TODAY + timedelta(days=30), _TODAY - timedelta(days=30)
HIDDEN = (
    *(
        "draft: true",
        "draft: 'true'",
        "draft: yes",
        "draft: Y",
        "draft: 1",
        "draft: on",
        "Draft: TRUE",
        "isDraft: true",
    ),
    *("draft: maybe", "draft: [x]", "drfat: true", "published: false", "published: 'no'", "publish: false"),
    *("Published: False", "is_published: 0", "public: off", "hidden: true", "unlisted: true", "private: yes"),
    *("headless: true", "wip: true", "archived: true", "build: {render: never}", "_build: {list: false}"),
    *(
        "status: draft",
        "status: Draft",
        "status: DRAFT ",
        "status: WIP",
        "status: work in progress",
        "status: secret",
    ),
    *(
        "status: archived",
        "Status: Archive",
        "status: Entwurf",
        "status: 下書き",
        "status: drafft",
        "status: [draft, new]",
    ),
    *("status: {a: b}", "stauts: draft", "visibility: hidden", "state: draft", "status: draft\ndraft: false"),
    *("status: approved\ndraft: true", "draft: false\npublished: false", "title: a: b\ndraft: true", "draft: *x"),
    *(f"date: {LATER}", f"publishDate: {LATER}T08:00:00Z", f"publish_on: {LATER}", f"pubDate: '{LATER:%b %d, %Y}'"),
    *(f"published: {LATER}", f"expiryDate: {EARLIER}", f"unpublish_on: {_TODAY - timedelta(days=2)}"),
    *("status: first draft", "status: Draft (internal)", "status: draft v2", "status: pending", "status: not ready"),
    *("published: draft", "visible: false", "listed: no", "isPublic: false", "unpublished: true", "access: private"),
    *("post_status: draft", f"publishAt: {LATER}", f"embargo_until: {LATER}", f"publishUntil: {EARLIER}"),
    *(f"publish_onn: {LATER}", f"publshDate: {LATER}"),
    *("publishDate: soon", "publish_on: 2026-13-01", f"date: {EARLIER}\npublishdate: {LATER}"),
)
SHOWN = (
    *("draft: false", "draft: 'no'", "draft:", "published: true", "published: yes", "published:", "hidden: false"),
    *(
        "status: active",
        "status: in review",
        "status: done",
        "status: published",
        "status: deprecated",
        "status: stable",
    ),
    *(
        "status:",
        "status: ''",
        "status: approved",
        "status: Approved",
        "status: aproved",
        "status: 3",
        "state: Texas",
        "archived: no",
    ),
    *(f"date: {EARLIER}", f"publishDate: {EARLIER}", f"expiryDate: {LATER}", f"expires: {EARLIER}", "date: soon"),
    *(f"date: {LATER}\npublishDate: {EARLIER}", "layout: draft", "tags: [draft]", "published: O'Reilly"),
    *("visible: true", "listed: yes", "access: sales", "access: public", "status: final, approved", "publishAt:"),
)


def front_of(lines: str, name: str) -> str:
    """Return a page with these lines of front matter and a word of its own."""
    return f"---\nid: {name}\n{lines}\n---\n# {name}\n\nword{name}\n"
