"""Settings from the environment, and what is refused of them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from config import Config, ConfigError, read_config


def test_without_an_environment_every_setting_has_its_default() -> None:
    """And the defaults are allowed."""
    assert read_config({}) == Config()


def test_a_setting_is_read_as_what_its_default_is() -> None:
    """Numbers as numbers; what the command line says wins."""
    config = read_config({"WORKERS": "3", "SEARCH_USE_SHARE": "0", "SEARCH_RETENTION_DAYS": "30", "PORT": "1"}, port=2)
    assert (config.workers, config.search_use_share, config.search_retention_days, config.port) == (3, 0.0, 30, 2)


@pytest.mark.parametrize(("text", "expected"), [("true", True), (" True ", True), ("false", False), ("FALSE", False)])
def test_a_switch_is_on_or_off(text: str, expected: bool) -> None:
    """In any case of letters."""
    assert read_config({"EXTERNAL_IMAGES": text}).external_images is expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WORKERS", "1"),
        ("SEARCH_OVERDUE_FACTOR", "1"),
        ("SEARCH_DRAFT_FACTOR", "0.01"),
        ("SEARCH_ARCHIVED_FACTOR", "1"),
        ("SEARCH_USE_SHARE", "0"),
        ("SEARCH_USE_SMOOTHING", "0.001"),
        ("SEARCH_USE_HALF_LIFE_DAYS", "0.01"),
        ("SEARCH_RETENTION_DAYS", "0"),
        ("SEARCH_ANONYMOUS_AFTER_DAYS", "0"),
    ],
)
def test_the_least_that_is_allowed(name: str, value: str) -> None:
    """The bound itself may be used."""
    assert getattr(read_config({name: value}), name.lower()) == float(value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("EXTERNAL_IMAGES", "", "use one of true, false"),
        ("EXTERNAL_IMAGES", "1", "use one of true, false"),
        ("DECK_TEMPLATE", "/nowhere/company.pptx", "`/nowhere/company.pptx` isn't there"),
        ("DECK_TEMPLATE", __file__, "is no presentation; save it as .pptx"),
        ("CURRENCY", "euro", "use a code of ISO 4217"),
        ("CURRENCY", "ZZZ", "use a code of ISO 4217"),
        ("HUBSPOT_URL", "http://proxy.company.example", "use an address such as https://proxy.acme.com"),
        ("HUBSPOT_URL", "http://127.0.0.1:80.company.example", "use an address such as https://proxy.acme.com"),
        ("HUBSPOT_URL", "http://127.0.0.1:80@company.example", "use an address such as https://proxy.acme.com"),
        ("OPENSEARCH_URL", "search.example:9200", "use an address such as https://user:password@search.example:9200"),
        ("OPENSEARCH_URL", "https://search.example/Sales", "a name in small letters"),
        ("OPENSEARCH_URL", "https://search.example/a/b", "with nothing behind it"),
        ("PRACTICE_STORE", "s3://bucket", "use an address such as https://"),
        ("PRACTICE_STORE", "http://store.company.example/bucket", "use an address such as https://"),
        ("PRACTICE_STORE", "https://store.company.example/", "use an address such as https://"),
        ("PRACTICE_STORE", "https://store.company.example/bucket", "set PRACTICE_STORE with PRACTICE_STORE_KEY"),
        ("PRACTICE_STORE_SECRET", "secret", "set PRACTICE_STORE with PRACTICE_STORE_KEY"),
        ("PRACTICE_MAX_MB", "0", "use a number from 1 to 2000"),
        ("PRACTICE_QUOTA_MB", "100", "is below PRACTICE_MAX_MB"),
        ("PORT", "0", "use a number from 1 to 65535"),
        ("WORKERS", "0", "use a number from 1 to"),
        ("WORKERS", "-1", "use a number from 1 to"),
        ("WORKERS", "two", "use a value of type int"),
        ("SEARCH_OVERDUE_FACTOR", "0", "use a number from 0.01 to 1"),
        ("SEARCH_OVERDUE_FACTOR", "1.01", "use a number from 0.01 to 1"),
        ("SEARCH_DRAFT_FACTOR", "-0.5", "use a number from 0.01 to 1"),
        ("SEARCH_DRAFT_FACTOR", "nan", "use a number from 0.01 to 1"),
        ("SEARCH_ARCHIVED_FACTOR", "inf", "use a number from 0.01 to 1"),
        ("SEARCH_USE_SHARE", "-0.1", "use a number from 0 to"),
        ("SEARCH_USE_SHARE", "nan", "use a number from 0 to"),
        ("SEARCH_USE_SHARE", "inf", "SEARCH_USE_SHARE is inf"),
        ("SEARCH_USE_SMOOTHING", "0", "use a number from 0.001 to"),
        ("SEARCH_USE_HALF_LIFE_DAYS", "0", "use a number from 0.01 to"),
        ("SEARCH_USE_HALF_LIFE_DAYS", "inf", "SEARCH_USE_HALF_LIFE_DAYS is inf"),
        ("SEARCH_USE_HALF_LIFE_DAYS", "1e9", "SEARCH_USE_HALF_LIFE_DAYS is 1"),
        ("SEARCH_RETENTION_DAYS", "-1", "use a number from 0 to"),
        ("SEARCH_RETENTION_DAYS", "1.5", "use a value of type int"),
        ("SEARCH_RETENTION_DAYS", "99999999", "SEARCH_RETENTION_DAYS is 99999999"),
        ("SEARCH_ANONYMOUS_AFTER_DAYS", "-1", "use a number from 0 to"),
        ("SEARCH_ANONYMOUS_AFTER_DAYS", "99999999", "SEARCH_ANONYMOUS_AFTER_DAYS is 99999999"),
    ],
)
def test_what_can_not_be_used_is_refused_by_name(name: str, value: str, says: str) -> None:
    """Before anything starts: a number that no calendar or ranking can work with would fail much later."""
    with pytest.raises(ConfigError) as refused:
        read_config({name: value})
    assert name in str(refused.value)
    assert says in str(refused.value)


@pytest.mark.parametrize("url", ["https://proxy.company.example/", "http://127.0.0.1:8080"])
def test_a_proxy_of_hubspot_is_secure_or_on_this_machine(url: str) -> None:
    """A token on its way elsewhere is shown to nobody."""
    assert read_config({"HUBSPOT_TOKEN": "token", "HUBSPOT_URL": url}).hubspot_url == url


def test_the_time_zone_is_the_companys() -> None:
    """UTC unless it is set."""
    assert read_config({}).zone == ZoneInfo("UTC")
    assert read_config({"TIME_ZONE": "Europe/Berlin"}).zone == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    "name", ["", "Berlin", "Europe", "Europe/", "../etc/passwd", "/etc/localtime", "UTC+2", "é" * 300]
)
def test_what_is_no_time_zone_is_refused(name: str) -> None:
    """A folder of zones, a path and an offset are none; the line says what is one."""
    with pytest.raises(ConfigError) as refused:
        read_config({"TIME_ZONE": name})
    assert str(refused.value) == f"TIME_ZONE is `{name}`; use a name such as Europe/Berlin, or UTC"


def test_proxies_are_addresses_and_networks() -> None:
    """Separated by commas; nobody is trusted unless it is set."""
    assert read_config({}).proxies == ()
    given = read_config({"TRUSTED_PROXIES": " 127.0.0.1 , 10.0.0.0/8,fd00::/8,"}).proxies
    assert [str(network) for network in given] == ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"]


@pytest.mark.parametrize(
    "value", ["proxy.example", "127.0.0.1 10.0.0.1", "10.0.0.1/8", "10.0.0.0/33", "2", "*", "127.0.0.1:80"]
)
def test_what_is_no_proxy_is_refused(value: str) -> None:
    """A name, a number of proxies, a network with bits too many; the line says what is one."""
    with pytest.raises(ConfigError) as refused:
        read_config({"TRUSTED_PROXIES": f"127.0.0.1, {value}"})
    assert str(refused.value).startswith("TRUSTED_PROXIES: ")
    assert value in str(refused.value)
    assert "use addresses or networks, as in 127.0.0.1, 10.0.0.0/8" in str(refused.value)


@pytest.mark.parametrize("value", ["0.0.0.0/0", "::/0"])
def test_not_everybody_can_be_a_proxy(value: str) -> None:
    """Then anybody could say that they are somebody else."""
    with pytest.raises(ConfigError, match="which is everybody"):
        read_config({"TRUSTED_PROXIES": value})


@pytest.mark.parametrize(
    "address",
    [
        "https://forge.example/acme/sales/edit/main/pages/{path}",
        "http://localhost:3000/sales/_edit/main/{path}?raw=1#top",
        "",
    ],
)
def test_the_address_at_which_pages_are_edited(address: str) -> None:
    """Of any forge; without one nothing leads there."""
    assert read_config({"EDIT_URL": address}).edit_url == address


@pytest.mark.parametrize(
    "address",
    [
        "https://forge.example/acme/sales",
        "https://forge.example/{path}/{path}",
        "https://forge.example/{file}/{path}",
        "https://{path}",
        "https://me:secret@forge.example/{path}",
        "ftp://forge.example/{path}",
        "javascript:alert(1)//{path}",
        "/edit/{path}",
        "https://forge.example/a b/{path}",
        'https://forge.example/"{path}',
        " https://forge.example/{path}",
    ],
)
def test_what_edits_no_page_is_refused(address: str) -> None:
    """An address without the place for the path, or that a browser wouldn't follow; the line says what is one."""
    with pytest.raises(ConfigError) as refused:
        read_config({"EDIT_URL": address})
    assert str(refused.value).startswith(
        f"EDIT_URL is `{address}`; use an address of http or https that holds {{path}}"
    )
