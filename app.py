"""The page's entry: ``streamlit run app.py``."""

import streamlit as st

from rewriter.page import server

app = st.App(
    server.SCRIPT,
    middleware=server.middleware(),
    routes=server.routes(),
    lifespan=server.lifespan,
)
