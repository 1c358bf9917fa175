"""The HTTP API: append entries, read journeys, follow changes. Thin: it parses, asks and answers."""
