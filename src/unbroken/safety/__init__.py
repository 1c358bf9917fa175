"""Risk assessments and protective orders."""
