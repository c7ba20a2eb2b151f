"""Language packs: all that differs between languages, as data."""
