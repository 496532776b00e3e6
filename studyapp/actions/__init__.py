"""Room 4, writing: one function is one use case is one transaction. The only room that saves."""
