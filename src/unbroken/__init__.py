"""Unbroken: one record of a stalking victim's journey, from the first report to the sentence."""
