"""Deep coding: samples of reports that people read and code by a frame of questions."""
