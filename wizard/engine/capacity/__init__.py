"""From raw to usable bytes, and what is left after a failure, per storage technology."""
