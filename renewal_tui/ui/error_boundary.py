"""What outlives a store in trouble: the trouble is told, and the last good page stays."""

from __future__ import annotations

from renewal_tui.errors import DeskError, StoreDamaged, StoreGone
from renewal_tui.ui.textual_private import Outlives


class ErrorBoundary(Outlives):
    """Tells what the store had against answering a key, a click or a callback, and goes on.

    Not on a store that is damaged, or is another one now.
    """

    def outlives(self, error: Exception) -> bool:
        """Tell it, if the console can go on."""
        if not isinstance(error, DeskError) or isinstance(error, (StoreDamaged, StoreGone)):
            return False
        self.app.notify(str(error), severity="error", markup=False)
        return True
