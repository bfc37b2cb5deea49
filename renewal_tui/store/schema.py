"""The tables, with every check that the database itself can keep."""

from __future__ import annotations

from datetime import date
from typing import Any

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

SCHEMA_VERSION = 1
APPLICATION_ID = 0x524E5744  # "RNWD", at a fixed place in the file's header

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


class _Base(Model):
    """Models carry no database: each query is told its store."""


def _check(text: str) -> Any:
    return Check(text)


class Setting(_Base):
    """What the store knows of itself: its time zone, currency, and a sandbox's clock."""

    key = TextField(primary_key=True)
    value = TextField()

    class Meta:
        table_name = "setting"


class Product(_Base):
    """The catalogue; reasons are data, not code [R2]."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    renewable = BooleanField()
    reason = TextField(default="")
    retention_days = IntegerField()

    class Meta:
        table_name = "product"
        constraints = [_check("retention_days BETWEEN 0 AND 3650")]


class Discount(_Base):
    """A product's discount for exactly so many months, in percent [R16]."""

    product = ForeignKeyField(Product, on_delete="RESTRICT")
    months = IntegerField()
    percent = IntegerField()

    class Meta:
        table_name = "discount"
        primary_key = CompositeKey("product", "months")
        constraints = [_check("months > 0"), _check("percent BETWEEN 0 AND 100")]


class Room(_Base):
    """A data centre."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()

    class Meta:
        table_name = "room"


class Account(_Base):
    """An account; balance = opening + sum of its ledger, and never negative [R30]."""

    id = AutoField()
    code = TextField(unique=True)
    name = TextField()
    currency = TextField()
    opening = BigIntegerField()
    balance = BigIntegerField()

    class Meta:
        table_name = "account"
        constraints = [_check("balance >= 0"), _check("opening >= 0")]


class Order(_Base):
    """An order of one account: unpaid, paid or cancelled [R15, R19, R20]."""

    id = AutoField()
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

    class Meta:
        table_name = "orders"
        indexes = ((("status", "made_at"), False),)
        constraints = [
            _check("kind IN ('renew', 'unify', 'auto')"),
            _check("status IN ('unpaid', 'paid', 'cancelled')"),
            _check("total >= 0 AND voucher_total >= 0 AND balance_total >= 0"),
            _check("status <> 'paid' OR total = voucher_total + balance_total"),
        ]


class Instance(_Base):
    """A prepaid instance. `listed` says that its nature allows renewal here [R1]."""

    id = AutoField()
    instance_id = TextField(unique=True)
    name = TextField()
    search = TextField()
    account = ForeignKeyField(Account, on_delete="RESTRICT", index=False)
    product = ForeignKeyField(Product, on_delete="RESTRICT", index=False)
    room = ForeignKeyField(Room, on_delete="RESTRICT", index=False)
    type = TextField()
    billing_mode = TextField()
    expire_date = DayField()
    anchor_day = IntegerField()
    policy = TextField()
    auto_months = IntegerField()
    monthly_price = BigIntegerField()
    listed = BooleanField()
    renewed_here = BooleanField(default=False)
    policy_set_here = BooleanField(default=False)
    unpaid_order = ForeignKeyField(Order, null=True, on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "instance"
        constraints = [
            _check("type IN ('standard', 'trial')"),
            _check("billing_mode IN ('subscription', 'one_time', 'pay_as_you_go')"),
            _check("policy IN ('manual', 'auto')"),
            _check("auto_months IN (1, 2, 3, 6, 12, 24, 36)"),
            _check("anchor_day BETWEEN 1 AND 31"),
            _check("monthly_price >= 0"),
            _check("listed = FALSE OR (type = 'standard' AND billing_mode = 'subscription')"),
            _check(_DATE.format("expire_date")),
        ]


_LISTED = ("expire_date", "instance_id", "product", "room", "account")
LIST_INDEXES: dict[str, tuple[str, ...]] = {
    "instance_by_expire_date": ("listed", "policy", *_LISTED),
    "instance_by_id": ("listed", "policy", "instance_id", *_LISTED),
    "instance_by_name": ("listed", "policy", "name", *_LISTED),
    "instance_by_account": ("listed", "policy", "account", *_LISTED),
    "instance_by_product": ("listed", "policy", "product", *_LISTED),
    "instance_by_room": ("listed", "policy", "room", *_LISTED),
    "instance_by_price": ("listed", "policy", "monthly_price", *_LISTED),
    "instance_by_number": ("id", "listed", "policy", "expire_date", "product", "room", "account"),
}
"""The indexes of the lists: one for each sort order, and one for what a search has found.

Those of the sort orders begin with the tab (listed, policy), go on in the list's order down to the
instance id, and end with whatever else a filter asks about. So a page, a count and a jump to the
middle of a million rows read one index, and no row of the table. Those by date, account, product
and room answer filters, too. The one by number counts the hits of a search in a third of the time
that reading their rows takes.

What they cost: 48 MB a million instances each, and each holds the expire date, so a renewal
rewrites all of them: some 120 microseconds, where one would take 30. Fewer would not do: a column
without an index is sorted anew, all of the list (half a second), and without the other columns each
row that a filter passes over is fetched.
"""


def _add_list_indexes() -> None:
    for name, columns in LIST_INDEXES.items():
        fields = [Instance._meta.fields[column] for column in dict.fromkeys(columns)]
        Instance.add_index(*fields, name=name)


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
        constraints = [_check("instances >= 0")]


class Unsearched(_Base):
    """An instance that the text index is still to be told of, and what it holds for it so far."""

    row = IntegerField(primary_key=True)
    indexed = TextField(null=True)

    class Meta:
        table_name = "instance_unsearched"


class Voucher(_Base):
    """A voucher; remaining = amount - sum of its uses, and never negative [R30]."""

    id = AutoField()
    code = TextField(unique=True)
    account = ForeignKeyField(Account, on_delete="RESTRICT")
    amount = BigIntegerField()
    remaining = BigIntegerField()
    valid_from = DayField(null=True)
    expire_date = DayField()
    products = TextField()
    use = TextField()

    class Meta:
        table_name = "voucher"
        constraints = [
            _check("amount >= 0 AND remaining BETWEEN 0 AND amount"),
            _check("use IN ('renewal', 'general', 'purchase')"),
            _check(_DATE.format("expire_date")),
        ]


class OrderLine(_Base):
    """A line of an order; append-only [R28]. `balance` is known once the order is paid."""

    id = AutoField()
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
        table_name = "order_line"
        constraints = [
            _check("to_date > from_date"),
            _check("list_price - discount = payable AND payable >= 0 AND discount >= 0"),
        ]


class VoucherUse(_Base):
    """What a voucher paid for a line; a line of none means "used before it came here"."""

    id = AutoField()
    voucher = ForeignKeyField(Voucher, on_delete="RESTRICT")
    line = ForeignKeyField(OrderLine, null=True, on_delete="RESTRICT")
    amount = BigIntegerField()

    class Meta:
        table_name = "voucher_use"
        constraints = [_check("amount > 0")]


class PaidTerm(_Base):
    """At most one paid renewal per instance and period start [R30]; append-only."""

    instance = ForeignKeyField(Instance, on_delete="RESTRICT", index=False)
    from_date = DayField()
    line = ForeignKeyField(OrderLine, on_delete="RESTRICT", index=False)

    class Meta:
        table_name = "paid_term"
        primary_key = CompositeKey("instance", "from_date")
        without_rowid = True


class LedgerEntry(_Base):
    """One movement of an account's balance, in minor units; append-only [R28, R30]."""

    id = AutoField()
    account = ForeignKeyField(Account, on_delete="RESTRICT")
    order = ForeignKeyField(Order, null=True, on_delete="RESTRICT", index=False)
    kind = TextField()
    amount = BigIntegerField()
    balance_after = BigIntegerField()
    note = TextField(default="")
    operator = TextField()
    at = TextField()

    class Meta:
        table_name = "ledger_entry"
        constraints = [
            _check("kind IN ('top_up', 'order')"),
            _check("balance_after >= 0"),
            _check("kind <> 'top_up' OR amount > 0"),
            _check("kind <> 'order' OR (amount < 0 AND order_id IS NOT NULL)"),
        ]


class Audit(_Base):
    """One change, chained to the one before it by SHA-256; append-only [R28]."""

    id = AutoField()
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

    class Meta:
        table_name = "audit"


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
        table_name = "operation"
        without_rowid = True
        constraints = [_check("state IN ('intended', 'started', 'done')")]


class OperationPart(_Base):
    """One commit's part of an operation's answer, as JSON; append-only."""

    key = TextField()
    part = IntegerField()
    answer = TextField()

    class Meta:
        table_name = "operation_part"
        primary_key = CompositeKey("key", "part")
        without_rowid = True


class EngineRun(_Base):
    """One run of the engine, for the clock guards and for what was missed [R8, R11]."""

    id = AutoField()
    business_date = DayField(index=True)
    at = TextField()
    operator = TextField()
    operation_key = TextField()
    renewed = IntegerField(default=0)
    failed = IntegerField(default=0)

    class Meta:
        table_name = "engine_run"


class Attempt(_Base):
    """A failed automatic renewal and its reason [R9]; append-only."""

    id = AutoField()
    run = ForeignKeyField(EngineRun, on_delete="RESTRICT", index=False)
    instance = ForeignKeyField(Instance, on_delete="RESTRICT", index=False)
    business_date = DayField()
    code = TextField()
    reason = TextField()
    short_by = BigIntegerField()

    class Meta:
        table_name = "attempt"
        indexes = ((("instance", "business_date"), False),)


TABLES: tuple[type[_Base], ...] = (
    Setting,
    Product,
    Discount,
    Room,
    Account,
    Order,
    Instance,
    Tally,
    Unsearched,
    Voucher,
    OrderLine,
    VoucherUse,
    PaidTerm,
    LedgerEntry,
    Audit,
    Operation,
    OperationPart,
    EngineRun,
    Attempt,
)

APPEND_ONLY: tuple[type[_Base], ...] = (
    OrderLine,
    VoucherUse,
    PaidTerm,
    LedgerEntry,
    Audit,
    OperationPart,
    Attempt,
)
