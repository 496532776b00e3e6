"""Django's PostgreSQL, with kept connections looked at, not asked."""
