"""Reading narratives: what a text says was done, by whom to whom, how often, since when, and with what effect.

Rules in data files (`behaviours.toml`, `facts.toml`) over spaCy's tokenizer and matcher; no model is loaded. What is
found is a suggestion with the words that support it, for a person to confirm.
"""
