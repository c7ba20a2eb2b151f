"""How dates, periods and durations are found in tokens, and what they come to on the calendar."""
