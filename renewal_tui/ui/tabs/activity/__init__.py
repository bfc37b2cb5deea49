"""The Activity tab: the audit trail, the newest record first [R28]."""
