"""Risk instruments: data files, and the pure rules that read them. A new instrument is a new file and no code."""
