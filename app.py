"""The page's entry: ``streamlit run app.py``."""

from rewriter.page import views

views.run_page()
