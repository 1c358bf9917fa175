"""Reports, their investigation, prosecution and sentence."""
