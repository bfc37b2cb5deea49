"""What rows refer to: the store's numbers, and whether a nature is listed here [R1]."""

from __future__ import annotations

from datetime import date

from renewal_tui.domain.codes import BillingMode, Policy, Type
from renewal_tui.domain.eligibility import why_never_renewable
from renewal_tui.domain.facts import Instance, Product, Room
from renewal_tui.store.catalogue import read_catalogue
from renewal_tui.store.connection import Store


class References:
    """Products, rooms and accounts by their codes, as they are in one transaction.

    The rows of that transaction add theirs; in a dry run with the numbers that they would get.
    """

    def __init__(self, store: Store) -> None:
        catalogue = read_catalogue(store)
        self.products = {one.code: one for one in catalogue.products.values()}
        self.product_rows = catalogue.product_rows()
        self.rooms = {one.code: one for one in catalogue.rooms.values()}
        self.room_rows = catalogue.room_rows()
        self.account_rows = catalogue.account_rows()
        self.currency = store.settings.currency
        self._listed: dict[tuple[str, str, str], bool] = {}

    def know_product(self, product: Product, row: int) -> None:
        """Take in a product that is new, or not what it was."""
        self.products[product.code] = product
        self.product_rows[product.code] = row
        self._listed.clear()

    def know_room(self, room: Room, row: int) -> None:
        """Take in a room."""
        self.rooms[room.code] = room
        self.room_rows[room.code] = row

    def listed(self, product: str, kind: str, mode: str) -> bool:
        """Whether instances of this product, type and billing mode can be renewed here [R1]."""
        nature = (product, kind, mode)
        found = self._listed.get(nature)
        if found is None:
            found = why_never_renewable(self._some(*nature)) is None
            self._listed[nature] = found
        return found

    def _some(self, product: str, kind: str, mode: str) -> Instance:
        """Some instance of a nature; the rest of it does not matter to the rule."""
        return Instance(
            row=0,
            instance_id="",
            name="",
            account="",
            product=self.products[product],
            room=Room("", ""),
            type=Type(kind),
            billing_mode=BillingMode(mode),
            expire_date=date.max,
            anchor_day=31,
            policy=Policy.MANUAL,
            auto_months=1,
            monthly_price=0,
        )
