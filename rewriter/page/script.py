"""What Streamlit runs for each visitor and each change."""

from rewriter.page import views

views.run_page()
