"""The pages, one module an area. Each asks through `access`, hands what came back to a presenter, and shows it."""
