"""Pictures of analyses, as SVG: drawn on any machine in the same bytes, each with a title and a description."""
