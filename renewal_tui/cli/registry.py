"""The commands: where each one is, and its one line in the help."""

from __future__ import annotations

from renewal_tui.cli.groups import Lazy

COMMANDS: dict[str, Lazy] = {
    "open": Lazy("console", "open_command", "Open the console (also when no command is named)."),
    "demo": Lazy("stores", "demo_command", "Make a fresh sandbox store and open it."),
    "init": Lazy("stores", "init_command", "Make a new, empty store."),
    "import": Lazy("files", "import_command", "Import files, all or nothing."),
    "export": Lazy("files", "export_command", "Export a table as CSV or JSON."),
    "list": Lazy("listing", "list_command", "List the instances that match a filter."),
    "show": Lazy("show", "show_command", "Show everything about one instance."),
    "renew": Lazy("renewals", "renew_command", "Renew instances by a period, and pay."),
    "unify": Lazy("renewals", "unify_command", "Give instances one expiration, and pay."),
    "policy": Lazy("renewals", "policy_command", "Switch between manual and automatic renewal."),
    "undo": Lazy("undo", "undo_command", "Take back your last switch or unpaid order."),
    "orders": Lazy("orders", "orders_group", "List, show, pay and cancel orders."),
    "account": Lazy("accounts", "account_group", "Show accounts, and top one up."),
    "vouchers": Lazy("accounts", "vouchers_command", "List vouchers."),
    "auto-renew": Lazy("engine", "auto_renew_command", "Renew what is due today (the engine)."),
    "audit": Lazy("maintenance", "audit_command", "Show the audit trail, or verify its chain."),
    "check": Lazy("maintenance", "check_command", "Recompute every invariant of the store."),
    "backup": Lazy("maintenance", "backup_command", "Copy a live store, and check the copy."),
    "migrate": Lazy("stores", "migrate_command", "Bring an older store up to date."),
    "settings": Lazy("settings", "settings_group", "Show or change what the store demands."),
    "clock": Lazy("clocks", "clock_group", "Show or move a sandbox's clock."),
    "locate": Lazy("stores", "locate_command", "Print where things are kept."),
}
