"""From the record to what a page shows: frozen view models, so that templates neither count nor ask the database."""
