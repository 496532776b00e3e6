"""Measurements. Run one with `python3 manage.py bench NAME`; each prints a table and ratios."""
