"""Room 6, the door: get the object, clean the form, call one action or query, render."""
