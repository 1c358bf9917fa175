"""Ways in: files in the journey format, published case files, and crime-report extracts through a mapping."""
