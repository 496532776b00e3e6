"""Room 1, the rules: pure functions on plain values. No Django, no database, no clock."""
