"""Room 5, what a visitor may send: cleaned values out, nothing saved."""
