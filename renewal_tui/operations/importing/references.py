"""What rows refer to: the store's numbers, and whether a nature is listed here [R1]."""

from __future__ import annotations

from renewal_tui.domain.codes import BillingMode, Type
from renewal_tui.domain.eligibility import why_never_renewable
from renewal_tui.domain.facts import Nature, Product
from renewal_tui.domain.records import ProductRecord, RoomRecord
from renewal_tui.operations.importing.columns import Known
from renewal_tui.operations.importing.files import Kind
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.store.connection import Store
from renewal_tui.store.importing import Stored


class References:
    """Products, rooms and accounts by code in one transaction, with those that its rows add."""

    def __init__(self, store: Store) -> None:
        catalogue = read_catalogue(store)
        self.products = {
            one.code: Stored(row, _record(one)) for row, one in catalogue.products.items()
        }
        self.rooms = {
            one.code: Stored(row, RoomRecord(one.code, one.name))
            for row, one in catalogue.rooms.items()
        }
        self.account_rows = catalogue.account_rows()
        self.currency = store.settings.currency
        self._listed: dict[tuple[str, str, str], bool] = {}

    @property
    def known(self) -> Known:
        """The codes that there are."""
        return {
            Kind.PRODUCTS: self.products,
            Kind.ROOMS: self.rooms,
            Kind.ACCOUNTS: self.account_rows,
        }

    def know_product(self, row: int, record: ProductRecord) -> None:
        """Take in a product that is new, or not what it was."""
        self.products[record.product] = Stored(row, record)
        self._listed.clear()

    def listed(self, product: str, kind: str, mode: str) -> bool:
        """Whether instances of this product, type and billing mode can be renewed here [R1]."""
        found = self._listed.get((product, kind, mode))
        if found is None:
            record = self.products[product].record
            nature = Nature(product_of(record), Type(kind), BillingMode(mode))
            found = self._listed[product, kind, mode] = why_never_renewable(nature) is None
        return found


def product_of(record: ProductRecord) -> Product:
    """A record of the catalogue as rules take it."""
    code, name, renewable, reason, days, discounts = record
    pairs = (part.split(":") for part in discounts.split(";") if part)
    offers = {int(months): int(percent) for months, percent in pairs}
    return Product(code, name, bool(renewable), reason, days, offers)


def _record(product: Product) -> ProductRecord:
    code, name, renewable, reason, days, discounts = product
    offers = (f"{months}:{percent}" for months, percent in sorted(discounts.items()))
    return ProductRecord(code, name, int(renewable), reason, days, ";".join(offers))
