"""The views of the page, in the order of its menu."""

from __future__ import annotations

import os

import streamlit as st

from rewriter.page import checking, frame, rewriting, work


def run_page() -> None:
    """Put up the frame and run the view that the address asks for."""
    # What visitors type stays in memory unless the owner of the installation names a folder.
    if not os.environ.get("REWRITER_CACHE"):
        os.environ["REWRITER_CACHE"] = "off"
    frame.open_frame()
    views = [rewriting.page(), checking.page()]
    # The built-in menu hides behind an arrow on a phone; the bar shows both views always.
    chosen = st.navigation(views, position="hidden")
    frame.bar(views)
    chosen.run()
    work.warm_up()
