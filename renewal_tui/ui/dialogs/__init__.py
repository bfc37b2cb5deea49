"""The dialogs: small pages that ask one thing and answer with a typed result."""
