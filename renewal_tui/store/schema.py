"""The tables, with every check that the database itself can keep."""

from __future__ import annotations

import re
from datetime import date

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    Check,
    CompositeKey,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)

from renewal_tui.store.names import BY_DATE

TABLES: list[type[_Base]] = []
APPEND_ONLY: list[type[_Base]] = []
"""Those of the tables that refuse every UPDATE and DELETE [R28]."""

_DATE = "length({0}) = 10 AND {0} LIKE '____-__-__'"


class DayField(TextField):
    """A calendar date, kept as ISO text; Peewee's own DateField would accept 2024-02-30."""

    def db_value(self, value: date | str | None) -> str | None:
        """A date as it is stored."""
        return value.isoformat() if isinstance(value, date) else value

    def python_value(self, value: str | None) -> date | None:
        """A stored date back. Raises ValueError for what is none."""
        try:
            return None if value is None else date.fromisoformat(value)
        except (TypeError, ValueError):
            raise ValueError(f'"{value}" is not a date') from None


def _table_name(model: type[Model]) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", model.__name__).lower()


class _Base(Model):
    """Models carry no database: each query is told its store."""

    class Meta:
        table_function = _table_name

    def __init_subclass__(cls, *, append_only: bool = False) -> None:
        if not cls.__name__.startswith("_"):
            TABLES.append(cls)
            APPEND_ONLY.extend([cls] if append_only else [])


class _Numbered(_Base):
    """A table whose rows have numbers."""

    id = AutoField()


class Setting(_Base):
    """What the store knows of itself: its time zone, currency, and a sandbox's clock."""

    key = TextField(primary_key=True)
    value = TextField()


class Product(_Numbered):
    """The catalogue; reasons are data, not code [R2]."""

    code = TextField(unique=True)
    name = TextField()
    renewable = BooleanField()
    reason = TextField(default="")
    retention_days = IntegerField()

    class Meta:
        constraints = [Check("retention_days BETWEEN 0 AND 3650")]


class Discount(_Base):
    """A product's discount for exactly so many months, in percent [R16]."""

    product = ForeignKeyField(Product, on_delete="RESTRICT")
    months = IntegerField()
    percent = IntegerField()

    class Meta:
        primary_key = CompositeKey("product", "months")
        constraints = [Check("months > 0"), Check("percent BETWEEN 0 AND 100")]


class Room(_Numbered):
    """A data centre."""

    code = TextField(unique=True)
    name = TextField()


class Account(_Numbered):
    """An account; balance = opening + sum of its ledger, and never negative [R30]."""

    code = TextField(unique=True)
    name = TextField()
    currency = TextField()
    opening = BigIntegerField()
    balance = BigIntegerField()

    class Meta:
        constraints = [Check("balance >= 0"), Check("opening >= 0")]


class Order(_Numbered):
    """An order of one account: unpaid, paid or cancelled, for a reason [R15, R19, R20].

    `note` is what whoever ordered wanted to say of it [R32].
    """

    account = ForeignKeyField(Account, on_delete="RESTRICT")
    kind = TextField()
    request = TextField()
    operation_key = TextField(index=True)
    status = TextField()
    use_vouchers = BooleanField()
    total = BigIntegerField()
    voucher_total = BigIntegerField()
    balance_total = BigIntegerField()
    operator = TextField()
    made_at = TextField()
    closed_at = TextField(null=True)
    note = TextField(default="")
    reason = TextField(default="")

    class Meta:
        table_name = "orders"
        indexes = ((("status", "made_at"), False),)
        constraints = [
            Check("kind IN ('renew', 'unify', 'auto')"),
            Check("status IN ('unpaid', 'paid', 'cancelled')"),
            Check("total >= 0 AND voucher_total >= 0 AND balance_total >= 0"),
            Check("status <> 'paid' OR total = voucher_total + balance_total"),
        ]


class Instance(_Numbered):
    """What describes a prepaid instance. `listed`: its nature allows renewal here [R1]."""

    instance_id = TextField(unique=True)
    name = TextField()
    search = TextField()
    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    product = ForeignKeyField(Product, on_delete="RESTRICT", index=False)
    room = ForeignKeyField(Room, on_delete="RESTRICT", index=False)
    type = TextField()
    billing_mode = TextField()
    policy = TextField()
    auto_months = IntegerField()
    monthly_price = BigIntegerField()
    listed = BooleanField()
    policy_set_here = BooleanField(default=False)

    class Meta:
        constraints = [
            Check("type IN ('standard', 'trial')"),
            Check("billing_mode IN ('subscription', 'one_time', 'pay_as_you_go')"),
            Check("policy IN ('manual', 'auto')"),
            Check("auto_months IN (1, 2, 3, 6, 12, 24, 36)"),
            Check("monthly_price >= 0"),
            Check("listed = FALSE OR (type = 'standard' AND billing_mode = 'subscription')"),
        ]


class Term(_Base):
    """What a renewal changes of an instance, under the instance's number: a narrow row.

    What else is in it says where the row stands in the index by date; a trigger copies that from
    the instance whenever it changes there.
    """

    instance = ForeignKeyField(Instance, primary_key=True, column_name="id", on_delete="RESTRICT")
    listed = BooleanField()
    policy = TextField()
    expire_date = DayField()
    instance_id = TextField()
    product = IntegerField(column_name="product_id")
    room = IntegerField(column_name="room_id")
    account = IntegerField(column_name="account_id")
    anchor_day = IntegerField()
    renewed_here = BooleanField(default=False)
    unpaid_order = ForeignKeyField(Order, null=True, on_delete="RESTRICT", index=False)

    class Meta:
        constraints = [
            Check("anchor_day BETWEEN 1 AND 31"),
            Check(_DATE.format("expire_date")),
        ]


COPIED = ("listed", "policy", "instance_id", "product_id", "room_id", "account_id")
"""The columns of a term that say what its instance says."""

LIST_INDEXES: dict[str, tuple[type[_Base], tuple[str, ...]]] = {
    BY_DATE: (Term, ("expire_date", "instance_id", "product", "room", "account")),
    "instance_by_id": (Instance, ("instance_id", "product", "room", "account")),
    "instance_by_name": (Instance, ("name", "instance_id", "product", "room", "account")),
    "instance_by_account": (Instance, ("account", "instance_id", "product", "room")),
    "instance_by_product": (Instance, ("product", "instance_id", "room", "account")),
    "instance_by_room": (Instance, ("room", "instance_id", "product", "account")),
    "instance_by_price": (Instance, ("monthly_price", "instance_id", "product", "room", "account")),
}
"""The indexes of the lists, one for each sort order, by name: the table, and its columns.

Each begins with the tab (listed, policy), goes on in the list's order down to the instance id, and
ends with whatever else a filter asks about but the date. So a page, a count and a jump to the
middle of a million rows read one index, and no row of a table, unless the list is in another order
and narrowed by dates: then the term says the date, or the index by date says which rows are meant.

A renewal rewrites the term's row and the index by date, and nothing else that grows with the
fleet: with the date in every index it took six times as long.
"""


def _add_list_indexes() -> None:
    for name, (model, columns) in LIST_INDEXES.items():
        fields = [model._meta.fields[column] for column in ("listed", "policy", *columns)]
        model.add_index(*fields, name=name)


_add_list_indexes()


class Tally(_Base):
    """How many instances a shelf holds of each product and room: a count that nobody counts.

    Triggers keep it. A renewal changes none of its columns, and so does not touch it.
    """

    listed = BooleanField()
    policy = TextField()
    product = IntegerField(column_name="product_id")
    room = IntegerField(column_name="room_id")
    instances = IntegerField()

    class Meta:
        table_name = "instance_tally"
        primary_key = CompositeKey("listed", "policy", "product", "room")
        without_rowid = True
        constraints = [Check("instances >= 0")]


class Unsearched(_Base):
    """An instance that the text index is still to be told of, and what it holds for it so far."""

    row = IntegerField(primary_key=True)
    indexed = TextField(null=True)

    class Meta:
        table_name = "instance_unsearched"


class Voucher(_Numbered):
    """A voucher; remaining = amount - sum of its uses, and never negative [R30]."""

    code = TextField(unique=True)
    account = ForeignKeyField(Account, on_delete="RESTRICT")
    amount = BigIntegerField()
    remaining = BigIntegerField()
    valid_from = DayField(null=True)
    expire_date = DayField()
    products = TextField()
    use = TextField()

    class Meta:
        constraints = [
            Check("amount >= 0 AND remaining BETWEEN 0 AND amount"),
            Check("use IN ('renewal', 'general', 'purchase')"),
            Check(_DATE.format("expire_date")),
        ]


class OrderLine(_Numbered, append_only=True):
    """A line of an order; append-only [R28]. `balance` is known once the order is paid."""

    order = ForeignKeyField(Order, on_delete="RESTRICT")
    instance = ForeignKeyField(Instance, on_delete="RESTRICT")
    months = IntegerField()
    days = IntegerField()
    from_date = DayField()
    to_date = DayField()
    anchor_after = IntegerField()
    monthly_price = BigIntegerField()
    list_price = BigIntegerField()
    discount = BigIntegerField()
    payable = BigIntegerField()

    class Meta:
        constraints = [
            Check("to_date > from_date"),
            Check("list_price - discount = payable AND payable >= 0 AND discount >= 0"),
        ]


class VoucherUse(_Numbered, append_only=True):
    """What a voucher paid for a line; a line of none means "used before it came here"."""

    voucher = ForeignKeyField(Voucher, on_delete="RESTRICT")
    line = ForeignKeyField(OrderLine, null=True, on_delete="RESTRICT")
    amount = BigIntegerField()

    class Meta:
        constraints = [Check("amount > 0")]


class PaidTerm(_Base, append_only=True):
    """At most one paid renewal per instance and period start [R30]; append-only."""

    instance = ForeignKeyField(Instance, on_delete="RESTRICT", index=False)
    from_date = DayField()
    line = ForeignKeyField(OrderLine, on_delete="RESTRICT", index=False)

    class Meta:
        primary_key = CompositeKey("instance", "from_date")
        without_rowid = True


class LedgerEntry(_Numbered, append_only=True):
    """One movement of an account's balance, in minor units; append-only [R28, R30]."""

    account = ForeignKeyField(Account, on_delete="RESTRICT")
    order = ForeignKeyField(Order, null=True, on_delete="RESTRICT", index=False)
    kind = TextField()
    amount = BigIntegerField()
    balance_after = BigIntegerField()
    note = TextField(default="")
    operator = TextField()
    at = TextField()

    class Meta:
        constraints = [
            Check("kind IN ('top_up', 'order')"),
            Check("balance_after >= 0"),
            Check("kind <> 'top_up' OR amount > 0"),
            Check("kind <> 'order' OR (amount < 0 AND order_id IS NOT NULL)"),
        ]


class Audit(_Numbered, append_only=True):
    """One change, chained to the one before it by SHA-256; append-only [R28].

    A record may have a note [R32], and a `session_user`: who the database takes the operator for,
    where it knows its users (section 7).
    """

    at = TextField()
    operator = TextField()
    claimed = TextField()
    source = TextField()
    action = TextField()
    target = TextField(index=True)
    before = TextField()
    after = TextField()
    operation_key = TextField()
    previous_hash = TextField()
    hash = TextField()
    note = TextField(null=True)
    session_user = TextField(null=True)


class Operation(_Base):
    """An operation by its key: the request it was used for, and the first answer [R29]."""

    key = TextField(primary_key=True)
    action = TextField()
    request_hash = TextField()
    operator = TextField()
    session = TextField()
    at = TextField()
    state = TextField()
    acknowledged = BooleanField(default=False)

    class Meta:
        without_rowid = True
        constraints = [Check("state IN ('intended', 'started', 'done')")]


class OperationPart(_Base, append_only=True):
    """One commit's part of an operation's answer, as JSON; append-only."""

    key = TextField()
    part = IntegerField()
    answer = TextField()

    class Meta:
        primary_key = CompositeKey("key", "part")
        without_rowid = True


class EngineRun(_Numbered):
    """One run of the engine, for the clock guards and for what was missed [R8, R11]."""

    business_date = DayField(index=True)
    at = TextField()
    operator = TextField()
    operation_key = TextField()
    renewed = IntegerField(default=0)
    failed = IntegerField(default=0)


class Attempt(_Numbered, append_only=True):
    """A failed automatic renewal and its reason [R9]; append-only."""

    run = ForeignKeyField(EngineRun, on_delete="RESTRICT", index=False)
    instance = ForeignKeyField(Instance, on_delete="RESTRICT", index=False)
    business_date = DayField()
    code = TextField()
    reason = TextField()
    short_by = BigIntegerField()

    class Meta:
        indexes = ((("instance", "business_date"), False),)
