"""The letter with a link to sign in: plain words as text and as HTML, in the company's name and colour."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid

from jinja2 import Environment, PackageLoader, select_autoescape

from config import Config
from content.problem import one_line
from lms.people.proofs import LETTER_MINUTES

# What white text stands on where the company has no colour of its own; so have the plain pages.
OWN_COLOUR = "#123f5c"
_TEMPLATES = Environment(loader=PackageLoader("api.work.notices"), autoescape=select_autoescape(), trim_blocks=True)


def sign_in_letter(email: str, name: str, *, secret: str, config: Config, at: datetime) -> EmailMessage:
    """Write the letter to somebody of the directory; its link is under BASE_URL. Raises ValueError for a bad address.

    Names of people and of the company may hold anything; a header takes them as one line.
    """
    product = one_line(config.site_name)
    letter = EmailMessage(SMTP if email.isascii() else SMTPUTF8)
    letter["From"] = Address(product, addr_spec=config.mail_from)
    mailbox, _, domain = email.rpartition("@")
    letter["To"] = Address(one_line(name), mailbox, domain)
    letter["Subject"] = f"Sign in to {product}"
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = make_msgid(domain=config.mail_from.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    said = {
        "product": product,
        "name": one_line(name),
        "link": f"{config.public_url}/sign-in/{secret}",
        "home": config.public_url,
        "minutes": LETTER_MINUTES,
        "colour": config.brand_colour or OWN_COLOUR,
    }
    letter.set_content(_TEMPLATES.get_template("sign_in.txt").render(said))
    letter.add_alternative(_TEMPLATES.get_template("sign_in.html").render(said), subtype="html")
    return letter
