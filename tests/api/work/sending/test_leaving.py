"""Steps that leave by the company's mail server: once each, in the rep's name, and with a link that ends them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.web.context import parts
from api.web.database import db
from api.work.sending.leaving import send_as_rep
from api.work.sending.message import Message
from lms.days import Now, present
from lms.errors import Conflict, NotAllowed, Unreadable
from lms.sending.facts import RunFound
from lms.sending.listing import get_run
from lms.sending.runs import LEAVING, KnownPage, skip_step
from lms.sending.suppression import suppress
from support.acting import items_of
from support.factories import Cast, apart, fill
from support.mailing import Postbox, text_of
from support.sequences import LENA, LENAS, STEPS, begin, mark, moment

MESSAGE = Message("Waiting lorries at Grünau", "Hello Lena,\n\n60 a day?\n", "<p>Hello Lena,</p><p>60 a day?</p>")


@dataclass(frozen=True)
class Outbox:
    """A company that sends as its reps, its mail server, and a run of Ada's."""

    app: Flask
    cast: Cast
    postbox: Postbox
    run: RunFound

    def send(self, step: int = 0, *, days: float = 0, message: Message = MESSAGE) -> RunFound:
        """Let Ada send a step."""
        return send_as_rep(
            db.session(),
            config=parts().config,
            actor=self.cast.ada.actor,
            run_id=self.run.run.id,
            step=step,
            template=KnownPage(STEPS[step].template, "v1", "en"),
            message=message,
            now=self.at(days),
        )

    def at(self, days: float = 0) -> Now:
        """Return a moment some days after the beginning."""
        return moment(days, since=self.run.run.started_at)

    def outcomes(self) -> list[tuple[str, str]]:
        """Return what came of what Ada sent, and how that is known."""
        sends = items_of(self.cast.ada.get("/sending/sends"))
        return [(one["kind"], one["source"]) for sent in sends for one in sent["outcomes"]]


@pytest.fixture
def postbox() -> Iterator[Postbox]:
    """The company's mail server."""
    made = Postbox()
    made.open(enable_SMTPUTF8=True)
    yield made
    made.close()


@pytest.fixture
def outbox(make_app: Callable[..., Flask], postbox: Postbox) -> Iterator[Outbox]:
    """A company that lets reps send two messages a day."""
    server = {"smtp_host": "127.0.0.1", "smtp_port": postbox.port, "mail_from": "bounces@brightwharf.example"}
    app = make_app(**server, send_as_reps=True, send_limit=2, base_url="https://playbook.example")
    cast = fill(app)
    with app.app_context():
        run = begin(db.session(), cast.ada, now=moment(-10, since=present()))
        db.session.commit()
        yield Outbox(app, cast, postbox, run)
        db.session.remove()


def test_a_step_leaves_in_the_reps_name(outbox: Outbox) -> None:
    """With a thread of its own, headers that end such mail, and the company's address for what can't be delivered."""
    assert outbox.send().standing.next == 1
    outbox.send(1, days=3)
    first, second = outbox.postbox.kept
    assert (first["From"], first["To"]) == ("Ada Lind <ada@brightwharf.example>", f"Lena Vogt <{LENAS}>")
    assert (first["Subject"], text_of(first, "plain")) == (MESSAGE.subject, MESSAGE.text)
    assert "<p>60 a day?</p>" in text_of(first, "html")
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    kept = items_of(outbox.cast.ada.get("/sending/sends"))
    assert [(one["way"], one["step"]) for one in kept] == [("smtp", 2), ("smtp", 1)]


def test_a_rep_lets_the_server_send_what_is_filled_in(outbox: Outbox) -> None:
    """Today tells that it may; the template's version is kept, and only whose run it is sends."""
    run = f"/sending/runs/{outbox.run.run.id}"
    assert outbox.cast.ada.get("/sending/due").get_json()["can_mail"] is True
    body = {"step": 1, "subject": "Waiting lorries", "text": "60 a day?"}
    assert outbox.cast.max.post(f"{run}/mailed", body).status_code == 404
    answer = outbox.cast.ada.post(f"{run}/mailed", body)
    assert (answer.status_code, answer.get_json()["steps"][0]["state"]) == (200, "sent")
    assert answer.get_json()["can_undo"] is False
    (mail,) = outbox.postbox.kept
    assert (mail["Subject"], text_of(mail, "plain").strip(), mail.is_multipart()) == (
        "Waiting lorries",
        "60 a day?",
        False,
    )
    assert outbox.cast.ada.post(f"{run}/mailed", body | {"step": 9}).status_code == 409


def test_who_has_the_link_ends_it_and_nobody_else(outbox: Outbox) -> None:
    """Looking ends nothing; a mail program posts without asking; then nothing is sent or begun for the address."""
    outbox.send()
    client = outbox.app.test_client()
    (address,) = re.findall(
        r"^<https://playbook\.example(/unsubscribe/\S+)>$", outbox.postbox.kept[0]["List-Unsubscribe"]
    )
    shown = _asked(client, "GET", address)
    assert (shown.status_code, LENAS in shown.get_data(as_text=True)) == (200, True)
    assert shown.headers["Cache-Control"] == "no-store"
    assert outbox.outcomes() == []
    for _ in range(2):
        done = _asked(client, "POST", address, data={"List-Unsubscribe": "One-Click"})
        assert (done.status_code, "no more e-mails" in done.get_data(as_text=True)) == (200, True)
    assert outbox.outcomes() == [("unsubscribed", "link")]
    db.session.expire_all()
    with pytest.raises(Conflict):
        outbox.send(1)
    with pytest.raises(Conflict, match="may not be written to"):
        begin(db.session(), outbox.cast.olga, now=outbox.at())
    db.session.rollback()
    for method in ("GET", "POST"):
        assert _asked(client, method, f"{address}x").status_code == 404
    assert len(outbox.postbox.kept) == 1


def test_a_process_that_is_killed_never_sends_twice(outbox: Outbox) -> None:
    """The message is there, and what is known is that it may have left: the rep says so, or skips it."""

    class KilledError(BaseException):
        pass

    session = db.session()
    commit: Callable[[], None] = session.commit
    commits: list[None] = []

    def commit_once() -> None:
        if commits:
            raise KilledError
        commit()
        commits.append(None)

    session.commit = commit_once  # type: ignore[method-assign]  # the process dies at its second commit
    with pytest.raises(KilledError):
        outbox.send()
    session.commit = commit  # type: ignore[method-assign]
    session.rollback()
    assert len(outbox.postbox.kept) == 1
    for _ in range(2):
        with pytest.raises(Conflict, match="it isn't sent twice"):
            outbox.send()
        session.rollback()
    with pytest.raises(Conflict, match="just being sent"):
        mark(session, outbox.cast.ada, outbox.run, 0, now=outbox.at())
    later = Now(outbox.at().at + LEAVING, outbox.at().day)
    assert mark(session, outbox.cast.ada, outbox.run, 0, now=later).standing.next == 1
    assert len(outbox.postbox.kept) == 1


def test_what_the_mail_server_refuses_has_bounced(outbox: Outbox) -> None:
    """It ends the sequence; where the server is away, or takes nothing just now, nothing has left."""
    outbox.postbox.close()
    for _ in range(2):
        with pytest.raises(Unreadable, match="nothing was sent"):
            outbox.send()
    outbox.postbox.open(enable_SMTPUTF8=True)
    outbox.postbox.refused.add(LENAS)
    outbox.postbox.refusal = "450 try again later"
    with pytest.raises(Conflict, match="450"):
        outbox.send()
    outbox.postbox.refusal = "550 no such mailbox"
    assert outbox.send().standing.state == "bounced"
    assert outbox.outcomes() == [("bounced", "smtp")]


def test_a_rep_sends_so_many_a_day(outbox: Outbox) -> None:
    """Two a day here; what was said meanwhile of the run doesn't lose what left; what can't be an e-mail is refused."""
    with pytest.raises(Conflict, match="no e-mail can be made"):
        outbox.send(message=Message("two\nlines", "x", "x"))

    def stop() -> None:
        with outbox.app.app_context():
            suppress(db.session(), email=LENAS, by_id=outbox.cast.max.id, reason="x", now=outbox.at())
            db.session.commit()
            db.session.remove()

    outbox.postbox.meanwhile = lambda: apart(stop)
    found = outbox.send()
    assert (found.standing.state, found.standing.steps[0].state) == ("stopped", "sent")
    outbox.postbox.meanwhile = lambda: None
    runs = [_other(outbox, number) for number in range(2)]
    outbox_of = [Outbox(outbox.app, outbox.cast, outbox.postbox, run) for run in runs]
    outbox_of[0].send()
    with pytest.raises(Conflict, match="2 messages this way today"):
        outbox_of[1].send()
    assert outbox_of[1].send(days=1).standing.next == 1


def test_a_company_that_doesnt_set_it_up_sends_nothing(outbox: Outbox) -> None:
    """It is off by default, and said so."""
    with pytest.raises(NotAllowed, match="your own mail program"):
        send_as_rep(
            db.session(),
            config=type(parts().config)(smtp_host="127.0.0.1", mail_from="a@b.example"),
            actor=outbox.cast.ada.actor,
            run_id=outbox.run.run.id,
            step=0,
            template=KnownPage("x", "v1", "en"),
            message=MESSAGE,
            now=outbox.at(),
        )
    skip_step(db.session(), actor=outbox.cast.ada.actor, run_id=outbox.run.run.id, step=0, reason=None, now=outbox.at())
    found = get_run(db.session(), actor=outbox.cast.ada.actor, run_id=outbox.run.run.id, at=outbox.at().at)
    assert found.standing.next == 1


def _other(outbox: Outbox, number: int) -> RunFound:
    contact = replace(LENA, email=f"bo{number}@acme.example")
    run = begin(db.session(), outbox.cast.ada, now=outbox.at(), contact=contact)
    db.session.commit()
    return run


def _asked(client: FlaskClient, method: str, address: str, **options: Any) -> Any:
    return apart(client.open, address, method=method, **options)
