"""Ways out: the journey as a picture, a chronology, a terminal view, an object-centric event log and tables."""
