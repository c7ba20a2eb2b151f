"""Judging: facts in, findings out.  One file a letter; `whole` is about the goal as a whole."""
