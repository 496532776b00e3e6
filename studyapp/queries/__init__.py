"""Room 3, reading: functions that return frozen results. They never write."""
