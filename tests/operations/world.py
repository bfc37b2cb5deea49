"""A small world for the tests of operations: a real store in a file, and the facts in it.

Facts are put in with plain SQL over a connection of their own, so that these tests lean neither on
the importer nor on what they test. What a test names is what it is about; the rest is everyday.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from renewal_tui.domain.codes import Policy
from renewal_tui.domain.filters import Selection
from renewal_tui.domain.planning import Renew, Request, UnifyOnDate, UnifyOnDay
from renewal_tui.operations.cancel_order import Cancellation
from renewal_tui.operations.desk import Desk, new_key
from renewal_tui.operations.documents import Document
from renewal_tui.operations.execution import NOTHING_SHOWN, NothingShown, Shown
from renewal_tui.operations.move_clock import ClockMove
from renewal_tui.operations.pay_order import Payment
from renewal_tui.operations.purchase import Preview
from renewal_tui.operations.set_policy import PolicySwitch
from renewal_tui.operations.top_up import TopUp
from renewal_tui.operations.watch import Watch
from renewal_tui.operator import Actor, Source
from tests.builders import TODAY
from tests.operations.acts import done, purchase_of, run_of
from tests.operations.books import assert_books
from tests.stores import NOW, SHANGHAI, desk_on, dump, made_once, new_store, sql, sql_many

_PRODUCTS = (
    ("KEC", "Kingsoft Cloud Elastic Compute", 1, "", 7),
    ("EIP", "Elastic IP", 1, "", 7),
    ("KRDS", "Relational Database Service", 1, "", 15),
    ("KAD", "Kingsoft Cloud Advanced Defense", 0, "does not require renewal management", 7),
    (
        "KCM",
        "Kingsoft Cloud Certificate Management",
        0,
        "cannot be renewed in the console: enterprise information must be submitted again",
        7,
    ),
)
_ROOMS = (("cn-beijing-6", "CN North 1 (Beijing)"), ("cn-shanghai-2", "CN East 1 (Shanghai)"))
_INSTANCE = (
    "INSERT INTO instance (instance_id, name, search, account_id, product_id, room_id, type,"
    " billing_mode, policy, auto_months, monthly_price, listed, policy_set_here)"
    " VALUES (?, ?, ?, (SELECT id FROM account WHERE code = ?),"
    " (SELECT id FROM product WHERE code = ?), (SELECT id FROM room WHERE code = ?),"
    " ?, ?, ?, ?, ?, ?, 0)"
)
_TERM = (
    "INSERT INTO term (id, listed, policy, expire_date, instance_id, product_id, room_id,"
    " account_id, anchor_day, renewed_here) SELECT id, listed, policy, ?, instance_id, product_id,"
    " room_id, account_id, ?, 0 FROM instance WHERE instance_id = ?"
)


class World:
    """A sandbox store at NOW with a catalogue, and the account acme with 1,000.00 CNY."""

    def __init__(self, folder: Path, now: str = NOW, timezone: str = SHANGHAI) -> None:
        """Make the store in a folder, unless it is there already."""
        self.path = folder / "renewals.db"
        if not self.path.exists():
            made_once(self.path, ("world", now, timezone), lambda at: _furnish(at, now, timezone))
        self.desk = desk_on(self.path)

    def close(self) -> None:
        """Close the desk's connection."""
        self.desk.store.close()

    # -- facts ---------------------------------------------------------------------------------

    def sql(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        """Run one statement as another program would."""
        return sql(self.path, text, *values)

    def value(self, text: str, *values: object) -> Any:
        """The first column of the first row."""
        return self.sql(text, *values)[0][0]

    def many(self, text: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for many rows, in one transaction."""
        sql_many(self.path, text, rows)

    def discount(self, product: str, months: int, percent: int) -> None:
        """Give a product a discount for exactly so many months."""
        self.sql(
            "INSERT INTO discount (product_id, months, percent)"
            " SELECT id, ?, ? FROM product WHERE code = ?",
            months,
            percent,
            product,
        )

    def account(self, code: str, balance: int = 1000_00, currency: str = "CNY") -> None:
        """Add an account, or give one that is there this opening balance."""
        self.sql(
            "INSERT INTO account (code, name, currency, opening, balance) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (code) DO UPDATE SET opening = excluded.opening,"
            " balance = excluded.balance",
            code,
            f"The account {code}",
            currency,
            balance,
            balance,
        )

    def instance(self, instance_id: str, **facts: Any) -> str:
        """Add an instance: manual, 100.00 a month, expires on 2026-11-30 unless told otherwise."""
        self._add([instance_id], facts)
        return instance_id

    def fleet(self, count: int, **facts: Any) -> list[str]:
        """Add many instances at once: i-00001 and so on."""
        ids = [f"i-{number:05d}" for number in range(1, count + 1)]
        self._add(ids, facts)
        return ids

    def _add(self, ids: Iterable[str], facts: Mapping[str, Any]) -> None:
        rows = [instance_row(instance_id, **facts) for instance_id in ids]
        self.many(_INSTANCE, [row[:-2] for row in rows])
        self.many(_TERM, [(*row[-2:], row[0]) for row in rows])

    def voucher(self, voucher_id: str, amount: int, **facts: Any) -> str:
        """Add an unused general voucher of acme for all products, to 2026-12-31."""
        values: dict[str, Any] = {
            "account": "acme",
            "valid_from": None,
            "expire": "2026-12-31",
            "products": "*",
            "use": "general",
        } | facts
        self.sql(
            "INSERT INTO voucher (code, account_id, amount, remaining, valid_from, expire_date,"
            " products, use) SELECT ?, id, ?, ?, ?, ?, ?, ? FROM account WHERE code = ?",
            voucher_id,
            amount,
            amount,
            values["valid_from"],
            values["expire"],
            values["products"],
            values["use"],
            values["account"],
        )
        return voucher_id

    # -- what is there now ---------------------------------------------------------------------

    def balance(self, account: str = "acme") -> int:
        """An account's balance, in minor units."""
        return int(self.value("SELECT balance FROM account WHERE code = ?", account))

    def remaining(self, voucher_id: str) -> int:
        """What is left of a voucher, in minor units."""
        return int(self.value("SELECT remaining FROM voucher WHERE code = ?", voucher_id))

    def instance_facts(self, instance_id: str, *columns: str) -> tuple[Any, ...]:
        """Some columns of an instance."""
        named = (f"i.{one}" if one in ("policy", "instance_id") else one for one in columns)
        text = (
            f"SELECT {', '.join(named)} FROM instance i JOIN term t ON t.id = i.id"
            " WHERE i.instance_id = ?"
        )
        return self.sql(text, instance_id)[0]

    def expire_date(self, instance_id: str) -> str:
        """An instance's expire date."""
        return str(self.instance_facts(instance_id, "expire_date")[0])

    def policy(self, instance_id: str) -> tuple[str, int]:
        """An instance's policy and the months that an automatic renewal buys."""
        policy, months = self.instance_facts(instance_id, "policy", "auto_months")
        return str(policy), int(months)

    def order_status(self, number: int) -> str:
        """What the store holds as an order's status, whatever the clock says."""
        return str(self.value("SELECT status FROM orders WHERE id = ?", number))

    def actions(self) -> list[tuple[str, str]]:
        """(action, target) of the whole audit trail, oldest first."""
        return self.sql("SELECT action, target FROM audit ORDER BY id")

    def dump(self) -> list[str]:
        """The whole store as text."""
        return dump(self.path)

    def books_balance(self) -> None:
        """Recompute what R28 and R30 promise; see `tests.operations.books`."""
        assert_books(self.path)

    # -- doing things --------------------------------------------------------------------------

    def another_desk(self, operator: str = "mei") -> Desk:
        """The desk of another operator: the same store over another connection."""
        return desk_on(self.path, Actor(operator, "", Source.TUI))

    def advance(self, step: str) -> None:
        """Move the sandbox's clock."""
        done(self.desk, ClockMove(by=step), new_key())

    def turn_back_clock(self, now: str) -> None:
        """Do to the store what a machine's clock that was set back would do."""
        self.sql("UPDATE setting SET value = ? WHERE key = 'sandbox_now'", now)

    def buy(
        self,
        request: Request,
        *ids: str,
        selection: Selection | None = None,
        key: str | None = None,
        shown: Shown[Preview] | NothingShown = NOTHING_SHOWN,
        watch: Watch | None = None,
        **how: bool,
    ) -> Document:
        """Renew or unify."""
        wanted = purchase_of(selection or tuple(ids), request, **how)
        return done(self.desk, wanted, key or new_key(), shown, watch)

    def renew(self, *ids: str, months: int = 1, **how: Any) -> Document:
        """Renew by a period."""
        return self.buy(Renew(months), *ids, **how)

    def unify_on(self, target: str, *ids: str, **how: Any) -> Document:
        """Give instances one expire date."""
        return self.buy(UnifyOnDate(date.fromisoformat(target)), *ids, **how)

    def unify_on_day(self, day: int, *ids: str, **how: Any) -> Document:
        """Give instances one day of the month (31 is the last)."""
        return self.buy(UnifyOnDay(day), *ids, **how)

    def unpaid(self, *ids: str, months: int = 1, **how: Any) -> int:
        """Make an order that awaits payment; its number."""
        answer = self.renew(*ids, months=months, pay_later=True, **how)
        assert [order["status"] for order in answer["orders"]] == ["unpaid"]
        number: int = answer["orders"][0]["order"]
        return number

    def pay(self, number: int, key: str | None = None) -> Document:
        """Pay an order."""
        return done(self.desk, Payment(number), key or new_key())

    def cancel(self, number: int, key: str | None = None) -> Document:
        """Cancel an order."""
        return done(self.desk, Cancellation(number), key or new_key())

    def top_up(self, amount: int, account: str = "acme", key: str | None = None) -> None:
        """Add to a balance."""
        done(self.desk, TopUp(account, amount), key or new_key())

    def switch(
        self, policy: str, *ids: str, months: int | None = None, key: str | None = None
    ) -> Document:
        """Switch the renewal policy."""
        wanted = PolicySwitch(tuple(ids), Policy(policy), months)
        return done(self.desk, wanted, key or new_key())

    def engine(self, key: str | None = None, **options: Any) -> Document:
        """Run the engine."""
        return done(self.desk, run_of(**options), key or new_key())


def _furnish(path: Path, now: str, timezone: str) -> None:
    new_store(path, now, timezone).close()
    columns = "product (code, name, renewable, reason, retention_days)"
    sql_many(path, f"INSERT INTO {columns} VALUES (?, ?, ?, ?, ?)", _PRODUCTS)
    sql_many(path, "INSERT INTO room (code, name) VALUES (?, ?)", _ROOMS)
    world = World(path.parent)
    world.discount("KEC", 12, 15)
    world.account("acme", 1000_00)
    world.close()


class StopAfter:
    """A watch that stops the work after so many commits, as an operator who leaves does."""

    def __init__(self, commits: int) -> None:
        """Stop after so many."""
        self.told: list[tuple[int, int]] = []
        self._commits = commits

    def progress(self, done: int, total: int) -> None:
        """Note it."""
        self.told.append((done, total))

    def stopped(self) -> bool:
        """Whether that many commits were told."""
        return len(self.told) >= self._commits


def instance_row(instance_id: str, **facts: Any) -> tuple[object, ...]:
    """One instance as `_INSTANCE` takes it, then its expire date and anchor day."""
    expire = str(facts.get("expire", "2026-11-30"))
    usual: dict[str, Any] = {
        "name": "web",
        "account": "acme",
        "product": "KEC",
        "room": "cn-beijing-6",
        "type": "standard",
        "billing_mode": "subscription",
        "anchor": int(expire[-2:]),
        "policy": "manual",
        "auto_months": 1,
        "price": 100_00,
    }
    unknown = set(facts) - {*usual, "expire"}
    assert not unknown, f"an instance has no {unknown}"
    values = usual | facts
    listed = (
        values["type"] == "standard"
        and values["billing_mode"] == "subscription"
        and values["product"] not in ("KAD", "KCM")
    )
    return (
        instance_id,
        values["name"],
        f"{instance_id}\n{values['name']}".casefold(),
        values["account"],
        values["product"],
        values["room"],
        values["type"],
        values["billing_mode"],
        values["policy"],
        values["auto_months"],
        values["price"],
        listed,
        expire,
        values["anchor"],
    )


def days_from_today(days: int) -> str:
    """A date so many days after TODAY."""
    return (TODAY + timedelta(days=days)).isoformat()


def lines_of(answer: Document) -> Iterator[str]:
    """The ids of an answer's lines, in order."""
    for order in answer["orders"]:
        for line in order["lines"]:
            yield line["instance_id"]


def codes_of(answer: Document | Document) -> dict[str, str]:
    """Who was skipped, with which code."""
    return {skipped["instance_id"]: skipped["code"] for skipped in answer["skipped"]}
