"""Importers, exporters and extracts."""
