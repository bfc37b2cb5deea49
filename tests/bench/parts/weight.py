"""What a store weighs; the fleets that the other parts read are made here, if they are not yet."""

from __future__ import annotations

from tests.bench.figures import Figure
from tests.bench.fleets import instances_file
from tests.bench.setup import Setup


def measure(setup: Setup) -> list[Figure]:
    """Weigh the large fleet's store against the file that it could be imported from."""
    store = setup.large().stat().st_size / setup.rows
    file = instances_file(setup.rows).stat().st_size / setup.rows
    return [
        Figure(
            "weight",
            f"a row in the store of {setup.rows:,}",
            store,
            "bytes",
            file,
            "its line in instances.csv",
            8.0,
            f"{store * setup.rows / 2**20:,.0f} MB, with every list index and the text index",
        )
    ]
