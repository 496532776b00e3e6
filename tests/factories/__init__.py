"""Makers of test data: people and their work (`people`), and a small course on disk (`course`)."""
