"""Recomputing what must hold [R30]: a family of invariants a module, each rule with its sentence.

Nothing is changed, and values are taken as they are stored: a broken row may hold anything. Most
rules are one statement that answers only with the rows that break it; what the domain's own rules
say is computed by them, stretch by stretch. All are asked of a snapshot, so that nobody waits. What
comes out are problems: a stable code, and a sentence that names the row. A new rule stands with its
family; `operations/check.py` names the families in the order of work.
"""
