"""Risk instruments: data files, and the pure rules that read them. Nothing here knows one instrument from another."""
