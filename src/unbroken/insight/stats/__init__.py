"""Statistics of the analyses: functions over numbers, each with the source of its formula."""
