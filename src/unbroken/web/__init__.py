"""The screens: views, forms and templates. Thin: parse, ask, show."""
