"""The views of the page, in the order of its menu."""

from __future__ import annotations

import streamlit as st

from rewriter.page import checking, frame, guided, history, manner, models, rewriting, work


def run_page() -> None:
    """Put up the frame and run the view that the address asks for."""
    models.keep_nothing()
    pack = frame.open_frame()
    views = [rewriting.page(), guided.page(), checking.page(), history.page()]
    # The built-in menu hides behind an arrow on a phone; the bar shows all views always.
    chosen = st.navigation(views, position="hidden")
    frame.bar(views)
    models.sidebar(pack)
    with st.sidebar:
        manner.menus(pack)
    chosen.run()
    work.warm_up()
