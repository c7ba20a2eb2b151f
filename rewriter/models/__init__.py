"""Who drafts: the embedded model, hosted and local models, scripted ones for tests."""
