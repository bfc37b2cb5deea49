"""Settings of the property tests: no deadline, since a busy machine is not a broken rule."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("rules", deadline=None, max_examples=100)
settings.load_profile("rules")
